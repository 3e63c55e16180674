"""Do the commands that the documents name exist, and does the way to a route lead there?"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from application.samples.offices import SHIPPED
from application.workflows.reading import WrittenStep
from interfaces.cli.main import COMMANDS
from tests.cli.conftest import onrecord

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"```sh\n.*?```|`[^`\n]+`", re.DOTALL)
NAMED = re.compile(r"(?:\./run|(?<![\w/=])onrecord) ([a-z][a-z-]*)\b(?![./=:])")


@pytest.mark.parametrize("document", ["README.md", "docs/deployment.md", "docs/workflows.md"])
def test_every_command_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {name for code in CODE.findall(text) for name in NAMED.findall(code)}
    assert len(named) > 4
    assert named <= {*COMMANDS}


def block(language: str) -> str:
    text = (ROOT / "docs" / "workflows.md").read_text(encoding="utf-8")
    return "".join(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL))


def test_the_page_about_routes_leads_from_nothing_to_a_plan_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text(block("csv"), encoding="utf-8")
    Path("quarterly.yaml").write_text(block("yaml"), encoding="utf-8")
    shutil.copy(SHIPPED / "plan-kvartal-2026-3.docx", "plan.docx")
    for line in block("sh").splitlines():
        words = shlex.split(line, comments=True)[1:]
        answer = onrecord(tmp_path / "data", *words, now="2026-07-20T09:00+03:00")
        assert answer.code == 0, (line, answer.err)
    assert Path("route.svg").exists()
    (plan,) = onrecord(tmp_path / "data", "plans", "--json").json
    assert plan["status"] == "in-review"
    (route,) = onrecord(tmp_path / "data", "workflow", "list", "--json").json
    assert (route["workflow"], route["subject"], route["steps"]) == ("quarterly", "plan", 3)


def test_the_page_about_routes_names_every_field_of_a_step() -> None:
    page = (ROOT / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert [field for field in WrittenStep.model_fields if f"`{field}`" not in page] == ["position"]


def test_an_office_without_routes_is_told_how_to_get_one(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(block("csv"), encoding="utf-8")
    data = tmp_path / "data"
    assert onrecord(data, "staff", people, "--org", "okht", "--open", "Центр").code == 0
    assert "workflow publish FILE --org okht" in onrecord(data, "workflow", "list", "--lang", "uk").out
    unnamed = onrecord(data, "workflow", "check", "--lang", "uk")
    assert (unnamed.code, "workflow list" in unnamed.err) == (2, True)
