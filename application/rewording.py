"""How does a measure read once some of its cells say other words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.people.state import Organisation
from domain.plan.deadlines import quarter_name, read_deadline
from domain.plan.document import Additivity, Column, Deadline, Executor, Measure, PlanDocument, Target
from domain.plan.executors import split_executors
from domain.plan.findings import Doubt
from domain.plan.targets import additivity, read_quarters, read_target, spread
from domain.spelling import plain

CELLS = ("measure", "executors", "due", "indicator", "target")
"""The cells that a person may word otherwise, by the role of their column."""
QUARTERS = ("I", "II", "III", "IV")


def words_of(measure: Measure) -> dict[str, str]:
    """What stands in the cells now; a target of several columns is ``target-0``, ``target-1`` and so on."""
    raw = measure.target.raw
    targets = {"target": raw} if isinstance(raw, str) else {f"target-{n}": t or "" for n, t in enumerate(raw)}
    return {
        "measure": measure.title,
        "executors": measure.executors_raw or ", ".join(e.raw for e in measure.executors),
        "due": measure.due.raw,
        "indicator": measure.indicator or "",
        **targets,
    }


def reworded(
    measure: Measure, words: Mapping[str, str], text: PlanDocument, office: Organisation
) -> tuple[Measure, tuple[Doubt, ...]]:
    """The measure with these words in its cells, read as an import would read them, and what is doubtful.

    A cell whose words stay keeps its meaning, what a person said of it included.
    """
    stood = words_of(measure)
    said = {cell: new.replace("\r\n", "\n").strip() for cell, new in words.items()}
    changed = {cell for cell, new in said.items() if cell in stood and plain(new) != plain(stood[cell])}
    new, doubts = dict[str, object](), list[Doubt]()
    if "measure" in changed:
        new["title"] = said["measure"]
    if "indicator" in changed:
        new["indicator"] = said["indicator"] or None
    if "executors" in changed:
        new |= {"executors_raw": said["executors"], **_executors(measure, said["executors"], office)}
    due = measure.due
    if "due" in changed:
        due, found = read_deadline(said["due"], text.period, text.language)
        doubts += found
        new["due"] = due
    target = measure.target
    if any(cell.startswith("target") for cell in changed):
        target, found = _target({**stood, **said}, measure.target, text)
        doubts += found
        new["target"] = target
    if "due" in changed or "target" in new:
        new["target"] = _spread_over(measure, target, due)
    if "target" in new and measure.additivity is not Additivity.INCLUDED:
        year = int(text.period[:4])
        title, indicator = (
            str(new.get("title", measure.title)),
            said.get("indicator", measure.indicator or ""),
        )
        new["additivity"] = additivity(title, indicator, target, year)[0]
    return measure.model_copy(update=new), tuple(doubts)


def _spread_over(measure: Measure, target: Target, due: Deadline) -> Target:
    """Over the months of the deadline, where it names them; what the old deadline spread is taken back."""
    months = [key for key in target.per_period if key not in QUARTERS]
    bare = target.model_copy(update={"per_period": {}}) if months else target
    return spread(bare, due) if measure.additivity is Additivity.FLOW else bare


def _executors(measure: Measure, raw: str, office: Organisation) -> dict[str, object]:
    """Names that stood before keep whom they mean; new ones are looked up in the office."""
    before = {plain(e.raw): e for e in measure.executors}
    split = split_executors(raw, lambda name: office.called(name) is not None)
    named = tuple(
        before.get(plain(n.raw), Executor(raw=n.raw, to=office.called(n.name), by_consent=n.by_consent))
        for n in split.executors
    )
    led = tuple(e.model_copy(update={"lead": place == 0}) for place, e in enumerate(named))
    of_the_cell = split_executors(measure.executors_raw or "").co_executors
    elsewhere = tuple(name for name in measure.co_executors if name not in of_the_cell)
    return {"executors": led, "co_executors": (*split.co_executors, *elsewhere)}


def _target(words: Mapping[str, str], stood: Target, text: PlanDocument) -> tuple[Target, tuple[Doubt, ...]]:
    if isinstance(stood.raw, str):
        return read_target(words["target"], text.language)
    cells = [words[f"target-{n}"] or None for n in range(len(stood.raw))]
    names = quarter_columns(text.columns)
    total = cells[len(names)] if len(cells) > len(names) else None
    read, doubts = read_quarters(cells[: len(names)], names, total, [text.language] * len(cells))
    return read.model_copy(update={"raw": tuple(cells)}), doubts


def quarter_columns(columns: Sequence[Column]) -> list[str]:
    """The numerals of the quarter columns, in their order."""
    headed = [c for c in columns if c.role == "quarter"]
    return [quarter_name(c.heading) or QUARTERS[n] for n, c in enumerate(headed)]
