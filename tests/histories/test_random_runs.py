"""On any definition, through any decisions: live, replayed and taken up from a snapshot are one state.

Two thousand runs by name: ``pytest -m trial tests/histories/test_random_runs.py``; two hundred here.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from application.snapshots import Shelf
from domain.plan import state as plan_state
from domain.plan.decisions import approval, closing
from domain.plan.state import Plan
from domain.run.state import Owed, Run
from infrastructure.eventstore.state_bytes import StateBytes
from tests.histories.random_runs import runs

SEED = 20211124


def test_every_state_is_the_same_however_it_came_about(tmp_path: Path):
    told = runs(200, SEED, tmp_path)
    assert told.wrong == []
    assert (told.runs, told.restarts > 1_500, told.granted > 60) == (200, True, True)
    assert told.taken_up > told.restarts / 2
    assert told.signed > 15


@pytest.mark.trial
@pytest.mark.timeout(1_200)
def test_two_thousand_runs(tmp_path: Path):
    told = runs(2_000, SEED + 1, tmp_path)
    assert told.wrong == []
    assert told.restarts > 15_000
    assert told.taken_up > told.restarts / 2


def a_state_remembers_what_no_fact_says(plant: pytest.MonkeyPatch) -> None:
    """Folding depends on how often it was folded."""
    folded = plan_state.run_on
    times = iter(range(10**9))

    def forgetful(run, event):
        after = folded(run, event)
        return replace(after, owed=(*after.owed, Owed(None, None))) if next(times) % 97 == 96 else after

    plant.setattr(plan_state, "run_on", forgetful)


def a_voice_is_not_put_away(plant: pytest.MonkeyPatch) -> None:
    written = StateBytes.written

    def forgetful(self, state):
        if isinstance(state, Plan):
            unnamed = tuple(replace(voice, person="") for voice in state.run.voices)
            state = replace(state, run=replace(state.run, voices=unnamed))
        return written(self, state)

    plant.setattr(StateBytes, "written", forgetful)


def what_came_since_is_not_folded_onto_it(plant: pytest.MonkeyPatch) -> None:
    """A stale state that says it is of the last fact."""
    found = Shelf.find

    def stale(self, stream, kind):
        there = found(self, stream, kind)
        return there and replace(there, version=self.store.version(stream))

    plant.setattr(Shelf, "find", stale)


def it_is_taken_up_a_fact_too_early(plant: pytest.MonkeyPatch) -> None:
    """A fact that the state holds already is folded onto it once more."""
    found = Shelf.find

    def early(self, stream, kind):
        there = found(self, stream, kind)
        return there and replace(there, version=there.version - 1)

    plant.setattr(Shelf, "find", early)


def a_quorum_is_one_short(plant: pytest.MonkeyPatch) -> None:
    plant.setattr("domain.plan.decisions.approval.deciding.finishes", lambda run, step: True)


def one_person_may_speak_twice(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(Run, "spoken", property(lambda run: frozenset()))


def who_closed_the_quarter_may_sign_its_report(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(approval, "reporters", lambda plan, run: frozenset())


def a_report_goes_on_after_its_period_is_opened_again(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(closing, "open_reports", lambda plan, quarter: iter(()))


HOLES = (
    who_closed_the_quarter_may_sign_its_report,
    a_report_goes_on_after_its_period_is_opened_again,
    a_state_remembers_what_no_fact_says,
    a_voice_is_not_put_away,
    what_came_since_is_not_folded_onto_it,
    it_is_taken_up_a_fact_too_early,
    a_quorum_is_one_short,
    one_person_may_speak_twice,
)


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole.__name__)
def test_a_planted_hole_is_found(hole: Callable[[pytest.MonkeyPatch], None], monkeypatch, tmp_path: Path):
    hole(monkeypatch)
    assert runs(100, SEED, tmp_path, stop_at_first=True).wrong != []
