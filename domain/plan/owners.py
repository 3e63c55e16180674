"""Who answers for each measure: for which of them nobody, so that the text cannot take force?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from domain.messages import Moment, Refused
from domain.people.state import Organisation
from domain.plan.document import Executor, Measure
from domain.plan.state import Consent, Plan
from domain.plan.wording import answerers


def refuse_without_owners(plan: Plan, moment: Moment) -> None:
    """The owner gate: every measure that owes something has a person today, or an override with a reason."""
    office, today = moment.seen(Organisation), moment.today
    if not all(any(office.person_behind(to, today) for to in each) for each in answerers(plan.text)):
        refuse_orphans(plan, tuple(plan.measures.values()), moment)


def refuse_orphans(plan: Plan, measures: tuple[Measure, ...], moment: Moment) -> None:
    if found := orphans(plan, measures, moment.seen(Organisation), moment.today):
        raise Refused("no-owner", count=len(found), measure=found[0].number or found[0].id, id=found[0].id)


def orphans(plan: Plan, measures: Iterable[Measure], office: Organisation, on: date) -> list[Measure]:
    """What the owner gate stops: nobody answers for it, and nobody let it through."""
    return [m for m in unowned(plan, measures, office, on) if m.id not in plan.overridden]


def unowned(plan: Plan, measures: Iterable[Measure], office: Organisation, on: date) -> list[Measure]:
    """Measures that owe something while no executor's words lead to a person who is bound.

    A body that is named by consent is bound once it gave it; until then a measure with no other executor is
    unbound.
    """
    behind = partial(office.person_behind, on=on)
    return [m for m in measures if m.obliges and not any(binds(plan, m, e, behind) for e in m.executors)]


def binds(
    plan: Plan, measure: Measure, executor: Executor, behind: Callable[[str | None], str | None]
) -> bool:
    """``behind`` says who answers for a reference; most executors of a plan are a few.

    A body can only consent to what the plan says: to an amendment of it, it is asked once that is in force.
    """
    if executor.by_consent and plan.consent_of(measure.id, executor.raw) is not Consent.GIVEN:
        return False
    return executor.by_consent or behind(executor.to) is not None
