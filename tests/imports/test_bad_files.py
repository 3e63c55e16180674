"""Does every damaged file get the answer that it deserves, with the place named and nothing more said?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from application.imports.directory import Directory
from application.imports.reading import Reading, read_plan
from application.ports import DocumentRefused
from domain.plan.document import Severity
from infrastructure.bootstrap import document_reader
from infrastructure.eventstore.opening import open_store
from tests.cli.conftest import onrecord

REFUSED = {
    "01_truncated.docx": "file-damaged",
    "03_billion_laughs.docx": "xml-forbidden",
    "05_encrypted_password.xlsx": "file-encrypted",
    "07_old_binary_header.doc": "old-format",
    "13_no_rows.xlsx": "table-not-found",
    "17_path_traversal.docx": "archive-unsafe",
    "19_plain_zip.docx": "type-not-read",
    "33_no_header.xlsx": "headings-not-found",
    "35_measure_column_missing.xlsx": "measure-column-missing",
}
FOUND = {
    "00_control_good.docx": set(),
    "00_control_good.xlsx": set(),
    "09_html_renamed.xls": {"name-against-content file", "active-content file"},
    "11_docx_renamed.pdf": {"name-against-content file"},
    "15_with_macros.xlsm": {"macros-ignored xl/workbook.xml"},
    "21_koi8u.csv": {"encoding-guessed file", "deadline-unknown line 5"},
    "23_invalid_utf8.txt": {"invalid-bytes line 9"},
    "25_zero_width_rtl.xlsx": {f"invisible-characters План!{c}9" for c in "CDG"},
    "27_formula_injection.xlsx": {
        *(f"formula-like-text План!{cell}" for cell in ("C5", "D6", "F7", "C8", "D9")),
        *(f"number-missing План!{cell}" for cell in ("C5", "C8")),
        *(f"executor-unknown План!{cell}" for cell in ("D6", "D9")),
    },
    "29_script_in_cell.xlsx": set(),
    "31_formula_errors.xlsx": {"cell-error План!G5", "cell-error План!G12"},
    "37_100k_empty_rows.xlsx": set(),
    "39_ragged_unquoted.csv": {"row-shifted line 10"},
    "41_5000_columns.csv": set(),
    "43_duplicate_row.xlsx": {"row-duplicate План!C10"},
    "45_unknown_executor.xlsx": {"executor-unknown План!D8"},
    "47_impossible_date.xlsx": {"date-impossible План!E6", "date-impossible План!E7"},
    "49_reversed_range.xlsx": {"range-reversed План!E8"},
    "51_letter_o_target.xlsx": {f"target-not-a-number План!G{row}" for row in (5, 6, 7)},
    "53_value_became_date.xlsx": {"cell-became-date План!A9", "cell-became-date План!G15"},
    "55_monthly_sum_mismatch.xlsx": {"months-against-target План!G5"},
    "57_circular_included.xlsx": {"parts-circular План!C8", "parts-circular План!C9"},
    "59_orphan_child.xlsx": {"parent-missing План!C13", "task-against-number План!C13"},
    "61_huge_number.xlsx": {"target-out-of-range План!G5", "target-out-of-range План!G6"},
    "63_signature_inside_table.docx": set(),
}
MEASURES = {"43_duplicate_row.xlsx": 12}
SECONDS, MEGABYTES = 20, 512
ROOT = Path(__file__).parents[2]
# What `getrusage` says of the process itself begins with what its parent had used.
MEASURED = """
import contextlib, re, resource, sys, time
from pathlib import Path
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.bootstrap import document_reader
files, slowest = 0, 0.0
for file in Path(sys.argv[1]).iterdir():
    if file.name == "INDEX.tsv":
        continue
    began = time.monotonic()
    with contextlib.suppress(DocumentRefused):
        read_plan(file.read_bytes(), file.name, document_reader())
    files, slowest = files + 1, max(slowest, time.monotonic() - began)
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(files, slowest, max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


def read(folder: Path, name: str, directory: Directory | None = None) -> Reading:
    content = (folder / "bad" / name).read_bytes()
    return read_plan(content, name, document_reader(), directory=directory)


@pytest.fixture(scope="module")
def office(onrecord_test_plans: Path) -> Directory:
    """The office that the damaged files are of: whoever the two good ones name."""
    good = [read(onrecord_test_plans, f"00_control_good.{suffix}").document for suffix in ("docx", "xlsx")]
    named = dict.fromkeys(e.raw for plan in good for m in plan.measures for e in m.executors)
    return Directory({name: f"unit:{n}" for n, name in enumerate(named)})


def test_every_damaged_file_has_its_answer_here(onrecord_test_plans: Path) -> None:
    index = (onrecord_test_plans / "bad" / "INDEX.tsv").read_text("utf-8").splitlines()[1:]
    assert {line.split("\t")[0] for line in index} == REFUSED.keys() | FOUND.keys()


@pytest.mark.parametrize("name", FOUND)
def test_a_defect_is_found_at_its_place_and_nothing_else_is(
    name: str, onrecord_test_plans: Path, office: Directory
) -> None:
    reading = read(onrecord_test_plans, name, office)
    assert {f"{f.code} {f.place}" for f in reading.findings if f.severity is not Severity.INFO} == FOUND[name]
    assert len(reading.document.measures) == MEASURES.get(name, 11)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused(name: str, onrecord_test_plans: Path) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read(onrecord_test_plans, name)
    assert refused.value.code == REFUSED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_of_a_refused_file_nothing_is_stored(name: str, onrecord_test_plans: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    answer = onrecord(data, "import", onrecord_test_plans / "bad" / name, "--json")
    assert (answer.code, answer.json["accepted"]) == (1, False)
    assert "Traceback" not in answer.err
    assert not [file for file in (data / "files").rglob("*") if file.is_file()]
    store = open_store("sqlite:///record.db", data)
    assert store.head() == 0
    store.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["data"]


def test_no_damaged_file_takes_more_time_or_memory_than_promised(
    onrecord_test_plans: Path, tmp_path: Path
) -> None:
    """All of them in one process of its own, whose children are counted too."""
    command = [sys.executable, "-c", MEASURED, str(onrecord_test_plans / "bad")]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=environment)
    files, slowest, peak = told.stdout.split()
    assert int(files) == len(REFUSED | FOUND)
    assert float(slowest) < SECONDS
    assert int(peak) < MEGABYTES
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("office", [(), ("--org", "ua-office")])
@pytest.mark.parametrize("name", ["00_control_good.docx", "00_control_good.xlsx", "45_unknown_executor.xlsx"])
def test_the_shipped_office_knows_the_units_of_the_good_files(
    name: str, office: tuple[str, ...], onrecord_test_plans: Path, tmp_path: Path
) -> None:
    answer = onrecord(tmp_path / "data", "import", onrecord_test_plans / "bad" / name, "--json", *office)
    serious = [f for f in answer.json["findings"] if f["severity"] != "info"]
    assert {f"{f['code']} {f['place']}" for f in serious} == FOUND[name]
