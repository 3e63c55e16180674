"""One spelling for one value: the canonical JSON that is stored, hashed and compared."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
from pydantic import BaseModel

SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
QUICKLY = msgspec.json.Encoder(order="sorted")


def plain(message: BaseModel) -> Any:
    """As `model_dump` has it for JSON, without its questions."""
    return message.__pydantic_serializer__.to_python(message, mode="json")


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys, no blanks, no NaN; equal values give equal bytes (after RFC 8785)."""
    return SPELLING.encode(plain(value) if isinstance(value, BaseModel) else value).encode()


def spelled(message: object) -> bytes:
    """The same bytes several times faster, for commands, facts and what is made of them.

    No float may be in it, and in a message there never is one: the quick writer spells some of them, and NaN,
    in another way.
    """
    told = plain(message) if isinstance(message, BaseModel) else message
    try:
        return QUICKLY.encode(told)
    except TypeError:  # a mapping whose keys are not all words
        return canonical(told)


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical JSON, in hex: the same in every language and on every page."""
    return hashlib.sha256(canonical(value)).hexdigest()


def fingerprint_of(message: object) -> str:
    """The same, of what `spelled` may be asked to write."""
    return hashlib.sha256(spelled(message)).hexdigest()
