"""Makes ``.venv`` from the hash-locked requirements, with nothing but Python's own library.

python3 bootstrap.py runtime|dev
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


def fail(text: str) -> None:
    say(text)
    sys.exit(1)


def digest(kind: str) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes() + sys.version.encode()).hexdigest()


def installed(kind: str) -> bool:
    """Whether the environment holds this lock already (the development lock contains the runtime's)."""
    for stamp in ("dev", kind):
        path = VENV / f".installed-{stamp}"
        if PYTHON.exists() and path.exists() and path.read_text() == digest(stamp):
            return True
    return False


def make_venv() -> None:
    if PYTHON.exists():
        return
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        fail("Không tạo được môi trường Python. Trên Debian/Ubuntu: apt install python3-venv, rồi chạy lại.")


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if sys.version_info < (3, 11):
        fail("Cần Python 3.11 trở lên.")
    if installed(kind):
        return
    say("Đang cài thư viện (lần đầu mất khoảng một phút)…")
    make_venv()
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_NO_PROGRESS": "1"}
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    try:
        subprocess.run([*pip, str(ROOT / "requirements-uv.txt")], check=True, env=environment)
        uv = [
            str(VENV / "bin" / "uv"),
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            str(PYTHON),
        ]
        subprocess.run([*uv, "--require-hashes", "-r", str(LOCKS[kind])], check=True, env=environment)
    except subprocess.CalledProcessError:
        fail("Cài thư viện không xong. Hãy xem lỗi ở trên, kiểm tra mạng rồi chạy lại.")
    (VENV / f".installed-{kind}").write_text(digest(kind))


if __name__ == "__main__":
    main()
