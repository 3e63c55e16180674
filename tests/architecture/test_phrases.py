"""Has everything that the house may say words in all three languages, and nothing else?"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import application.execute  # noqa: F401  it registers all messages
from application.findings import needed
from domain.messages import Command, Event
from domain.notice.policy import Rung
from domain.people.may import HOUSE, MAY, ROLES
from domain.plan.document import Additivity, DueKind, Severity
from domain.plan.findings import CODES
from domain.plan.state import Status
from domain.workflow.definition import Act
from infrastructure.phrases import LANGUAGES, read

ROOT = Path(__file__).parents[2]
CODE = ("domain", "application", "infrastructure", "interfaces", "workers")
FORMS = {"uk": 3, "en": 2, "vi": 1}
DRAWN = {"plan.drafted": {"title", "measures", "period"}, "plan.measure-revised": {"title"}}
DRAWN["plan.redrafted"] = DRAWN["plan.drafted"]
DRAWN |= {name: {"remark_words"} for name in ("plan.returned", "run.returned", "run.step-objected")}
DRAWN |= {"plan.evidence-added": {"names"}, "people.evidence-rules-set": {"rule"}}
DRAWN["plan.drafted"] = DRAWN["plan.drafted"] | {"source", "record"}
DRAWN["plan.amendment-proposed"] = {"file"}
PHRASES = {language: read(language) for language in LANGUAGES}
FACT = re.compile(r"\{(\w+)((?:\|[^{}|]*)*)(?::02)?\}")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@cache
def refusals() -> dict[str, list[set[str] | None]]:
    """Every ``Refused("code", fact=…)`` in the tree, of whichever kind: its code, and the facts named at each
    place; None where they are not written out there."""
    found: dict[str, list[set[str] | None]] = defaultdict(list)
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and is_refusal(node.func.id):
                told = {k.arg for k in node.keywords if k.arg}
                spread = any(k.arg is None for k in node.keywords)
                for code in codes_in(node.args[0], tree):
                    found[code].append(None if spread else told)
    return dict(found)


def is_refusal(name: str) -> bool:
    """A refused document has the words of `domain.plan.findings`."""
    return name.endswith("Refused") and name != "DocumentRefused"


def codes_in(argument: ast.expr, tree: ast.Module) -> list[str]:
    """The code as written, or all that the variable may hold: ``code = "a" if … else "b"``."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    assert isinstance(argument, ast.Name), f"a refusal's code is not computed: {ast.unparse(argument)}"
    assigned = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == argument.id
    ]
    either = [
        side for value in assigned if isinstance(value, ast.IfExp) for side in (value.body, value.orelse)
    ]
    codes = [str(side.value) for side in either if isinstance(side, ast.Constant)]
    assert codes, f"nobody can tell which codes {argument.id} holds"
    return codes


def notice_kinds() -> set[str]:
    """The rungs of a deadline, and the kinds that the reactions name at the top of their files."""
    kinds = {str(rung) for rung in Rung}
    for path, tree in trees():
        if path.parent == ROOT / "application" / "reactions" and path.stem.startswith(("when_", "asking")):
            for node in tree.body:
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                    kinds.add(str(node.value.value))
    return kinds


def keys(section: str, language: str = "en") -> set[str]:
    prefix = f"{section}."
    return {key.removeprefix(prefix) for key in PHRASES[language] if key.startswith(prefix)}


def facts(phrase: str) -> set[str]:
    return {name for name, _ in FACT.findall(phrase)}


def required(phrase: str) -> set[str]:
    return facts(re.sub(r"\[[^\[\]]*\]", "", phrase))


def said_in_code() -> set[str]:
    """Every string of the code that could be a key, and the beginnings of keys made with f-strings."""
    said: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_sentence(language: str) -> None:
    assert keys("fact", language) == set(Event.registry)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_words(language: str) -> None:
    assert keys("refused", language) == set(refusals())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_name(language: str) -> None:
    assert keys("command", language) == set(Command.registry) == set(MAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_has_a_name(language: str) -> None:
    assert keys("notice", language) == notice_kinds()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_has_a_letter(language: str) -> None:
    letters = {f"{kind}.{part}" for kind in notice_kinds() for part in ("subject", "text")}
    assert keys("mail", language) == letters | {"answer", "late", "line"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "members"),
    [
        ("status", set(Status)),
        ("severity", set(Severity)),
        ("due", set(DueKind)),
        ("act", set(Act)),
        ("role", {*ROLES, HOUSE}),
        ("field-word", {*Additivity, "included_in", "child"}),
    ],
)
def test_every_word_of_a_closed_list_is_known(section: str, members: set[str], language: str) -> None:
    assert keys(section, language) == {str(m) for m in members}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_words_that_speak_of_its_facts(language: str) -> None:
    assert keys("finding", language) == set(CODES)
    assert {code: facts(PHRASES[language][f"finding.{code}"]) for code in CODES} == {
        code: needed(code) for code in CODES
    }


def test_a_finding_is_recorded_in_the_english_words_of_the_house() -> None:
    assert {code: PHRASES["en"][f"finding.{code}"] for code in CODES} == {
        code: words for code, (_, words) in CODES.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_say_the_same_things(language: str) -> None:
    assert set(PHRASES[language]) == set(PHRASES["en"])


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_the_languages_put_the_same_facts_in(language: str) -> None:
    other = PHRASES[language]
    differing = {
        key: facts(phrase) ^ facts(other[key])
        for key, phrase in PHRASES["en"].items()
        if not key.startswith(("format.", "period.")) and facts(phrase) != facts(other[key])
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_as_many_as_the_language_has(language: str) -> None:
    wrong = {
        key: forms
        for key, phrase in PHRASES[language].items()
        for _, forms in FACT.findall(phrase)
        if forms and len(forms[1:].split("|")) != FORMS[language]
    }
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(Event.registry))
def test_a_sentence_uses_only_what_its_fact_holds(name: str) -> None:
    fields, drawn = set(Event.registry[name].model_fields), {"who"} | DRAWN.get(name, set())
    assert facts(PHRASES["en"][f"fact.{name}"]) <= fields | drawn


@pytest.mark.parametrize("code", sorted(refusals()))
def test_a_refusal_uses_only_what_every_place_tells(code: str) -> None:
    phrase = PHRASES["en"][f"refused.{code}"]
    places = [place for place in refusals()[code] if place is not None]
    assert all(required(phrase) <= place for place in places)
    assert not places or facts(phrase) <= set.union(*places)


def test_no_phrase_is_left_unsaid() -> None:
    """A key is said where it stands in the code, whole or as the end of an f-string's value."""
    said = said_in_code()
    by_list = {
        "fact",
        "refused",
        "command",
        "notice",
        "mail",
        "status",
        "act",
        "role",
        "severity",
        "due",
        "web",
        "closing",
        "log",
        "region",
    }
    unsaid = {
        key
        for key in PHRASES["en"]
        if key not in said
        and key.partition(".")[2] not in said
        and key.partition(".")[0] not in {*by_list, "format"}
    }
    assert unsaid == set()
