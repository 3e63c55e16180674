"""Is a file that is handed in kept, shown to whoever may read, and never a danger to who opens it?"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from application.demo import QUARTER
from application.evidence.keeping import MOST_BYTES
from domain.messages import SYSTEM
from domain.people.rules import SetEvidenceRules
from domain.plan.events import EvidenceAdded, ExecutionLogged
from tests.evidence.pictures import CAMERA, jpeg
from tests.web.office import DIRECTOR, EXECUTOR, STRANGER, Desk, fields, in_force

PLAN = f"/plans/{QUARTER}"
PHOTO = ("evidence", ("захід у «Липках».jpg", jpeg(), "image/jpeg"))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
ACTIVE = ("evidence", ("схема.svg", SVG, "image/svg+xml"))
TOO_BIG = ("evidence", ("відео.mp4", b"x" * (MOST_BYTES + 1), "video/mp4"))
Part = tuple[str, tuple[str, bytes, str]]


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def address(desk: Desk) -> str:
    return f"{PLAN}/measures/{desk.measure('1.2.3')}/log"


def log(desk: Desk, browser: TestClient, *files: Part, **typed: str):
    form = fields(browser.get(address(desk)).text)
    form.pop("evidence")
    return browser.post(address(desk), data=form | typed, files=list(files))


def last(desk: Desk):
    return desk.app.history(f"plan-{QUARTER}")[-1].event


def more(desk: Desk, browser: TestClient, *files: Part):
    """Adds files to the last record of the measure."""
    (*_, record) = desk.plan.of(desk.measure("1.2.3")).executions
    page = f"{PLAN}/measures/{desk.measure('1.2.3')}/records/{record}/evidence"
    form = fields(browser.get(page).text)
    form.pop("evidence")
    return browser.post(page, data=form, files=list(files))


def test_a_photo_comes_with_the_record_and_goes_out_to_be_saved(running: Desk):
    executor = running.browser(EXECUTOR)
    page = log(running, executor, PHOTO)
    logged = last(running)
    assert isinstance(logged, ExecutionLogged)
    (file,) = logged.evidence
    assert file.file_name == "захід у «Липках».jpg"
    link = f"{PLAN}/evidence/{file.sha256}"
    assert link in page.text
    for reader in (executor, running.browser(DIRECTOR)):
        answer = reader.get(link)
        assert answer.content == jpeg()
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert unquote(answer.headers["content-disposition"]).endswith("''захід у «Липках».jpg")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]


def test_what_could_run_goes_out_as_bytes_without_a_type(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor, ACTIVE)
    answer = executor.get(f"{PLAN}/evidence/{last(running).evidence[0].sha256}")
    assert answer.content == SVG
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


def test_a_file_is_shown_in_the_history_and_in_the_plan(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor, PHOTO)
    link = f"{PLAN}/evidence/{last(running).evidence[0].sha256}"
    assert link in executor.get(f"{PLAN}/history").text
    row = executor.get(PLAN).text.partition(f'<tr id="m-{running.measure("1.2.3")}"')[2].split("</tr>")[0]
    assert "1 файл" in row


def test_whoever_may_not_read_the_plan_finds_no_file(running: Desk):
    log(running, running.browser(EXECUTOR), PHOTO)
    link = f"{PLAN}/evidence/{last(running).evidence[0].sha256}"
    assert running.browser(STRANGER, office="vn-office").get(link).status_code == 404
    assert jpeg() not in running.guest().get(link).content


def test_a_file_of_another_kind_or_of_none_is_not_found(running: Desk):
    source = running.plan.text.source
    assert source is not None
    executor = running.browser(EXECUTOR)
    for sha256 in (source.sha256, "a" * 64, "..%2f..%2fetc%2fpasswd"):
        assert executor.get(f"{PLAN}/evidence/{sha256}").status_code == 404


def test_the_record_stands_also_where_the_file_does_not(running: Desk):
    page = log(running, running.browser(EXECUTOR), TOO_BIG, quantity="2")
    assert (last(running).quantity, last(running).evidence) == (Decimal(2), ())
    assert "Записано без файлу." in page.text
    assert "Файл «відео.mp4» понад 20 МБ" in page.text
    assert "Додати інший файл</a>" in page.text


def test_of_several_files_only_the_good_ones_are_kept_and_that_is_told(running: Desk):
    page = log(running, running.browser(EXECUTOR), PHOTO, TOO_BIG)
    assert len(last(running).evidence) == 1
    assert "Записано, але не всі файли збережено." in page.text
    assert "Записано без файлу." not in page.text


def test_words_of_an_address_that_nobody_wrote_say_nothing(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor)
    version = running.app.store.version(f"plan-{QUARTER}")
    for code in ("evidence-x", "not-yet", "evidence-big<script>"):
        page = executor.get(f"{address(running)}?recorded={version}&without={code}&file=<b>x</b>").text
        assert "Записано без файлу" not in page
    page = executor.get(f"{address(running)}?recorded={version}&without=evidence-runs&file=<b>x</b>").text
    assert "Записано без файлу" in page
    assert "<b>x" not in page


def test_a_file_comes_to_a_record_later_and_once(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor)
    page = more(running, executor, PHOTO)
    assert isinstance(last(running), EvidenceAdded)
    assert "Файл додано до запису." in page.text
    assert "06.08.2026 (чт): 5, Максим Зеленко" in page.text
    before = running.app.store.head()
    assert "Цей файл уже є в записі" in more(running, executor, PHOTO).text
    assert running.app.store.head() == before


def test_nothing_chosen_is_told_and_nothing_is_recorded(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor)
    before = running.app.store.head()
    answer = more(running, executor)
    assert (answer.status_code, "Не додано жодного файлу" in answer.text) == (422, True)
    assert running.app.store.head() == before


def test_only_who_wrote_the_record_is_offered_to_add_to_it(running: Desk):
    log(running, running.browser(EXECUTOR), PHOTO)
    record = f"records/{last(running).execution}/evidence"
    page = running.browser(DIRECTOR).get(f"{PLAN}/measures/{running.measure('1.2.3')}/{record}")
    assert "захід у «Липках».jpg" in page.text
    assert 'type="file"' not in page.text


def test_a_file_need_not_be_chosen_again_when_the_form_comes_back(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor, PHOTO, quantity="2")
    asked = log(running, executor, PHOTO, quantity="2")
    assert asked.status_code == 409
    assert "Уже завантажено: захід у «Липках».jpg" in asked.text
    executor.post(address(running), data=fields(asked.text) | {"again": "true"})
    assert [file.file_name for file in last(running).evidence] == ["захід у «Липках».jpg"]
    assert len(running.plan.of(running.measure("1.2.3")).executions) == 2


def test_a_receipt_of_somebody_else_brings_no_file(running: Desk):
    executor, director = running.browser(EXECUTOR), running.browser(DIRECTOR)
    log(running, executor, PHOTO, quantity="2")
    again = log(running, executor, PHOTO, quantity="2").text
    (receipt,) = re.findall(r'name="kept-0" value="([^"]+)"', again)
    mine = {"unit:office", "position:director", f"person:{DIRECTOR}"}
    theirs = next(m for m in running.plan.text.measures if mine & {e.to for e in m.executors})
    page = f"{PLAN}/measures/{theirs.id}/log"
    director.post(page, data=fields(director.get(page).text) | {"kept-0": receipt})
    assert last(running).person == DIRECTOR
    assert last(running).evidence == ()


def test_a_form_made_up_hands_nothing_in(running: Desk):
    executor = running.browser(EXECUTOR)
    answer = executor.post(address(running), data={"quantity": "1", "csrf": "made-up"}, files=[PHOTO])
    assert answer.status_code == 403
    sha256 = hashlib.sha256(jpeg()).hexdigest()
    assert not list((running.app.settings.data / "files").rglob(sha256))


def test_photos_lose_their_place_where_the_office_asks_and_the_page_says_so(running: Desk):
    asked = SetEvidenceRules(organisation="ua-office", strip_metadata=True)
    running.app.do(asked, by=SYSTEM, organisation="ua-office")
    executor = running.browser(EXECUTOR)
    assert "вилучаються місце й час зйомки" in executor.get(address(running)).text
    page = log(running, executor, PHOTO)
    (file,) = last(running).evidence
    assert file.stripped
    assert "(без даних про місце)" in page.text
    assert CAMERA.encode() not in executor.get(f"{PLAN}/evidence/{file.sha256}").content


def test_a_file_that_was_altered_is_not_given_out(running: Desk):
    executor = running.browser(EXECUTOR)
    log(running, executor, PHOTO)
    sha256 = last(running).evidence[0].sha256
    (path,) = (running.app.settings.data / "files").rglob(sha256)
    path.write_bytes(b"forged")
    answer = executor.get(f"{PLAN}/evidence/{sha256}")
    assert answer.status_code == 409
    assert "змінено після збереження" in answer.text
    path.unlink()
    assert "немає в сховищі" in executor.get(f"{PLAN}/evidence/{sha256}").text
