"""Does `./run` set itself up once, from anywhere, and then become the command?

Tried on a small checkout of its own: the real scripts, a lock without packages, and a command that tells
where it runs and with which arguments.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent.parent
COMMAND = """
import json, os, sys
told = {"arguments": sys.argv[1:], "folder": os.getcwd(), "process": os.getpid(), "code": __file__}
print(json.dumps(told))
"""


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "a checkout"
    (folder / "interfaces" / "cli").mkdir(parents=True)
    (folder / "interfaces" / "cli" / "__main__.py").write_text(COMMAND)
    (folder / "requirements.lock").write_text("# nothing\n")
    shutil.copy(CHECKOUT / "run", folder)
    shutil.copytree(CHECKOUT / "tools", folder / "tools")
    return folder


def test_set_up_speaks_on_stderr_only_and_only_once(checkout):
    first, second = run(checkout / "run"), run(checkout / "run")
    assert "setting up" in first.stderr
    assert json.loads(first.stdout)["arguments"] == []
    assert second.stderr == ""


def test_the_caller_keeps_folder_and_arguments(checkout, tmp_path):
    (tmp_path / "interfaces").mkdir()
    told = json.loads(run(checkout / "run", "import", "my plan.docx", "", "*", cwd=tmp_path).stdout)
    assert told["arguments"] == ["import", "my plan.docx", "", "*"]
    assert told["folder"] == str(tmp_path)
    assert told["code"] == str(checkout / "interfaces" / "cli" / "__main__.py")


def test_it_may_be_called_through_links(checkout, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "onrecord").symlink_to("../a checkout/run")
    (tmp_path / "again").symlink_to(tmp_path / "bin" / "onrecord")
    assert json.loads(run(tmp_path / "again", "x").stdout)["arguments"] == ["x"]


def test_it_becomes_the_command_so_that_signals_reach_it(checkout):
    run(checkout / "run")
    started = subprocess.Popen([checkout / "run"], stdout=subprocess.PIPE, env=environment())
    told, _ = started.communicate(timeout=30)
    assert json.loads(told)["process"] == started.pid


def test_two_first_calls_at_once_set_up_once(checkout):
    calls = [
        subprocess.Popen(
            [checkout / "run", str(n)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
        )
        for n in range(3)
    ]
    answers = [call.communicate(timeout=60) for call in calls]
    assert [json.loads(out)["arguments"] for out, _ in answers] == [["0"], ["1"], ["2"]]
    assert sum("setting up" in err for _, err in answers) == 1


def test_a_changed_lock_is_set_up_again(checkout):
    run(checkout / "run")
    (checkout / "requirements.lock").write_text("# nothing yet\n")
    assert "setting up" in run(checkout / "run").stderr
    assert run(checkout / "run").stderr == ""


def test_a_half_made_environment_is_made_anew(checkout):
    run(checkout / "run")
    (checkout / ".venv" / ".unfinished").touch()
    (checkout / ".venv" / "left behind").touch()
    for stamp in (checkout / ".venv").glob(".ready-*"):
        stamp.unlink()
    assert "setting up" in run(checkout / "run").stderr
    assert not (checkout / ".venv" / "left behind").exists()


def test_a_moved_checkout_still_finds_its_code(checkout, tmp_path):
    run(checkout / "run")
    moved = checkout.rename(tmp_path / "moved")
    answer = run(moved / "run")
    assert json.loads(answer.stdout)["code"].startswith(str(moved))
    assert answer.stderr == ""


def run(*command, cwd="/"):
    return subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True, check=True)


def environment():
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
