"""Does the command line explain itself, at once and in the person's language?"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from interfaces.cli.language import language_of
from interfaces.cli.main import COMMANDS
from interfaces.cli.words import help_in
from tests.cli.conftest import onrecord

ROOT = Path(__file__).parents[2]
LANGUAGES = ("uk", "en", "vi")


def spawn(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )


def modules_after(*arguments: str, **environment: str) -> set[str]:
    """What a process of its own has imported once the command is done; seconds are for `bench`."""
    done = f"from interfaces.cli.main import run; run({[*arguments]!r})"
    return {
        *spawn("-c", f"import sys; {done}; print(); print(*sys.modules)", **environment)
        .stdout.rpartition("\n\n")[2]
        .split()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_command(language: str, tmp_path: Path) -> None:
    answer = onrecord(tmp_path, "--help", "--lang", language)
    assert answer.code == 0
    assert all(re.search(rf"^  {name} ", answer.out, re.MULTILINE) for name in COMMANDS)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_explains_itself_with_an_example(name: str, language: str, tmp_path: Path) -> None:
    answer = onrecord(tmp_path, name, "--help", "--lang", language)
    assert answer.code == 0
    assert f"\n  onrecord {name}" in answer.out
    assert all(option in answer.out for option in ("--json", "--data", "--lang"))


def test_the_languages_explain_the_same_things() -> None:
    keys = {language: set(help_in(language).words) for language in LANGUAGES}
    assert keys["uk"] == keys["en"] == keys["vi"]


def test_nothing_of_the_application_is_imported_for_help() -> None:
    script = (
        "import sys; from interfaces.cli.main import run; run(['--help']);"
        "print({'pydantic', 'application', 'domain', 'sqlalchemy', 'infrastructure'} & {*sys.modules})"
    )
    assert spawn("-c", script).stdout.endswith("set()\n")


def test_help_loads_the_standard_library_and_little_of_that() -> None:
    loaded = modules_after("--help")
    ours = {name.partition(".")[0] for name in loaded if not name.startswith("_")} - {
        *sys.stdlib_module_names
    }
    assert ours - {"sitecustomize", "usercustomize"} == {"interfaces"}
    assert len(loaded) <= 160


def test_a_read_loads_nothing_that_only_serves_sends_or_prints(approved: Path) -> None:
    loaded = {name.partition(".")[0] for name in modules_after("plans", ONRECORD_DATA=str(approved))}
    assert "sqlalchemy" in loaded
    assert not loaded & {"celery", "redis", "starlette", "uvicorn", "jinja2", "docx", "openpyxl", "psycopg"}


def test_an_unknown_command_is_wrong_usage_and_names_the_near_ones(tmp_path: Path) -> None:
    answer = onrecord(tmp_path, "histroy")
    assert (answer.code, answer.out) == (2, "")
    assert "history" in answer.err


def test_no_command_at_all_explains_itself(tmp_path: Path) -> None:
    assert "import" in onrecord(tmp_path).out


@pytest.mark.parametrize("arguments", [("plan",), ("plan", "x", "--as-of"), ("do", "AgreeStep", "{}")])
def test_missing_arguments_are_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert onrecord(tmp_path, *arguments).code == 2


@pytest.mark.parametrize(
    "arguments",
    [("plan",), ("plan", "x", "--position", "soon"), ("do", "AgreeStep", "{}"), ("histroy",), ("--quiet",)],
)
def test_wrong_usage_is_one_object_for_a_script(arguments: tuple[str, ...], tmp_path: Path) -> None:
    answer = onrecord(tmp_path, *arguments, "--json")
    assert (answer.code, set(answer.json)) == (2, {"usage"})
    assert answer.json["usage"] in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan",), {"uk": "Бракує: ID.", "vi": "Còn thiếu: ID.", "en": "Missing: ID."}),
        (
            ("calendar", "2026-01-01", "--roll", "x"),
            {"uk": "--roll: «x» не підходить. Можна: before, after, none.", "vi": "Có thể dùng: before"},
        ),
        (("calendar", "2026-01-01", "--shift", "x"), {"uk": "«x» не ціле число", "en": "no whole number"}),
        (("calendar", "2026-01-01", "--shift"), {"uk": "--shift: після цього потрібне значення."}),
        (("plans", "--quiet"), {"uk": "Команда не знає: --quiet.", "en": "does not know: --quiet"}),
        (("plans", "--json=1"), {"uk": "--json: значення тут не пишуть, а вказано «1»."}),
        (
            ("report", "x", "--period", "2026", "--position", "1", "--known-at", "2026-01-01"),
            {"uk": "--known-at: не разом із --position: лишіть щось одне."},
        ),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_person(
    arguments: tuple[str, ...], said: dict[str, str], tmp_path: Path
) -> None:
    for language, words in said.items():
        answer = onrecord(tmp_path, *arguments, "--lang", language)
        assert (answer.code, words in answer.err) == (2, True), answer.err


def test_a_page_of_help_has_its_headings_in_the_language_of_the_person(tmp_path: Path) -> None:
    page = onrecord(tmp_path, "import", "--help", "--lang", "uk").out
    assert "показати цю довідку" in page
    assert not [words for words in ("positional", "options:", "show this") if words in page]


def test_what_to_type_is_told_as_the_program_was_started(tmp_path: Path) -> None:
    started = {"called": "./run"}
    told = onrecord(tmp_path, "serve", "--help", **started).out
    assert "\n  ./run serve --data" in told
    assert told.startswith("usage: ./run serve ")
    assert "./run import FILE" in onrecord(tmp_path, "plans", **started).err
    assert "onrecord serve" not in told


def test_the_version_is_told(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert onrecord(tmp_path, "--version").out == f"onrecord {project['version']}\n"
    assert onrecord(tmp_path, "--version", "--json").json == {"version": project["version"]}


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "vi"], {"LANG": "uk_UA.UTF-8"}, "vi"),
        (["--lang=uk"], {}, "uk"),
        ([], {"LC_ALL": "uk_UA.UTF-8", "LANG": "vi_VN"}, "uk"),
        ([], {"LC_MESSAGES": "vi_VN", "LANG": "uk_UA"}, "vi"),
        ([], {"LANG": "uk_UA"}, "uk"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "de_DE"}, "en"),
        ([], {}, "en"),
    ],
)
def test_the_language_is_the_asked_one_else_the_locale_s(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(arguments, environment) == language


def test_common_options_may_stand_before_the_command(drafted: Path, tmp_path: Path) -> None:
    answer = onrecord(tmp_path / "elsewhere", "--json", "--data", str(drafted), "plans")
    assert [row["plan"] for row in answer.json] == ["ua-office-2026q3"]


def test_a_reader_that_goes_away_is_no_failure(approved: Path) -> None:
    command = f"{sys.executable} -m interfaces.cli plan ua-office-2026q3 --json | head -1"
    answer = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env={"ONRECORD_DATA": str(approved), "PATH": "/usr/bin:/bin"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert (answer.stdout, answer.stderr) == ("{\n", "")
