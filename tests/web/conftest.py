"""What do the tests of the web begin with? A copy of one furnished house each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.browsing import FLAGS, served
from tests.web.office import Desk, furnish, opened


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    folder = tmp_path_factory.mktemp("house")
    return folder, furnish(folder)


@pytest.fixture
def desk(furnished: tuple[Path, datetime], tmp_path: Path, read_here: None) -> Iterator[Desk]:
    """A plan waits for its director."""
    folder, at = furnished
    shutil.copytree(folder, tmp_path / "data")
    with opened(tmp_path / "data", at) as desk:
        yield desk


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def house(desk: Desk) -> Iterator[tuple[Desk, str]]:
    with served(desk) as base:
        yield desk, base


@pytest.fixture(params=[360, 1280])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=[(360, False), (1280, True)], ids=["a phone without scripts", "a desktop with them"])
def seat(request: pytest.FixtureRequest) -> tuple[int, bool]:
    """How wide the window is, and whether scripts run."""
    return request.param
