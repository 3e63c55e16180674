"""The rule book of a table of what was done: what each line becomes, and what nothing is guessed of."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from application.app import App
from application.bulk.columns import KNOWN, Column, lines_of
from application.bulk.recording import Outcome, Table, Told, counts, record, rehearse
from application.bulk.table import fill_in
from application.bulk.words import line_of
from application.exports.fill_in import ASKED
from application.offers import PlanSeen, plan_seen
from application.ports import SignedIn
from application.sentences import speaking
from domain.plan.events import ExecutionLogged, IndicatorReported, NilDeclared
from domain.spelling import folded
from tests.workers.house import OFFICE, house, in_force

MARCH = datetime(2021, 3, 1, 9, tzinfo=UTC)
CLERK = "clerk-education"
HEAD = "№;Виконано;Коли;Місце;Осіб;Примітка;Потреби не виникало\n"


@pytest.fixture
def app(tmp_path: Path, read_here: None) -> App:
    return in_force(house(tmp_path)).at(MARCH)


def seen(app: App, person: str = CLERK) -> PlanSeen:
    return plan_seen(app, "p1", SignedIn(OFFICE, person))


def table(app: App, content: bytes, *another: str, name: str = "t.csv") -> Table:
    lines = lines_of(app.reader.read(content, name))
    assert lines is not None
    return Table(hashlib.sha256(content).hexdigest(), lines, frozenset(another))


def given(app: App, rows: str, *another: str, person: str = CLERK) -> list[Told]:
    return record(app, seen(app, person), table(app, (HEAD + rows).encode(), *another), "test")


def facts(app: App, *kinds: type) -> list[object]:
    return [r.event for r in app.history("plan-p1") if isinstance(r.event, kinds)]


def test_every_kind_of_measure_is_logged_in_its_own_way(app: App) -> None:
    told = given(
        app,
        "1.1;1;10.02.2021;Липки;12;у бібліотеці;\n"
        "1.3;;;;;;2021-01\n"
        "1.4;1/1;2021-02-11;;;;\n"
        "1.5;45;11.02.2021;;;;\n",
    )
    assert [one.outcome for one in told] == [Outcome.RECORDED] * 4
    deed, pair = facts(app, ExecutionLogged)
    assert (deed.done_on, deed.quantity, deed.place, deed.people_reached) == (
        date(2021, 2, 10),
        Decimal(1),
        "Липки",
        12,
    )
    assert (deed.note.text, deed.person) == ("у бібліотеці", CLERK)
    assert pair.parts == (Decimal(1), Decimal(1))
    (nil,) = facts(app, NilDeclared)
    assert (nil.measure, nil.period) == ("m3", "2021-01")
    (level,) = facts(app, IndicatorReported)
    assert (level.measure, level.value) == ("m5", Decimal(45))


PARTS = "№;Виконано;Коли;Підрозділ;Підпункт\n"


def given_parts(app: App, rows: str) -> list[Told]:
    return record(app, seen(app), table(app, (PARTS + rows).encode()), "test")


def test_a_line_may_say_of_which_unit_it_is_by_its_id_its_title_or_another_name(app: App) -> None:
    given_parts(app, "1.1;1;10.02.2021;bureau;\n1.1;1;10.02.2021;Відділ просвіти;\n1.1;1;10.02.2021;;\n")
    assert [deed.unit for deed in facts(app, ExecutionLogged)] == ["bureau", "education", None]


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        ("1.1;1;10.02.2021;Бюро на Місяці;\n", "line-not-a-unit", Column.UNIT),
        ("1.1;1;10.02.2021;director;\n", "line-not-a-unit", Column.UNIT),
        ("1.1;1;10.02.2021;;виїзд\n", "no-sub-items", Column.ITEM),
        ("1.5;45;10.02.2021;bureau;\n", "line-level-is-whole", Column.UNIT),
    ],
)
def test_an_unknown_part_stays_and_names_its_cell(app: App, line: str, code: str, cell: Column) -> None:
    (told,) = given_parts(app, line)
    assert told.refused is not None
    assert (told.outcome, told.refused.code) == (Outcome.REFUSED, code)
    lines = table(app, (PARTS + line).encode()).lines
    assert told.cell == lines[0].places[cell]
    assert facts(app, ExecutionLogged) == []


def test_the_same_file_again_adds_nothing(app: App) -> None:
    rows = "1.1;1;10.02.2021;;;;\n1.3;;;;;;2021-01\n1.5;45;11.02.2021;;;;\n"
    given(app, rows)
    before = app.store.head()
    assert {one.outcome for one in given(app, rows)} == {Outcome.REPEATED}
    assert app.store.head() == before
    app.at(MARCH.replace(day=30))
    assert {one.outcome for one in given(app, rows)} == {Outcome.REPEATED}
    assert app.store.head() == before


def test_the_same_deed_of_another_file_is_asked_about_and_the_answer_counts(app: App) -> None:
    given(app, "1.1;1;10.02.2021;;;;\n")
    again = "1.1;1;10.02.2021;;;;\n1.1;2;11.02.2021;;;;\n"
    asked, good = given(app, again)
    assert (asked.outcome, asked.cell, good.outcome) == (Outcome.ASKED, "line 2", Outcome.RECORDED)
    another, repeated = given(app, again, asked.place)
    assert (another.outcome, repeated.outcome) == (Outcome.RECORDED, Outcome.REPEATED)
    assert len(facts(app, ExecutionLogged)) == 3


def test_two_like_lines_of_one_file_are_asked_about_too(app: App) -> None:
    rows = "1.1;1;10.02.2021;;;;\n1.1;1;10.02.2021;;;;\n"
    plan = seen(app)
    tried = rehearse(plan, table(app, (HEAD + rows).encode()))
    assert [one.outcome for one in tried] == [Outcome.WOULD, Outcome.ASKED]
    assert facts(app, ExecutionLogged) == []
    assert [one.outcome for one in given(app, rows)] == [Outcome.RECORDED, Outcome.ASKED]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (";1;10.02.2021;;;;", "line-no-measure", 0),
        ("9.9;1;10.02.2021;;;;", "line-unknown-measure", 0),
        ("1.1;багато;10.02.2021;;;;", "line-not-a-number", 1),
        ("1.1;-1;10.02.2021;;;;", "line-not-a-number", 1),
        ("1.1;1;;;;;", "line-no-day", 2),
        ("1.1;1;учора;;;;", "line-not-a-day", 2),
        ("1.1;1;31.02.2021;;;;", "line-not-a-day", 2),
        ("1.1;1;10.02.21;;;;", "line-not-a-day", 2),
        ("1.1;1;10.02.2021;;дехто;;", "line-not-a-number", 4),
        ("1.1;1;10.02.2021;;1,5;;", "line-not-whole", 4),
        ("1.1;1;10.02.2021;;2.000;;", "line-not-whole", 4),
        ("1.1;1;10.02.2021;;2,0;;", "line-not-whole", 4),
        ("1.1;1,200;10.02.2021;;;;", "line-may-be-thousands", 1),
        ("1.1;1.200;10.02.2021;;;;", "line-may-be-thousands", 1),
        ("1.1;120.500;10.02.2021;;;;", "line-may-be-thousands", 1),
        ("1.4;1/1,200;10.02.2021;;;;", "line-may-be-thousands", 1),
        ("1.3;;;;;;може", "line-not-yes-or-no", 6),
        ("1.3;1;10.02.2021;;;;так", "line-nil-and-done", 6),
        ("1.1;1;10.02.2021;;;" + "а" * 20_001 + ";", "line-not-taken", 5),
        ("1.1;0;10.02.2021;;;;", "quantity-missing", 1),
        ("1.4;1;10.02.2021;;;;", "parts-missing", 1),
        ("1.1;1/1;10.02.2021;;;;", "no-parts-here", 1),
        ("1.1;1;02.03.2021;;;;", "not-yet", 2),
        ("1.1;1;31.12.2020;;;;", "outside-period", 2),
        ("1.1;;;;;;так", "nil-of-a-target", 6),
        ("1.3;;;;;;так", "nil-too-early", 6),
    ],
)
def test_a_line_that_stays_names_its_cell_and_costs_no_other(
    app: App, row: str, code: str, column: int
) -> None:
    """In a workbook, where every cell has a name."""
    book = openpyxl.Workbook()
    book.active.title = "Січень"
    for line in (HEAD.strip(), row, "1.2;1;15.01.2021;;;;"):
        book.active.append([cell or None for cell in line.split(";")])
    out = io.BytesIO()
    book.save(out)
    stays, good = record(app, seen(app), table(app, out.getvalue(), name="t.xlsx"), "test")
    assert stays.refused is not None
    assert (stays.outcome, stays.refused.code) == (Outcome.REFUSED, code)
    assert stays.cell == f"Січень!{'ABCDEFG'[column]}2"
    assert good.outcome is Outcome.RECORDED
    for language in ("uk", "vi", "en"):
        sentences = speaking(app.phrases, language, seen(app).office, seen(app).plan)
        assert f"{'ABCDEFG'[column]}2" in line_of(sentences, stays)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1200", "1200"), ("1,2", "1.2"), ("0,125", "0.125"), ("1 200,125", "1200.125"), ("1,1250", "1.125")],
)
def test_a_number_that_is_read_in_one_way_only_is_recorded(app: App, typed: str, meant: str) -> None:
    given(app, f"1.1;{typed};10.02.2021;;1 200;;\n")
    (deed,) = facts(app, ExecutionLogged)
    assert (deed.quantity, deed.people_reached) == (Decimal(meant), 1200)


def test_the_words_of_an_unsure_number_give_both_ways_to_write_it(app: App) -> None:
    one, two = given(app, "1.1;1,200;10.02.2021;;;;\n1.1;1.125;10.02.2021;;;;\n")
    sentences = speaking(app.phrases, "en", seen(app).office, seen(app).plan)
    assert "“1,200” may be read as 1200 or as 1,2." in line_of(sentences, one)
    assert "“1.125” may be read as 1125 or as 1.1250." in line_of(sentences, two)


def test_of_a_number_of_a_workbook_the_dot_is_the_decimal_sign(app: App) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD.strip().split(";"))
    book.active.append(["1.1", 1.125, "10.02.2021"])
    book.active.append(["1.2", "1.125", "10.02.2021"])
    out = io.BytesIO()
    book.save(out)
    number, text = record(app, seen(app), table(app, out.getvalue(), name="t.xlsx"), "test")
    assert (number.outcome, text.outcome) == (Outcome.RECORDED, Outcome.REFUSED)
    (deed,) = facts(app, ExecutionLogged)
    assert deed.quantity == Decimal("1.125")


def test_the_same_file_for_another_plan_is_another_act(app: App) -> None:
    in_force(app, "p2")
    content = (HEAD + "1.1;1;10.02.2021;;;;\n").encode()
    for plan, outcome in (("p1", "recorded"), ("p2", "recorded"), ("p1", "repeated"), ("p2", "repeated")):
        before_whom = plan_seen(app, plan, SignedIn(OFFICE, CLERK))
        (one,) = record(app, before_whom, table(app, content), "test")
        assert (plan, one.outcome.value) == (plan, outcome)
    for plan in ("p1", "p2"):
        assert len([r for r in app.history(f"plan-{plan}") if isinstance(r.event, ExecutionLogged)]) == 1


def test_a_key_that_stands_for_something_else_is_refused_and_not_called_recorded(app: App) -> None:
    """As when a form of the page is sent a second time with another number."""
    first, other = (table(app, (HEAD + f"1.1;{n};10.02.2021;;;;\n").encode()) for n in (1, 2))
    for form, outcome in ((first, Outcome.RECORDED), (other, Outcome.REFUSED), (first, Outcome.REPEATED)):
        (one,) = record(app, seen(app), replace(form, sha256="web-form"), "test")
        assert one.outcome is outcome
        assert (one.refused.code if one.refused else "") == (
            "line-recorded-otherwise" if outcome is Outcome.REFUSED else ""
        )
    assert [deed.quantity for deed in facts(app, ExecutionLogged)] == [Decimal(1)]


def test_a_line_said_to_be_another_deed_is_the_same_line_afterwards(app: App) -> None:
    given(app, "1.1;1;10.02.2021;;;;\n")
    again = "1.1;1;10.02.2021;;;;\n1.1;2;11.02.2021;;;;\n"
    given(app, again, "line 2")
    for another in ((), ("line 2", "line 3")):
        assert [one.outcome for one in given(app, again, *another)] == [Outcome.REPEATED] * 2
    assert len(facts(app, ExecutionLogged)) == 3


def test_what_is_of_others_is_refused_as_it_is_on_a_page(app: App) -> None:
    (one,) = given(app, "1.1;1;10.02.2021;;;;\n", person="head-bureau")
    assert one.refused is not None
    assert (one.outcome, one.refused.code) == (Outcome.REFUSED, "not-your-measure")


def test_what_is_not_filled_in_or_said_not_to_be_done_is_left(app: App) -> None:
    told = given(app, "1.1;;;;;;\n1.2;-;;;;;\n1.3;ні;;;;;\n1.3;;;;;;ні\n")
    assert {one.outcome for one in told} == {Outcome.LEFT}
    assert counts(told)["left"] == 4


def test_yes_is_an_answer_where_nothing_is_counted_and_no_number_where_something_is(app: App) -> None:
    yes, counted = given(app, "1.3;так;10.02.2021;;;;\n1.1;так;10.02.2021;;;;\n")
    assert (yes.outcome, counted.outcome) == (Outcome.RECORDED, Outcome.REFUSED)
    (deed,) = facts(app, ExecutionLogged)
    assert deed.quantity is None


@pytest.mark.parametrize(
    "head",
    ["Số;Thực hiện;Ngày;Địa điểm;Số người;Ghi chú;Không phát sinh", "No.;DONE;When;Place;People;Note;Nil"],
)
def test_headings_are_known_in_three_languages_in_any_order(app: App, head: str) -> None:
    columns = list(zip(head.split(";"), ("1.1", "1 000,5", "10/02/2021", "A", "7", "b", ""), strict=True))
    text = "\n".join(";".join(row) for row in zip(*reversed(columns), strict=True))
    (one,) = record(app, seen(app), table(app, text.encode()), "test")
    assert one.outcome is Outcome.RECORDED
    (deed,) = facts(app, ExecutionLogged)
    assert (deed.quantity, deed.people_reached, deed.place) == (Decimal("1000.5"), 7, "A")


def test_a_table_without_headings_is_none(app: App) -> None:
    assert lines_of(app.reader.read(b"1.1;1;10.02.2021\n1.2;2;11.02.2021\n", "t.csv")) is None


# the table that is handed out
@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_the_table_handed_out_is_read_back_filled_in(app: App, language: str) -> None:
    sentences = speaking(app.phrases, language, seen(app).office, seen(app).plan)
    handed = fill_in(seen(app), sentences, app.clock.now())
    assert {KNOWN[folded(h)] for h in handed.headings if folded(h) in KNOWN} == {
        *ASKED,
        Column.NUMBER,
        Column.ID,
    }
    content = app.write_table(handed)
    assert app.write_table(handed) == content
    assert {t.outcome for t in rehearse(seen(app), table(app, content, name="t.xlsx"))} == {Outcome.LEFT}
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    (heading,) = (r for r in range(1, 9) if sheet.cell(r, 1).value == handed.headings[0])
    assert [row[1] for row in handed.rows] == [sheet.cell(heading + n + 1, 2).value for n in range(5)]
    sheet.cell(heading + 1, 6).value, sheet.cell(heading + 1, 7).value = 2, date(2021, 2, 10)
    out = io.BytesIO()
    book.save(out)
    told = record(app, seen(app), table(app, out.getvalue(), name="t.xlsx"), "test")
    assert [one.outcome for one in told] == [Outcome.RECORDED, *[Outcome.LEFT] * 4]
    (deed,) = facts(app, ExecutionLogged)
    assert (deed.measure, deed.quantity, deed.done_on) == ("m1", Decimal(2), date(2021, 2, 10))


def test_what_begins_like_a_formula_stays_text_in_the_table(app: App) -> None:
    sentences = speaking(app.phrases, "uk", seen(app).office, seen(app).plan)
    handed = fill_in(seen(app), sentences, app.clock.now())
    bad = ("=1+1", "=HYPERLINK(1)", *handed.rows[0][2:])
    book = openpyxl.load_workbook(io.BytesIO(app.write_table(replace(handed, rows=(bad,)))))
    assert [book.active.cell(4, n).data_type for n in (1, 2)] == ["s", "s"]


def test_who_plans_for_the_office_gets_all_that_is_owed(app: App) -> None:
    mine = fill_in(seen(app), speaking(app.phrases, "uk", seen(app).office, None), app.clock.now())
    office = fill_in(
        seen(app, "planner"), speaking(app.phrases, "uk", seen(app).office, None), app.clock.now()
    )
    assert len(office.rows) == len(mine.rows) == 5


def test_a_day_that_reads_either_way_is_taken_the_day_first_and_that_is_told(app: App) -> None:
    slashed, dotted, plain = given(app, "1.1;1;05/02/2021;;;;\n1.1;2;05.02.2021;;;;\n1.1;3;17/02/2021;;;;\n")
    assert (slashed.outcome, slashed.either) == (Outcome.RECORDED, "05/02/2021")
    assert (dotted.either, plain.either) == ("", "")
    assert [deed.done_on for deed in facts(app, ExecutionLogged)] == [
        date(2021, 2, 5),
        date(2021, 2, 5),
        date(2021, 2, 17),
    ]
    sentences = speaking(app.phrases, "uk", seen(app).office, seen(app).plan)
    assert "«05/02/2021» прочитано як 05.02.2021 (пт): спершу день" in line_of(sentences, slashed)
    assert "спершу день" not in line_of(sentences, dotted)


def test_a_trial_tells_it_too(app: App) -> None:
    (would,) = rehearse(seen(app), table(app, (HEAD + "1.1;1;05/02/2021;;;;\n").encode()))
    assert (would.outcome, would.either) == (Outcome.WOULD, "05/02/2021")


def test_in_an_english_plan_such_a_day_is_asked_about(app: App) -> None:
    before = seen(app)
    text = before.plan.text.model_copy(update={"language": "en"})
    english = replace(before, plan=replace(before.plan, document=text))
    (asked,) = rehearse(english, table(app, (HEAD + "1.1;1;05/02/2021;;;;\n").encode()))
    assert asked.refused is not None
    assert (asked.outcome, asked.refused.code) == (Outcome.REFUSED, "line-day-either-way")
    (clear,) = rehearse(english, table(app, (HEAD + "1.1;1;17/02/2021;;;;\n").encode()))
    assert clear.outcome is Outcome.WOULD
