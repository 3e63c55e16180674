"""Does the same report give the same bytes whatever machine, time, zone, locale, hash seed and folder?"""

from tests.trials.same_bytes import ENVIRONMENTS, run


def test_every_format_and_language_is_the_same_everywhere():
    outcome = run(15)
    assert outcome.differing == []
    assert outcome.equal == 15 * len(ENVIRONMENTS)
    assert len(set(outcome.hashes["as it is"])) == 15


def test_a_document_that_names_the_day_it_was_made_on_is_noticed():
    outcome = run(2, planted=True)
    assert {"2031", "1970"} <= {*outcome.differing}
