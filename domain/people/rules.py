"""Which rules does an office set for its own records: until when figures are taken in, what photos keep?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Event, Moment, Refused, Word
from domain.people.decisions import PeopleCommand, decider, refuse_unless_open
from domain.people.events import EvidenceRulesSet, ReportingRulesSet
from domain.people.state import Organisation

LONGEST_CUT_OFF = 60
LATE = ("corrective", "next")


class SetReportingRules(PeopleCommand):
    """Say how many days after a period's end figures are still taken in, and where late facts go.

    ``late``: ``corrective`` for a corrective report of the same period, ``next`` for the next one's report.
    """

    cut_off: int
    late: Word = "corrective"


@decider.decides(SetReportingRules)
def set_reporting_rules(office: Organisation, asked: SetReportingRules, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(office)
    if not 0 <= asked.cut_off <= LONGEST_CUT_OFF:
        raise Refused("cut-off-too-far", days=asked.cut_off, most=LONGEST_CUT_OFF)
    if asked.late not in LATE:
        raise Refused("unknown-late-rule", late=asked.late, known=", ".join(LATE))
    if (office.cut_off, office.late) != (asked.cut_off, asked.late):
        yield ReportingRulesSet(cut_off=asked.cut_off, late=asked.late, person=moment.by)


class SetEvidenceRules(PeopleCommand):
    """Say whether photos lose what they tell of place, time and camera before they are kept."""

    strip_metadata: bool


@decider.decides(SetEvidenceRules)
def set_evidence_rules(office: Organisation, asked: SetEvidenceRules, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(office)
    if office.strip_metadata != asked.strip_metadata:
        yield EvidenceRulesSet(strip_metadata=asked.strip_metadata, person=moment.by)
