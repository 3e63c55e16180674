"""What does the record promise, whatever it is kept in?"""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from msgspec.structs import replace

from application.ports import Conflict, Entry, KeyReused, Recorded, StoreUnavailable
from infrastructure.eventstore.store import RecordStore
from tests.contracts.conftest import Opened
from tests.contracts.facts import WHEN, Happened, entry, envelope, nothing


def test_an_empty_record_holds_nothing(store: RecordStore) -> None:
    assert store.head() == 0
    assert store.version("plan-1") == 0
    assert store.log(0) == []
    assert store.stream("plan-1") == []
    assert store.answer_to("nobody-asked", "f" * 64) is None


def test_what_is_appended_is_read_back_with_its_envelope(store: RecordStore) -> None:
    told = envelope("c-2", cause="plan-9@4", correlation="c-1", occurred_at=WHEN - timedelta(days=2))
    asked = replace(entry("plan-1", 0, Happened(), Happened(quantity=Decimal(4))), envelope=told)

    answer, recorded = store.append(asked)

    assert (answer.stream, answer.version, answer.facts, answer.repeated) == ("plan-1", 2, 2, False)
    assert [(fact.version, fact.event, fact.envelope) for fact in recorded] == [
        (1, Happened(), told),
        (2, Happened(quantity=Decimal(4)), told),
    ]
    assert store.stream("plan-1") == recorded
    assert store.log(0) == recorded
    assert answer.position == recorded[-1].position == store.head()
    assert store.version("plan-1") == 2


def test_an_envelope_with_empty_fields_comes_back_the_same(store: RecordStore) -> None:
    told = envelope(organisation="", capacity="", by="system")
    store.append(replace(entry("clock-1", 0), envelope=told))
    assert store.stream("clock-1")[0].envelope == told


def test_a_time_without_a_zone_is_not_recorded(store: RecordStore) -> None:
    told = envelope(occurred_at=WHEN.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        store.append(replace(entry("plan-1", 0), envelope=told))
    assert store.head() == 0


def test_the_log_shows_all_streams_in_the_order_of_their_commits(store: RecordStore) -> None:
    store.append(entry("plan-1", 0))
    store.append(entry("plan-2", 0, Happened(), Happened()))
    store.append(entry("plan-1", 1))

    log = [fact for fact in store.log(0) if isinstance(fact, Recorded)]

    assert [(f.stream, f.version) for f in log] == [
        ("plan-1", 1),
        ("plan-2", 1),
        ("plan-2", 2),
        ("plan-1", 2),
    ]
    positions = [fact.position for fact in log]
    assert positions == sorted(set(positions))
    assert store.log(positions[1]) == log[2:]
    assert store.log(positions[0], limit=2) == log[1:3]
    assert store.log(positions[-1]) == []


def test_a_stream_is_read_after_a_version_and_up_to_a_version(store: RecordStore) -> None:
    _, facts = store.append(entry("plan-1", 0, *[Happened()] * 5))
    assert store.stream("plan-1", after=3) == facts[3:]
    assert store.stream("plan-1", up_to=2) == facts[:2]
    assert store.stream("plan-1", after=1, up_to=4) == facts[1:4]
    assert store.stream("plan-1", after=5) == []
    assert store.stream("plan-1", up_to=99) == facts


def test_who_decided_on_an_old_version_is_told_the_new_one(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, Happened(), Happened()))
    with pytest.raises(Conflict) as lost:
        store.append(entry("plan-1", 1))
    assert (lost.value.stream, lost.value.expected, lost.value.actual) == ("plan-1", 1, 2)
    assert store.version("plan-1") == 2


def test_nobody_writes_beyond_the_end_of_a_stream(store: RecordStore) -> None:
    with pytest.raises(Conflict) as lost:
        store.append(entry("plan-1", 3))
    assert lost.value.actual == 0
    assert store.head() == 0


def test_a_loser_may_come_again_with_the_same_id(store: RecordStore) -> None:
    store.append(entry("plan-1", 0))
    with pytest.raises(Conflict):
        store.append(entry("plan-1", 0, command_id="late"))
    answer, _ = store.append(entry("plan-1", 1, command_id="late"))
    assert (answer.version, answer.repeated) == (2, False)


def test_the_same_command_again_gets_the_first_answer_and_adds_nothing(store: RecordStore) -> None:
    first, _ = store.append(entry("plan-1", 0, command_id="once"))
    store.append(entry("plan-1", 1))

    again, facts = store.append(entry("plan-1", 0, command_id="once"))
    later, _ = store.append(entry("plan-1", 2, command_id="once"))

    assert again == later == replace(first, repeated=True)
    assert facts == ()
    assert store.answer_to("once", "f" * 64) == again
    assert store.version("plan-1") == 2


def test_an_id_used_for_another_body_is_refused(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, command_id="once"))
    with pytest.raises(KeyReused):
        store.append(entry("plan-1", 1, command_id="once", fingerprint="e" * 64))
    with pytest.raises(KeyReused):
        store.answer_to("once", "e" * 64)
    assert store.version("plan-1") == 1


def test_a_command_that_yields_nothing_is_answered_the_same_for_ever(store: RecordStore) -> None:
    store.append(entry("plan-1", 0))
    first, facts = store.append(nothing("plan-1", 1, command_id="idle"))
    store.append(entry("plan-1", 1))

    assert (first.version, first.position, first.facts, list(facts)) == (1, 0, 0, [])
    assert store.append(nothing("plan-1", 2, command_id="idle")) == (replace(first, repeated=True), ())


def test_a_command_without_an_id_or_a_fingerprint_is_not_taken(store: RecordStore) -> None:
    nameless = replace(entry("plan-1", 0), envelope=replace(envelope(), command_id=""))
    with pytest.raises(ValueError, match="cannot be told"):
        store.append(nameless)
    with pytest.raises(ValueError, match="cannot be told"):
        store.append(entry("plan-1", 0, fingerprint=""))


def test_a_stream_that_the_decision_looked_at_must_not_have_moved(store: RecordStore) -> None:
    store.append(entry("people-1", 0))
    store.append(entry("plan-1", 0, unchanged={"people-1": 1, "calendar-1": 0}))
    store.append(entry("people-1", 1))

    with pytest.raises(Conflict) as lost:
        store.append(entry("plan-1", 1, unchanged={"calendar-1": 0, "people-1": 1}))

    assert (lost.value.stream, lost.value.expected, lost.value.actual) == ("people-1", 1, 2)
    assert store.version("plan-1") == 1


def test_of_those_who_race_for_one_version_exactly_one_wins(store: RecordStore) -> None:
    for version in range(20):
        won = _at_once([entry("plan-1", version) for _ in range(8)], store)
        assert sum(won) == 1
    assert store.version("plan-1") == 20


def test_one_command_sent_by_many_at_once_is_stored_once(store: RecordStore) -> None:
    for _ in range(10):
        sent = entry(f"plan-{uuid4()}", 0, command_id=str(uuid4()))
        with ThreadPoolExecutor(8) as pool:
            answers = [answer for answer, _ in pool.map(store.append, [sent] * 8)]
        assert sum(not answer.repeated for answer in answers) == 1
        assert len({replace(answer, repeated=False) for answer in answers}) == 1
        assert store.version(sent.stream) == 1


def test_many_writers_lose_nothing_and_mix_nothing_up(store: RecordStore) -> None:
    def write(writer: int) -> list[Recorded]:
        stream = f"plan-{writer}"
        return [
            store.append(entry(stream, version, Happened(measure=f"{writer}.{version}")))[1][0]
            for version in range(25)
        ]

    with ThreadPoolExecutor(16) as pool:
        written = [fact for facts in pool.map(write, range(16)) for fact in facts]

    log = store.log(0)
    assert log == sorted(written, key=lambda fact: fact.position)
    assert [fact.position for fact in log] == sorted({fact.position for fact in log})


def test_a_losers_group_does_not_lose_with_it(store: RecordStore) -> None:
    store.append(entry("plan-old", 0, command_id="used"))
    good = [entry(f"plan-{n}", 0) for n in range(6)]
    bad = [
        entry("plan-old", 0),
        entry("plan-old", 1, command_id="used", fingerprint="e" * 64),
        entry("plan-old", 9),
    ]
    assert sum(_at_once([*bad, *good], store)) == len(good)
    assert [store.version(each.stream) for each in good] == [1] * len(good)


def test_waiting_ends_at_once_where_facts_are_there_already(store: RecordStore) -> None:
    store.append(entry("plan-1", 0))
    started = time.monotonic()
    assert store.wait_beyond(0, timeout=20)
    assert time.monotonic() - started < 5


def test_waiting_ends_in_vain_when_nobody_writes(store: RecordStore) -> None:
    started = time.monotonic()
    assert not store.wait_beyond(0, timeout=0.2)
    assert time.monotonic() - started >= 0.2


def test_what_is_not_in_the_log_yet_will_be_heard_of(shared_url: str, opened: Opened) -> None:
    """Asked for first, it tells of all that the log read after it may lack."""
    store, other = opened(shared_url), opened(shared_url)
    for version in range(3):
        heard, known = store.heard(), len(store.log(0))
        assert known == version
        other.append(entry("plan-1", version))
        started = time.monotonic()
        store.wait_for_more(heard, timeout=20)
        assert time.monotonic() - started < 5
        assert len(store.log(0)) == version + 1


def test_who_hears_of_nothing_sleeps_until_the_time_is_over(store: RecordStore) -> None:
    store.append(entry("plan-1", 0))
    time.sleep(0.2)
    store.wait_for_more(store.heard(), timeout=0.2)
    heard, started = store.heard(), time.monotonic()
    store.wait_for_more(heard, timeout=0.2)
    assert time.monotonic() - started >= 0.2


def test_a_sleeper_wakes_when_another_thread_appends(store: RecordStore) -> None:
    _wakes(store, store)


def test_a_sleeper_wakes_when_another_process_appends(shared_url: str, opened: Opened) -> None:
    _wakes(opened(shared_url), opened(shared_url))


def test_a_record_keeps_its_epoch_and_its_facts_when_opened_again(shared_url: str, opened: Opened) -> None:
    first = opened(shared_url)
    _, facts = first.append(entry("plan-1", 0))
    second = opened(shared_url)
    assert second.epoch == first.epoch != ""
    assert second.log(0) == facts


def test_two_processes_agree_on_one_order(shared_url: str, opened: Opened) -> None:
    one, other = opened(shared_url), opened(shared_url)
    for version in range(5):
        one.append(entry("plan-1", 2 * version))
        other.append(entry("plan-1", 2 * version + 1))
    assert one.log(0) == other.log(0)
    assert [fact.position for fact in one.log(0)] == sorted(fact.position for fact in other.log(0))


def test_a_closed_store_stays_closed(store: RecordStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable):
        store.append(entry("plan-1", 0))


def test_a_store_may_be_closed_while_others_read_and_write(shared_url: str, opened: Opened) -> None:
    for n in range(5):
        store, busy = opened(shared_url), threading.Barrier(9)

        def work(name: str, store: RecordStore = store, busy: threading.Barrier = busy) -> str:
            busy.wait()
            try:
                for version in range(10_000):
                    store.append(entry(name, version))
                    store.log(0)
            except StoreUnavailable:
                return "told"
            return "never told"

        with ThreadPoolExecutor(8) as pool:
            calls = [pool.submit(work, f"plan-{n}-{k}") for k in range(8)]
            busy.wait()
            time.sleep(0.1)
            store.close()
            assert [call.result(30) for call in calls] == ["told"] * 8


def _at_once(entries: list[Entry], store: RecordStore) -> list[bool]:
    """Whether each was stored, all sent in one moment."""
    start = threading.Barrier(len(entries))

    def send(each: Entry) -> bool:
        start.wait()
        try:
            store.append(each)
        except (Conflict, KeyReused):
            return False
        return True

    with ThreadPoolExecutor(len(entries)) as pool:
        return list(pool.map(send, entries))


def _wakes(sleeper: RecordStore, writer: RecordStore) -> None:
    with ThreadPoolExecutor(1) as pool:
        sleeping = pool.submit(sleeper.wait_beyond, 0, 20.0)
        time.sleep(0.2)
        assert not sleeping.done()
        sent = time.monotonic()
        writer.append(entry("plan-1", 0))
        assert sleeping.result()
        assert time.monotonic() - sent < 5
