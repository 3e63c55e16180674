"""What draft for the next period comes of a plan that took force, and what of it must a person settle?

Measures keep their words and executors. What one approval was about, its stamp, act and signatures, stays
with the old plan. A cancelled measure is not copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from application.app import App
from application.imports.header import period_of
from application.offers import PlanSeen
from domain.calendar.periods import ROMAN
from domain.messages import Refused
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.document import Additivity, Deadline, Finding, Header, Measure, PlanDocument
from domain.plan.events import CopiedFrom
from domain.plan.findings import Doubt, doubt
from domain.plan.moved_title import moved_title
from domain.plan.next_period import moved_deadline, moved_target, names_of_old, next_period
from domain.plan.state import CARRIED_OUT
from domain.report.shapes import Row, Verdict

_NAMING = ("title", "purpose", "indicator", "expected_result", "note", "baseline")
_ABOVE = ("section", "task", "subtask")
"""What many rows say alike: told once."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Measures whose term ``moved``, and those whose words hold in any period; of all others it is asked."""

    document: PlanDocument
    findings: tuple[Finding, ...]
    copied_from: CopiedFrom
    moved: int
    kept: int

    def as_read_at(self, version: int) -> Copy:
        """The copy as of the version that a person saw; refused later where the plan moved on."""
        return replace(self, copied_from=self.copied_from.model_copy(update={"version": version}))

    def command(self, plan: str) -> DraftPlan:
        return DraftPlan(
            plan=plan, document=self.document, findings=self.findings, copied_from=self.copied_from
        )


def next_of(seen: PlanSeen) -> Copy:
    """Refused for a plan that never took force."""
    plan = seen.plan
    if plan.status not in CARRIED_OUT:
        raise Refused("not-in-force", status=plan.status)
    old = plan.text
    stays = [m for m in old.measures if m.id not in plan.cancelled]
    measures, findings, said = list[Measure](), list[Finding](), set[str]()
    for place, measure in enumerate(stays, 1):
        new, doubts = _later(measure, old, place)
        measures.append(new)
        doubts = [
            *doubts,
            *_stale(measure, old.period, said),
            *_remainder(measure, seen.rows.get(measure.id)),
        ]
        findings += [found.at(f"row {place}", new.id) for found in doubts]
    header, about = _header(old)
    document = old.model_copy(
        update={
            "header": header,
            "period": next_period(old.period),
            "measures": tuple(measures),
            "source": None,
        }
    )
    left = len(old.measures) - len(stays)
    asked = {found.measure for found in findings if found.code == "date-not-carried"}
    certain = [(new.due, was.due) for new, was in zip(measures, stays, strict=True) if new.id not in asked]
    moved = sum(new.raw != was.raw for new, was in certain)
    cancelled = [doubt("cancelled-not-copied", count=left).at("title")] if left else []
    return Copy(
        document=document,
        findings=(*about, *cancelled, *findings),
        copied_from=CopiedFrom(plan=seen.id, version=seen.version),
        moved=moved,
        kept=len(certain) - moved,
    )


def stem_of(office: str, period: str) -> str:
    return f"{office}-{period.lower()}"


def free_id(app: App, office: str, period: str) -> str:
    """``OFFICE-PERIOD``, numbered from the second plan of that period on."""
    stem, number = stem_of(office, period), 1
    while app.store.version(f"plan-{stem if number == 1 else f'{stem}-{number}'}"):
        number += 1
    return stem if number == 1 else f"{stem}-{number}"


def _later(measure: Measure, old: PlanDocument, place: int) -> tuple[Measure, list[Doubt]]:
    found = moved_deadline(measure.due, old.period, old.language)
    after, doubts = next_period(old.period), list[Doubt]()
    if not found.certain:
        doubts.append(
            doubt("date-not-carried", words=found.due.raw, period=after, proposal=found.proposal or None)
        )
    executors = tuple(
        e if e.due is None else e.model_copy(update={"due": _own_term(e.due, old, doubts)})
        for e in measure.executors
    )
    new = {
        "id": f"m{place:03}",
        "ordinal": place,
        "due": found.due,
        "target": moved_target(measure.target, found.due, old.period),
        "executors": executors,
        "printed": tuple(kept for kept in measure.printed if kept.role == "other"),
        "place": "",
        "places": {},
    }
    return measure.model_copy(update=new), doubts


def _stale(measure: Measure, period: str, said: set[str]) -> Iterator[Doubt]:
    """Words that stay as they stood and speak of the old period. ``said`` are those told of a row above."""
    above = [words for field in _ABOVE if (words := getattr(measure, field)) and words not in said]
    said.update(above)
    for words in dict.fromkeys([*above, *_words_of(measure)]):
        if names_of_old(words, period):
            yield doubt("words-of-old-period", words=words, period=period)
    for money in measure.funding:
        if "Q" in period and money.period == ROMAN[int(period[5:]) - 1]:
            words = ", ".join(filter(None, (money.source, money.raw)))
            yield doubt("words-of-old-period", words=f"{money.period}: {words}", period=period)


def _words_of(measure: Measure) -> Iterator[str]:
    raw = measure.target.raw
    yield from (words for field in _NAMING if (words := getattr(measure, field)))
    yield from filter(None, [raw] if isinstance(raw, str) else raw)
    yield from (item.title for item in measure.sub_items)
    yield from measure.co_executors
    yield from (executor.raw for executor in measure.executors)
    for money in measure.funding:
        yield from filter(None, (money.source, money.raw))


def _own_term(due: Deadline, old: PlanDocument, doubts: list[Doubt]) -> Deadline:
    found = moved_deadline(due, old.period, old.language)
    if not found.certain:
        after = next_period(old.period)
        doubts.append(doubt("date-not-carried", words=due.raw, period=after, proposal=found.proposal or None))
    return found.due


def _remainder(measure: Measure, row: Row | None) -> Iterator[Doubt]:
    """What was explained with a later term, as the report shows it: offered, never added by itself."""
    if row is None or row.verdict is not Verdict.CARRIED or measure.additivity is not Additivity.FLOW:
        return
    planned = row.planned.amounts
    done = [row.earlier.amounts, row.actual.amounts]
    left = [want - sum(amounts[n] for amounts in done if n < len(amounts)) for n, want in enumerate(planned)]
    if any(amount > 0 for amount in left):
        said, whole = ("/".join(f"{max(a, 0):f}" for a in amounts) for amounts in (left, planned))
        yield doubt("remainder-offered", left=said, planned=whole, proposal=said)


def _header(old: PlanDocument) -> tuple[Header, list[Finding]]:
    header, after = old.header, next_period(old.period)
    moved = moved_title(header.title, old.period)
    title, findings = moved.words, []
    if period_of(moved.own)[0] != after:
        title = header.title
        findings.append(doubt("title-not-carried", words=title, period=after).at("title"))
    elif moved.left:
        words = "; ".join(moved.left)
        findings.append(doubt("words-of-old-period", words=words, period=old.period).at("title"))
    if header.approved_by or header.order_number or header.clauses or header.signatures:
        findings.append(doubt("act-not-carried").at("title"))
    raw = header.period_raw and moved_title(header.period_raw, old.period).words
    blank = {"approved_by": (), "order_number": None, "order_date": None, "clauses": ()}
    blank |= {"signatures": (), "acknowledged": (), "signatories": ()}
    return header.model_copy(update={"title": title, "period_raw": raw, **blank}), findings
