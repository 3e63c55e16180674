"""What does the house note in its log that a person at the command line is told in words anyway?"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


def leave_to_words(*events: str) -> None:
    """These events are not shown a second time as lines of the log; all others go to stderr."""
    import structlog

    from interfaces.cli.session import keep_the_log_off_stdout

    def told(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if event.get("event") in events:
            raise structlog.DropEvent
        return event

    keep_the_log_off_stdout()
    structlog.configure(processors=[told, *structlog.get_config()["processors"]])
