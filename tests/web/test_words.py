"""Has every word of the web a place, and every place its word?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.messages import Command
from domain.plan.possible import Offer  # noqa: F401  it registers the commands
from infrastructure.phrases import read
from interfaces.web import forms

WEB = Path(forms.__file__).parent
TEXT = "\n".join(f.read_text("utf-8") for f in sorted(WEB.rglob("*")) if f.suffix in (".py", ".html"))
KNOWN = {key.removeprefix("web.") for key in read("en") if key.startswith("web.")}
OFFERED = """
SubmitPlan WithdrawSubmission AgreeStep ApproveStep ReturnPlan Acknowledge ClosePeriod LogExecution
ReportIndicator DeclareNil CorrectExecution RetractExecution ExplainShortfall ResolveFinding
OverrideOwnerGate AssignExecutor ReadStep SignStep RejectSubmission SkipStep CloseRemark
"""
MADE = (
    "field-",
    "hint-",
    "happens-",
    "signing-happens-",
    "column-",
    "refused-",
    "group-",
    "next-",
    "todo-",
    "decided-",
    "barred-",
    "stands-",
    "late-",
    "sort-",
    "outcome-",
    "edit-",
    "signing-",
    "consent-",
    "question-",
    "answer-",
    "diff-",
)


OWN = ("closing", "log", "region")


def test_every_word_that_is_said_is_known():
    said = {key for key in re.findall(r"""["']web\.([\w-]+)["']""", TEXT) if not key.endswith("-")}
    assert said - KNOWN == set()


def test_no_word_waits_in_vain():
    said = set(re.findall(r"""["']web\.([\w-]+)["']""", TEXT))
    unsaid = {key for key in KNOWN - said if not key.startswith(MADE)}
    assert unsaid == set()


@pytest.mark.parametrize("section", OWN)
def test_a_page_with_words_of_its_own_says_them_all_and_no_other(section: str):
    known = {key.removeprefix(f"{section}.") for key in read("en") if key.startswith(f"{section}.")}
    said = set(re.findall(rf"""["']{section}\.([\w-]+)["']""", TEXT))
    assert {key for key in said if not key.endswith("-")} - known <= {"html"}
    assert {key for key in known - said if not key.startswith(MADE)} == set()


def test_every_field_of_an_offered_act_has_a_label_and_every_act_a_consequence():
    for name in OFFERED.split():
        command = Command.registry[name]
        for field in forms.fields_of(command, {}, {}, parts=0) + forms.fields_of(command, {}, {}, parts=2):
            if field.name not in ("step", "execution", "finding", "words"):
                assert f"field-{field.name}" in KNOWN, (name, field.name)
        if name not in ("LogExecution", "ReportIndicator"):
            assert f"happens-{name}" in KNOWN
