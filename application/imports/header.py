"""What do the lines around the table say: whose plan, for which period, approved by whom and when?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from application.imports.dates import DATE, date_in
from application.imports.grid import Line
from application.imports.orders import clauses_of, grounds_of
from application.imports.rows import PERSON
from application.imports.signed import acknowledged_of, distribution_of, signatures_of
from application.imports.topics import topics_of
from domain.calendar.periods import starts
from domain.plan.calendar_words import QUARTER, YEAR, quarter
from domain.plan.document import Approver, Column, Finding, Header
from domain.plan.findings import doubt
from domain.spelling import clean, plain

_STAMP = re.compile(r"(затверджую|затверджено|погоджено|схвалено|phê duyệt|approved|i approve)\W*$")
_NAMES_PLAN = re.compile(r"\bплан\b|\bkế hoạch\b|\bplan\b")
_NO_TITLE = re.compile(r"(про |\d|thực hiện|керуючись|відповідно|на виконання|căn cứ|trên đây|-)")
_QUARTER_OF = re.compile(
    rf"(?:quý\s)?(?<![\w./-])(q?{QUARTER})(?:\s?-\s?(?:й|ий|го))?\s?(?:квартал\w*|кв\.|quarter(?: of)?)?"
    rf"[\s,]+(?:năm\s)?({YEAR})"
)
_NAMES_QUARTER = re.compile(r"квартал|кв\.|quý|quarter|\bq[1-4]\b")
_NAMES_REPORT = re.compile(
    r"\bзвіт\b|\breport\b|\bscorecard\b|\bsdbip\b|\bbáo cáo\b|\bпрограма\b|\bchương trình\b"
)
_SPAN = re.compile(rf"{YEAR}\s?-\s?{YEAR}")
_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
_HALF = re.compile(
    r"півріччя|\d\s?-\s?\d квартал|[iі]{1,3}\s?-\s?[iі]{1,3}v? квартал|місяц|tháng|6 months|half"
)
_ACT_NUMBER = re.compile(r"(?:№|số:?|no\.)\s?([\w/-]*\d[\w/-]*)")
_PARENT = re.compile(r"(?:згідно(?: з)?|відповідно до)\s(\S.*?план\w*.*)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"_{3,}\s*")
_SHORT = 90


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as printed, with the number of the act it belongs to."""

    raw: str
    on: date | None
    number: str | None
    place: str


def read_header(
    before: Sequence[Line], signatories: Sequence[str], notes: Sequence[str]
) -> tuple[Header, list[Finding]]:
    acts = [act for act in _acts(before) if act.number]
    first = acts[0] if acts else None
    header = Header(
        organisation=_organisation(before),
        title=title_of(before),
        period_raw=None,
        approved_by=tuple(_approvers(before)),
        order_number=first.number if first else None,
        order_date=first.on if first else None,
        signatories=tuple(signatories),
        notes=tuple(notes),
    )
    return header, list(_two_dates(acts))


def with_papers(
    header: Header, before: Sequence[Line], after: Sequence[Line], columns: Sequence[Column], period: str
) -> Header:
    """The header with what stands around the plan: an order's clauses and grounds, signatures, addressees."""
    everything = [*before, *after]
    topics = topics_of(everything)
    return header.model_copy(
        update={
            "parent_plan": header.parent_plan or _parent_plan(columns),
            "legal_basis": grounds_of(before),
            "clauses": clauses_of(before, period),
            "purpose": "\n".join(topics["purpose"]) or None,
            "funding": "\n".join(topics["funding"]) or None,
            "responsibilities": tuple(topics["responsibilities"]),
            "distribution": distribution_of(everything),
            "signatures": signatures_of(everything),
            "acknowledged": acknowledged_of(everything),
        }
    )


def _parent_plan(columns: Sequence[Column]) -> str | None:
    """«№ згідно Регіонального плану» numbers the measures after a plan above this one."""
    found = (_PARENT.search(clean(column.heading)) for column in columns)
    return next((match[1] for match in found if match), None)


def title_of(lines: Sequence[Line]) -> str:
    """The line that names the plan, and those that go on with it."""
    best = max(range(len(lines)), key=lambda at: (_title_likeness(lines[at].text), at), default=None)
    if best is None or not _title_likeness(lines[best].text):
        best = next((at for at, line in enumerate(lines) if _names_report(line.text)), None)
    if best is None:
        return ""
    taken = [lines[best].text.strip()]
    for line in lines[best + 1 : best + 4]:
        text = clean(line.text)
        if not text or DATE.search(plain(text)) or not _goes_on(taken, text):
            break
        taken.append(line.text.strip())
    return "\n".join(taken)


def period_of(title: str) -> tuple[str | None, list[Finding]]:
    """``2021Q1`` or ``2021``; None where the title names none, or a span that is neither."""
    words = _SPAN.sub(" ", plain(title))
    quarters = [m for m in _QUARTER_OF.finditer(words) if _NAMES_QUARTER.search(m.group())]
    if len(quarters) == 1 and (number := quarter(quarters[0][1])):
        return f"{quarters[0][2]}Q{number}", []
    years = _YEAR.findall(words)
    if quarters or not years or _HALF.search(words):
        return None, []
    findings = []
    if len(set(years)) > 1:
        findings.append(doubt("period-is-last-year", year=years[-1], proposal=years[-1]).at("title"))
    return years[-1], findings


def approved_on(header: Header) -> date | None:
    return next((approver.on for approver in header.approved_by if approver.on), None)


def approval_findings(header: Header, period: str, place: str) -> Iterator[Finding]:
    day = approved_on(header)
    if day and day > starts(period):
        yield doubt("approved-after-start", day=day.isoformat()).at(place)


def _goes_on(taken: list[str], text: str) -> bool:
    """In capitals, in lower case, or with the year that the lines above still owe."""
    owes_year = not _YEAR.search(" ".join(taken)) and _YEAR.search(text) and not _NO_TITLE.match(plain(text))
    return text == text.upper() or text[0].islower() or bool(owes_year)


def _names_report(text: str) -> bool:
    """A report on a plan, a scorecard or a programme, where no line is called a plan."""
    words = plain(text)
    return len(words) < 300 and bool(_NAMES_REPORT.search(words)) and not _NO_TITLE.match(words)


def _title_likeness(text: str) -> int:
    words = plain(text)
    if len(words) > 400 or not _NAMES_PLAN.search(words) or _NO_TITLE.match(words):
        return 0
    return 1 + 2 * bool(_YEAR.search(words)) + 2 * (clean(text) == clean(text).upper()) + (len(words) < 300)


def _organisation(lines: Sequence[Line]) -> str | None:
    """Lines in capitals at the very top name the office."""
    taken: list[str] = []
    for line in lines:
        text = clean(line.text.splitlines()[0] if line.text.strip() else "")
        if not text or text != text.upper() or _NAMES_PLAN.search(plain(text)) or _STAMP.match(plain(text)):
            break
        if re.match(r"(розпорядження|наказ|рішення|số\W|№|-|cộng h[òo]|độc lập)", plain(text)):
            break
        if len(taken) > 5 or len(line.text) > 4 * _SHORT:
            break
        taken += [clean(part) for part in line.text.splitlines() if re.search(r"\w", part)]
    return "\n".join(taken) or None


def _approvers(lines: Sequence[Line]) -> Iterator[Approver]:
    for at, line in enumerate(lines):
        if _STAMP.match(plain(line.text)):
            yield _approver(clean(line.text), [clean(below.text) for below in lines[at + 1 : at + 9]])


def _approver(stamp: str, below: list[str]) -> Approver:
    position: list[str] = []
    name: str | None = None
    for text in below:
        if dated := date_in(text):
            return Approver(
                stamp_raw=stamp, position=" ".join(position) or None, name=name, on_raw=text, on=dated[1]
            )
        if _title_likeness(text) > 2 or len(text) > _SHORT:
            break
        if _BLANK_LINE.search(text) or PERSON.fullmatch(text):
            name = _BLANK_LINE.sub("", text).strip() or None
        else:
            position.append(text)
    return Approver(stamp_raw=stamp, position=" ".join(position) or None, name=name)


def _acts(lines: Sequence[Line]) -> Iterator[Dated]:
    """Dates on short lines, each with the number of an act beside it or just below it."""
    short = [line for line in lines if len(line.text) <= _SHORT]
    for at, line in enumerate(short):
        found = date_in(line.text)
        if found is None:
            continue
        number = next(
            (m[1] for near in short[at : at + 3] if (m := _ACT_NUMBER.search(plain(near.text)))), None
        )
        yield Dated(clean(line.text), found[1], number, line.place)


def _two_dates(acts: Sequence[Dated]) -> Iterator[Finding]:
    for at, act in enumerate(acts):
        for earlier in acts[:at]:
            if earlier.number == act.number and earlier.on != act.on:
                yield doubt(
                    "dates-contradict",
                    number=act.number,
                    first=earlier.raw,
                    second=act.raw,
                    proposal=max(day for day in (earlier.on, act.on) if day).isoformat()
                    if earlier.on or act.on
                    else None,
                ).at(act.place)
