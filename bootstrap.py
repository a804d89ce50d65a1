"""Makes ``.venv`` from the hash-locked requirements, with nothing but Python's own library; and takes things away.

python3 bootstrap.py runtime|dev|clean
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
DEMO_LOCK = ROOT / "var" / "demo" / "demo.lock"
# Where systems keep the authorities that an administrator added (a bare machine has none: then uv's own are used).
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
MADE = (
    ".venv",
    "var",
    "staticfiles",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
)


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
            return not moved()
    return False


def moved() -> bool:
    """Whether the environment was made in another place: its programs still point there."""
    told = VENV / "pyvenv.cfg"
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    commands = [line for line in lines if line.startswith("command =")]
    return bool(commands) and not commands[0].endswith(str(VENV))


def sound() -> bool:
    """Whether the environment can be installed into: not broken off half-way, not of another Python."""
    if moved() or not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    return told.returncode == 0 and told.stdout.strip() == sys.version


def make_venv() -> None:
    if sound():
        return
    if VENV.is_symlink():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        fail("Không tạo được môi trường Python. Trên Debian/Ubuntu: apt install python3-venv, rồi chạy lại.")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One installation at a time: `make demo` and `make test` may be started together."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "bootstrap.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment() -> dict[str, str]:
    """Quiet, trusting what the machine trusts, with a cache that can be written even where there is no home."""
    found = {"UV_SYSTEM_CERTS": "1"} if any(Path(store).exists() for store in CERTIFICATES) else {}
    found |= {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_NO_PROGRESS": "1"}
    home = Path(os.environ.get("HOME") or "/nonexistent")
    if not os.access(home, os.W_OK) and "UV_CACHE_DIR" not in found:
        found.update(UV_CACHE_DIR=str(ROOT / "var" / "uv-cache"), PIP_NO_CACHE_DIR="1")
    return found


def install(kind: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    for stamp in LOCKS:  # what is there is neither lock's while it changes, and one lock's afterwards
        (VENV / f".installed-{stamp}").unlink(missing_ok=True)
    try:
        subprocess.run([*pip, str(ROOT / "requirements-uv.txt")], check=True, env=environment())
        subprocess.run([*uv, "--require-hashes", "-r", str(LOCKS[kind])], check=True, env=environment())
    except subprocess.CalledProcessError:
        fail("Cài thư viện không xong. Hãy xem lỗi ở trên, kiểm tra mạng rồi chạy lại.")
    (VENV / f".installed-{kind}").write_text(digest(kind))


def clean() -> None:
    """Take away what make has made, the demo's data included; not while a demo runs on them."""
    if DEMO_LOCK.exists():
        with DEMO_LOCK.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                fail(f"Bản chạy thử đang chạy tại {DEMO_LOCK.read_text()}. Dừng nó (Ctrl-C) rồi chạy lại.")
    for name in MADE:
        shutil.rmtree(ROOT / name, ignore_errors=True)
        if (ROOT / name).exists():
            fail(f"Không xóa được {ROOT / name}: thuộc về người dùng khác?")
    for folder in [*ROOT.rglob("__pycache__")]:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if sys.version_info < (3, 11):
        fail("Cần Python 3.11 trở lên.")
    if kind == "clean":
        return clean()
    if installed(kind):
        return None
    try:
        with alone():
            if not installed(kind):
                say("Đang cài thư viện (lần đầu mất khoảng một phút)…")
                make_venv()
                install(kind)
    except PermissionError as error:
        fail(f"Không ghi được {error.filename}: thư mục này thuộc về người dùng khác?")
    except KeyboardInterrupt:
        sys.exit(130)
    return None


if __name__ == "__main__":
    main()
