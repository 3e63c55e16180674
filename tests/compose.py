"""Which commands, settings and servers does `docker-compose.yml` name?"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

COMPOSE_FILE = Path(__file__).parent.parent / "docker-compose.yml"
SERVERS = {"postgres", "redis"}
VARIABLE = re.compile(r"\$\{(?P<name>\w+):(?P<kind>[-?])(?P<word>[^}]*)\}")


def compose() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text())
    return written


def application_services() -> dict[str, dict[str, Any]]:
    """The services that run OnRecord itself, by name: `migrate`, `web`, `worker`, `beat`."""
    return {name: service for name, service in compose()["services"].items() if name not in SERVERS}


def command_of(service: str) -> list[str]:
    """The words of a service's command, `onrecord` first: to be run here with `./run` in its place."""
    return [str(word) for word in compose()["services"][service]["command"]]


def settings_of(service: str, here: Mapping[str, str]) -> dict[str, str]:
    """The environment of a service as Compose would give it; what `here` names comes from there instead."""
    written: dict[str, str] = compose()["services"][service]["environment"]
    return {name: here[name] if name in here else filled_in(value, here) for name, value in written.items()}


def filled_in(value: str, given: Mapping[str, str]) -> str:
    def chosen(variable: re.Match[str]) -> str:
        if variable["kind"] == "-":
            return given.get(variable["name"]) or variable["word"]
        return given[variable["name"]]

    return VARIABLE.sub(chosen, value)
