"""When is a body bound that a plan names «за згодою» (by consent)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.messages import Event, Id, Moment, Refused, Text
from domain.plan.decider import PlanCommand, measure_of, plan, refuse_unless_drafted
from domain.plan.events import ConsentAsked, ConsentDeclined, ConsentGiven
from domain.plan.state import Consent, Plan, Status


class ConsentCommand(PlanCommand, abstract=True):
    """``executor`` is the body's words in the cell, without its number in the list."""

    commutes = True

    measure: Id
    executor: Text


class AskConsent(ConsentCommand):
    """Record that a body was asked whether it takes part."""


@plan.decides(AskConsent)
def ask_consent(plan: Plan, asked: AskConsent, moment: Moment) -> Iterator[Event]:
    refuse_unless_by_consent(plan, asked)
    if stands(plan, asked) is None:
        yield ConsentAsked(measure=asked.measure, executor=asked.executor, person=moment.by)


class RecordConsent(ConsentCommand):
    """Record that a body gave its consent, on which day and by which paper; it is bound from now on."""

    on: date
    document: Text


@plan.decides(RecordConsent)
def record_consent(plan: Plan, asked: RecordConsent, moment: Moment) -> Iterator[Event]:
    refuse_unless_by_consent(plan, asked)
    refuse_future(asked.on, moment)
    if not asked.document.strip():
        raise Refused("basis-missing")
    if stands(plan, asked) is not Consent.GIVEN:
        yield ConsentGiven(
            measure=asked.measure,
            executor=asked.executor,
            on=asked.on,
            document=asked.document,
            person=moment.by,
        )


class RecordConsentRefusal(ConsentCommand):
    """Record that a body does not take part, and why."""

    on: date
    reason: Text


@plan.decides(RecordConsentRefusal)
def record_consent_refusal(plan: Plan, asked: RecordConsentRefusal, moment: Moment) -> Iterator[Event]:
    refuse_unless_by_consent(plan, asked)
    refuse_future(asked.on, moment)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if stands(plan, asked) is not Consent.REFUSED:
        yield ConsentDeclined(
            measure=asked.measure,
            executor=asked.executor,
            on=asked.on,
            reason=asked.reason,
            person=moment.by,
        )


def stands(plan: Plan, asked: ConsentCommand) -> Consent | None:
    return plan.consents.get((asked.measure, asked.executor))


def refuse_unless_by_consent(plan: Plan, asked: ConsentCommand) -> None:
    refuse_unless_drafted(plan)
    if plan.status in (Status.CLOSED, Status.REJECTED):
        raise Refused("not-in-force", status=plan.status)
    named = [e.raw for e in measure_of(plan, asked.measure).executors if e.by_consent]
    if asked.executor not in named:
        raise Refused("not-by-consent", executor=asked.executor, named=", ".join(named))


def refuse_future(day: date, moment: Moment) -> None:
    if day > moment.today:
        raise Refused("not-yet", day=day)
