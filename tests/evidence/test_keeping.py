"""Which files are kept, in which words are the others refused, and what does the office's policy change?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from application.app import App
from application.evidence.keeping import (
    MOST_BYTES,
    MOST_FILES,
    EvidenceRefused,
    HandedIn,
    Purpose,
    called,
    keep,
    keep_all,
    of_receipt,
    receipt,
)
from domain.people.state import Organisation
from infrastructure.scanner import CommandScanner, NoScanner, scanner_for
from infrastructure.settings import Settings, SettingsRefused
from tests.evidence.pictures import CAMERA, jpeg
from tests.workers.house import house

OPEN, STRICT = Organisation(id="lipky"), Organisation(id="lipky", strip_metadata=True)
NOTE = HandedIn("протокол зборів".encode(), "протокол.txt")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return house(tmp_path)


def scanning(app: App, script: str, seconds: float = 60.0) -> App:
    return replace(app, scanner=CommandScanner((sys.executable, "-c", script), seconds))


def refusal(app: App, file: HandedIn, office: Organisation = OPEN) -> EvidenceRefused:
    with pytest.raises(EvidenceRefused) as refused:
        keep(app, office, file)
    return refused.value


def nothing_kept(app: App) -> bool:
    return not list((app.settings.data / "files").rglob("*"))


def test_a_file_is_kept_byte_by_byte_before_anything_names_it(app: App) -> None:
    kept = keep(app, OPEN, NOTE)
    assert app.files.get(kept.sha256) == NOTE.content
    assert (kept.file_name, kept.stripped) == ("протокол.txt", False)


def test_a_photo_keeps_what_it_tells_unless_the_office_asks(app: App) -> None:
    photo = HandedIn(jpeg(), "захід.jpg")
    assert CAMERA.encode() in app.files.get(keep(app, OPEN, photo).sha256)
    stripped = keep(app, STRICT, photo)
    assert stripped.stripped
    assert CAMERA.encode() not in app.files.get(stripped.sha256)


def test_a_document_is_not_touched_by_the_rule_for_photos(app: App) -> None:
    assert not keep(app, STRICT, NOTE).stripped


@pytest.mark.parametrize("content", [jpeg()[:200], b"....ftypheic" + b"x" * 99])
def test_a_photo_that_cannot_be_cleaned_is_not_kept_where_the_office_asks(app: App, content: bytes) -> None:
    assert refusal(app, HandedIn(content, "a.jpg"), STRICT).code == "evidence-not-cleaned"
    assert nothing_kept(app)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "evidence-empty"), (b"x" * (MOST_BYTES + 1), "evidence-too-big"), (b"MZ..", "evidence-runs")],
)
def test_what_is_not_taken_leaves_nothing_behind(app: App, content: bytes, code: str) -> None:
    assert refusal(app, HandedIn(content, "a.pdf")).code == code
    assert nothing_kept(app)


def test_as_much_as_is_promised_is_taken(app: App) -> None:
    assert keep(app, OPEN, HandedIn(b"x" * MOST_BYTES, "a.bin"))


# the scanner
READS = (
    "import sys; bad = b'EICAR' in sys.stdin.buffer.read(); print('Eicar-Test' if bad else ''); sys.exit(bad)"
)


def test_the_scanner_sees_the_bytes_and_its_find_is_told(app: App) -> None:
    guarded = scanning(app, READS)
    assert keep(guarded, OPEN, NOTE)
    refused = refusal(guarded, HandedIn(b"..EICAR..", "a.zip"))
    assert (refused.code, refused.facts["found"]) == ("evidence-infected", "Eicar-Test")


@pytest.mark.parametrize(
    ("script", "seconds"), [("import sys; sys.exit(2)", 60), ("import time; time.sleep(60)", 0.2)]
)
def test_a_scanner_that_says_nothing_lets_nothing_in(app: App, script: str, seconds: float) -> None:
    assert refusal(scanning(app, script, seconds), NOTE).code == "evidence-not-scanned"
    assert nothing_kept(app)


def test_a_scanner_that_is_not_there_lets_nothing_in(app: App) -> None:
    missing = replace(app, scanner=CommandScanner(("/no/such/scanner",)))
    assert refusal(missing, NOTE).code == "evidence-not-scanned"


def test_the_setting_is_a_command_and_no_shell() -> None:
    asked = Settings.from_env({"ONRECORD_SCAN_COMMAND": "clamdscan --no-summary '-'; rm"}, Path("none"))
    assert asked.scan_command == ("clamdscan", "--no-summary", "-;", "rm")
    assert scanner_for(asked.scan_command) == CommandScanner(asked.scan_command)
    assert scanner_for(()) == NoScanner()
    with pytest.raises(SettingsRefused):
        Settings.from_env({"ONRECORD_SCAN_COMMAND": "scan 'unclosed"}, Path("none"))


# several
def test_one_file_that_is_not_taken_costs_none_of_the_others(app: App) -> None:
    kept = keep_all(app, OPEN, [NOTE, HandedIn(b"", "порожній.txt"), HandedIn(b"x", "b.txt"), NOTE])
    assert [file.file_name for file in kept.evidence] == ["протокол.txt", "b.txt"]
    assert [(r.code, r.facts["file"]) for r in kept.refused] == [("evidence-empty", "порожній.txt")]


def test_more_than_are_taken_at_once_are_told(app: App) -> None:
    kept = keep_all(app, OPEN, [HandedIn(bytes([n]), f"{n}.txt") for n in range(MOST_FILES + 1)])
    assert (len(kept.evidence), [r.code for r in kept.refused]) == (MOST_FILES, ["evidence-too-many"])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\fakepath\\фото.jpg", "фото.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_a_name_is_the_last_part_in_signs_that_show(given: str, shown: str) -> None:
    assert called(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert called("ф" * 500 + ".pdf").endswith("ф.pdf")
    assert len(called("ф" * 500 + ".pdf")) == 120


# receipts
def test_a_receipt_is_good_for_its_person_and_as_written(app: App) -> None:
    kept = keep(app, OPEN, NOTE)
    given = receipt(app, "olena", kept)
    assert of_receipt(app, "olena", given) == kept
    assert of_receipt(app, "ostap", given) is None
    assert of_receipt(app, "olena", given, Purpose.TABLE) is None
    table = receipt(app, "olena", kept, Purpose.TABLE)
    assert of_receipt(app, "olena", table, Purpose.TABLE) == kept
    assert of_receipt(app, "olena", table) is None
    forged = receipt(app, "olena", kept.model_copy(update={"sha256": "a" * 64}))
    swapped = f"{forged.partition('.')[0]}.{given.partition('.')[2]}"
    for made_up in (swapped, "", "x.y", given[:-2], "é.é"):
        assert of_receipt(app, "olena", made_up) is None
