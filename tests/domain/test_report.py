"""The rule book of compiled reports: the same inputs have one hash for ever."""

from domain.report.decisions import RecordReport
from domain.report.events import ReportCompiled
from tests.dsl import given

FIELDS = {
    "plan": "1",
    "period": "2021Q1",
    "position": 40,
    "language": "uk",
    "format": "docx",
    "template_version": "1",
    "code_version": "0.1.0",
    "sha256": "a" * 64,
}


def test_a_compiled_report_is_recorded_once():
    given().when(RecordReport(**FIELDS)).then(ReportCompiled(**FIELDS))
    given(ReportCompiled(**FIELDS)).when(RecordReport(**FIELDS)).then_nothing()


def test_other_bytes_from_the_same_inputs_are_refused():
    given(ReportCompiled(**FIELDS)).when(RecordReport(**{**FIELDS, "sha256": "b" * 64})).then_refused(
        "report-differs"
    )


def test_another_position_is_another_report():
    later = {**FIELDS, "position": 41, "sha256": "b" * 64}
    given(ReportCompiled(**FIELDS)).when(RecordReport(**later)).then(ReportCompiled(**later))


def test_only_the_house_records_a_report_never_a_person():
    given().when(RecordReport(**FIELDS), by="planner", holding=("planner", "director")).then_refused(
        "not-allowed"
    )
