"""Is what a reader says about a file said in every language, and not in the reader's own words?"""

import ast
from pathlib import Path

import pytest

from infrastructure.documents import reader
from infrastructure.phrases import Phrases

READERS = Path(reader.__file__).parent
PHRASES = Phrases()
CONTENTS = ("what", "found")


def told() -> list[tuple[str, ast.expr]]:
    """Every value that a reader gives a refusal as what is wrong or what was found."""
    return [
        (f"{file.name}:{call.lineno}", word.value)
        for file in sorted(READERS.glob("*.py"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "DocumentRefused"
        for word in call.keywords
        if word.arg in CONTENTS
    ]


def test_a_reader_composes_no_sentence_of_its_own() -> None:
    assert not [place for place, value in told() if isinstance(value, ast.JoinedStr | ast.BinOp)]


@pytest.mark.parametrize("language", ["uk", "vi"])
def test_what_a_reader_says_is_said_in_every_language(language: str) -> None:
    constants = {value.value for _, value in told() if isinstance(value, ast.Constant)}
    kinds = {found for found, _ in reader._KINDS.values()} | {found for _, found in reader._OTHERS}
    assert len(constants) > 10
    for words in sorted(constants | kinds):
        assert PHRASES.say(f"content.{words}", language) != words
