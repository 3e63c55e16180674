"""Does a region see how its offices stand, nothing twice, and remind once a day who did not report?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from application.explain.addresses import parsed
from application.ports import SignedIn
from application.projections.notices import notices_of
from application.projections.rollup import below, rolled_up
from application.region import refuse_unless_looked_at
from domain.messages import Refused
from domain.people.decisions import AppointPerson, CreatePosition, RegisterPerson
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import OfficeReminded
from infrastructure.sessions import open_sessions
from interfaces.web.app import build_web
from tests.domain.small_office import DOCUMENT
from tests.stories.rulebook.offices import (
    CENTRE,
    FOREIGN,
    HIRED,
    REGION,
    UNDER_THE_REGION,
    another,
    centre,
    foreign,
    region,
)
from tests.story import Story, story
from tests.web.office import fields

RECORD = "sqlite:///record.db"
APRIL = datetime(2021, 4, 6, 9, tzinfo=UTC)
COUNTRY = "kraina"


TASK = {"task_number": "1.1", "task": "Правова освіта"}
TASKED = DOCUMENT.model_copy(
    update={
        "measures": tuple(
            m.model_copy(update={"task_number": "1.1", "task": "Правова освіта"})
            if m.id in ("m1", "m4")
            else m
            for m in DOCUMENT.measures
        )
    }
)
"""Two of its measures, a flow and a pair, are of one task; the others are of none."""


def named(office: str, person: str, position: str, role: str) -> Iterator:
    yield CreatePosition(organisation=office, position=position, unit="office", title=position, role=role)
    yield RegisterPerson(organisation=office, person=person, full_name=person)
    yield AppointPerson(organisation=office, person=person, position=position, since=HIRED)


def under(office: str, above: str, *commands):
    for command in commands:
        yield command.model_copy(update={"above": above}) if hasattr(command, "above") else command


@pytest.fixture
def told() -> Iterator[Story]:
    """A country, its region, two centres: one with a plan in force and one deed, one without a plan."""
    offices = (
        *another(COUNTRY, "ostap.hai", "minister", "Остап Гай"),
        *under(REGION, COUNTRY, *region()),
        *named(REGION, "mykyta.sova", "regional-supervisor", "supervisor"),
        *named(REGION, "iryna.lis", "regional-clerk", "executor"),
        *foreign(),
        *centre(*UNDER_THE_REGION, above=REGION),
        *under("novyi", REGION, *another("novyi", "lada.krai", "novyi-director", "Лада Край")),
    )
    with story(*offices, database_url=RECORD) as told:
        told.as_person("planner").does(DraftPlan(plan="1", document=TASKED))
        told.as_person("planner").does(SubmitPlan(plan="1", workflow="quarterly"))
        told.as_person("director").does(AgreeStep(plan="1", step="director"))
        told.as_person("nestor.holub").does(ApproveStep(plan="1", step="region"))
        deed = {"plan": "1", "measure": "m1", "done_on": told.clock.now().date(), "quantity": Decimal(2)}
        told.as_person("clerk-education").does(LogExecution(**deed))
        told.time_comes(APRIL)
        told.app.catch_up()
        yield told


def browser(told: Story, office: str, person: str) -> TestClient:
    sessions = open_sessions(RECORD, told.app.settings.data, told.clock.now)
    client = TestClient(build_web(told.app, sessions), base_url="http://desk.test", follow_redirects=True)
    client.cookies.set("onrecord_language", "uk")
    assert client.post(f"/sign-in/{sessions.invite(office, person)}", data={}).status_code == 200
    return client


def text_of(page) -> str:
    assert page.status_code == 200
    return unescape(page.text)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def measures_in(html: str) -> int:
    return sum(int(n) for n in re.findall(r">(\d+) за(?:хід|ходи|ходів)<", html))


BOARD = "/region?period=2021Q1"
REPORT = "/region/report?period=2021Q1"


# the board
def test_every_office_stands_with_its_plan_its_numbers_and_who_answers(told: Story) -> None:
    page = text_of(browser(told, REGION, "mykyta.sova").get(BOARD))
    assert "Регіон: 2 установи, I квартал 2021 року" in page
    rows = page.split("<tbody>")[1].split("</tr>")
    ours = plain(next(r for r in rows if "Наталія" in r or ("план" in r and "чинний" in r)))
    standing = told.app.ask(rolled_up, CENTRE, "2021Q1", APRIL.date())
    assert f"{standing.done / standing.planned * 100:.1f}".replace(".", ",") in ours
    assert f"Дані не надано {standing.states['not-reported']}" in ours
    theirs = plain(next(r for r in rows if "novyi" in r))
    assert "плану ще немає" in theirs
    assert "Лада Край" in theirs


def test_every_number_leads_to_what_is_behind_it(told: Story) -> None:
    client = browser(told, REGION, "mykyta.sova")
    for page in (text_of(client.get(BOARD)), text_of(client.get(REPORT))):
        led = re.findall(r'href="/explain/([^"]+)"[^>]*>([^<]*)<', page)
        assert len(led) > 5
        for address, words in led:
            assert parsed(unquote(address)).period == "2021Q1"
            assert any(sign.isdigit() for sign in words) or words == "–"


def test_the_worst_stands_first_and_the_order_is_chosen_by_links(told: Story) -> None:
    client = browser(told, REGION, "mykyta.sova")

    def order(address: str) -> list[str]:
        return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', text_of(client.get(address)))

    worst, by_name = order(BOARD), order(f"{BOARD}&sort=title")
    assert by_name == sorted(by_name)
    assert worst[0] != "novyi"
    assert set(worst) == set(by_name)
    for key in re.findall(r"sort=([a-z]+)", text_of(client.get(BOARD))):
        assert len(order(f"{BOARD}&sort={key}")) == 2


# the roll-up
def test_tasks_and_states_add_up_to_the_counters_and_nothing_twice(told: Story) -> None:
    page = text_of(browser(told, REGION, "mykyta.sova").get(REPORT))
    standing = told.app.ask(rolled_up, REGION, "2021Q1", APRIL.date())
    numbers = page.split('id="numbers"')[1].split('id="tasks"')[0]
    total = plain(numbers.split('class="total"')[1])
    assert f"Заходів {standing.measures}" in total
    assert f"Заплановано {standing.planned}" in total
    assert "Без подвійного рахунку" in page
    tasks = page.split('id="tasks"')[1]
    assert measures_in(tasks) == standing.measures
    task, none = (plain(row) for row in tasks.split("<tbody>")[1].split("</tr>")[:2])
    assert task == "1.1 Правова освіта Центр 2 з 3 2 заходи"
    assert none == "Без завдання Центр 0 з 1 4 заходи"
    assert f"/explain/rollup/2021Q1/{CENTRE}/tasks/1.1/done" in tasks
    [part] = [p for p in told.app.ask(below, REGION, "2021Q1", APRIL.date()) if p.measures]
    assert page.count('class="stacked"') == 1
    said = re.findall(r'class="stacked"[^>]*aria-label="([^"]+)"', page)[0]
    assert sum(int(n) for n in re.findall(r": (\d+)", said)) == part.measures


def test_a_country_sees_its_regions_with_all_that_is_below_them(told: Story) -> None:
    client = browser(told, COUNTRY, "ostap.hai")
    page = text_of(client.get(BOARD))
    assert f'href="/region?office={REGION}&period=2021Q1"' in page
    inside = text_of(client.get(f"/region?office={REGION}&period=2021Q1"))
    assert "novyi" in inside
    assert "До установи вище" in inside
    assert "Нагадати" not in inside
    standing = told.app.ask(rolled_up, REGION, "2021Q1", APRIL.date())
    tasks = text_of(client.get(REPORT)).split('id="tasks"')[1]
    assert sum(
        int(n) for pair in re.findall(r">(\d+) заход\w*<|>(\d+) захід<", tasks) for n in pair if n
    ) == (standing.measures)


# who may look
@pytest.mark.parametrize(
    ("office", "person", "node", "seen"),
    [
        (REGION, "mykyta.sova", CENTRE, True),
        (REGION, "nestor.holub", f"{CENTRE}/education", True),
        (COUNTRY, "ostap.hai", CENTRE, True),
        (CENTRE, "clerk-education", CENTRE, True),
        (REGION, "iryna.lis", CENTRE, False),
        (REGION, "iryna.lis", REGION, False),
        (REGION, "iryna.lis", f"{REGION}/office", True),
        (REGION, "iryna.lis", f"{REGION}/", False),
        (REGION, "mykyta.sova", REGION, True),
        (REGION, "mykyta.sova", f"{CENTRE}/zzz", False),
        (REGION, "mykyta.sova", f"{CENTRE}/", False),
        (CENTRE, "director", "novyi", False),
        (CENTRE, "director", REGION, False),
        (FOREIGN, "yaryna.dub", CENTRE, False),
        (FOREIGN, "yaryna.dub", REGION, False),
        (REGION, "mykyta.sova", FOREIGN, False),
        (REGION, "mykyta.sova", COUNTRY, False),
        (REGION, "mykyta.sova", "nowhere", False),
        (REGION, "nobody", CENTRE, False),
    ],
)
def test_one_looks_at_the_own_office_and_those_below_it_and_finds_no_other(
    told: Story, office: str, person: str, node: str, seen: bool
) -> None:
    who = SignedIn(organisation=office, person=person)
    if seen:
        refuse_unless_looked_at(told.app, who, node)
        return
    with pytest.raises(Refused, match="not-found"):
        refuse_unless_looked_at(told.app, who, node)


def test_the_pages_are_not_found_for_who_has_no_region_and_for_another_region(told: Story) -> None:
    for office, person in ((CENTRE, "director"), (REGION, "iryna.lis"), (FOREIGN, "yaryna.dub")):
        client = browser(told, office, person)
        assert 'href="/region"' not in client.get("/").text
        for page in (BOARD, REPORT, "/region/remind?period=2021Q1"):
            assert client.get(page).status_code == 404, (person, page)
    client = browser(told, REGION, "mykyta.sova")
    assert 'href="/region"' in client.get("/").text
    for page in ("/region", "/region/report", "/region/remind"):
        assert client.get(f"{page}?office={FOREIGN}&period=2021Q1").status_code == 404
        assert client.get(f"{page}?period=2021Q5").status_code == 404


def test_figures_that_hold_those_of_offices_below_open_only_to_who_looks_below(told: Story) -> None:
    figures = ("measures", "done", "planned", "states/not-reported", "tasks/1.1/done")
    for person, status in (("iryna.lis", 404), ("mykyta.sova", 200)):
        client = browser(told, REGION, person)
        for figure in figures:
            for node in (REGION, CENTRE):
                page = client.get(f"/explain/rollup/2021Q1/{node}/{figure}")
                assert page.status_code == status, (person, node, figure)
        assert client.get(f"/explain/rollup/2021Q1/{REGION}:office/done").status_code == 200
    page = browser(told, CENTRE, "clerk-education").get(f"/explain/rollup/2021Q1/{CENTRE}/done")
    assert page.status_code == 200


def test_a_unit_has_a_page_with_the_way_up_to_its_office_and_an_unknown_one_is_not_found(told: Story) -> None:
    client = browser(told, COUNTRY, "ostap.hai")
    unit = f"{CENTRE}/education"
    standing = told.app.ask(rolled_up, unit, "2021Q1", APRIL.date())
    assert standing.measures
    page = text_of(client.get(BOARD, params={"office": unit, "period": "2021Q1"}))
    assert "Відділ правопросвітництва" in page
    assert f'href="/region?office={CENTRE}&period=2021Q1">← До установи вище' in page
    tasks = text_of(client.get(REPORT, params={"office": unit, "period": "2021Q1"})).split('id="tasks"')[1]
    assert measures_in(tasks) == standing.measures
    for unknown in (f"{CENTRE}/zzz", f"{REGION}/zzz", f"{CENTRE}/", f"{COUNTRY}/zzz"):
        for address in (BOARD, REPORT):
            found = client.get(address, params={"office": unknown, "period": "2021Q1"})
            assert found.status_code == 404, unknown
        named = unknown.replace("/", ":")
        assert client.get(f"/explain/rollup/2021Q1/{named}/done").status_code == 404


# reminding
def reminders(told: Story) -> int:
    return sum(isinstance(r.event, OfficeReminded) for r in told.app.history("plan-1"))


def letters(told: Story) -> list[str]:
    told.app.catch_up()
    return sorted(r["recipient"] for r in told.app.ask(notices_of) if r["kind"] == "office-reminded")


def test_those_who_did_not_report_are_named_first_and_reminded_once_a_day(told: Story) -> None:
    client = browser(told, REGION, "mykyta.sova")
    assert "Нагадати тим, хто не подав (1)" in text_of(client.get(BOARD))
    check = client.get("/region/remind?period=2021Q1")
    assert "Не надано: 4 заходи" in text_of(check)
    assert "novyi" not in check.text
    form = fields(check.text)
    done = text_of(client.post("/region/remind", data=form))
    assert "Надіслано: 1." in done
    assert letters(told) == ["director", "planner"]
    again = text_of(client.post("/region/remind", data=form))
    assert reminders(told) == 1
    other = {**form, "command_id": "web-" + "0" * 32}
    refused = text_of(client.post("/region/remind", data=other))
    assert "Уже нагадували сьогодні: 1, не повторюємо" in refused
    assert "Надіслано" not in refused
    assert (reminders(told), letters(told)) == (1, ["director", "planner"])
    assert "нагадано сьогодні" in again
    told.time_comes(datetime(2021, 4, 7, 9, tzinfo=UTC))
    client = browser(told, REGION, "mykyta.sova")
    client.post("/region/remind", data=fields(client.get("/region/remind?period=2021Q1").text))
    assert (reminders(told), len(letters(told))) == (2, 4)


def test_a_letter_says_what_is_missing(told: Story) -> None:
    from application.delivery import deliver_due
    from application.letters import letter_of

    client = browser(told, REGION, "nestor.holub")
    client.post("/region/remind", data=fields(client.get("/region/remind?period=2021Q1").text))
    told.app.catch_up()
    notice = next(r["notice"] for r in told.app.ask(notices_of) if r["kind"] == "office-reminded")
    letter = letter_of(told.app, notice)
    assert letter.subject == "Регіон чекає на дані за I квартал 2021 року: не надано 4"
    assert letter.text.count("захід") >= 4
    assert deliver_due(told.app, told.clock.now())["delivered"] >= 2


def test_a_form_for_another_office_or_of_another_session_reminds_nobody(told: Story) -> None:
    client = browser(told, REGION, "mykyta.sova")
    form = fields(client.get("/region/remind?period=2021Q1").text)
    assert client.post("/region/remind", data={**form, "office": CENTRE}).status_code == 404
    assert client.post("/region/remind", data={**form, "csrf": "x"}).status_code == 403
    clerk = browser(told, REGION, "iryna.lis")
    assert clerk.post("/region/remind", data={**form, "csrf": "x"}).status_code == 403
    assert reminders(told) == 0
