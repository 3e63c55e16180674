"""Does only the plan's own period move in a title, and is what was left as it stood told?"""

import pytest

from domain.plan.moved_title import moved_title
from domain.plan.next_period import names_of_old

BUDGET = "План на 2028 рік на виконання Закону про Державний бюджет України на 2028 рік"


@pytest.mark.parametrize(
    ("period", "title", "later", "left"),
    [
        (
            "2028",
            "План на 2028 рік на виконання Закону від 12.05.2028 № 2028-IX",
            "План на 2029 рік на виконання Закону від 12.05.2028 № 2028-IX",
            ("12.05.2028", "№ 2028-IX"),
        ),
        (
            "2028Q4",
            "План на виконання наказу від 05.10.2028 № 12 на IV квартал 2028 року",
            "План на виконання наказу від 05.10.2028 № 12 на I квартал 2029 року",
            ("05.10.2028",),
        ),
        ("2028", BUDGET, BUDGET.replace("2028", "2029", 1), ("2028",)),
        (
            "2028",
            "План заходів програми «Громада 2028» та Стратегії на 2028-2032 роки на 2028 рік",
            "План заходів програми «Громада 2028» та Стратегії на 2028-2032 роки на 2029 рік",
            ("«Громада 2028»",),
        ),
        (
            "2028Q4",
            "Kế hoạch quý IV năm 2028 theo Quyết định số 15/2028/QĐ-UBND ngày 5 tháng 10 năm 2028",
            "Kế hoạch quý I năm 2029 theo Quyết định số 15/2028/QĐ-UBND ngày 5 tháng 10 năm 2028",
            ("số 15/2028/QĐ-UBND", "ngày 5 tháng 10 năm 2028"),
        ),
        (
            "2028Q4",
            "План на виконання указу від 5 жовтня 2028 року на 4 квартал 2028 року",
            "План на виконання указу від 5 жовтня 2028 року на 1 квартал 2029 року",
            ("5 жовтня 2028",),
        ),
        ("2027", "План на 2027 рік, прийнятий 2026 року", "План на 2028 рік, прийнятий 2026 року", ()),
    ],
)
def test_a_law_keeps_its_date_number_and_name(period: str, title: str, later: str, left: tuple) -> None:
    moved = moved_title(title, period)
    assert (moved.words, moved.left) == (later, left)


def test_the_plans_own_words_are_told_apart() -> None:
    own = moved_title("План на 2028 рік на виконання Закону від 12.05.2028 № 2028-IX", "2028").own
    assert "2029" in own
    assert "2028" not in own


def test_the_years_of_a_programme_are_no_period_of_the_plan() -> None:
    assert not names_of_old("Аналіз показників за 2015-2021 рр.", "2021Q1")
    assert names_of_old("Аналіз показників за 2021 рік", "2021Q1")
