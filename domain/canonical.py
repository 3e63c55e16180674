"""One spelling for one value: the canonical JSON that is stored, hashed and compared."""

from __future__ import annotations

import hashlib
import json

from pydantic import BaseModel

SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys, no blanks, no NaN; equal values give equal bytes (after RFC 8785)."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return SPELLING.encode(plain).encode()


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical JSON, in hex: the same in every language and on every page."""
    return hashlib.sha256(canonical(value)).hexdigest()
