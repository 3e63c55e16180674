"""What is read from a plan that is a list in prose?"""

from application.imports.reading import read_plan
from domain.plan.document import CellState, DueKind, Severity
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import word

LINES = (
    "KẾ HOẠCH",
    "PHỔ BIẾN PHÁP LUẬT NĂM 2021",
    "I. MỤC ĐÍCH",
    "1. Mục đích",
    "Nâng cao hiểu biết pháp luật.",
    "II. NỘI DUNG",
    "1. Truyền thông",
    "Hoạt động 1: Phát tờ gấp cho người dân.",
    "- Đơn vị thực hiện: Sở Tư pháp, Trung tâm trợ giúp.",
    "- Cơ quan phối hợp: Ủy ban nhân dân các huyện, thành phố.",
    "- Thời gian thực hiện: Quý I - III năm 2021.",
    "Hoạt động 2: Cập nhật danh sách.",
    "- Cơ quan thực hiện: Sở Tư pháp.",
    "- Thời gian thực hiện: Thường xuyên khi có sự thay đổi.",
    "2. Tổ chức",
    "Hoạt động: Kiểm tra chi nhánh.",
    "- Đơn vị thực hiện: Sở Tư pháp.",
    "- Thời gian thực hiện: Cả năm 2021.",
    "III. KINH PHÍ",
    "Ngân sách bảo đảm.",
)


def test_activities_are_numbered_by_section_group_and_activity() -> None:
    reading = read_plan(word([[""]], lines=LINES), "plan.docx", OfficeReader())
    plan = reading.document
    assert [(m.number, m.number_raw, m.task_number) for m in plan.measures] == [
        ("II.1.1", "Hoạt động 1", "1"),
        ("II.1.2", "Hoạt động 2", "1"),
        ("II.2.1", "Hoạt động", "2"),
    ]
    assert plan.sections == ("I. MỤC ĐÍCH", "II. NỘI DUNG", "III. KINH PHÍ")
    assert [task.title for task in plan.tasks] == ["Truyền thông", "Tổ chức"]
    assert (plan.language, plan.period) == ("vi", "2021")
    assert [(f.code, f.facts.get("number") or f.facts["words"]) for f in reading.findings] == [
        ("number-built", "II.1.1"),
        ("number-built", "II.1.2"),
        ("number-built", "II.2.1"),
        ("lines-not-kept", "1. Mục đích"),
    ]


def test_labelled_lines_are_the_cells_of_an_activity() -> None:
    first, second, _ = read_plan(word([[""]], lines=LINES), "plan.docx", OfficeReader()).document.measures
    assert [e.raw for e in first.executors] == ["Sở Tư pháp", "Trung tâm trợ giúp"]
    assert first.co_executors == ("Ủy ban nhân dân các huyện, thành phố",)
    assert (first.due.kind, first.due.raw) == (DueKind.QUARTER_RANGE, "Quý I - III năm 2021.")
    assert second.due.kind is DueKind.CONTINUOUS
    assert first.target.state is CellState.MISSING


def test_a_line_that_fits_nowhere_bars_approval() -> None:
    lines = (*LINES[:11], "- Ghi nhớ điều quan trọng", *LINES[11:])
    reading = read_plan(word([[""]], lines=lines), "plan.docx", OfficeReader())
    errors = [(f.code, f.place) for f in reading.findings if f.severity is Severity.ERROR]
    assert errors == [("row-not-read", "line 12")]
    assert not reading.approvable
