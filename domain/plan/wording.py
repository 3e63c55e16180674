"""What follows from the wording of a plan alone: its hash, and what a route may ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.canonical import fingerprint_of
from domain.once import once
from domain.plan.document import Measure, PlanDocument
from domain.run.route import Circumstances


@once
def hash_of(text: PlanDocument) -> str:
    """SHA-256 of the canonical JSON: what is shown, submitted, decided on and printed is compared by it."""
    return fingerprint_of(text)


@once
def circumstances_of(text: PlanDocument) -> Circumstances:
    references = (e.to for m in text.measures for e in m.executors if e.to)
    executors = tuple(dict.fromkeys(references))
    return Circumstances(
        period="quarter" if "Q" in text.period else "year",
        units=frozenset(r.removeprefix("unit:") for r in executors if r.startswith("unit:")),
        sum=money_of(text.measures),
        executors=executors,
    )


@once
def answerers(text: PlanDocument) -> frozenset[tuple[str | None, ...]]:
    """Who answers for the measures that oblige, whoever is not bound by consent alone: of each list of
    references one of them must lead to a person."""
    return frozenset(tuple(e.to for e in m.executors if not e.by_consent) for m in text.measures if m.obliges)


def money_of(measures: Iterable[Measure]) -> Decimal:
    """What the measures cost as written: of each source the whole where it is stated, else its parts."""
    total = Decimal(0)
    for measure in measures:
        whole = {f.source for f in measure.funding if f.amount is not None and f.period is None}
        counted = (f for f in measure.funding if f.period is None or f.source not in whole)
        total += sum((f.amount for f in counted if f.amount is not None), Decimal(0))
    return total
