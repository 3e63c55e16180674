"""Is a report the same as of the same place in the record, whatever came after?"""

import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from application.execute import Asked, execute
from application.folding import States
from application.ports import Entry, Envelope, EventStore
from application.reports import compile as compiling
from application.reports.compile import compile_report
from application.reports.deliver import record_of, render
from application.reports.versions import CODE_VERSION
from domain.canonical import fingerprint
from domain.messages import SYSTEM, Event, Refused
from domain.people.events import OrganisationRegistered
from infrastructure.eventstore.opening import open_store
from infrastructure.reports.renderers import RENDERERS
from tests.domain.quarter import closed, in_force
from tests.domain.small_office import DOCUMENT, PEOPLE, logged
from tests.reports.sample import report

START = datetime(2021, 1, 20, 9, tzinfo=UTC)


@dataclass
class House:
    store: EventStore
    renderers: object = field(default_factory=lambda: RENDERERS)
    days: int = 0

    def record(self, stream: str, *events: Event, later: int = 1) -> int:
        """Append, a day after what was appended last; the position of the last fact."""
        self.days += later
        at = START + timedelta(days=self.days)
        envelope = Envelope("lipky", "planner", "", "cli", at, at, f"c-{self.days}-{stream}", "", "")
        entry = Entry(stream, self.store.version(stream), events, envelope, fingerprint([self.days, stream]))
        answer, _ = self.store.append(entry)
        return answer.position


@pytest.fixture
def house(tmp_path) -> House:
    house = House(open_store("memory:", tmp_path))
    house.record("people-lipky", *PEOPLE)
    house.record("plan-1", *in_force(DOCUMENT), later=0)
    return house


def bytes_of(house: House, **how: object) -> bytes:
    return render(house, compile_report(house, "1", "2021Q1", **how), "docx")


def test_an_old_position_gives_the_same_bytes_after_new_facts(house):
    position = house.record("plan-1", logged("e1"))
    then = bytes_of(house, position=position)
    house.record("plan-1", logged("e2"), closed)
    house.record(
        "people-lipky", OrganisationRegistered(organisation="lipky", title="Інша", zone="UTC", language="en")
    )
    assert bytes_of(house, position=position) == then
    assert bytes_of(house) != then


def test_what_was_known_then_is_the_last_fact_recorded_by_then(house):
    first = house.record("plan-1", logged("e1"))
    house.record("plan-1", logged("e2"))
    known = compile_report(house, "1", "2021Q1", known_at=START + timedelta(days=2, hours=5))
    assert known.as_of.position == first
    assert known.rows[0].actual.amounts == (1,)
    assert compile_report(house, "1", "2021Q1").rows[0].actual.amounts == (2,)


def test_the_log_is_read_backwards_each_fact_once(house, monkeypatch):
    monkeypatch.setattr(compiling, "PAGE", 8)
    for n in range(20):
        house.record("plan-1", logged(f"e{n}"))
    head = house.store.head()
    for begin in (head, head - 1, 3):
        read = [row.position for row in compiling._backwards(house.store, begin)]
        assert read == list(range(begin, 0, -1))


def test_recording_a_report_does_not_make_the_next_one_another(house):
    house.record("plan-1", logged("e1"))
    compiled = compile_report(house, "1", "2021Q1")
    content = render(house, compiled, "docx")
    command = record_of(compiled, "docx", content)
    execute(States(house.store), Asked(command, SYSTEM, "lipky", START, "r-1"))
    assert bytes_of(house) == content
    assert command.sha256 == hashlib.sha256(content).hexdigest()
    assert command.position == compiled.as_of.position


def test_the_state_line_tells_the_time_of_the_record_in_the_office_s_zone(house):
    house.record("plan-1", logged("e1"))
    at = compile_report(house, "1", "2021Q1").as_of.at
    assert at.isoformat() == "2021-01-22T11:00:00+02:00"


def test_the_language_is_the_plan_s_unless_said(house):
    assert compile_report(house, "1", "2021Q1").language == "uk"
    english = compile_report(house, "1", "2021Q1", language="en")
    assert english.language == "en"
    assert english.fingerprint == compile_report(house, "1", "2021Q1").fingerprint


def test_a_late_fact_is_told_with_the_day_it_was_recorded(house):
    house.record("plan-1", closed, later=75)
    house.record("plan-1", logged("e1", late=True, quantity=Decimal(3)), later=5)
    [late] = compile_report(house, "1", "2021Q1").late
    assert late.recorded_on == date(2021, 4, 11)


@pytest.mark.parametrize(
    ("plan", "how", "code"),
    [
        ("2", {}, "not-found"),
        ("1", {"position": 1}, "not-found"),
        ("1", {"known_at": START}, "not-found"),
        ("1", {"position": 99}, "position-ahead"),
        ("1", {"position": 0}, "position-ahead"),
        ("1", {"language": "de"}, "unknown-language"),
        ("1", {"period": "2021-01"}, "unknown-period"),
        ("1", {"period": "2022Q1"}, "not-a-period-of-the-plan"),
    ],
)
def test_what_cannot_be_reported_is_refused(house, plan, how, code):
    with pytest.raises(Refused, match=code):
        compile_report(house, plan, **{"period": "2021Q1", **how})


def test_an_unknown_format_is_refused(house):
    with pytest.raises(Refused, match="unknown-format"):
        render(house, compile_report(house, "1", "2021Q1"), "doc")


def test_an_erased_word_makes_another_report_on_the_record():
    whole = record_of(report(), "pdf", b"1").template_version
    assert record_of(replace(report(), erased=2), "pdf", b"2").template_version == f"{whole}-erased-2"


def test_the_code_version_is_the_package_s():
    project = Path(__file__).parents[2] / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == CODE_VERSION
