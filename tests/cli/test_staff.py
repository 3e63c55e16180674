"""A list of staff becomes units, posts and appointments: in any spelling, and all of it or nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from application.staffing.columns import KNOWN
from application.staffing.values import role
from domain.spelling import folded
from tests.cli.conftest import Answer, onrecord

pytestmark = pytest.mark.usefixtures("read_here")

OPEN = ("--org", "lypky", "--open", "Центр у Липках")
NOW = "2026-02-02T09:00+02:00"
UK = """ПІБ;Пошта;Підрозділ;Посада;Роль;Очолює;З;До;В.о.;Наказ;Інші назви
Марта Верес;m@example.org;Керівництво;Директор;директор;так;01.01.2020;;;;
Остап Лозовий;;Керівництво;Заступник директора;погоджувач;;01.01.2020;;;;заст. директора
Ольга Гринчук;;Керівництво;Планувальник;planner;;01.01.2020;;;;
Остап Лозовий;;Керівництво;Директор;;;01.02.2026;28.02.2026;т.в.о.;наказ № 14-к;
"""
VI = """Họ và tên,Thư điện tử,Đơn vị,Chức vụ,Vai trò,Phụ trách,Từ ngày,Đến ngày,Quyền,Quyết định
Nguyễn Thị Đào,dao@example.org,Ban lãnh đạo,Giám đốc,giám đốc,có,01/01/2020,,,
Trần Văn Phúc,,Phòng Kế hoạch,Chuyên viên,người lập kế hoạch,,2020-01-01,,,
Trần Văn Phúc,,Ban lãnh đạo,Giám đốc,,,01/02/2026,28/02/2026,Q.,số 14/QĐ
"""
EN = """person,name,email,unit,position,role,heads,since,until,acting,order,aliases
ada,Ada Levko,ada@example.org,Office,Director,director,yes,2020-01-01,,,,
bo,Bo Dub,,Office,Deputy,reviewer,,2020-01-01,,no,,deputy head; vice
"""


def staff(data: Path, text: str, *options: str, encoding: str = "utf-8", now: str = NOW) -> Answer:
    file = data.parent / "staff.csv"
    file.write_bytes(text.encode(encoding))
    return onrecord(data, "staff", str(file), *options, now=now)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_list_opens_an_office_in_any_encoding(data: Path, encoding: str) -> None:
    answer = staff(data, UK, *OPEN, "--json", "--lang", "uk", encoding=encoding).json
    assert (answer["recorded"], answer["opened"], answer["findings"], answer["lines"]) == (True, True, [], 4)
    names = [change["command"] for change in answer["changes"]]
    assert (names.count("RegisterPerson"), names.count("CreatePosition"), names.count("FormUnit")) == (
        3,
        3,
        1,
    )
    assert names.count("AppointPerson") == 4
    people = {change["person"] for change in answer["changes"] if change["command"] == "RegisterPerson"}
    assert people == {"marta.veres", "ostap.lozovyi", "olha.hrynchuk"}


@pytest.mark.parametrize(("text", "language", "people"), [
    (VI, "vi", {"nguyen.thi.dao", "tran.van.phuc"}),
    (EN, "en", {"ada", "bo"}),
])  # fmt: skip
def test_headings_are_read_in_every_language(data: Path, text: str, language: str, people: set[str]) -> None:
    answer = staff(data, text, *OPEN, "--json", "--lang", language).json
    assert answer["findings"] == []
    assert {c["person"] for c in answer["changes"] if c["command"] == "RegisterPerson"} == people
    assert {c["form"] for c in answer["changes"] if c.get("acting")} <= {"acting"}


def test_temporarily_acting_is_kept_with_its_order_and_days(data: Path) -> None:
    answer = staff(data, UK, *OPEN, "--json", "--lang", "uk").json
    (acting,) = [c for c in answer["changes"] if c.get("acting")]
    assert (acting["person"], acting["form"], acting["basis"]) == (
        "ostap.lozovyi",
        "temporarily",
        "наказ № 14-к",
    )
    assert (acting["since"], acting["until"]) == ("2026-02-01", "2026-02-28")


def test_the_same_list_again_changes_nothing(data: Path) -> None:
    staff(data, UK, *OPEN, "--lang", "uk")
    again = staff(data, UK, "--org", "lypky", "--lang", "uk", "--json", now="2026-03-20T09:00+02:00").json
    assert (again["changes"], again["findings"], again["missing"]) == ([], [], [])
    told = staff(data, UK, *OPEN, "--lang", "uk", now="2026-03-20T09:00+02:00")
    assert (told.code, told.out) == (
        0, "Прочитано 4 рядки; в установі lypky усе це вже так. Нічого не записано.\n"
    )  # fmt: skip


def test_a_dry_run_records_nothing(data: Path) -> None:
    answer = staff(data, UK, *OPEN, "--dry-run", "--json", "--lang", "uk").json
    assert (answer["recorded"], len(answer["changes"])) == (False, 11)
    assert staff(data, UK, "--org", "lypky", "--json").json["refused"] == "unknown-organisation"


def test_a_changed_address_a_new_post_and_an_end_are_all_that_is_asked(data: Path) -> None:
    staff(data, UK, *OPEN, "--lang", "uk")
    changed = UK.replace("m@example.org", "marta@example.org").replace(
        "Ольга Гринчук;;Керівництво;Планувальник;planner;;01.01.2020;;",
        "Ольга Гринчук;;Керівництво;Планувальник;planner;;01.01.2020;31.03.2026;",
    )
    answer = staff(
        data, changed + "Іван Дуб;;Бюро;Фахівець;виконавець;;;;;;\n", "--org", "lypky", "--json"
    ).json
    assert [c["command"] for c in answer["changes"]] == [
        "RegisterPerson",
        "EndAppointment",
        "RegisterPerson",
        "FormUnit",
        "CreatePosition",
        "AppointPerson",
    ]
    assert answer["recorded"]


def test_who_left_is_told_and_not_removed(data: Path) -> None:
    staff(data, UK, *OPEN, "--lang", "uk")
    without = "\n".join(line for line in UK.splitlines() if "Гринчук" not in line)
    answer = staff(data, without, "--org", "lypky", "--lang", "uk")
    assert (
        "Ольга Гринчук сьогодні обіймає посаду «Планувальник», а в списку такого рядка немає." in answer.out
    )
    told = staff(data, without, "--org", "lypky", "--json").json
    assert (told["changes"], told["missing"]) == (
        [],
        [{"person": "olha.hrynchuk", "position": "planuvalnyk"}],
    )


@pytest.mark.parametrize(("line", "code", "words"), [
    ("Іван Дуб;;;Знавець;виконавець;;;;;;", "staff-unit-missing", "підрозділу для неї в рядку не названо"),
    ("Іван Дуб;;Бюро;Знавець;;;;;;;", "staff-role-missing", "ролі для неї в рядку не названо"),
    ("Іван Дуб;;Бюро;Знавець;чаклун;;;;;;", "staff-role", "не є роллю"),
    ("Іван Дуб;;Бюро;;виконавець;;;;;;", "staff-position-missing", "У рядку немає посади"),
    ("Іван Дуб;;Бюро;Знавець;виконавець;;32.01.2026;;;;", "staff-date", "не є днем"),
    ("Іван Дуб;;Бюро;Знавець;виконавець;може;;;;;", "staff-yes-or-no", "ні «так», ні «ні»"),
    ("Іван Дуб;без адреси;Бюро;Знавець;виконавець;;;;;;", "unreadable-address", ""),
    ("Іван Дуб;;Керівництво;Директор;;;01.01.2021;;;;", "position-taken", ""),
    ("Іван Дуб;;Керівництво;Директор;;;;;в.о.;;", "basis-missing", ""),
    ("Іван Дуб;;Бюро;Знавець;виконавець;;02.02.2026;01.01.2026;;;", "ends-before-start", ""),
    ("???;;Бюро;Знавець;виконавець;;;;;;", "staff-id", "не виходить ідентифікатор"),
])  # fmt: skip
def test_what_is_unclear_is_told_by_its_line_and_nothing_is_recorded(
    data: Path, line: str, code: str, words: str
) -> None:
    answer = staff(data, UK + line + "\n", *OPEN, "--json", "--lang", "uk")
    (finding,) = answer.json["findings"]
    assert (answer.code, answer.json["recorded"]) == (1, False)
    assert (finding["place"], finding["code"]) == ("line 6", code)
    assert words in finding["message"]
    assert staff(data, UK, "--org", "lypky", "--json").json["refused"] == "unknown-organisation"


def test_a_file_without_headings_is_refused_with_what_to_write(data: Path) -> None:
    answer = staff(data, "а;б\nв;г\n", *OPEN, "--json", "--lang", "uk")
    assert (answer.code, answer.json["refused"]) == (1, "staff-no-headings")
    assert "Перший рядок називає стовпці" in answer.json["message"]


def test_an_office_is_opened_under_another(data: Path) -> None:
    staff(data, EN, "--org", "oblast", "--open", "Region", "--lang", "en")
    local = EN.replace("ada", "cy").replace("bo,Bo", "dee,Dee")
    assert staff(data, local, *OPEN, "--above", "oblast", "--lang", "en").code == 0
    facts = onrecord(data, "history", "people-lypky", "--json").json["facts"]
    assert facts[0]["fact"]["above"] == "oblast"
    lost = staff(data, local, "--org", "x", "--open", "X", "--above", "nowhere", "--json").json
    assert lost["refused"] == "unknown-organisation"


def test_an_administrator_asks_in_their_own_name_and_never_appoints_themselves(data: Path) -> None:
    admin = "ada2,Ada Two,,Office,Administrator,administrator,,2020-01-01,,,,\n"
    staff(data, EN + admin, *OPEN, "--lang", "en")
    itself = EN + admin + "ada2,,,,Director,,,2026-02-01,,yes,No 1,\n"
    answer = staff(data, itself, "--org", "lypky", "--as", "ada2", "--json").json
    assert [f["code"] for f in answer["findings"]] == ["not-oneself"]
    more = EN + admin + "cy,Cy Oak,,Office,Clerk,executor,,2026-02-01,,,,\n"
    assert staff(data, more, "--org", "lypky", "--as", "ada2", "--json").json["recorded"]
    refused = staff(data, more.replace("Cy Oak", "Cyr Oak"), "--org", "lypky", "--as", "ada", "--json").json
    assert [f["code"] for f in refused["findings"]] == ["not-allowed"]


def test_nobody_is_told_missing_while_a_line_is_unclear(data: Path) -> None:
    staff(data, UK, *OPEN, "--lang", "uk")
    wrong = UK.replace("Планувальник;planner;", "Планувальник;чаклун;")
    told = staff(data, wrong, "--org", "lypky", "--json", "--lang", "uk").json
    assert ([f["code"] for f in told["findings"]], told["missing"]) == (["staff-role"], [])
    assert "EndAppointment" not in staff(data, wrong, "--org", "lypky", "--lang", "uk").out


def test_where_there_is_no_office_yet_it_is_said_how_to_open_it(data: Path) -> None:
    told = staff(data, UK, "--org", "okht", "--lang", "uk").err
    assert ("Відомі" in told, "onrecord staff FILE --org okht --open" in told) == (False, True)
    staff(data, UK, *OPEN, "--lang", "uk")
    assert "Відомі: lypky." in staff(data, UK, "--org", "okht", "--lang", "uk").err


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_the_help_names_columns_and_roles_that_are_read(data: Path, language: str) -> None:
    helped = onrecord(data, "staff", "--help", "--lang", language).out
    told = " ".join(helped.split()).split("docs/workflows.md")[0].replace("- ", "-")
    columns, roles = told.rsplit(": ", 3)[1:3]
    assert [c for c in re.split(r", |: ", columns.rpartition(".")[0]) if known(c) is None] == []
    assert len({role(word.strip(" .")) for word in roles.rpartition(".")[0].split(",")}) == 7


def known(words: str) -> object:
    """The column of a heading, whatever the sentence puts around it."""
    spelt = folded(re.sub(r"[()]|^(and where needed|а за потреби|và khi cần:?) ", "", words).strip())
    parts = re.split(r" (?:or|або|hoặc) ", spelt)
    return next((KNOWN.get(folded(part)) for part in parts if folded(part) in KNOWN), None)


def test_an_office_without_a_calendar_is_told_to_accept_one_and_not_to_open_the_office(data: Path) -> None:
    staff(data, UK, *OPEN, "--lang", "uk")
    answer = onrecord(data, "calendar", "2026-08-01", "--org", "lypky", "--lang", "uk", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "no-calendar")
    assert "onrecord do AcceptCalendar" in answer.err
    assert "--open" not in answer.err
    elsewhere = onrecord(data, "calendar", "2026-08-01", "--org", "okht", "--lang", "uk", "--json")
    assert elsewhere.json["refused"] == "unknown-organisation"
    assert "lypky" in elsewhere.json["known"]
