"""Are settings read as the surface names them, and refused where they would endanger a record?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from infrastructure.settings import Settings, SettingsRefused

NOWHERE = Path("/nonexistent/.env")


def read(dotenv: Path = NOWHERE, /, **variables: str) -> Settings:
    return Settings.from_env({f"ONRECORD_{n}": v for n, v in variables.items()}, dotenv)


def test_without_any_setting_it_is_a_demo_in_the_working_folder() -> None:
    settings = read()

    assert settings.mode == "demo"
    assert settings.data == Path("onrecord-data")
    assert settings.database_url.startswith("sqlite:///")
    assert (settings.broker_url, settings.mail_url, settings.token) == ("", "", "")
    assert settings.now is None
    assert not settings.unsafe_store


def test_every_setting_of_the_surface_is_read() -> None:
    settings = read(
        DATA="/var/lib/onrecord",
        DATABASE_URL="postgresql://db/onrecord",
        BROKER_URL="redis://broker",
        MAIL_URL="smtp://mail",
        MODE="demo",
        TOKEN="t",
        NOW="2021-01-15T09:00:00+02:00",
        PUBLIC_URL="https://plans.example.org/",
        TRUSTED_PROXIES="10.0.0.1, 10.0.0.2",
        UNSAFE_STORE="1",
    )

    assert settings == Settings(
        data=Path("/var/lib/onrecord"),
        database_url="postgresql://db/onrecord",
        broker_url="redis://broker",
        mail_url="smtp://mail",
        token="t",
        now=datetime(2021, 1, 15, 7, tzinfo=UTC),
        public_url="https://plans.example.org",
        trusted_proxies=("10.0.0.1", "10.0.0.2"),
        unsafe_store=True,
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("# ours\nexport ONRECORD_MODE=production\nONRECORD_TOKEN='from file'\n\nOTHER=1\n")

    assert read(dotenv) == Settings(mode="production", token="from file")
    assert read(dotenv, TOKEN="given") == Settings(mode="production", token="given")


def test_a_blank_setting_is_no_setting() -> None:
    assert read(DATABASE_URL="", NOW="") == read()


@pytest.mark.parametrize(
    ("code", "variables"),
    [
        ("simulated-clock-in-production", {"MODE": "production", "NOW": "2021-01-15T09:00:00+02:00"}),
        ("unsafe-store-in-production", {"MODE": "production", "UNSAFE_STORE": "1"}),
        ("unknown-mode", {"MODE": "prod"}),
        ("unreadable-time", {"NOW": "yesterday"}),
        ("unreadable-time", {"NOW": "2021-01-15T09:00:00"}),
        ("unreadable-switch", {"UNSAFE_STORE": "perhaps"}),
        ("unreadable-count", {"SNAPSHOT_EVERY": "-1"}),
        ("unreadable-count", {"SNAPSHOT_EVERY": "often"}),
    ],
)
def test_what_would_endanger_a_record_is_refused(code: str, variables: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(NOWHERE, **variables)
    assert refused.value.code == code
