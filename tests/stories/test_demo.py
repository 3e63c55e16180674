"""Does the demonstration live through its quarter, and does every figure it leaves come out right?"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from msgspec import structs
from sqlalchemy import update

from application.app import App
from application.demo import BEGINS, PLANS, QUARTER, DemoResult, run_demo
from application.ports import Recorded
from application.projections.plan_board import board
from application.reports.compile import compile_report
from application.samples.offices import shipped_office
from application.samples.opening import set_up_office
from application.story.closing import Reported
from application.story.proof import is_rebuilt, is_replayed, is_reported_again
from application.story.stage import Stage, Voice
from domain.messages import SYSTEM, Refused
from domain.notice.events import NoticeRaised
from domain.people.decisions import RegisterOrganisation
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    OwnerGateOverridden,
    PeriodClosed,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    ShortfallExplained,
)
from domain.plan.state import Status
from domain.report.shapes import Row, Verdict
from domain.run.events import StepAgreed
from infrastructure.bootstrap import build
from infrastructure.migrations import migrate
from infrastructure.phrases import LANGUAGES
from infrastructure.settings import Settings

REPORTED_AT = datetime(2026, 10, 8, 6, tzinfo=UTC)


def house(folder: Path, now: datetime = BEGINS) -> App:
    return build(Settings(data=folder, now=now))


def played(app: App, language: str = "en") -> tuple[DemoResult, list[str]]:
    lines: list[str] = []
    return run_demo(app, fast=True, say=lines.append, language=language), lines


@dataclass(frozen=True)
class Played:
    """A demonstration that has ended, and its folder."""

    app: App
    folder: Path
    result: DemoResult
    lines: list[str]
    work: float
    """Seconds of the processor."""

    def facts(self, kind: type, plan: str = QUARTER) -> list[Recorded]:
        return [r for r in self.app.history(f"plan-{plan}") if isinstance(r.event, kind)]

    def row(self, number: str) -> Row:
        report = compile_report(self.app, QUARTER, "2026Q3")
        return next(row for row in report.rows if row.number == number)

    def log(self) -> list[Recorded]:
        return [row for row in self.app.store.log(0, 10_000) if isinstance(row, Recorded)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("demo")
    app = house(folder)
    started = time.process_time()
    result, lines = played(app)
    yield Played(app, folder, result, lines, time.process_time() - started)
    app.close()


def test_the_answer_for_scripts_has_the_promised_shape(demo: Played) -> None:
    answer = json.loads(json.dumps(demo.result.as_json()))
    assert list(answer) == [
        "plans",
        "carried_out",
        "position",
        "facts",
        "notices_sent",
        "reports",
        "verified",
        "seconds",
    ]
    assert [(p["id"], p["measures"], p["period"]) for p in answer["plans"]] == [
        ("ua-2026q3", 60, "2026Q3"),
        ("ua-2026", 14, "2026"),
        ("vn-2027", 13, "2027"),
    ]
    assert all(p["title"] for p in answer["plans"])
    assert answer["carried_out"] == QUARTER
    assert answer["verified"] is True


def test_it_is_quick(demo: Played) -> None:
    """Counted in work, because a machine that runs other tests beside it makes anything wait."""
    assert demo.work < 10


def test_it_lives_in_the_past_and_time_never_runs_back(demo: Played) -> None:
    times = [r.envelope.recorded_at for r in demo.log()]
    assert times == sorted(times)
    assert times[0] >= BEGINS
    assert times[-1] < datetime(2026, 10, 21, tzinfo=UTC)


def test_the_plan_went_round_twice_and_was_decided_by_four(demo: Played) -> None:
    submitted = [r.event.text_version for r in demo.facts(PlanSubmitted)]
    agreed = [(r.event.step, r.event.person) for r in demo.facts(StepAgreed)]
    assert submitted == [1, 2]
    assert [r.event.remarks[0].field for r in demo.facts(PlanReturned)] == ["due"]
    assert agreed == [
        ("visa-outreach", "lesia.stepova"),
        ("visa-outreach", "lesia.stepova"),
        ("visa-defence", "roman.kosovych"),
        ("deputy", "ostap.vilkhovyi"),
    ]
    assert demo.facts(PlanApproved)[0].envelope.by == "solomiia.yavornytska"


def test_the_owner_gate_was_overridden_with_a_reason(demo: Played) -> None:
    (overridden,) = demo.facts(OwnerGateOverridden)
    plan = demo.app.state(f"plan-{QUARTER}")
    assert plan.measures[overridden.event.measure].number == "2.2.5"
    assert overridden.event.reason


def test_what_was_due_before_approval_came_as_one_letter_each(demo: Played) -> None:
    (approved,) = demo.facts(PlanApproved)
    gone_by = [due for due in approved.event.schedule if due.before_approval]
    digests = [r.event for r in demo.log() if is_notice(r, "late-approval")]
    assert sum(len(digest.lines) for digest in digests) == len(gone_by) > 0
    assert len({digest.recipient for digest in digests}) == len(digests) < len(gone_by)


def test_every_kind_of_record_occurs(demo: Played) -> None:
    kinds = (ExecutionLogged, ExecutionCorrected, ExecutionRetracted, NilDeclared, IndicatorReported)
    counts = [len(demo.facts(kind)) for kind in (*kinds, ShortfallExplained, PeriodClosed)]
    assert counts == [85, 1, 1, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("number", "verdict", "planned", "actual"),
    [
        ("1.1.1", Verdict.DONE, [7], [7]),
        ("1.2.2", Verdict.CARRIED, [14], [13]),
        ("1.2.3", Verdict.CARRIED, [5], [3]),
        ("1.3.4", Verdict.UNPLANNED, [], [1]),
        ("1.4.1", Verdict.OVERFULFILLED, [18], [21]),
        ("2.1.4", Verdict.NO_NEED, [], [0]),
        ("2.1.5", Verdict.DONE, [38], [38]),
        ("2.2.1", Verdict.DONE, [120], [120]),
        ("2.4.4", Verdict.NOT_REPORTED, [4], []),
        ("3.3.2", Verdict.DONE, [6], [6]),
        ("4.1.1", Verdict.DONE, [1, 1], [1, 1]),
    ],
)
def test_the_report_says_what_happened(
    demo: Played, number: str, verdict: Verdict, planned: list[int], actual: list[int]
) -> None:
    row = demo.row(number)
    assert (row.verdict, list(row.planned.amounts), list(row.actual.amounts)) == (verdict, planned, actual)


def test_a_record_after_the_close_is_on_the_late_list_alone(demo: Played) -> None:
    report = compile_report(demo.app, QUARTER, "2026Q3")
    assert len(report.late) == 1
    assert [r.event.late for r in demo.facts(ExecutionLogged)].count(True) == 1


def test_the_silent_one_was_reminded_and_went_up_to_the_head(demo: Played) -> None:
    measure = demo.row("2.4.4").measure
    told = [
        (r.event.kind, r.event.recipient)
        for r in demo.log()
        if isinstance(r.event, NoticeRaised) and r.event.measure == measure
    ]
    assert told == [
        ("reminder", "maksym.zelenko"),
        ("due-today", "maksym.zelenko"),
        ("overdue", "maksym.zelenko"),
        ("escalation", "lesia.stepova"),
    ]


def test_every_letter_lies_in_the_outbox_once(demo: Played) -> None:
    letters = [message_from_bytes(p.read_bytes()) for p in (demo.folder / "outbox").glob("*.eml")]
    ids = [letter["Message-ID"] for letter in letters]
    raised = [r for r in demo.log() if isinstance(r.event, NoticeRaised)]
    assert len(ids) == len(set(ids)) == len(raised) == demo.result.notices_sent


def test_reports_are_files_in_four_formats(demo: Played) -> None:
    paths = [Path(path) for path in demo.result.reports]
    assert [path.suffix for path in paths] == [".docx", ".xlsx", ".pdf", ".json"]
    assert all(path.is_absolute() and path.parent == demo.folder.resolve() / "reports" for path in paths)
    assert [path.read_bytes()[:2] for path in paths] == [b"PK", b"PK", b"%P", b"{\n"]


def test_two_plans_wait_for_somebody(demo: Played) -> None:
    waiting = [demo.app.state(f"plan-{plan}") for plan in PLANS[1:]]
    assert [plan.status for plan in waiting] == [Status.IN_REVIEW, Status.IN_REVIEW]
    assert [[s.key for s in plan.open_steps] for plan in waiting] == [["director"], ["appraisal"]]


def test_it_may_be_played_again_and_adds_nothing(demo: Played) -> None:
    again = house(demo.folder)
    try:
        result, lines = played(again)
    finally:
        again.close()
    assert (result.facts, result.position) == (demo.result.facts, demo.result.position)
    assert result.reports == demo.result.reports
    assert result.verified
    assert lines[0] != demo.lines[0]
    assert any(line.startswith("Mended") for line in demo.lines)
    assert not [line for line in lines if line.startswith("Mended") or "waits for ." in line]


def test_a_story_broken_off_goes_on_where_it_stopped(demo: Played, tmp_path: Path) -> None:
    class PowerCut(Exception):
        pass

    def until_august(line: str) -> None:
        if "31 Aug" in line:
            raise PowerCut

    app = house(tmp_path)
    with pytest.raises(PowerCut):
        run_demo(app, fast=True, say=until_august)
    app.close()
    resumed = house(tmp_path)
    result, _ = played(resumed)
    resumed.close()
    assert (result.facts, result.notices_sent) == (demo.result.facts, demo.result.notices_sent)
    assert result.verified


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_three_languages(language: str, demo: Played) -> None:
    app = house(demo.folder)
    result, lines = played(app, language)
    app.close()
    assert result.verified
    assert len(lines) > 50


def test_a_wrong_row_of_a_read_model_is_found_and_said(demo: Played) -> None:
    stage, lines = told_on(demo.app)
    with demo.app.read_models.write() as db:
        db.execute(update(board).where(board.c.plan == QUARTER).values(records=0))
    assert not is_rebuilt(stage)
    assert "1 row differs" in lines[-1]
    demo.app.rebuild("plan_board")
    assert is_rebuilt(stage)


def test_a_state_that_is_not_its_history_is_found_and_said(demo: Played) -> None:
    stage, lines = told_on(demo.app)
    stream = f"plan-{QUARTER}"
    true = demo.app.states.now(stream, refresh=True)
    demo.app.states.kept[stream] = structs.replace(true, state=replace(true.state, author="somebody.else"))
    assert not is_replayed(stage, PLANS)
    assert "NOT the same" in lines[-1]
    demo.app.states.kept[stream] = true
    assert is_replayed(stage, PLANS)


def test_a_report_with_other_bytes_is_found_and_said(demo: Played) -> None:
    position = compile_report(demo.app, QUARTER, "2026Q3", known_at=REPORTED_AT).as_of.position
    files = {path: path.read_bytes() for path in map(Path, demo.result.reports)}
    stage, lines = told_on(demo.app)
    assert is_reported_again(stage, QUARTER, Reported(position, files))
    last = next(reversed(files))
    assert not is_reported_again(stage, QUARTER, Reported(position, {last: files[last] + b" "}))
    assert last.name in lines[-1]


def told_on(app: App) -> tuple[Stage, list[str]]:
    lines: list[str] = []
    return Stage(app, shipped_office("ua-office"), Voice(lines.append, "en", 0)), lines


def test_a_record_with_other_work_in_it_is_left_alone(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    app = house(tmp_path, now)
    set_up_office(app, shipped_office("vn-office"))
    facts = app.store.head()
    app.close()
    story = house(tmp_path)
    with pytest.raises(Refused) as refusal:
        run_demo(story, fast=True, say=lambda line: None)
    assert refusal.value.code == "record-in-use"
    assert story.store.head() == facts
    story.close()


def test_a_real_office_is_not_mixed_with_the_invented_ones(tmp_path: Path) -> None:
    """It may have the id of the invented office, as in the README, and be older than the story."""
    app = house(tmp_path)
    office = RegisterOrganisation(
        organisation="ua-office", title="Центр у Липках", zone="Europe/Kyiv", language="uk"
    )
    app.do(office, by=SYSTEM, organisation="ua-office", channel="cli:somebody")
    facts = app.store.head()
    lines: list[str] = []
    with pytest.raises(Refused) as refusal:
        run_demo(app, fast=True, say=lines.append)
    assert (refusal.value.code, app.store.head(), lines) == ("record-in-use", facts, [])
    app.close()


def test_a_story_that_broke_off_is_told_on(tmp_path: Path, demo: Played) -> None:
    app = house(tmp_path)
    set_up_office(app, shipped_office("ua-office"))
    assert played(app)[0].facts == demo.result.facts
    app.close()


def test_an_office_is_set_up_once_however_often_it_is_asked(tmp_path: Path) -> None:
    app = house(tmp_path)
    office = shipped_office("ua-office")
    set_up_office(app, office)
    once = app.store.head()
    set_up_office(app, office)
    assert app.store.head() == once > 0
    app.close()


def test_real_time_goes_on_after_the_story(demo: Played) -> None:
    assert isinstance(demo.app.clock.now(), datetime)
    later = house(demo.folder, datetime(2026, 11, 24, 9, tzinfo=UTC))
    later.catch_up()
    assert later.state(f"plan-{QUARTER}").status is Status.CLOSED
    later.close()


def is_notice(recorded: Recorded, kind: str) -> bool:
    return isinstance(recorded.event, NoticeRaised) and recorded.event.kind == kind


def test_the_stage_never_turns_the_clock_back(demo: Played) -> None:
    stage, _ = told_on(demo.app)
    before = stage.now
    stage.on(BEGINS.date())
    assert stage.now == before


def test_it_plays_on_postgresql_too(postgres_url: str, tmp_path: Path, demo: Played) -> None:
    settings = Settings(data=tmp_path, database_url=postgres_url, now=BEGINS, unsafe_store=True)
    migrate(postgres_url)
    app = build(settings)
    result, _ = played(app)
    app.close()
    assert (result.facts, result.notices_sent, result.verified) == (
        demo.result.facts,
        demo.result.notices_sent,
        True,
    )
