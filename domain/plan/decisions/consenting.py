"""When is a body bound that a plan names «за згодою» (by consent)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.messages import Event, Hash, Id, Moment, Personal, Refused, Text, added
from domain.plan.decider import PlanCommand, measure_of, plan, refuse_unless_drafted
from domain.plan.decisions.carrying_out import called
from domain.plan.events import ConsentAsked, ConsentDeclined, ConsentGiven, LinkUsed
from domain.plan.state import Consent, Plan, Status
from domain.plan.terms import terms_of


class ConsentCommand(PlanCommand, abstract=True):
    """``executor`` is the body's words in the cell, without its number in the list."""

    commutes = True

    measure: Id
    executor: Text


class AskConsent(ConsentCommand):
    """Record that a body was asked whether it takes part; ``until`` it may answer itself, through a link.

    Who has not answered in time, or refused, may be asked again until a later day; who consented to other
    words than the plan has now, at any time.
    """

    until: date | None = added(None)


@plan.decides(AskConsent)
def ask_consent(plan: Plan, asked: AskConsent, moment: Moment) -> Iterator[Event]:
    refuse_unless_by_consent(plan, asked)
    if asked.until and asked.until < moment.today:
        raise Refused("until-gone", day=asked.until)
    if stands(plan, asked) in (None, Consent.LAPSED) or asks_anew(plan, asked):
        yield ConsentAsked(
            measure=asked.measure, executor=asked.executor, person=moment.by, until=asked.until
        )


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


class ConsentByLink(ConsentCommand, abstract=True):
    """What a body says itself. ``link`` is used up by it; ``terms`` are those of the measure that it read,
    ``drawn_by`` is who got the link from the house to hand it on."""

    link: Hash
    terms: Hash
    signed_by: Text
    drawn_by: Id | None = added(None)


class GiveConsentByLink(ConsentByLink):
    """Give consent as the body that was asked, through a signed link."""


@plan.decides(GiveConsentByLink)
def give_consent_by_link(plan: Plan, asked: GiveConsentByLink, moment: Moment) -> Iterator[Event]:
    yield answered_once(plan, asked, moment)
    yield ConsentGiven(
        measure=asked.measure,
        executor=asked.executor,
        on=moment.today,
        document="",
        person=moment.by,
        signed_by=signature(asked),
        drawn_by=asked.drawn_by,
    )


class RefuseConsentByLink(ConsentByLink):
    """Refuse to take part as the body that was asked, through a signed link, and say why."""

    reason: Text


@plan.decides(RefuseConsentByLink)
def refuse_consent_by_link(plan: Plan, asked: RefuseConsentByLink, moment: Moment) -> Iterator[Event]:
    if not asked.reason.strip():
        raise Refused("reason-missing")
    yield answered_once(plan, asked, moment)
    yield ConsentDeclined(
        measure=asked.measure,
        executor=asked.executor,
        on=moment.today,
        reason=asked.reason,
        person=moment.by,
        signed_by=signature(asked),
        drawn_by=asked.drawn_by,
    )


def answered_once(plan: Plan, asked: ConsentByLink, moment: Moment) -> LinkUsed:
    """The body is asked, has not answered, and read what the plan says now."""
    if asked.link in plan.used_links:
        raise Refused("link-used")
    refuse_unless_by_consent(plan, asked)
    if stands(plan, asked) is not Consent.ASKED:
        raise Refused("consent-answered")
    until = plan.asked_until.get((asked.measure, asked.executor))
    if until is None or until < moment.today:
        raise Refused("link-expired", day=until)
    if asked.terms != terms_of(measure_of(plan, asked.measure), asked.executor):
        raise Refused("terms-changed")
    if not asked.signed_by.strip():
        raise Refused("signer-missing")
    return LinkUsed(link=asked.link, measure=asked.measure, person=moment.by)


def signature(asked: ConsentByLink) -> Personal:
    """The name has a key of its own: whoever signs has no other record here."""
    return Personal(of=f"guest-{asked.link[:16]}", text=asked.signed_by.strip())


def asks_anew(plan: Plan, asked: AskConsent) -> bool:
    known = plan.asked_until.get((asked.measure, asked.executor), date.min)
    return stands(plan, asked) is not Consent.GIVEN and asked.until is not None and asked.until > known


def stands(plan: Plan, asked: ConsentCommand) -> Consent | None:
    return plan.consent_of(asked.measure, asked.executor)


def refuse_unless_by_consent(plan: Plan, asked: ConsentCommand) -> None:
    refuse_unless_drafted(plan)
    if plan.status in (Status.CLOSED, Status.REJECTED):
        raise Refused("not-in-force", status=plan.status)
    measure = measure_of(plan, asked.measure)
    if cancelled := plan.cancelled.get(measure.id):
        raise Refused("measure-cancelled", measure=called(measure), reason=cancelled.reason)
    named = [e.raw for e in measure.executors if e.by_consent]
    if asked.executor not in named:
        raise Refused("not-by-consent", executor=asked.executor, named=", ".join(named))


def refuse_future(day: date, moment: Moment) -> None:
    if day > moment.today:
        raise Refused("not-yet", day=day)
