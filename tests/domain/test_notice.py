"""The rule book of notices: raised once, taken up by one, delivered once, given up only after four tries."""

from datetime import timedelta

from domain.notice.decisions import LEASE, ClaimNotice, RaiseNotice, RecordDelivery, RecordDeliveryFailure
from domain.notice.events import NoticeClaimed, NoticeDelivered, NoticeDeliveryFailed, NoticeRaised
from tests.dsl import NOON, given

KEY = {
    "organisation": "lipky",
    "recipient": "deputy",
    "kind": "reminder",
    "subject": "1/m1/2021-01",
    "due_version": "2021-01-29",
    "plan": "1",
}
ASK = RaiseNotice(**KEY)
RAISED = NoticeRaised(**KEY)
CLAIMED = NoticeClaimed(attempt=1, lease_until=NOON + LEASE)
DELIVERED = NoticeDelivered(attempt=1, channel="file", message_id="<x@y>")
CLAIM = ClaimNotice(notice=ASK.notice)
DELIVERY = RecordDelivery(notice=ASK.notice, attempt=1, channel="file", message_id="<x@y>")


def test_a_notice_is_raised_once_per_key():
    given().when(ASK).then(RAISED)
    given(RAISED).when(ASK).then_nothing()


def test_another_version_of_the_due_date_is_another_notice():
    moved = ASK.model_copy(update={"due_version": "2021-02-26"})
    assert moved.stream != ASK.stream
    assert ASK.model_copy(update={"late": True}).stream == ASK.stream


def test_one_worker_takes_it_up_until_the_lease_runs_out():
    given(RAISED).when(CLAIM).then(CLAIMED)
    given(RAISED, CLAIMED).when(CLAIM, at=NOON + timedelta(seconds=59)).then_refused("claimed-already")
    later = NOON + LEASE
    given(RAISED, CLAIMED).when(CLAIM, at=later).then(NoticeClaimed(attempt=2, lease_until=later + LEASE))


def test_a_delivered_notice_is_never_taken_up_again():
    given(RAISED, CLAIMED).when(DELIVERY).then(DELIVERED)
    given(RAISED, CLAIMED, DELIVERED).when(DELIVERY).then_nothing()
    given(RAISED, CLAIMED, DELIVERED).when(CLAIM, at=NOON + LEASE).then_refused("delivered-already")


def failure(attempt: int) -> RecordDeliveryFailure:
    return RecordDeliveryFailure(notice=ASK.notice, attempt=attempt, channel="smtp", error="450 busy")


def test_a_refused_delivery_is_tried_again_later_and_at_last_given_up():
    (first,) = given(RAISED, CLAIMED).when(failure(1)).facts()
    assert first == NoticeDeliveryFailed(
        attempt=1, channel="smtp", error="450 busy", retry_at=NOON + timedelta(minutes=1)
    )
    given(RAISED, CLAIMED, first).when(CLAIM).then_refused("claimed-already")
    (last,) = given(RAISED, CLAIMED).when(failure(5)).facts()
    assert last.retry_at is None
    given(RAISED, CLAIMED, last).when(CLAIM, at=NOON + timedelta(days=9)).then_refused("given-up")


def test_what_was_never_raised_is_not_found():
    given().when(CLAIM).then_refused("not-found")
    given().when(DELIVERY).then_refused("not-found")
    given().when(failure(1)).then_refused("not-found")
