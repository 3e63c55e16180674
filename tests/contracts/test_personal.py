"""Can words about a person be made unreadable, and does everything else stay?"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from application.ports import Recorded, Unreadable
from domain.messages import Event, Personal
from domain.people.events import PersonRegistered, UnitFormed
from infrastructure import personal
from infrastructure.eventstore.sealed import leaf_hash
from infrastructure.eventstore.store import RecordStore
from infrastructure.personal import personal_fields
from tests.contracts.conftest import Opened
from tests.contracts.facts import Happened, Witness, Witnessed, entry, envelope

WORDS = "Олена Коваль"
TOLD = Witnessed(
    by=Personal(of="olena", text=WORDS),
    note=Personal(of="petro", text="on leave"),
    others=(Witness(name=Personal(of="olena", text="again " + WORDS), role="clerk"),),
    remarks={"first": Personal(of="petro", text="late")},
)


def rows(store: RecordStore) -> list[tuple[int, str, int, str, bytes]]:
    return store._now().ledger.log_rows(0, 100)


def readable(store: RecordStore, nth: int = 0) -> Witnessed:
    fact = store.log(0)[nth]
    assert isinstance(fact, Recorded)
    assert isinstance(fact.event, Witnessed)
    return fact.event


def test_words_about_a_person_are_read_back_but_do_not_lie_there(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, TOLD))
    assert readable(store) == TOLD
    ((_, _, _, _, state),) = rows(store)
    for words in (WORDS, "on leave", "late"):
        assert words.encode() not in state
    assert b'"role":"clerk"' in state
    assert state.count(b'"sealed":') == 4


def test_a_read_model_is_told_everything_but_the_words(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, TOLD))
    (open_, sealed) = store.log(0)[0], store.log(0, words=False)[0]
    assert isinstance(sealed, Recorded)
    assert isinstance(open_, Recorded)
    silent = Witnessed(
        by=Personal(of="olena", text=None),
        note=Personal(of="petro", text=None),
        others=(Witness(name=Personal(of="olena", text=None), role="clerk"),),
        remarks={"first": Personal(of="petro", text=None)},
    )
    assert sealed.event == silent
    assert sealed.envelope == open_.envelope


def test_a_destroyed_key_silences_that_person_alone(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, TOLD))
    before = [leaf_hash(*row) for row in rows(store)]

    store.personal.destroy("okhtyrka", "olena")

    silent = readable(store)
    assert silent.by == Personal(of="olena", text=None)
    assert silent.others == (Witness(name=Personal(of="olena", text=None), role="clerk"),)
    assert silent.note == TOLD.note
    assert silent.remarks == TOLD.remarks
    assert [leaf_hash(*row) for row in rows(store)] == before


def test_a_person_once_forgotten_is_not_spoken_of_again(store: RecordStore) -> None:
    store.personal.destroy("okhtyrka", "olena")
    store.append(entry("plan-1", 0, Witnessed(by=Personal(of="olena", text=WORDS))))
    assert readable(store).by.text is None
    ((_, _, _, _, state),) = rows(store)
    assert b'"sealed":""' in state


def test_a_silenced_fact_can_be_told_again(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, Witnessed(by=Personal(of="olena", text=None))))
    assert readable(store).by.text is None


def test_people_of_two_offices_with_one_id_have_two_keys(store: RecordStore) -> None:
    for version, office in enumerate(("okhtyrka", "sumy")):
        told = replace(entry("plan-1", version, TOLD), envelope=envelope(organisation=office))
        store.append(told)
    store.personal.destroy("okhtyrka", "olena")
    assert readable(store, 0).by.text is None
    assert readable(store, 1).by.text == WORDS


def test_two_processes_agree_on_a_persons_key(shared_url: str, opened: Opened) -> None:
    one, other = opened(shared_url), opened(shared_url)
    one.append(entry("plan-1", 0, TOLD))
    other.append(entry("plan-1", 1, TOLD))
    assert readable(one, 1) == readable(other, 0) == TOLD


def test_the_first_of_two_fresh_keys_stands(store: RecordStore) -> None:
    ledger = store._now().ledger
    assert ledger.make_key("okhtyrka", "olena", b"1" * 32) == b"1" * 32
    assert ledger.make_key("okhtyrka", "olena", b"2" * 32) == b"1" * 32
    ledger.destroy_key("okhtyrka", "olena")
    assert ledger.make_key("okhtyrka", "olena", b"3" * 32) is None


def test_a_key_destroyed_elsewhere_is_soon_unknown_here(
    shared_url: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "FRESH_FOR", 0.0)
    one, other = opened(shared_url), opened(shared_url)
    one.append(entry("plan-1", 0, TOLD))
    assert readable(one) == TOLD
    other.personal.destroy("okhtyrka", "olena")
    assert readable(one).by.text is None


def test_words_sealed_for_one_person_do_not_open_for_another(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, TOLD))
    ((_, _, _, topic, state),) = rows(store)
    moved = state.replace(b'"of":"olena"', b'"of":"petro"')
    read = store._now().mapper.read((2, "plan-1", 2, topic, moved))
    assert isinstance(read, Unreadable)
    assert "do not open" in read.error


def test_the_same_words_are_never_sealed_to_the_same_bytes(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, TOLD, TOLD))
    (*_, first), (*_, second) = rows(store)
    assert first != second


def test_what_can_hold_words_about_people_is_known_by_type() -> None:
    assert personal_fields(Witnessed) == ("by", "note", "others", "remarks")
    assert personal_fields(PersonRegistered) == ("full_name", "email")
    assert personal_fields(Happened) == personal_fields(UnitFormed) == ()


def test_no_fact_uses_the_word_that_marks_sealed_words() -> None:
    assert not [name for name, kind in Event.registry.items() if "sealed" in kind.model_fields]


def test_a_nonce_never_comes_twice_in_no_thread_and_no_child() -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: personal._nonces.draw(), range(5000)))
    reads, writes = os.pipe()
    if os.fork() == 0:
        os.write(writes, b"".join(personal._nonces.draw() for _ in range(100)))
        os._exit(0)
    os.wait()
    child = os.read(reads, 100 * personal.NONCE_BYTES)
    drawn += [personal._nonces.draw() for _ in range(100)]
    drawn += [child[n : n + personal.NONCE_BYTES] for n in range(0, len(child), personal.NONCE_BYTES)]
    assert len(drawn) == len(set(drawn)) == 5200
