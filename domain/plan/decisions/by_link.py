"""What may a person answer through a link of a letter, once, without signing in?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Event, Hash, Moment, Refused
from domain.plan.decider import plan
from domain.plan.decisions.execution import LogExecution, log_execution
from domain.plan.decisions.nil_and_levels import (
    DeclareNil,
    ReportIndicator,
    declare_nil,
    report_indicator,
)
from domain.plan.events import LinkUsed
from domain.plan.state import Plan


class LogByLink(LogExecution):
    """Write down what was carried out, through a link of a letter, which is used up by it."""

    link: Hash


class DeclareNilByLink(DeclareNil):
    """Say that no need arose, through a link of a letter, which is used up by it."""

    link: Hash


class ReportByLink(ReportIndicator):
    """Report a level, through a link of a letter, which is used up by it."""

    link: Hash


ByLink = LogByLink | DeclareNilByLink | ReportByLink


@plan.decides(LogByLink)
def log_by_link(plan: Plan, asked: LogByLink, moment: Moment) -> Iterator[Event]:
    yield use_up(plan, asked, moment)
    yield from log_execution(plan, asked, moment)


@plan.decides(DeclareNilByLink)
def declare_nil_by_link(plan: Plan, asked: DeclareNilByLink, moment: Moment) -> Iterator[Event]:
    yield use_up(plan, asked, moment)
    yield from declare_nil(plan, asked, moment)


@plan.decides(ReportByLink)
def report_by_link(plan: Plan, asked: ReportByLink, moment: Moment) -> Iterator[Event]:
    yield use_up(plan, asked, moment)
    yield from report_indicator(plan, asked, moment)


def use_up(plan: Plan, asked: ByLink, moment: Moment) -> LinkUsed:
    if asked.link in plan.used_links:
        raise Refused("link-used")
    return LinkUsed(link=asked.link, measure=asked.measure, person=moment.by)
