"""Is all that a copy leaves as it stood, and that speaks of the old period, told as something to look at?"""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

from application.copying import Copy, next_of
from domain.plan.deadlines import read_deadline
from domain.plan.document import Executor, Funding, Measure, SubItem, Target
from domain.plan.state import Status
from tests.domain.small_office import DOCUMENT

STALE = {
    "section": "Розділ IV квартал 2028",
    "task": "Завдання на 2028 рік",
    "subtask": "у жовтні 2028",
    "baseline": "на 01.10.2028: 5",
    "co_executors": ("рада до 12.12.2028",),
    "sub_items": (SubItem(title="виїзд до 15 жовтня 2028 року"),),
    "target": Target(raw="жовтень – 1, листопад – 2"),
    "funding": (Funding(source="ДБ", raw="100", amount=Decimal(100), period="IV"),),
}
TOLD = [
    "Розділ IV квартал 2028",
    "Завдання на 2028 рік",
    "у жовтні 2028",
    "на 01.10.2028: 5",
    "жовтень – 1, листопад – 2",
    "виїзд до 15 жовтня 2028 року",
    "рада до 12.12.2028",
    "IV: ДБ, 100",
]


def copy(title: str, *measures: Measure, period: str = "2028Q4") -> Copy:
    header = DOCUMENT.header.model_copy(update={"title": title})
    text = DOCUMENT.model_copy(update={"measures": measures, "period": period, "header": header})
    plan = SimpleNamespace(status=Status.IN_FORCE, text=text, cancelled={})
    return next_of(SimpleNamespace(plan=plan, rows={}, id="1", version=5))


def told(made: Copy, code: str = "words-of-old-period") -> list[tuple[str, str]]:
    return [(str(f.facts["words"]), f.place) for f in made.findings if f.code == code]


def measure(id: str, **said: object) -> Measure:
    return Measure(id=id, ordinal=1, title="Захід", **said)


def test_each_cell_that_speaks_of_the_old_period_is_told_once() -> None:
    made = copy("План на IV квартал 2028 року", measure("m1", **STALE))
    assert sorted(told(made)) == sorted((words, "row 1") for words in TOLD)


def test_what_rows_have_above_them_alike_is_told_of_the_first() -> None:
    rows = [measure(f"m{n}", section=STALE["section"]) for n in (1, 2)]
    assert told(copy("План на IV квартал 2028 року", *rows)) == [(STALE["section"], "row 1")]


def test_money_of_a_quarter_of_a_year_is_not_old() -> None:
    made = copy("План на 2028 рік", measure("m1", funding=STALE["funding"]), period="2028")
    assert told(made) == []


def test_the_title_moves_and_the_law_in_it_is_told() -> None:
    made = copy("План на 2028 рік на виконання Закону від 12.05.2028 № 2028-IX", period="2028")
    title = "План на 2029 рік на виконання Закону від 12.05.2028 № 2028-IX"
    assert made.document.header.title == title
    assert told(made) == [("12.05.2028; № 2028-IX", "title")]


def test_a_title_whose_year_may_be_that_of_a_law_is_left_to_a_person() -> None:
    title = "План на виконання Закону про Державний бюджет на 2028 рік"
    made = copy(title, period="2028")
    assert made.document.header.title == title
    assert told(made, "title-not-carried") == [(title, "title")]


def test_a_measure_is_counted_once_however_many_of_its_terms_are_asked_about() -> None:
    """As in a matrix, where each executor has a column with a term of its own."""
    day, _ = read_deadline("до 15.11.2028", "2028Q4")
    own = tuple(Executor(raw=raw, due=day) for raw in ("Відділ", "Бюро"))
    made = copy("План на IV квартал 2028 року", measure("m1", due=day, executors=own), measure("m2"))
    assert len(told(made, "date-not-carried")) > 1
    assert (made.moved, made.kept) == (0, 1)
