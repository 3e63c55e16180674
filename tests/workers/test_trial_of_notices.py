"""A small run of the trial of notices; the large one is run by name."""

import pytest

from tests.trials.notices_under_kills import place, run


@pytest.mark.timeout(150)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_every_notice_goes_out_once_while_workers_and_redis_are_killed(database: str):
    with place(database, lease=4, bug="") as (trial, broker):
        outcome = run(trial, broker, notices=20, kills=4)
    assert outcome.broken == {}
    assert outcome.notices == 21
    assert outcome.cut_off_mid_letter


@pytest.mark.timeout(150)
def test_the_trial_finds_a_letter_that_goes_out_under_another_id_each_time():
    with place("sqlite", lease=3, bug="fresh-message-id") as (trial, broker):
        outcome = run(trial, broker, notices=20, kills=2)
    assert "letters_too_many" in outcome.broken
