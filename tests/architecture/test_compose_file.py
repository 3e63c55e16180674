"""Would `docker compose` take our file, start its services in order, and know no password of its own?"""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.compose import COMPOSE_FILE, application_services, command_of, compose, settings_of

SCHEMA = Path(__file__).parent.parent / "vendored" / "compose-spec" / "compose-spec.json"
GIVEN = {
    "POSTGRES_PASSWORD": "secret",
    "REDIS_PASSWORD": "hidden",
    "ONRECORD_MAIL_URL": "smtp://mail",
    "ONRECORD_PUBLIC_URL": "https://plans",
}


def refusals(written):
    return [
        error.message
        for error in jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).iter_errors(written)
    ]


def test_the_file_keeps_the_compose_specification():
    assert refusals(without_extensions(compose())) == []


def test_the_specification_would_refuse_a_slip():
    written = compose()
    written["services"]["web"]["depends_on"]["redis"]["condition"] = "service_happy"
    assert refusals(without_extensions(written)) != []


def test_the_services_are_the_ones_the_documents_name():
    assert {name: command_of(name)[:4] for name in application_services()} == {
        "migrate": ["onrecord", "migrate"],
        "web": ["onrecord", "serve", "--host", "0.0.0.0"],
        "worker": ["onrecord", "work", "--only", "worker"],
        "beat": ["onrecord", "work", "--only", "beat"],
    }


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_nothing_starts_before_the_tables_stand_and_the_broker_answers(service):
    waits_for = application_services()[service]["depends_on"]
    assert waits_for["migrate"]["condition"] == "service_completed_successfully"
    assert waits_for["redis"]["condition"] == "service_healthy"


@pytest.mark.parametrize("service", ["postgres", "redis", "web"])
def test_whoever_is_waited_for_or_called_has_a_health_check(service):
    assert compose()["services"][service]["healthcheck"]["test"]


def test_the_broker_neither_evicts_nor_forgets():
    said = " ".join(command_of("redis"))
    assert "--appendonly yes" in said
    assert "--maxmemory-policy noeviction" in said


def test_every_password_must_be_given_by_whoever_installs():
    passwords = re.findall(r"\$\{(\w*PASSWORD)(.)(.)", COMPOSE_FILE.read_text())
    assert {name for name, *_ in passwords} == {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert all(rest == [":", "?"] for _, *rest in passwords)


def test_only_the_machine_itself_reaches_the_web_port():
    assert all(port.startswith("127.0.0.1:") for port in compose()["services"]["web"]["ports"])
    assert not any("ports" in compose()["services"][server] for server in ("postgres", "redis"))


def test_settings_are_filled_in_as_compose_would():
    settings = settings_of("web", GIVEN | {"ONRECORD_DATA": "/here"})
    assert settings["ONRECORD_DATABASE_URL"] == "postgresql://onrecord:secret@postgres:5432/onrecord"
    assert settings["ONRECORD_DATA"] == "/here"
    assert settings["ONRECORD_TRUSTED_PROXIES"] == ""
    with pytest.raises(KeyError, match="REDIS_PASSWORD"):
        settings_of("web", {"POSTGRES_PASSWORD": "secret"})


def without_extensions(written):
    """`x-…` blocks are allowed by the specification and mean nothing to it."""
    return {name: block for name, block in written.items() if not name.startswith("x-")}
