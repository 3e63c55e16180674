"""Where are the bytes that a plan was read from, and may they be handed out?"""

from __future__ import annotations

import re
import unicodedata

from application.ports import FileStore
from domain.messages import Refused
from domain.plan.document import Source
from domain.plan.state import Plan

ACTING = frozenset({"macros-ignored", "scripts-ignored", "attachments-ignored", "active-content"})
COMPUTED = "formula-like-text"
SEPARATED = "text/csv"
MOST_NAME = 150
"""Bytes of a file's name: every disk takes so many."""
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*\ufffd]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def original_of(plan: Plan) -> Source:
    """Refuses ``no-original`` for a plan that no file was read for."""
    source = plan.text.source
    if source is None:
        raise Refused("no-original")
    return source


def safe_name(given: str, otherwise: str) -> str:
    """The name that a file came with, as it may stand on any disk: no path, nothing unseen, not too long.

    ``otherwise`` is its stem where nothing of the name is left.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    stem, dot, ending = _NOT_IN_A_NAME.sub("_", seen).rpartition(".")
    if not dot or len(ending.encode()) > 10:
        stem, ending = stem + dot + ending, ""
    ending = ending.strip()
    room = MOST_NAME - len(f".{ending}")
    stem = stem.strip(" .").encode()[:room].decode("utf-8", "ignore").rstrip(" .") or otherwise
    name = f"{stem}.{ending}" if ending else stem
    return f"_{name}" if _DEVICE.match(name) or name.startswith("-") else name


def may_act(plan: Plan) -> bool:
    """The import saw in it what ran nowhere here and may run where it is opened. In a file of separated
    values, which knows no text, what begins like a formula is one."""
    source = plan.text.source
    codes = {finding.code for finding in plan.findings}
    computed = source is not None and source.media_type == SEPARATED and COMPUTED in codes
    return computed or bool(codes & ACTING)


def bytes_of(files: FileStore, source: Source) -> bytes:
    """As they came in, byte for byte. Refuses ``original-missing`` and ``original-altered``."""
    try:
        return files.get(source.sha256)
    except FileNotFoundError as missing:
        raise Refused("original-missing", sha256=source.sha256) from missing
    except ValueError as altered:
        raise Refused("original-altered", sha256=source.sha256) from altered
