"""Under which address does a figure open, on a page and on the command line alike?

A figure of a report       ``plan-ID/2021Q1/1.6.2/actual``, ``plan-ID/2021Q1/shares/obligatory``
A figure of a plan         ``plan-ID/1.6.2/remaining``, ``plan-ID/states/overdue``
A figure of a roll-up      ``rollup/2021Q1/NODE/done``, ``rollup/2021Q1/NODE/tasks/1.6/states/overdue``

A measure is called by its number where that is plain and its own in the plan, else by its id. ``NODE`` is an
office, or ``ORG:UNIT``. An address stays what it is for good; `page_of` is where it opens in a browser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, unquote

from domain.messages import Refused

PAGE = "/explain/"
ROLLUP, PLAN, TASKS = "rollup", "plan-", "tasks"
ALONE = frozenset(
    {
        "shares",
        "verdicts",
        "timings",
        "states",
        "total",
        "late",
        "measures",
        "erased",
        "position",
        "months",
        "quarters",
        "cumulative",
        "groups",
        "forecast",
    }
)
"""What stands after a plan or period without a measure; a measure called so goes by ``id:``."""
_PERIOD = re.compile(r"(19|20)[0-9]{2}(Q[1-4])?", re.IGNORECASE)
_PLAIN = re.compile(r"\w[\w.-]*")
_BY_ID = "id:"


class Numbered(Protocol):
    """A measure, or a row of a report."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> str | None: ...


def of_report(plan: str, period: str, *figure: str) -> str:
    """``of_report("p", "2021Q1", "total", "actual")``; a row: measure and figure as two words."""
    return _joined(f"{PLAN}{plan}", period, *figure)


def of_plan(plan: str, *figure: str) -> str:
    return _joined(f"{PLAN}{plan}", *figure)


def of_rollup(period: str, node: str, *figure: str, task: str = "") -> str:
    """``node`` is an office or ``ORG/UNIT``; ``task`` narrows to the measures of one task of the plans."""
    narrowed = (TASKS, task) if task else ()
    return _joined(ROLLUP, period, node.replace("/", ":"), *narrowed, *figure)


def page_of(address: str, position: int | None = None) -> str:
    """The page on which a figure opens, ``position`` of the log where it is not today's."""
    at = f"?position={position}" if position else ""
    return f"{PAGE}{quote(address, safe='/:')}{at}"


def measure_names(measures: Iterable[Numbered]) -> Mapping[str, str]:
    """How an address calls each measure of a plan, by id."""
    known = list(measures)
    times = Counter(m.number for m in known)
    ids = {m.id for m in known}

    def named(m: Numbered) -> str:
        number = m.number or ""
        taken = times[m.number] > 1 or (number in ids and number != m.id) or number.lower() in ALONE
        if _PLAIN.fullmatch(number) and not taken and not _PERIOD.fullmatch(number):
            return number
        return f"{_BY_ID}{m.id}" if m.id in ALONE or _PERIOD.fullmatch(m.id) else m.id

    return {m.id: named(m) for m in known}


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart. ``plan`` is blank for a roll-up, ``period`` for a figure of a plan; ``node`` is
    ``ORG`` or ``ORG/UNIT``; ``figure`` are the words that are left, a measure's name first if it has one."""

    plan: str
    period: str
    node: str
    task: str
    figure: tuple[str, ...]

    @property
    def text(self) -> str:
        if self.node:
            return of_rollup(self.period, self.node, *self.figure, task=self.task)
        return of_report(self.plan, self.period, *self.figure)


def parsed(text: str) -> Address:
    """Refused("no-such-figure") for what cannot be an address."""
    first, *words = [unquote(word) for word in text.strip("/").split("/")]
    if first.startswith(PLAN) and words:
        period = words.pop(0).upper() if _PERIOD.fullmatch(words[0]) else ""
        if words or period:
            return Address(first.removeprefix(PLAN), period, "", "", tuple(words))
    if first == ROLLUP and len(words) >= 3 and _PERIOD.fullmatch(words[0]):
        period, node, *figure = words
        task = figure[1] if figure[0] == TASKS and len(figure) > 2 else ""
        return Address(
            "", period.upper(), node.replace(":", "/"), task, tuple(figure[2:] if task else figure)
        )
    raise Refused("no-such-figure", figure=text)


def _joined(*words: str) -> str:
    return "/".join(word.replace("%", "%25").replace("/", "%2F") for word in words if word)
