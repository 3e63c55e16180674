"""What does a director read first: how many measures are done, late, gone by or silent?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from application.reports.corrective_words import corrects
from application.reports.course_tables import forecast_said, terms_said
from application.reports.row_words import DASH, written
from application.reports.words import Words
from domain.report.shapes import QuarterlyReport, Share, Verdict

Run = tuple[str, bool]
"""Words, and whether they are set in bold."""
OWES_NOTHING = {Share.NOT_PLANNED: Verdict.NOT_PLANNED, Share.NOT_ASSIGNED: Verdict.NOT_ASSIGNED}
"""A share, and the state that goes by the same words."""
_NUMBER = re.compile(r"(\d[\d\u00a0]*(?:[.,]\d+)?)")


def summary(report: QuarterlyReport, words: Words) -> tuple[tuple[Run, ...], ...]:
    """The lines above the table, each as runs of words: its numbers stand out."""
    counted = f"{words.all_measures}: {len(report.rows)}. {by_verdict(report, words)}"
    told = (counted, *terms_said(report, words), *total_said(report, words))
    return (
        *(((said, False),) for said in corrects(report, words)),
        *(tuple(_runs(said)) for said in told),
        *(((said, False),) for said in forecast_said(report, words)),
    )


def said(runs: Iterable[Run]) -> str:
    return "".join(words for words, _ in runs)


def closing(report: QuarterlyReport, words: Words) -> Iterator[str]:
    """The lines that close the form below its table: counts by share and by state."""
    yield by_share(report, words)
    yield by_verdict(report, words)
    if any(row.included for row in report.rows):
        yield words.included_note


def counts(report: QuarterlyReport, words: Words) -> Iterator[str]:
    """All that is counted, in sentences."""
    yield from corrects(report, words)
    yield by_share(report, words)
    yield by_verdict(report, words)
    yield from terms_said(report, words)
    yield from total_said(report, words)
    yield from forecast_said(report, words)
    if any(row.included for row in report.rows):
        yield words.included_note


def by_share(report: QuarterlyReport, words: Words) -> str:
    shares = "; ".join(
        f"{words.shares[share]}{DASH}{count}"
        + (f" ({other})" if (other := otherwise(report, share, words)) else "")
        for share, count in report.shares
    )
    return f"{words.all_measures}: {len(report.rows)}; {shares}."


def otherwise(report: QuarterlyReport, share: Share, words: Words) -> str:
    """Rows in which nothing was owed and which yet do not stand so, for something was done or they were
    cancelled: without them the same words would count 5 by share and 4 by state."""
    if share not in OWES_NOTHING:
        return ""
    states = Counter(row.verdict for row in report.rows if row.share is share)
    del states[OWES_NOTHING[share]]
    parts = ", ".join(f"{words.verdicts[v]}{DASH}{states[v]}" for v in Verdict if states[v])
    return words.of_which.format(parts=parts) if parts else ""


def by_verdict(report: QuarterlyReport, words: Words) -> str:
    verdicts = "; ".join(f"{words.verdicts[verdict]}{DASH}{count}" for verdict, count in report.verdicts)
    return f"{words.by_verdict}: {verdicts}."


def total_said(report: QuarterlyReport, words: Words) -> Iterator[str]:
    total = report.total
    if total.measures:
        said = words.total.format(planned=written(total.planned, words), actual=written(total.actual, words))
        percent = total.percent
        share = "" if percent is None else words.total_percent.format(percent=written(percent, words, True))
        yield f"{said}{share}."


def _runs(said: str) -> Iterator[Run]:
    for n, words in enumerate(_NUMBER.split(said)):
        if words:
            yield words, n % 2 == 1
