"""Are the report's own words complete in each language?"""

import re
from dataclasses import fields
from datetime import date

import pytest

from application.reports.signature_words import short
from application.reports.summary import by_share, by_verdict
from application.reports.words import EN, WORDS, Words
from domain.plan.events import MeasureCancelled
from domain.report.shapes import Share, Verdict
from tests.domain.quarter import plan_of, told
from tests.domain.small_office import DASHED, MONTHLY, logged

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


def test_what_is_not_planned_by_share_and_by_state_is_told_so_that_it_adds_up():
    """Two rows have nothing planned; in one of them something was done, another was cancelled."""
    dashed = [DASHED.model_copy(update={"id": f"m{n}"}) for n in (6, 7)]
    facts = (
        logged("e1", measure="m7", done_on=date(2021, 2, 3)),
        MeasureCancelled(measure="m1", reason="лист", person="director"),
    )
    report = told(*facts, of=plan_of(MONTHLY, *dashed))
    said = [
        line.replace("\u00a0", " ")
        for line in (by_share(report, WORDS["uk"]), by_verdict(report, WORDS["uk"]))
    ]
    assert "не заплановано на цей період — 3 (з них: поза планом — 1, скасовано — 1);" in said[0]
    assert "не заплановано — 1" in said[1]
    assert "(" not in by_share(told(of=plan_of(MONTHLY, *dashed)), WORDS["uk"])
