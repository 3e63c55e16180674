"""Which commands, settings and servers does `docker-compose.yml` name?"""

import shlex
from pathlib import Path
from typing import Any

import yaml

COMPOSE_FILE = Path(__file__).parent.parent / "docker-compose.yml"
SERVERS = {"postgres", "redis"}


def compose() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text())
    return written


def application_services() -> dict[str, dict[str, Any]]:
    """The services that run OnRecord itself, by name: `migrate`, `web`, `worker`, `beat`."""
    return {name: service for name, service in compose()["services"].items() if name not in SERVERS}


def command_of(service: str) -> list[str]:
    """The words of a service's command, `onrecord` first: to be run here with `./run` in its place."""
    command = compose()["services"][service]["command"]
    return shlex.split(command) if isinstance(command, str) else [str(word) for word in command]


def settings_of(service: str, *, database_url: str, broker_url: str, data: Path) -> dict[str, str]:
    """The environment of a service, with the servers and the data folder of a local trial."""
    written: dict[str, str] = compose()["services"][service]["environment"]
    here = {
        "ONRECORD_DATABASE_URL": database_url,
        "ONRECORD_BROKER_URL": broker_url,
        "ONRECORD_DATA": str(data),
    }
    return {name: here.get(name, value) for name, value in written.items()}
