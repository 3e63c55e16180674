"""What has a test to say of a reading, so that every main field of it is held to the hand-written answer?"""

from dataclasses import dataclass
from decimal import Decimal

from application.imports.directory import Directory
from application.imports.reading import Reading, read_plan
from domain.plan.document import Measure, Severity
from infrastructure.documents.reader import OfficeReader


@dataclass(frozen=True)
class Row:
    """The main fields of a measure. ``due``: its kind, and its last day where it has one."""

    number: str | None
    title: str
    who: tuple[str, ...] = ()
    due: str = "none"
    target: str = "none"
    task: str | None = None
    section: str | None = None
    helpers: tuple[str, ...] = ()
    indicator: str | None = None


def read(content: bytes, name: str, known: tuple[str, ...] = ()) -> Reading:
    directory = Directory({who: f"unit:{n}" for n, who in enumerate(known)}) if known else None
    return read_plan(content, name, OfficeReader(), directory=directory)


def rows(reading: Reading) -> list[Row]:
    return [_row(measure) for measure in reading.document.measures]


def serious(reading: Reading) -> list[str]:
    """``code place`` of everything that is more than a note."""
    return sorted(f"{f.code} {f.place}" for f in reading.findings if f.severity is not Severity.INFO)


def codes(reading: Reading) -> set[str]:
    return {f.code for f in reading.findings if f.severity is not Severity.INFO}


def _row(m: Measure) -> Row:
    return Row(
        number=m.number,
        title=m.title,
        who=tuple(e.raw for e in m.executors),
        due=f"{m.due.kind} {m.due.end}" if m.due.end else str(m.due.kind),
        target=_target(m),
        task=m.task_number,
        section=m.section,
        helpers=m.co_executors,
        indicator=m.indicator,
    )


def _target(m: Measure) -> str:
    """``4``, ``2/2``, ``I 1 II 2 = 3``, ``as_needed`` or ``none``."""
    target = m.target
    if target.parts:
        return "/".join(map(_plain, target.parts))
    if target.value is None:
        return str(target.kind)
    quarters = " ".join(
        f"{q} {_plain(v)}" for q, v in target.per_period.items() if q in ("I", "II", "III", "IV")
    )
    return f"{quarters} = {_plain(target.value)}" if quarters else _plain(target.value)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
