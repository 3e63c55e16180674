"""What does the page of logging ask about this measure, in which words, and what is said of it already?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from application.sentences import Sentences
from domain.calendar import periods
from domain.messages import Refused
from domain.plan.asking import (
    TOLD_BY_PERIOD,
    YES_OR_NO,
    Asking,
    asking_of,
    part_names,
    period_told_on,
    periods_told,
)
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Measure
from domain.plan.state import Plan
from interfaces.web.forms import Wrong

YES, NO = "yes", "no"
BLANK_FIRST = YES_OR_NO | {Asking.LEVEL}
"""Where no amount is guessed: what is asked first is yes or no, or a level that nobody can reckon."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is on record of one month or quarter: ``silent`` where that is nothing."""

    period: str
    words: str
    silent: bool


@dataclass(frozen=True)
class Question:
    """``key`` is the month or quarter asked about, where the target is one that is told by those."""

    say: Callable[..., str]
    sentences: Sentences
    plan: Plan
    measure: Measure
    today: date
    key: str = ""

    @property
    def asking(self) -> Asking:
        return asking_of(self.measure)

    @property
    def words(self) -> str:
        asking, key = self.asking, self.key
        if asking is Asking.AMOUNT and self.measure.target.unit:
            return self.say("log.question-amount-unit", unit=self.measure.target.unit)
        if asking is Asking.STANDING and key:
            return self.say(
                f"log.question-standing-{'quarter' if 'Q' in key else 'month'}", **when(self, key)
            )
        return self.say(f"log.question-{asking}")

    @property
    def answers(self) -> Sequence[tuple[str, str]]:
        """Yes and no, where that is what is asked."""
        if self.asking not in YES_OR_NO:
            return ()
        kind = "yes" if self.asking is Asking.STANDING else "done"
        return (YES, self.say(f"log.answer-{kind}")), (NO, self.say("log.answer-no"))

    @property
    def parts(self) -> Sequence[str]:
        """What the parts of a pair are called: by the document's words, else by their number."""
        count = len(self.measure.target.parts)
        named = part_names(self.measure.indicator or "", count)
        return named or [self.say("web.part", n=n + 1) for n in range(count)]

    @property
    def hints(self) -> list[str]:
        match self.asking:
            case Asking.LEVEL:
                return [self._of_levels()]
            case Asking.SCHEDULE:
                return [self._of_schedule()]
            case Asking.NEEDED | Asking.UNPLANNED:
                return [self.say(f"log.hint-{self.asking}")]
            case _:
                return []

    @property
    def said(self) -> list[Said]:
        """Month by month, or quarter by quarter, as far as they have begun."""
        if self.asking not in TOLD_BY_PERIOD:
            return []
        known = periods_told(self.measure, self.plan.text.period)
        return [self._said_of(period) for period in known if span(period)[0] <= self.today]

    def _said_of(self, period: str) -> Said:
        first, last = span(period)
        if done := sum(1 for day in self._days if first <= day <= last):
            return Said(period, self.say("log.said-recorded", count=done), silent=False)
        nils = (span(nil) for nil in self.plan.of(self.measure.id).nils)
        if any(begun <= first and last <= over for begun, over in nils):
            return Said(period, self.say("log.said-nil"), silent=False)
        words = "log.said-silent" if last < self.today else "log.said-open"
        return Said(period, self.say(words), silent=True)

    def _of_levels(self) -> str:
        levels = self.plan.of(self.measure.id).levels
        last = max(levels, key=lambda level: (level.reported.on, level.fact), default=None)
        if last is None:
            return self.say("log.hint-level")
        return self.say("log.hint-level", value=last.reported.value, on=last.reported.on)

    def _of_schedule(self) -> str:
        planned = tuple(due.due for due in self.plan.schedule if due.measure == self.measure.id)
        return self.say("log.hint-schedule", due=planned, held=tuple(dict.fromkeys(self._days)))

    @property
    def _days(self) -> list[date]:
        return sorted(r.counts.done_on for r in self.plan.of(self.measure.id).counted() if r.counts)


def when(question: Question, key: str) -> dict[str, str]:
    """A month in the case that «in» asks for, or the quarter's numeral, with the year."""
    number = int(key[-1]) if "Q" in key else int(key[5:7])
    if "Q" in key:
        return {"roman": periods.ROMAN[number - 1], "year": key[:4]}
    return {"month": question.say("log.months-in").split()[number - 1], "year": key[:4]}


def period_asked(measure: Measure, plan_period: str, today: date, key: str) -> str:
    """The stretch that a question about it names: the one in the address, else the one that runs; ``""`` for
    a measure that is not told by stretches. Refuses ``not-found`` for one that the measure does not have."""
    if asking_of(measure) not in TOLD_BY_PERIOD:
        return ""
    known = (*periods_told(measure, plan_period), *periods.quarters(plan_period))
    if key and key not in known:
        raise Refused("not-found")
    return key or period_told_on(measure, plan_period, today)


def unanswered(measure: Measure, form: Mapping[str, str]) -> list[Wrong]:
    """Nobody's yes is taken for granted."""
    said = form.get("answer") == YES or asking_of(measure) not in YES_OR_NO
    return [] if said else [Wrong("answer", "web.error-missing")]


def left_of_parts(plan: Plan, measure: Measure) -> Mapping[str, str]:
    """What remains of each part of a pair; one of each where nothing does."""
    wanted = measure.target.parts
    done = [record.counts.parts for record in plan.of(measure.id).counted() if record.counts]
    had = [sum(parts, Decimal()) for parts in zip(*done, strict=False)] or [Decimal()] * len(wanted)
    left = [max(want - have, Decimal()) for want, have in zip(wanted, had, strict=False)]
    amounts = left if any(left) else [Decimal(1)] * len(wanted)
    return {f"parts-{n}": f"{amount:f}" for n, amount in enumerate(amounts)}
