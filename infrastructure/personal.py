"""How are words about a person kept so that they can be made unreadable and nothing else breaks?

Each person of an organisation has a key of 32 bytes. Words are stored as ``{"of": person, "sealed":
base64}``: AES-256-GCM over UTF-8, a nonce of 12 bytes before the ciphertext, bound to organisation and
person.
A destroyed key stays destroyed: old words read as None, and new ones about that person are not kept.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Protocol, get_args

from pydantic import BaseModel

from domain.messages import Event, Personal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES, AT_ONCE = 32, 12, 64
FRESH_FOR = 5.0
"""Seconds after which a key destroyed by another process is no longer used by this one."""


class KeyTable(Protocol):
    """Where the keys of persons lie. A destroyed key leaves an empty row behind."""

    def key_of(self, organisation: str, person: str) -> bytes | None:
        """None where there is none, or none any more."""

    def make_key(self, organisation: str, person: str, fresh: bytes) -> bytes | None:
        """The standing key; ``fresh`` becomes it where the person has never had one."""

    def destroy_key(self, organisation: str, person: str) -> None: ...


class PersonalWords:
    """Seals and opens the :class:`Personal` values of facts."""

    def __init__(self, keys: KeyTable) -> None:
        self._keys = keys
        self._ciphers: dict[tuple[str, str], AESGCM | None] = {}
        self._fresh_until = 0.0
        self._lock = threading.Lock()

    def seal(self, organisation: str, event: Event, plain: dict[str, Any]) -> dict[str, Any]:
        """``plain``, the event as JSON values, with each Personal value replaced by its ciphertext."""
        return plain | {
            name: self._sealed(organisation, getattr(event, name), plain[name])
            for name in personal_fields(type(event))
        }

    def open(self, organisation: str, fact: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
        """The reverse of :meth:`seal`, in these fields of the fact (:func:`personal_fields`).

        Raises ValueError for a ciphertext that its key does not open.
        """
        read = partial(self._decrypted, organisation)
        return fact | {name: _opened(fact[name], read) for name in fields if name in fact}

    def leave_sealed(self, organisation: str, fact: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
        """The same shape without any words: every text reads as None, as if its key were destroyed."""
        return fact | {name: _opened(fact[name], _unread) for name in fields if name in fact}

    def sealed(self, organisation: str, words: Personal) -> str:
        """The words as ciphertext, ``""`` for none that may be kept."""
        return self._encrypted(organisation, words)

    def opened(self, organisation: str, person: str, sealed: str) -> str | None:
        """The reverse of :meth:`sealed`, None once the key is destroyed; raises as :meth:`open` does."""
        return self._decrypted(organisation, person, sealed)

    def destroy(self, organisation: str, person: str) -> None:
        """From now on nobody reads what was said about the person."""
        self._keys.destroy_key(organisation, person)
        with self._lock:
            self._ciphers.clear()

    def _sealed(self, organisation: str, value: object, plain: Any) -> Any:
        if isinstance(value, Personal):
            return {"of": value.of, "sealed": self._encrypted(organisation, value)}
        if isinstance(value, BaseModel):
            return {k: self._sealed(organisation, getattr(value, k), p) for k, p in plain.items()}
        if isinstance(value, Mapping):
            pairs = zip(value.values(), plain.items(), strict=True)
            return {k: self._sealed(organisation, v, p) for v, (k, p) in pairs}
        if isinstance(value, tuple | list | set | frozenset):
            return [self._sealed(organisation, v, p) for v, p in zip(value, plain, strict=True)]
        return plain

    def _encrypted(self, organisation: str, words: Personal) -> str:
        cipher = self._cipher(organisation, words.of, make=True)
        if words.text is None or cipher is None:
            return ""
        nonce = _nonces.draw()
        sealed = cipher.encrypt(nonce, words.text.encode(), _bound_to(organisation, words.of))
        return b64encode(nonce + sealed).decode()

    def _decrypted(self, organisation: str, person: str, sealed: str) -> str | None:
        cipher = self._cipher(organisation, person, make=False) if sealed else None
        if cipher is None:
            return None
        from cryptography.exceptions import InvalidTag

        raw = b64decode(sealed, validate=True)
        try:
            text = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound_to(organisation, person))
        except InvalidTag as error:
            raise ValueError("sealed words do not open with the person's key") from error
        return text.decode()

    def _cipher(self, organisation: str, person: str, *, make: bool) -> AESGCM | None:
        with self._lock:
            if (now := time.monotonic()) >= self._fresh_until:
                self._ciphers.clear()
                self._fresh_until = now + FRESH_FOR
            if (organisation, person) in self._ciphers:
                return self._ciphers[organisation, person]
        key = self._keys.key_of(organisation, person)
        if key is None and make:
            key = self._keys.make_key(organisation, person, secrets.token_bytes(KEY_BYTES))
        cipher = _aes(key) if key else None
        if cipher or make:
            with self._lock:
                self._ciphers[organisation, person] = cipher
        return cipher


class _Nonces:
    """Bytes of the system's own generator, many at once: to ask it costs a thread its turn among many."""

    def __init__(self) -> None:
        self._drawn: list[bytes] = []

    def draw(self) -> bytes:
        """Never the same bytes twice: a list gives an element to one thread alone, and a child of a fork
        draws its own."""
        while True:
            try:
                return self._drawn.pop()
            except IndexError:
                raw = secrets.token_bytes(NONCE_BYTES * AT_ONCE)
                self._drawn.extend(raw[n : n + NONCE_BYTES] for n in range(0, len(raw), NONCE_BYTES))

    def forget(self) -> None:
        self._drawn.clear()


_nonces = _Nonces()
os.register_at_fork(after_in_child=_nonces.forget)


def _opened(plain: Any, read: Callable[[str, str], str | None]) -> Any:
    if isinstance(plain, list):
        return [_opened(item, read) for item in plain]
    if not isinstance(plain, dict):
        return plain
    if plain.keys() == {"of", "sealed"}:
        return {"of": plain["of"], "text": read(plain["of"], plain["sealed"])}
    return {name: _opened(value, read) for name, value in plain.items()}


def _unread(person: str, sealed: str) -> None:
    return None


@cache
def personal_fields(message: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a message in which a Personal value may stand, at any depth."""
    return tuple(name for name, field in message.model_fields.items() if _may_hold(field.annotation))


def _may_hold(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation is Personal or bool(personal_fields(annotation))
    return any(_may_hold(part) for part in get_args(annotation))


def _bound_to(organisation: str, person: str) -> bytes:
    return f"{organisation}\n{person}".encode()


def _aes(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
