"""What does a corrected text take over from the draft it corrects: ids, meanings, settled findings?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.plan.differences import written
from domain.plan.document import Finding, Measure, PlanDocument, SubItem
from domain.plan.state import Plan

_WHOLE_ROW = "row"


def taken_over(plan: Plan, document: PlanDocument, known: Mapping[int, str]) -> PlanDocument:
    """The corrected text with the ids of the draft (``known`` by place, from 1) and new ones for what is new.

    A cell whose words stayed keeps the meaning that it has on the record, a person's word included.
    """
    same_period = document.period == plan.text.period
    measures = tuple(
        _taken_over(plan.measures[known[place]], measure, same_period)
        if place in known
        else measure.model_copy(update={"id": new_id(plan, place)})
        for place, measure in enumerate(document.measures, 1)
    )
    return document.model_copy(update={"measures": measures})


def held(plan: Plan) -> frozenset[str]:
    """Measures on which more hangs than their words: what was done or said of them, who agreed to them."""
    agreed = (measure for measure, _ in plan.consents)
    return frozenset((*plan.carried, *agreed, *plan.cancelled, *plan.handed, *plan.contested))


def new_id(plan: Plan, place: int) -> str:
    """No id of an earlier text comes twice: the version of the stream is in it."""
    return f"m{place:03}-{plan.version + 1}"


def renamed(findings: Sequence[Finding], read: PlanDocument, document: PlanDocument) -> tuple[Finding, ...]:
    """The findings of a reading, at the measures as they are called in the text that takes over."""
    names = {was.id: now.id for was, now in zip(read.measures, document.measures, strict=True)}
    return tuple(f.model_copy(update={"measure": names.get(f.measure or "", f.measure)}) for f in findings)


def still_settled(plan: Plan, document: PlanDocument, findings: Sequence[Finding]) -> tuple[int, ...]:
    """Numbers of the findings that were settled before and whose cell did not change since."""
    now = {m.id: m for m in document.measures}
    left = [plan.findings[n] for n in sorted(plan.resolved)]
    settled: list[int] = []
    for number, finding in enumerate(findings):
        same = next((old for old in left if _same(old, finding, plan.measures, now)), None)
        if same:
            left.remove(same)
            settled.append(number)
    return tuple(settled)


def _taken_over(old: Measure, new: Measure, same_period: bool) -> Measure:
    kept: dict[str, object] = {"id": old.id}
    if same_period and (old.due.raw, old.due.state) == (new.due.raw, new.due.state):
        kept["due"] = old.due
    if same_period and (old.target.raw, old.target.state) == (new.target.raw, new.target.state):
        kept["target"] = old.target
        if (old.title, old.indicator, old.relation) == (new.title, new.indicator, new.relation):
            kept["additivity"] = old.additivity
    if old.sub_items and new.sub_items:
        kept["sub_items"] = tuple(_items(old, new))
    if _same_executors(old, new):
        kept["executors"] = old.executors
    else:
        kept["executors"] = _meant(old, new)
    return new.model_copy(update=kept)


def _items(old: Measure, new: Measure) -> Iterator[SubItem]:
    """A line that stays keeps the quantity that it has on the record, unless the file says another."""
    known = {(item.unit, item.title): item.quantity for item in old.sub_items}
    for item in new.sub_items:
        quantity = known.get((item.unit, item.title)) if item.quantity is None else item.quantity
        yield item.model_copy(update={"quantity": quantity})


def _same_executors(old: Measure, new: Measure) -> bool:
    """Where executors are columns, no cell names all of them: each has one, with a term or a mark."""
    if new.executors_raw is not None or not new.executors:
        return old.executors_raw == new.executors_raw
    said = ([(e.raw, e.due and (e.due.raw, e.due.state)) for e in m.executors] for m in (old, new))
    return next(said) == next(said)


def _meant(old: Measure, new: Measure) -> object:
    """A name that stayed in a cell that changed still means whom it meant."""
    known = {e.raw: e.to for e in old.executors if e.to}
    return tuple(e.model_copy(update={"to": known.get(e.raw, e.to)}) for e in new.executors)


def _same(old: Finding, new: Finding, before: Mapping[str, Measure], now: Mapping[str, Measure]) -> bool:
    if (old.code, old.measure, old.facts) != (new.code, new.measure, new.facts):
        return False
    if not old.measure:
        return True
    stood, stands = before.get(old.measure), now.get(old.measure)
    if stood is None or stands is None:
        return False
    return _words(stood, old.place) == _words(stands, new.place)


def _words(measure: Measure, place: str) -> object:
    """What stands where a finding was made; the whole row where its place is not that of one cell."""
    cells = written(measure)
    field = next((name for name, at in measure.places.items() if at == place and name in cells), None)
    return (field, cells[field]) if field else (_WHOLE_ROW, tuple(cells.values()))
