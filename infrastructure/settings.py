"""What does an installation decide: where its data lies, which servers it uses, what its clock says?"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from application.snapshots import EVERY
from domain.messages import Refused

MODES = ("demo", "production")
PREFIX = "ONRECORD_"
FORMATS = ("docx", "xlsx", "pdf", "json", "csv")
ON = frozenset({"1", "true", "yes", "on"})
OFF = frozenset({"", "0", "false", "no", "off"})


class SettingsRefused(Refused):
    """A setting is wrong or not allowed here. ``code`` is stable and worded for people at the edge.

    ``unknown-mode`` (mode, known) · ``unreadable-time`` (value) · ``unreadable-switch`` (name, value) ·
    ``unreadable-count`` (name, value) ·
    ``simulated-clock-in-production`` · ``unsafe-store-in-production`` · ``unreadable-mail-url`` ·
    ``unreadable-command`` (name, value) · ``unreadable-formats`` (value, known).
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """As read from the environment and ``.env``; see ``docs/settings.md``. ``broker_url`` "" is embedded,
    ``mail_url`` "" writes files into the ``outbox`` of the data folder."""

    data: Path = Path("onrecord-data")
    database_url: str = "sqlite:///record.db"
    broker_url: str = ""
    mail_url: str = ""
    mode: str = "demo"
    token: str = ""
    now: datetime | None = None
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: tuple[str, ...] = ()
    scan_command: tuple[str, ...] = ()
    report_formats: tuple[str, ...] = ("docx",)
    unsafe_store: bool = False
    snapshot_every: int = EVERY

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise SettingsRefused("unknown-mode", mode=self.mode, known=", ".join(MODES))
        if self.mode == "production" and self.now is not None:
            raise SettingsRefused("simulated-clock-in-production")
        if self.mode == "production" and self.unsafe_store:
            raise SettingsRefused("unsafe-store-in-production")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None, dotenv: Path | None = None) -> Settings:
        """What stands in the environment wins over the file ``.env`` of the working folder."""
        variables = {
            **_dotenv(dotenv or Path(".env")),
            **(os.environ if environment is None else environment),
        }
        named = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in variables.items()
            if name.startswith(PREFIX) and value
        }
        return cls(**{name: _READ[name](value) for name, value in named.items() if name in _READ})


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip().removeprefix("export ") for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as unreadable:
        raise SettingsRefused("unreadable-time", value=value) from unreadable
    if moment.tzinfo is None:
        raise SettingsRefused("unreadable-time", value=value)
    return moment


def _switch(value: str) -> bool:
    if value.lower() not in ON | OFF:
        raise SettingsRefused("unreadable-switch", name="ONRECORD_UNSAFE_STORE", value=value)
    return value.lower() in ON


def _words(value: str) -> tuple[str, ...]:
    """A command as a shell would part it; it is never given to one."""
    try:
        return tuple(shlex.split(value))
    except ValueError as unclosed:
        raise SettingsRefused("unreadable-command", name="ONRECORD_SCAN_COMMAND", value=value) from unclosed


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise SettingsRefused("unreadable-count", name="ONRECORD_SNAPSHOT_EVERY", value=value)
    return int(value)


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _formats(value: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.lower() for part in _list(value)))
    if not formats or not set(formats) <= set(FORMATS):
        raise SettingsRefused("unreadable-formats", value=value, known=", ".join(FORMATS))
    return formats


_READ: dict[str, Callable[[str], Any]] = {
    "data": Path,
    "database_url": str,
    "broker_url": str,
    "mail_url": str,
    "mode": str,
    "token": str,
    "now": _moment,
    "public_url": lambda value: value.rstrip("/"),
    "trusted_proxies": _list,
    "scan_command": _words,
    "report_formats": _formats,
    "unsafe_store": _switch,
    "snapshot_every": _count,
}
