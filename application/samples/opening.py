"""How does an office come onto the record? Once, however often it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from application.samples.offices import Office, set_up_commands
from domain.canonical import fingerprint
from domain.messages import SYSTEM, Command

if TYPE_CHECKING:
    from application.app import App


def set_up_office(app: App, office: Office) -> None:
    """Units, posts, persons, appointments, calendars and routes, each under an id made of its content."""
    for command in set_up_commands(office):
        app.do(command, by=SYSTEM, organisation=office.id, command_id=id_of(command))


def id_of(command: Command) -> str:
    return f"setup-{fingerprint([type(command).__name__, command.model_dump(mode='json')])[:32]}"
