"""What do the tests of the web begin with? A copy of one furnished house each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.web.office import Desk, furnish, opened


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    folder = tmp_path_factory.mktemp("house")
    return folder, furnish(folder)


@pytest.fixture
def desk(furnished: tuple[Path, datetime], tmp_path: Path) -> Iterator[Desk]:
    """A plan waits for its director."""
    folder, at = furnished
    shutil.copytree(folder, tmp_path / "data")
    with opened(tmp_path / "data", at) as desk:
        yield desk
