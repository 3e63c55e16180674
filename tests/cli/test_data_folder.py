"""What is said where the data folder is not what was meant, instead of a traceback?"""

from __future__ import annotations

from pathlib import Path

import pytest

from application.samples.offices import SHIPPED
from tests.cli.conftest import PLAN, Answer, onrecord

DOCX = str(SHIPPED / "plan-kvartal-2026-3.docx")
JULY = "2026-07-21T09:00+03:00"
LOOKS = (
    ("plans",),
    ("plan", PLAN),
    ("history", PLAN),
    ("notices",),
    ("report", PLAN, "--period", "2026Q3"),
    ("rebuild",),
    ("tick", "--now", JULY),
)
MAKES = (("import", DOCX), ("migrate",), ("demo", "--fast"), ("serve", "--port", "0"))


def refused_in_words(answer: Answer, code: str, path: Path) -> None:
    """Exit 1, one object for a script, one line for a person that names the path."""
    assert (answer.code, answer.json["refused"], answer.json["path"]) == (1, code, str(path))
    assert answer.err == f"{answer.json['message']}\n"
    assert str(path) in answer.err


@pytest.mark.parametrize("arguments", LOOKS, ids=lambda a: a[0])
def test_looking_makes_no_record(arguments: tuple[str, ...], tmp_path: Path) -> None:
    mistyped = tmp_path / "dta"
    refused_in_words(onrecord(mistyped, *arguments, "--json"), "no-record-here", mistyped)
    assert not mistyped.exists()


def test_what_may_begin_a_record_opens_the_folder_to_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "parent" / "data"
    assert onrecord(data, "migrate").code == 0
    assert data.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("arguments", [*LOOKS, *MAKES], ids=lambda a: a[0])
def test_a_file_is_no_data_folder(arguments: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(b"PK")
    refused_in_words(onrecord(file, *arguments, "--json"), "data-folder-is-a-file", file)
    assert file.read_bytes() == b"PK"


@pytest.mark.parametrize("arguments", MAKES, ids=lambda a: a[0])
def test_a_folder_that_cannot_be_made_is_named(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    below = tmp_path / "file" / "data"
    refused_in_words(onrecord(below, *arguments, "--json"), "data-folder-unusable", below)


@pytest.mark.parametrize("name", ["record.db", "readmodels.db"])
@pytest.mark.parametrize("arguments", [*LOOKS, *MAKES], ids=lambda a: a[0])
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(
    arguments: tuple[str, ...], name: str, drafted: Path
) -> None:
    (drafted / name).write_bytes(b"this was never a database")
    refused_in_words(onrecord(drafted, *arguments, "--json"), "not-a-database", drafted / name)
    assert (drafted / name).read_bytes() == b"this was never a database"
