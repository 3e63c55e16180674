"""With which secret does the house sign what it hands out, and where does that secret lie?"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LENGTH = 32


@dataclass(frozen=True)
class FileSeal:
    """HMAC-SHA-256 under a key that lies in the data folder, readable by its owner alone.

    The key is made at the first use; of several processes that make it at once one wins, for a name is linked
    once. Whoever takes the file away makes all links handed out so far worthless.
    """

    path: Path

    def mark(self, content: bytes) -> bytes:
        return hmac.digest(self.key, content, hashlib.sha256)

    @cached_property
    def key(self) -> bytes:
        if not self.path.exists():
            self.make()
        key = self.path.read_bytes()
        if len(key) != LENGTH:
            raise ValueError(f"{self.path} does not hold a key of {LENGTH} bytes")
        return key

    def make(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(f".{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, self.path)
        draft.unlink()
