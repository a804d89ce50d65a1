"""Passwords that a data folder keeps."""

import os
import secrets
from pathlib import Path


def secret_file(path: Path) -> str:
    """The password kept in ``path`` (made at first use, mode 0600)."""
    if not path.exists():
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(24))
    return path.read_text().strip()
