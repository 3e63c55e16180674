"""What does a person see of a file before anything of it is stored?"""

from __future__ import annotations

from pathlib import Path

from application.imports.preview import of_the_plan, preview
from application.imports.reading import Reading, read_plan
from infrastructure.documents.reader import OfficeReader
from tests.cli.conftest import onrecord
from tests.imports.files import HEADING, measure, workbook


def reading(*rows: list[str]) -> Reading:
    content = workbook([HEADING, *rows])
    return read_plan(content, "plan.xlsx", OfficeReader())


def test_each_finding_is_shown_at_its_cell() -> None:
    read = reading(measure("1.1.1", "Навчання", due="колись"), measure("1.1.2", "Збори"))
    one, two = preview(read.document.measures, read.findings)
    (cell,) = [c for c in one.cells if c.field == "due"]
    assert [read.findings[n].code for n in (*cell.findings, *one.findings)] == ["deadline-unknown"]
    assert two.findings == ()
    assert of_the_plan(read.findings, read.document.measures) == []


def test_a_cell_differs_where_its_reading_says_more_than_its_words() -> None:
    read = reading(
        measure("1.1.1", "Навчання", due="березень", target="1/1"),
        measure("1.1.2", "Збори", due="березень", target="3"),
    )
    differing = [[c.field for c in seen.cells if c.differs] for seen in preview(read.document.measures, ())]
    assert differing == [["due", "target"], ["due"]]


def test_a_dry_run_tells_header_counts_readings_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(
        workbook([HEADING, measure("1.1.1", "Навчання", due="колись"), measure("1.1.2", "Збори")])
    )
    out = onrecord(tmp_path / "data", "import", str(file), "--dry-run", "--lang", "en").out
    assert "Period: Q1 2021" in out
    assert "2 measures" in out
    assert "is read as 01.03.2021–31.03.2021" in out
    assert "! question · " in out
    assert "ResolveFinding" in out
    assert "Nothing was stored" in out
    assert not (tmp_path / "data").exists()


def test_a_script_gets_the_review_cell_by_cell(tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(workbook([HEADING, measure("1.1.1", "Навчання"), measure("1.1.2", "Збори")]))
    truth = onrecord(tmp_path / "data", "import", str(file), "--dry-run", "--json", "--lang", "en").json
    (one, _) = truth["review"]
    due = next(cell for cell in one["cells"] if cell["field"] == "due")
    assert (due["raw"], due["read"]) == ("березень", "01.03.2021–31.03.2021")
