"""How are the columns of the house form called, in each language of a plan?

The importer must know every one of these headings by its role (``tests/exports/test_form.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from application.imports.headings import Role


@dataclass(frozen=True, slots=True)
class FormWords:
    """``headings`` by role; ``measures`` stands above indicator and values; ``approved`` is the stamp."""

    headings: dict[Role, str]
    measures: str
    activity: str
    approved: str
    act: str
    page: str


WORDS = {
    "uk": FormWords(
        {
            Role.NUMBER: "№ з/п",
            Role.SECTION: "Розділ",
            Role.TASK: "Завдання",
            Role.SUBTASK: "Підзавдання",
            Role.PURPOSE: "Мета",
            Role.MEASURE: "Захід",
            Role.EXECUTORS: "Відповідальний виконавець",
            Role.CO_EXECUTORS: "Співвиконавці",
            Role.DUE: "Термін виконання",
            Role.INDICATOR: "Показник результативності",
            Role.TARGET: "Значення показника",
            Role.TOTAL: "Разом",
        },
        measures="Показники результативності",
        activity="Захід",
        approved="ЗАТВЕРДЖУЮ",
        act="від {day} № {number}",
        page="Сторінка {page} з {pages}",
    ),
    "vi": FormWords(
        {
            Role.NUMBER: "TT",
            Role.SECTION: "Lĩnh vực",
            Role.TASK: "Nhiệm vụ",
            Role.SUBTASK: "Tiểu nhiệm vụ",
            Role.PURPOSE: "Mục đích",
            Role.MEASURE: "Nội dung hoạt động",
            Role.EXECUTORS: "Đơn vị thực hiện",
            Role.CO_EXECUTORS: "Cơ quan phối hợp",
            Role.DUE: "Thời gian thực hiện",
            Role.INDICATOR: "Chỉ số",
            Role.TARGET: "Chỉ tiêu kế hoạch",
            Role.TOTAL: "Tổng cộng",
        },
        measures="Chỉ số thực hiện",
        activity="Hoạt động",
        approved="PHÊ DUYỆT",
        act="Số: {number}, ngày {day}",
        page="Trang {page}/{pages}",
    ),
    "en": FormWords(
        {
            Role.NUMBER: "No.",
            Role.SECTION: "Section",
            Role.TASK: "Task",
            Role.SUBTASK: "Sub-task",
            Role.PURPOSE: "Purpose",
            Role.MEASURE: "Measure",
            Role.EXECUTORS: "Responsible",
            Role.CO_EXECUTORS: "Co-executors",
            Role.DUE: "Deadline",
            Role.INDICATOR: "Indicator",
            Role.TARGET: "Target",
            Role.TOTAL: "Total",
        },
        measures="Indicators",
        activity="Activity",
        approved="APPROVED",
        act="No. {number} of {day}",
        page="Page {page} of {pages}",
    ),
}
QUARTERS = ("I", "II", "III", "IV")
