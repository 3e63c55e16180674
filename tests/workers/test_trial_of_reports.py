"""A small run of the trial of reports; the large one is run by name."""

import pytest

from tests.trials.reports_under_kills import place, run


@pytest.mark.timeout(150)
def test_every_report_is_compiled_once_while_the_workers_are_killed():
    with place() as trial:
        outcome = run(trial, reports=120, kills=3)
    assert outcome.broken == {}
    assert (outcome.reports, outcome.kills) == (120, 3)


@pytest.mark.timeout(150)
def test_the_trial_finds_a_report_that_has_no_key_of_its_own():
    with place("fresh-key") as trial:
        outcome = run(trial, reports=60, kills=3)
    assert "doubled" in outcome.broken
