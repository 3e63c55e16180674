"""Where are the bytes that a plan was read from, and may they be handed out?"""

from __future__ import annotations

from application.ports import FileStore
from domain.messages import Refused
from domain.plan.document import Source
from domain.plan.state import Plan

MACROS = "macros-ignored"


def original_of(plan: Plan) -> Source:
    """Refuses ``no-original`` for a plan that no file was read for."""
    source = plan.text.source
    if source is None:
        raise Refused("no-original")
    return source


def holds_macros(plan: Plan) -> bool:
    """The import saw macros in it, which ran nowhere here and may run where it is opened."""
    return any(finding.code == MACROS for finding in plan.findings)


def bytes_of(files: FileStore, source: Source) -> bytes:
    """As they came in, byte for byte. Refuses ``original-missing`` and ``original-altered``."""
    try:
        return files.get(source.sha256)
    except FileNotFoundError as missing:
        raise Refused("original-missing", sha256=source.sha256) from missing
    except ValueError as altered:
        raise Refused("original-altered", sha256=source.sha256) from altered
