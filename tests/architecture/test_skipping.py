"""Does a test that was skipped for a reason of its own fail the run?"""

import os
import subprocess
import sys

import pytest

from tests import skipping

ONE_TEST = "import pytest\n\n\ndef test_it():\n    pytest.skip({reason!r})\n"
WHOLE_FILE = "import pytest\n\npytest.skip({reason!r}, allow_module_level=True)\n"


@pytest.mark.parametrize("shape", [ONE_TEST, WHOLE_FILE])
def test_a_skip_outside_the_list_fails_the_run(shape, tmp_path):
    ran = run_pytest(tmp_path, shape.format(reason="not today"))
    assert ran.returncode != 0
    assert "nothing may be skipped for this reason: not today" in ran.stdout


@pytest.mark.parametrize("shape", [ONE_TEST, WHOLE_FILE])
def test_an_absent_browser_is_forgiven_at_home_but_not_in_ci(shape, tmp_path):
    source = shape.format(reason=skipping.CHROMIUM_ABSENT)
    assert "1 skipped" in run_pytest(tmp_path, source).stdout
    assert run_pytest(tmp_path, source, ONRECORD_NO_SKIPS="1").returncode != 0


def test_absent_plans_are_forgiven_only_where_they_are_absent(tmp_path):
    source = ONE_TEST.format(reason=skipping.PLANS_ABSENT)
    absent, present = str(tmp_path / "absent"), str(tmp_path)
    assert (
        "1 skipped" in run_pytest(tmp_path, source, ONRECORD_TEST_PLANS=absent, ONRECORD_NO_SKIPS="1").stdout
    )
    assert run_pytest(tmp_path, source, ONRECORD_TEST_PLANS=present).returncode != 0


def run_pytest(folder, source, **settings):
    (folder / "test_sample.py").write_text(source)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider",
         "--rootdir", folder, folder / "test_sample.py"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd()} | settings,
        capture_output=True,
        text=True,
    )  # fmt: skip
