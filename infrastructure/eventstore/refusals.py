"""Which settings would let the record forget or tear, and are refused at start?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.messages import Refused

OFF = {"", "0", "n", "no", "f", "false", "off"}
LIBRARY_SWITCHES = ("CREATE_TABLE", "POSTGRES_ENABLE_DB_FUNCTIONS")


class StoreRefused(Refused):
    """The store is not opened. ``code`` is stable and worded for people at the edge.

    ``not-migrated`` (found, known) · ``newer-store`` (found, known) · ``library-switch`` (name) ·
    ``not-durable`` (setting, found, wanted) · ``unknown-url`` (scheme).
    """


def refuse_library_switches(environment: Mapping[str, str]) -> None:
    """The library reads these under any application's name; its tables tear, its functions lose facts."""
    for name, value in environment.items():
        if name.endswith(LIBRARY_SWITCHES) and value.strip().lower() not in OFF:
            raise StoreRefused("library-switch", name=name)


def refuse_revision(found: str | None, known: Iterable[str]) -> None:
    """``known`` are this code's revisions, oldest first; the store must stand at the last of them."""
    *older, newest = known
    if found == newest:
        return
    code = "not-migrated" if found is None or found in older else "newer-store"
    raise StoreRefused(code, found=found, known=newest)


def durability(
    found: Mapping[str, str], wanted: Mapping[str, str], *, unsafe: bool
) -> tuple[StoreRefused, ...]:
    """Refuse settings that may lose an acknowledged fact; ``unsafe``: name them instead.

    ``wanted`` maps a setting to its value, ``!x`` meaning anything but x.
    """
    faults = tuple(
        StoreRefused("not-durable", setting=name, found=found[name], wanted=value)
        for name, value in wanted.items()
        if not _is(found[name].lower(), value)
    )
    if faults and not unsafe:
        raise faults[0]
    return faults


def _is(found: str, wanted: str) -> bool:
    return found != wanted[1:] if wanted.startswith("!") else found == wanted
