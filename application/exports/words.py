"""How are the columns of the house form called, in each language of a plan?

The importer must know every one of these headings by its role (``tests/exports/test_form.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from application.imports.heading_words import Role


@dataclass(frozen=True, slots=True)
class FormWords:
    """``headings`` by role; ``measures`` stands above indicator and values,
    ``matrix`` above executors as columns, ``money`` above sources of funding; ``approved`` is the stamp;
    ``topics`` head what a plan says of its purpose, its money and its duties."""

    headings: dict[Role, str]
    measures: str
    matrix: str
    money: str
    activity: str
    approved: str
    act: str
    page: str
    topics: dict[str, str]


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
            Role.RESULT: "Очікуваний результат",
            Role.BASELINE: "Вихідне значення",
            Role.WEIGHT: "Вага",
            Role.NOTE: "Примітка",
            Role.TOTAL: "Разом",
        },
        measures="Показники результативності",
        matrix="Виконавці і строки виконання",
        money="Обсяг фінансування",
        activity="Захід",
        approved="ЗАТВЕРДЖУЮ",
        act="від {day} № {number}",
        page="Сторінка {page} з {pages}",
        topics={"purpose": "Мета", "funding": "Фінансування", "responsibilities": "Відповідальність"},
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
            Role.RESULT: "Kết quả dự kiến",
            Role.BASELINE: "Hiện trạng",
            Role.WEIGHT: "Trọng số",
            Role.NOTE: "Ghi chú",
            Role.TOTAL: "Tổng cộng",
        },
        measures="Chỉ số thực hiện",
        matrix="Đơn vị và thời gian thực hiện",
        money="Kinh phí",
        activity="Hoạt động",
        approved="PHÊ DUYỆT",
        act="Số: {number}, ngày {day}",
        page="Trang {page}/{pages}",
        topics={
            "purpose": "Mục đích",
            "funding": "Kinh phí thực hiện",
            "responsibilities": "Tổ chức thực hiện",
        },
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
            Role.RESULT: "Expected result",
            Role.BASELINE: "Baseline",
            Role.WEIGHT: "Weight",
            Role.NOTE: "Note",
            Role.TOTAL: "Total",
        },
        measures="Indicators",
        matrix="Responsible, deadline",
        money="Funding",
        activity="Activity",
        approved="APPROVED",
        act="No. {number} of {day}",
        page="Page {page} of {pages}",
        topics={"purpose": "Purpose", "funding": "Funding", "responsibilities": "Responsibilities"},
    ),
}
QUARTERS = ("I", "II", "III", "IV")
