"""No need arose, or it was not carried out: what of that may be put on record beside the question?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from domain.calendar import periods
from domain.plan.asking import Asking
from domain.plan.decisions.carrying_out import span
from domain.plan.decisions.closing import ExplainShortfall
from domain.plan.decisions.nil_and_levels import DeclareNil
from domain.plan.nils import sayable_from
from domain.plan.possible import Offer
from interfaces.web.acts import address_of
from interfaces.web.question import Question


@dataclass(frozen=True, slots=True)
class Instead:
    """One act that says why there is nothing to log."""

    command: str
    address: str
    period: str


def nils_of(question: Question, offers: Sequence[Offer]) -> list[tuple[str, bool]]:
    """Of which stretches the page takes that no need arose, beside the form, and which one it proposes."""
    known = nils_known(question, [o for o in offers if not o.refused])
    return list(nil_choices(question, known))


def nils_known(question: Question, offers: Sequence[Offer]) -> list[str]:
    """Every stretch of which it might be said beside the form, also those of which it can only be later."""
    if question.asking is not Asking.NEEDED:
        return []
    return [o.settled["period"] for o in offers if is_nil(o)]


def nil_later(question: Question, known: Iterable[str]) -> tuple[str, date] | None:
    """Of the stretches that run, the one of which it can be said soonest, and from which day on."""
    plan, measure = question.plan, question.measure
    begun = (period for period in known if span(period)[0] <= question.today)
    since = [(period, sayable_from(plan, measure, period)) for period in begun]
    return min((one for one in since if one[1] > question.today), key=itemgetter(1), default=None)


def is_said_here(offer: Offer, question: Question, nils: Sequence[tuple[str, bool]]) -> bool:
    """Not to be offered once more below: of a month that is asked about, no link speaks of another one."""
    if not is_nil(offer):
        return False
    period, key = offer.settled["period"], question.key
    return period in {taken for taken, _ in nils} or (bool(key) and period != key)


def instead_of_no(offers: Sequence[Offer], question: Question) -> list[Instead]:
    """Why it was not carried out, in the quarter asked about, else the last one; or that no need arose."""
    open_to = [o for o in offers if not o.refused]
    key = question.key
    reasons = [o for o in open_to if o.command is ExplainShortfall]
    about = [o for o in reasons if o.settled["period"] == periods.quarter_of(key)] if key else reasons[-1:]
    nils = [o for o in open_to if is_nil(o) and (not key or o.settled["period"] == key)][:1]
    return [Instead(o.command.__name__, address_of(o), o.settled["period"]) for o in (*about, *nils)]


def is_nil(offer: Offer) -> bool:
    return offer.command is DeclareNil


def nil_choices(question: Question, offered: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Stretches of which nothing is on record yet, and which of them the page proposes: the quarter once all
    of its months are silent, else the one asked about, else the first."""
    said = {one.period: one.silent for one in question.said}
    free = [period for period in offered if _is_free(question, period, said)]
    quarter = next((p for p in free if "Q" in p), "")
    whole = quarter and all(said.get(month, False) for month in periods.months(quarter))
    proposed = quarter if whole else question.key if question.key in free else next(iter(free), "")
    return ((period, period == proposed) for period in free)


def _is_free(question: Question, period: str, said: Mapping[str, bool]) -> bool:
    if period in said:
        return said[period]
    return period not in question.plan.of(question.measure.id).nils
