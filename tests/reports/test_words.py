"""Are the report's own words complete in each language?"""

import re
from dataclasses import fields

import pytest

from application.reports.signature_words import short
from application.reports.words import EN, WORDS, Words
from domain.report.shapes import Share, Verdict

PLACES = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("language", WORDS)
def test_a_language_words_every_verdict_share_heading_and_place(language):
    words = WORDS[language]
    assert set(words.verdicts) == set(Verdict)
    assert set(words.shares) == set(Share)
    assert len(words.headings) == len(EN.headings) == 12
    assert len(words.late_headings) == len(EN.late_headings) == 7
    assert words.late_kinds.keys() == EN.late_kinds.keys()
    assert len(set(words.verdicts.values())) == len(Verdict)
    for field in fields(Words):
        said, english = getattr(words, field.name), getattr(EN, field.name)
        if isinstance(english, str):
            assert said.strip(), field.name
            assert set(PLACES.findall(said)) == set(PLACES.findall(english)), field.name


def test_a_fingerprint_is_shown_in_groups_that_the_eye_compares():
    assert short("9f2c41d077ab" + "0" * 52) == "9f2c 41d0 77ab"
