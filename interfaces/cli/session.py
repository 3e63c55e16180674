"""What does every command of the command line share: the application, the language, the way it ends?"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import traceback
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from interfaces.cli import output
from interfaces.cli.called import as_called
from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.app import App
    from application.ports import Phrasebook
    from application.sentences import Sentences
    from domain.messages import Refused
    from domain.people.state import Organisation
    from domain.plan.document import Finding


class WrongUsage(Exception):
    """The command line cannot be understood: exit 2. ``facts`` go into the answer of ``--json``."""

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code, self.facts = code, facts


@dataclass
class Session:
    """One command line being answered.

    ``asked``, ``stream`` and ``command_id`` say which act is under way, if any. ``starting`` is where a
    simulated clock begins; ``begin_again`` tells read models anew where they belong to another record;
    ``looking`` refuses to make a record where there is none.
    """

    options: argparse.Namespace
    language: str
    help: Help
    asked: str = ""
    stream: str = ""
    command_id: str = ""
    starting: datetime | None = None
    begin_again: bool = False
    looking: bool = False

    def answer(self, run: Callable[[Session], int]) -> int:
        """Run a command; what was anticipated ends in words, anything else in a traceback and exit 1."""
        from application.ports import Conflict, KeyReused, StoreUnavailable
        from domain.messages import Refused

        if self.options.data:
            os.environ["ONRECORD_DATA"] = self.options.data
        try:
            return run(self)
        except Refused as refused:
            return self.refuse(refused.code, self.refusal(refused), **refused.facts)
        except Conflict as conflict:
            from interfaces.cli.acting import overtaken

            message, facts = overtaken(self, conflict)
            return self.refuse("conflict", message, **facts)
        except KeyReused as reused:
            message = self.say("answer.key-reused", id=reused.command_id)
            return self.refuse("key-reused", message, id=reused.command_id)
        except StoreUnavailable:
            message = self.say("answer.unreachable", id=self.command_id)
            return self.refuse("store-unavailable", message, id=self.command_id)
        except WrongUsage as wrong:
            self.refuse(wrong.code, str(wrong), **wrong.facts)
            return 2
        except BrokenPipeError:
            raise
        except Exception:
            return self.broken()
        finally:
            self.leave()

    def leave(self) -> None:
        if "app" in self.__dict__:
            self.app.close()
            del self.app

    @cached_property
    def app(self) -> App:
        """The application on the settings of the environment, its read models caught up with the record."""
        from infrastructure.bootstrap import open_house

        keep_the_log_off_stdout()
        app = open_house(starting=self.starting, begin_again=self.begin_again, looking=self.looking)
        app.catch_up()
        return app

    @cached_property
    def phrases(self) -> Phrasebook:
        from infrastructure.bootstrap import phrasebook

        return phrasebook()

    @property
    def channel(self) -> str:
        """Recorded beside the person who acts: this door, and the user of the operating system."""
        return f"cli:{getpass.getuser()}"

    def say(self, key: str, /, **facts: object) -> str:
        return as_called(self.phrases.say(key, self.language, **facts))

    def worded(self, finding: Finding) -> str:
        """What was found in a plan's source, in the language asked for."""
        from application.findings import worded

        return worded(self.phrases, self.language, finding)

    def show(self, value: object, lines: Callable[[], Iterable[str]]) -> int:
        """The answer: a value for scripts, lines for people."""
        if self.options.json:
            output.write_json(value)
        else:
            for line in lines():
                output.write(line)
        return 0

    def refuse(self, code: str, message: str, /, **facts: object) -> int:
        """A fact of a refusal may be called like one of these, and does not take its place."""
        output.complain(message)
        if self.options.json:
            told = {"refused": code, "message": message}
            output.write_json(told | facts | told)
        return 1

    def refusal(self, refused: Refused) -> str:
        """What did not happen, why, what now; a question that is refused did not fail to happen.
        Where the house itself did not open, nobody is known by name."""
        sentences = self.sentences_of(self.stream if "app" in self.__dict__ else "")
        words = sentences.refusal(self.asked, refused) if self.asked else sentences.why(refused)
        return as_called(words)

    def office(self, organisation: str) -> Organisation:
        from domain.people.state import Organisation

        office = self.app.state(f"people-{organisation}") if organisation else Organisation()
        assert isinstance(office, Organisation)
        return office

    def sentences_of(self, stream: str) -> Sentences:
        """Sentences about one stream: its office's people, and its plan's measures and steps."""
        from application.moving_office import people_above
        from application.sentences import speaking
        from domain.people.state import Organisation

        if not stream:
            return speaking(self.phrases, self.language, Organisation(), None)
        history = self.app.history(stream)
        office = self.office(history[0].envelope.organisation if history else "")
        plan = self.app.state(stream) if stream.startswith("plan-") else None
        above = people_above(self.app.state, office)
        return speaking(self.phrases, self.language, office, plan, history, above=above)

    def broken(self) -> int:
        """A bug: told once, here, with a number to find it by."""
        number = uuid.uuid4().hex[:8]
        traceback.print_exc(file=sys.stderr)
        return self.refuse("broken", self.say("answer.broken", id=number), id=number)


def keep_the_log_off_stdout() -> None:
    """What the house notes goes to stderr, and only where somebody should look.

    A traceback tells places, never what stood in the variables: where rich happens to be installed, structlog
    would print those too, and with them words about people.
    """
    import logging

    import structlog

    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], plain],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
