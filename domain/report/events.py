"""What happened to a report: its bytes compiled, by hash, before anybody receives them."""

from __future__ import annotations

from domain.calendar.periods import Period
from domain.messages import Event, Hash, Id, Word


class ReportCompiled(Event, name="report.compiled"):
    """A report was compiled as of a position of the log. The same inputs give the same bytes again.

    ``fingerprint`` is over what is reported, ``closing`` the fact (``plan-ID@version``) that closed its
    period, blank while it runs; both are blank in facts from before reports were signed. ``corrective`` is
    the number of a corrective report, 0 for the report itself.
    """

    plan: Id
    period: Period
    position: int
    language: Word
    format: Word
    template_version: Word
    code_version: Word
    sha256: Hash
    fingerprint: Word = ""
    closing: Word = ""
    corrective: int = 0


ReportEvent = ReportCompiled
