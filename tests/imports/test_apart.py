"""Can a file that takes its reader over do more than have itself refused?"""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from application.imports.grid import Line, Papers
from application.ports import DocumentRefused
from infrastructure.bootstrap import document_reader
from infrastructure.documents import apart
from infrastructure.documents.apart import ReaderApart
from infrastructure.documents.confined import Limits
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, measure, word, workbook

ROWS = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари")]
WORD, SHEET = word(ROWS), workbook(ROWS)
SHORT = Limits(seconds=2)


def reader(name: str, limits: Limits = SHORT) -> ReaderApart:
    return ReaderApart(f"tests.imports.heavy_readers:{name}", limits)


def told(name: str, content: bytes) -> str:
    (line, *_) = reader(name, Limits()).read(content, "plan.docx").blocks
    assert isinstance(line, Line)
    return line.text


@pytest.mark.parametrize("content", [WORD, SHEET, "План;на;2021\nрік;і;два\n".encode("cp1251")])
def test_what_is_read_apart_is_what_is_read_here(content: bytes) -> None:
    assert ReaderApart().read(content, "plan.xlsx") == OfficeReader().read(content, "plan.xlsx")


def test_every_real_file_is_read_apart_as_it_is_read_here(onrecord_test_plans: Path) -> None:
    def answer(read: OfficeReader | ReaderApart, file: Path) -> object:
        try:
            return read.read(file.read_bytes(), file.name)
        except DocumentRefused as refused:
            return refused.code, refused.place, refused.facts

    folders = ("sources", "forms", "variants")
    files = [file for folder in folders for file in (onrecord_test_plans / folder).iterdir()]
    with ThreadPoolExecutor(4) as pool:
        here = [answer(OfficeReader(), file) for file in files]
        assert list(pool.map(lambda file: answer(ReaderApart(), file), files)) == here


def test_a_refusal_comes_through_with_its_place_and_facts() -> None:
    with pytest.raises(DocumentRefused) as refused:
        ReaderApart().read(b"PK\x03\x04 and no more", "plan.docx")
    assert (refused.value.code, refused.value.facts) == (
        "file-damaged",
        {"what": "the archive has no directory"},
    )


@pytest.mark.parametrize("name", ["Endless", "Sleeping"])
def test_a_file_that_takes_for_ever_is_given_up(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(DocumentRefused) as refused:
        reader(name).read(b"x", "plan.docx")
    assert refused.value.code == "file-too-heavy"
    assert refused.value.facts == {"limit": "2 s", "resource": "time"}
    assert time.monotonic() - began < 8


def test_a_file_that_takes_all_memory_is_given_up() -> None:
    with pytest.raises(DocumentRefused) as refused:
        reader("Hungry", Limits()).read(b"x", "plan.docx")
    assert (refused.value.code, refused.value.facts) == (
        "file-too-heavy",
        {"limit": "512 MB", "resource": "memory"},
    )


def test_nothing_is_written_and_nothing_read_outside(tmp_path: Path) -> None:
    file, secret = tmp_path / "taken", tmp_path / "secret"
    secret.write_text("of the house")
    assert told("Writing", str(file).encode()) == "OSError"
    assert not file.exists()
    assert told("Writing", b"taken") == "OSError"
    assert told("Peeping", str(secret).encode()) == "OSError"


def test_the_network_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert told("Calling", str(server.getsockname()[1]).encode()) == "OSError"


def test_the_child_starts_in_an_empty_folder_without_the_settings_of_the_house(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://secret")
    folder, surroundings = reader("Looking", Limits()).read(b"x", "plan.docx").blocks
    assert isinstance(folder, Line)
    assert isinstance(surroundings, Line)
    assert "onrecord-" in folder.text
    assert not Path(folder.text).exists()
    assert "secret" not in surroundings.text


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Falling", "status -6"),
        ("Broken", "RuntimeError in read"),
        ("Lying", "its answer was not understood"),
    ],
)
def test_a_child_that_breaks_off_refuses_the_file_and_tells_no_words_of_it(name: str, what: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        reader(name, Limits()).read(b"words of the plan", "plan.docx")
    assert refused.value.code == "reading-broke-off"
    assert str(refused.value.facts["what"]).startswith(what)
    assert "words" not in str(refused.value.facts)


def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_ANSWER", 2**20)
    with pytest.raises(DocumentRefused) as refused:
        reader("Chattering", Limits()).read(b"x", "plan.docx")
    assert (refused.value.code, refused.value.facts["resource"]) == ("file-too-heavy", "memory")


def test_many_files_at_once_are_read_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    most, now, lock = [0], [0], threading.Lock()
    run = ReaderApart._run

    def counted(self: ReaderApart, content: bytes, file_name: str, folder: str) -> object:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        try:
            return run(self, content, file_name, folder)
        finally:
            with lock:
                now[0] -= 1

    monkeypatch.setattr(ReaderApart, "_run", counted)
    shared = ReaderApart()
    with ThreadPoolExecutor(6) as pool:
        read = list(pool.map(lambda _: shared.read(WORD, "plan.docx"), range(6)))
    assert read == [OfficeReader().read(WORD, "plan.docx")] * 6
    assert most == [2]


def test_the_house_reads_apart() -> None:
    assert isinstance(document_reader(), ReaderApart)


def test_the_first_gate_needs_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_START", "raise SystemExit(9)")
    with pytest.raises(DocumentRefused, match="file-empty"):
        ReaderApart().read(b"", "plan.docx")


def test_papers_are_the_same_after_the_pipe() -> None:
    papers = OfficeReader().read(SHEET, "plan.xlsx")
    again = apart._PAPERS.validate_json(apart._PAPERS.dump_json(papers))
    assert again == papers
    assert isinstance(again, Papers)
    assert [cell.kind for cell in again.grids[0].cells] == [cell.kind for cell in papers.grids[0].cells]
    assert again.grids[0].at(1, 1) == papers.grids[0].at(1, 1)
