"""Is a state that was put away taken up as it was, only by the house, and without the words of the erased?"""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from application.folding import DECIDERS, States
from application.ports import Snapshot, Snapshots, StoreUnavailable
from application.snapshots import LONG, Shelf, tip_of
from domain.messages import Event, Personal
from domain.people.state import Organisation
from domain.people.state import evolve as people_on
from domain.plan.events import ExecutionCorrected, ExecutionLogged, NilDeclared
from domain.plan.state import Consent, Plan
from domain.plan.state import evolve as plan_on
from domain.run.events import Remark
from domain.run.state import Owed, Run, Voice
from infrastructure.eventstore import snapshots as stored
from infrastructure.eventstore.ledger import PutAway
from infrastructure.eventstore.store import RecordStore
from infrastructure.seal import FileSeal
from tests.contracts.facts import entry
from tests.domain.small_office import IN_FORCE, PEOPLE, logged

OFFICE, STREAM = "okhtyrka", "plan-1"
"""The office of the facts that `tests.contracts.facts` writes."""
WORDS, OTHERS = "Олена Коваль привела сусідів", "Петро лежав у лікарні"
DEEDS: tuple[Event, ...] = (
    logged("e1", note=Personal(of="olena", text=WORDS)),
    logged("e2", done_on=date(2021, 2, 2), note=Personal(of="petro", text=OTHERS)),
    logged("e3", measure="m4", quantity=None, parts=(Decimal(1), Decimal("0.5"))),
    ExecutionCorrected(
        execution="e1",
        measure="m1",
        done_on=date(2021, 1, 30),
        quantity=Decimal("2.5"),
        reason="зайве",
        person="olena",
    ),
    NilDeclared(measure="m3", period="2021Q1", person="olena"),
)
LIVED: tuple[Event, ...] = (*IN_FORCE, *DEEDS)


def a_plan() -> Plan:
    """Lived, and with what a life of a few facts has not: mappings by pairs, remarks, voices for another."""
    remark = Remark(measure="m1", field="due", text="уточніть")
    run = Run(
        id="a1",
        voices=(Voice("s", "position:x", "olena", "petro", (remark,)),),
        skipped={"t": "olena"},
        owed=(Owed(remark, date(2021, 3, 1)), Owed(remark, None, closed=True)),
    )
    return replace(
        reduce(plan_on, LIVED, Plan()),
        consents={("m1", "Рада, «голова»"): Consent.GIVEN, ("m2", ""): Consent.ASKED},
        runs={"a1": run},
        proposers={"a1": frozenset({"olena", "petro"})},
        resolved=frozenset({0, 3}),
        used_links=frozenset({"one"}),
    )


def snapshot(state: object, version: int = 7) -> Snapshot[Any]:
    return Snapshot(state, version, OFFICE, "the tip")


@pytest.fixture
def kept(store: RecordStore, tmp_path: Path) -> Snapshots:
    return store.snapshots(FileSeal(tmp_path / "house.key"))


def put_away(store: RecordStore, stream: str = STREAM) -> PutAway:
    found = store._now().ledger.snapshot_of(stream)
    assert found is not None
    return found


def in_clear(content: PutAway) -> bytes:
    """What somebody reads who has the database."""
    return zlib.decompress(content.content[stored.MARK_BYTES :])


@pytest.mark.parametrize("state", [a_plan(), reduce(people_on, PEOPLE, Organisation()), Plan()])
def test_a_state_is_taken_up_as_it_was_put_away(kept: Snapshots, state: object) -> None:
    kept.put(STREAM, snapshot(state))
    assert kept.find(STREAM, type(state)) == snapshot(state)
    assert kept.find("plan-2", type(state)) is None


@pytest.mark.parametrize("category", sorted(LONG))
def test_no_state_holds_what_json_would_give_back_otherwise(category: str) -> None:
    """A field of a type that is not told apart in JSON would come back as something else."""
    told_apart = {
        *("definitions", "definition-ref", "dataclass", "dataclass-args", "dataclass-field", "model"),
        *("model-fields", "model-field", "default", "nullable", "function-after", "no-info", "union"),
        *(
            "str",
            "int",
            "bool",
            "date",
            "datetime",
            "decimal",
            "enum",
            "literal",
            "tuple",
            "frozenset",
            "dict",
        ),
    }
    found: set[str] = set()

    def look(schema: Any) -> None:
        if isinstance(schema, dict):
            if schema.get("type") == "dict":
                assert schema["keys_schema"]["type"] in {"str", "tuple"}, schema
            if isinstance(schema.get("type"), str):
                found.add(schema["type"])
            for name in schema.keys() - {"metadata", "serialization", "config"}:
                look(schema[name])
        elif isinstance(schema, list | tuple):
            for part in schema:
                look(part)

    look(TypeAdapter(type(DECIDERS[category].initial)).core_schema)
    assert found <= told_apart


def test_words_about_a_person_do_not_lie_there(store: RecordStore, kept: Snapshots) -> None:
    kept.put(STREAM, snapshot(a_plan()))
    said = in_clear(put_away(store))
    assert "уточніть".encode() in said, "what is not about a person is in clear"
    assert not [words for words in (WORDS, OTHERS) if words.encode() in said]


def test_words_of_a_destroyed_key_are_gone_and_all_else_stays(store: RecordStore, kept: Snapshots) -> None:
    kept.put(STREAM, snapshot(a_plan()))
    store.personal.destroy(OFFICE, "olena")
    found = kept.find(STREAM, Plan)
    assert found is not None
    notes = {e.logged.execution: e.logged.note for e in found.state.of("m1").executions.values()}
    assert notes["e1"] == Personal(of="olena", text=None)
    assert notes["e2"] == Personal(of="petro", text=OTHERS)
    silent = [replace_note(e) if isinstance(e, ExecutionLogged) else e for e in LIVED]
    again = reduce(plan_on, silent, Plan())
    assert found.state.carried == again.carried


def replace_note(e: ExecutionLogged) -> ExecutionLogged:
    erased = e.note is not None and e.note.of == "olena"
    return e.model_copy(update={"note": Personal(of="olena", text=None)}) if erased else e


def test_words_that_are_gone_already_are_put_away_as_gone(store: RecordStore, kept: Snapshots) -> None:
    store.personal.destroy(OFFICE, "olena")
    kept.put(STREAM, snapshot(a_plan()))
    found = kept.find(STREAM, Plan)
    assert found is not None
    assert [e.logged.note for e in found.state.of("m1").executions.values()] == [
        Personal(of="olena", text=None),
        Personal(of="petro", text=OTHERS),
    ]


def test_nobody_else_can_change_it(store: RecordStore, kept: Snapshots) -> None:
    kept.put(STREAM, snapshot(a_plan()))
    true = put_away(store)
    forged = in_clear(true).replace(b'"in-force"', b'"rejected"')
    assert forged != in_clear(true)
    changed = {
        "a status": replace(true, content=true.content[: stored.MARK_BYTES] + zlib.compress(forged)),
        "a version": replace(true, version=true.version + 1),
        "no mark at all": replace(true, content=zlib.compress(forged)),
        "nothing": replace(true, content=b""),
        "a byte of the mark": replace(true, content=bytes([true.content[0] ^ 1]) + true.content[1:]),
    }
    for what, row in changed.items():
        store._now().ledger.keep_snapshot(STREAM, replace(row, version=max(row.version, true.version)))
        assert kept.find(STREAM, Plan) is None, what
    store._now().ledger.keep_snapshot("plan-2", true)
    assert kept.find("plan-2", Plan) is None, "it speaks of another plan"
    store._now().ledger.keep_snapshot(STREAM, replace(true, code="gone"))
    store._now().ledger.keep_snapshot(STREAM, true)
    assert kept.find(STREAM, Plan) is not None


def test_another_house_s_secret_opens_nothing(store: RecordStore, kept: Snapshots, tmp_path: Path) -> None:
    kept.put(STREAM, snapshot(a_plan()))
    assert store.snapshots(FileSeal(tmp_path / "another.key")).find(STREAM, Plan) is None


def test_what_other_code_wrote_is_not_read_and_is_written_over(
    kept: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.put(STREAM, snapshot(a_plan(), version=90))
    monkeypatch.setattr(stored, "code_version", lambda: "a line later")
    assert kept.find(STREAM, Plan) is None
    kept.put(STREAM, snapshot(Plan(), version=3))
    assert kept.find(STREAM, Plan) == snapshot(Plan(), version=3)


def test_a_later_one_stays_where_an_earlier_one_comes_too_late(kept: Snapshots) -> None:
    kept.put(STREAM, snapshot(a_plan(), version=9))
    kept.put(STREAM, snapshot(Plan(), version=8))
    assert kept.find(STREAM, Plan) == snapshot(a_plan(), version=9)


def recorded(store: RecordStore) -> States:
    """A plan on record, one command for each fact, as a house that starts would find it."""
    for version, event in enumerate(LIVED):
        store.append(entry(STREAM, version, event))
    return States(store)


def test_a_state_is_the_same_with_and_without(store: RecordStore, kept: Snapshots) -> None:
    folded = recorded(store).now(STREAM, refresh=True)
    for version in range(1, len(LIVED) + 1):
        ends = store.stream(STREAM, up_to=version)
        state = reduce(plan_on, (r.event for r in ends), Plan())
        kept.put(STREAM, Snapshot(state, version, OFFICE, tip_of(ends[-1])))
        assert States(store, Shelf(store, kept, 1)).now(STREAM, refresh=True) == folded, version


def test_only_what_came_since_is_read(
    store: RecordStore, kept: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(store)
    States(store, Shelf(store, kept, 3)).now(STREAM, refresh=True)
    store.append(entry(STREAM, len(LIVED), logged("e9", done_on=date(2021, 3, 1))))
    read: list[int] = []
    rows = store._now().ledger.stream_rows

    def counted(stream: str, after: int, up_to: int | None) -> list[Any]:
        found = rows(stream, after, up_to)
        read.extend(row[2] for row in found)
        return found

    monkeypatch.setattr(store._now().ledger, "stream_rows", counted)
    now = States(store, Shelf(store, kept, 3)).now(STREAM, refresh=True)
    assert (read, now.version) == ([len(LIVED), len(LIVED) + 1], len(LIVED) + 1)


def test_a_state_of_another_record_is_not_believed(store: RecordStore, kept: Snapshots) -> None:
    """As after a restore: the stream goes by the same name, the fact at that version is another one."""
    folded = recorded(store).now(STREAM, refresh=True)
    lies = replace(folded.state, author="somebody-else")
    kept.put(STREAM, Snapshot(lies, folded.version, OFFICE, "another tip"))
    assert States(store, Shelf(store, kept)).now(STREAM, refresh=True) == folded


def test_a_state_ahead_of_the_record_is_not_believed(store: RecordStore, kept: Snapshots) -> None:
    folded = recorded(store).now(STREAM, refresh=True)
    ends = store.stream(STREAM)[-1]
    ahead = replace(folded.state, version=folded.version + 5)
    kept.put(STREAM, Snapshot(ahead, folded.version + 5, OFFICE, tip_of(ends)))
    assert States(store, Shelf(store, kept)).now(STREAM, refresh=True) == folded


@pytest.mark.parametrize(("every", "versions"), [(0, []), (4, [4, 8, 12]), (100, [])])
def test_it_is_put_away_after_so_many_facts(
    store: RecordStore, kept: Snapshots, every: int, versions: list[int]
) -> None:
    told: list[int] = []

    class Counted:
        def find(self, stream: str, kind: type[Any]) -> None:
            return None

        def put(self, stream: str, snapshot: Snapshot[Any]) -> None:
            told.append(snapshot.version)

    states = States(store, Shelf(store, Counted(), every))
    for version, event in enumerate(LIVED):
        store.append(entry(STREAM, version, event))
        states.now(STREAM, refresh=True)
    assert told == versions


def test_the_gaps_grow_with_the_plan(store: RecordStore, kept: Snapshots) -> None:
    shelf = Shelf(store, kept, 500)
    assert [shelf.gap(version) for version in (1, 5_000, 60_000)] == [500, 500, 6_000]


def test_streams_that_end_soon_are_never_put_away(store: RecordStore, kept: Snapshots) -> None:
    shelf = Shelf(store, kept, 1)
    assert [shelf.holds(s) for s in ("plan-1", "people-x", "notice-1", "report-1.2021Q1")] == [
        True,
        True,
        False,
        False,
    ]


def test_an_answer_is_not_lost_over_the_cache(store: RecordStore) -> None:
    class Full:
        def find(self, stream: str, kind: type[Any]) -> None:
            return None

        def put(self, stream: str, snapshot: Snapshot[Any]) -> None:
            raise StoreUnavailable("no room on the disk")

    recorded(store)
    assert States(store, Shelf(store, Full(), 1)).now(STREAM, refresh=True).version == len(LIVED)
