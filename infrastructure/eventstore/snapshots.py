"""Where do folded states lie while nobody needs them, and when is one that lies there taken for true?

Its content is compressed JSON under a mark of the house's own secret, over the stream, the version, the code
and all that was written: who can write to the database but does not have the secret can make none. Words
about a person are sealed with that person's key, all of one state together; once the key is destroyed they
are gone from here as well. What does not fit in any way is as good as none.
"""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Callable
from typing import Any

from pydantic_core import from_json, to_json

from application.ports import Seal, Snapshot
from domain.messages import Personal
from infrastructure.eventstore.ledger import PutAway, SnapshotTable
from infrastructure.eventstore.state_bytes import Words, bytes_of, code_version
from infrastructure.personal import PersonalWords

MARK_BYTES = 32
QUICKLY = 1
"""How hard to compress: a fifth of the size for a fiftieth of the time of folding."""
LARGEST = 2**28
"""No state has more bytes than these."""
USELESS = (ValueError, LookupError, TypeError, zlib.error)
"""What a content that is no state of today's can raise."""


class StoredSnapshots:
    """Keeps :class:`application.ports.Snapshots`; ``opened`` is what the process has opened by now."""

    def __init__(self, opened: Callable[[], tuple[SnapshotTable, PersonalWords]], seal: Seal) -> None:
        self._opened, self._seal = opened, seal

    def put(self, stream: str, snapshot: Snapshot[Any]) -> None:
        table, personal = self._opened()
        state, words = bytes_of(type(snapshot.state)).written(snapshot.state)
        about = {
            "organisation": snapshot.organisation,
            "tip": snapshot.tip,
            "words": {person: _sealed(personal, snapshot.organisation, person, words) for person in words},
        }
        content = zlib.compress(to_json(about) + b"\n" + state, QUICKLY)
        code = code_version()
        mark = self._mark(stream, snapshot.version, code, content)
        table.keep_snapshot(stream, PutAway(snapshot.version, code, mark + content))

    def find(self, stream: str, kind: type[Any]) -> Snapshot[Any] | None:
        table, personal = self._opened()
        found = table.snapshot_of(stream)
        if found is None or found.code != code_version():
            return None
        mark, content = found.content[:MARK_BYTES], found.content[MARK_BYTES:]
        if not hmac.compare_digest(mark, self._mark(stream, found.version, found.code, content)):
            return None
        try:
            about, _, state = zlib.decompressobj().decompress(content, LARGEST).partition(b"\n")
            told = from_json(about)
            organisation: str = told["organisation"]
            words = {p: _opened(personal, organisation, p, sealed) for p, sealed in told["words"].items()}
            return Snapshot(bytes_of(kind).read(state, words), found.version, organisation, told["tip"])
        except USELESS:
            return None

    def _mark(self, stream: str, version: int, code: str, content: bytes) -> bytes:
        return self._seal.mark(f"snapshot\n{stream}\n{version}\n{code}\n".encode() + content)


def _sealed(personal: PersonalWords, organisation: str, person: str, words: Words) -> str:
    said = to_json(words[person]).decode()
    return personal.sealed(organisation, Personal.model_construct(of=person, text=said))


def _opened(personal: PersonalWords, organisation: str, person: str, sealed: str) -> list[str] | None:
    said = personal.opened(organisation, person, sealed)
    return None if said is None else from_json(said)
