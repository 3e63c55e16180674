"""May the record lie in this folder, and does one lie there already?"""

from __future__ import annotations

import os
from pathlib import Path

from infrastructure.migrations import SQLITE
from infrastructure.readmodels import FILE as READ_MODELS
from infrastructure.settings import Settings, SettingsRefused

MAGIC = b"SQLite format 3\0"
OWNER_ONLY = 0o700


def record_of(settings: Settings) -> Path | None:
    """The file of an embedded record; None where a server keeps it, or nothing does."""
    url = settings.database_url
    return settings.data / url.removeprefix(SQLITE) if url.startswith(SQLITE) else None


def holds_record(settings: Settings) -> bool:
    """Whether something is there to look at; a server is asked when it is opened."""
    record = record_of(settings)
    return record is None or record.exists()


def refuse_without_record(settings: Settings) -> None:
    """For who only looks: a folder misspelt is not made. SettingsRefused("no-record-here")."""
    refuse_file(settings.data)
    if not holds_record(settings):
        raise SettingsRefused("no-record-here", path=str(settings.data))


def make_ready(settings: Settings) -> None:
    """The folder, open to its owner alone, and databases in it that are databases. Raises SettingsRefused:
    ``data-folder-is-a-file``, ``data-folder-unusable``, ``not-a-database`` (path)."""
    refuse_file(settings.data)
    try:
        settings.data.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as unmade:
        raise SettingsRefused("data-folder-unusable", path=str(settings.data)) from unmade
    if not os.access(settings.data, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsRefused("data-folder-unusable", path=str(settings.data))
    for path in filter(None, (record_of(settings), settings.data / READ_MODELS)):
        refuse_no_database(path)


def refuse_file(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise SettingsRefused("data-folder-is-a-file", path=str(data))


def refuse_no_database(path: Path) -> None:
    """An empty file becomes a database when it is opened; others say what they are at once."""
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as unread:
        raise SettingsRefused("not-a-database", path=str(path)) from unread
    if start and start != MAGIC:
        raise SettingsRefused("not-a-database", path=str(path))
