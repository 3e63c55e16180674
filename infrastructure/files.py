"""Where do the bytes of sources and evidence lie? Under their SHA-256, in the data folder."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path


class Files:
    """Keeps `application.ports.FileStore`: written whole or not at all, and never over another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Raises FileNotFoundError, and ValueError where the bytes are not those that were put."""
        content = self._path(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError(f"the file {sha256} was altered")
        return content

    def holds(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def _path(self, sha256: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise FileNotFoundError(sha256)
        return self._folder / sha256[:2] / sha256

    def _write(self, path: Path, content: bytes) -> None:
        handle, partial = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
