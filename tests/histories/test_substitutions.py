"""Through no history of posts and substitutions does one person prepare and approve, or count twice.

Ten thousand histories by name: ``pytest -m trial tests/histories/test_substitutions.py``; five hundred here.
"""

from collections.abc import Callable

import pytest

from domain.messages import Refused
from domain.people.standing import Capacity
from domain.people.state import Organisation
from domain.run import decisions as deciding
from domain.run.state import Run
from tests.histories.substitutions import histories

SEED = 20211124


def test_nobody_prepares_and_approves_or_counts_twice():
    told = histories(500, SEED)
    assert told.wrong == []
    assert (told.histories, told.voices > 900, told.in_force > 120) == (500, True, True)


@pytest.mark.trial
def test_ten_thousand_histories():
    told = histories(10_000, SEED + 1)
    assert told.wrong == []
    assert told.in_force > 2_500


def separation_looks_at_posts_not_persons(plant: pytest.MonkeyPatch) -> None:
    def by_post(run, turn, moment, authors):
        posts = {v.reference for v in run.voices}
        return Refused("counted-already") if turn.reference in posts else None

    plant.setattr(deciding, "why_not_independent", by_post)


def a_delegation_never_ends(plant: pytest.MonkeyPatch) -> None:
    def counts(office, given, on):
        return given.since <= on and any(a.person == given.giver for a in office.holders(given.position, on))

    plant.setattr(Organisation, "counts", counts)


def a_delegation_outlives_its_givers_post(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(Organisation, "counts", lambda office, given, on: given.since <= on <= given.until)


def who_is_stood_for_does_not_matter(plant: pytest.MonkeyPatch) -> None:
    def the_speaker_alone(run, turn, moment, authors):
        if moment.by in authors:
            return Refused("prepared-it-yourself")
        return Refused("counted-already") if moment.by in run.spoken else None

    plant.setattr(deciding, "why_not_independent", the_speaker_alone)


def a_quorum_counts_voices_not_persons(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(Run, "spoken", property(lambda run: frozenset()))


def a_delegation_lends_every_act(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(Capacity, "covers", lambda capacity, command: True)


def an_author_lends_the_right_to_let_a_step_go(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(deciding, "refuse_if_only_for", lambda authors, command, moment: None)


def a_released_person_still_decides(plant: pytest.MonkeyPatch) -> None:
    plant.setattr("domain.people.state.in_force", lambda appointed, on: appointed.since <= on)


HOLES = {
    separation_looks_at_posts_not_persons: 1,
    a_delegation_never_ends: 1,
    a_delegation_outlives_its_givers_post: 3,
    who_is_stood_for_does_not_matter: 1,
    a_quorum_counts_voices_not_persons: 1,
    a_delegation_lends_every_act: 1,
    an_author_lends_the_right_to_let_a_step_go: 9,
    a_released_person_still_decides: 1,
}
"""What is planted, and a seed that finds it soon; any seed does in the end."""


@pytest.mark.parametrize(("hole", "seed"), HOLES.items(), ids=[hole.__name__ for hole in HOLES])
def test_a_planted_hole_is_found(hole: Callable[[pytest.MonkeyPatch], None], seed: int, monkeypatch):
    hole(monkeypatch)
    assert histories(500, seed, stop_at_first=True).wrong != []
