"""Which words of the web stand for what the domain says?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from application.ports import Phrasebook
from application.sentences import Sentences
from domain.calendar.periods import ROMAN
from domain.messages import Refused
from domain.plan.document import Column, Deadline, DueKind, Target
from domain.plan.state import Status
from domain.report.shapes import Verdict

STATUS_LOOKS = {
    Status.DRAFT: "none",
    Status.RETURNED: "due",
    Status.IN_REVIEW: "run",
    Status.IN_FORCE: "done",
    Status.CLOSED: "none",
}
VERDICT_LOOKS = {
    Verdict.DONE: "done",
    Verdict.OVERFULFILLED: "done",
    Verdict.NO_NEED: "done",
    Verdict.STANDING: "run",
    Verdict.ON_TRACK: "run",
    Verdict.UNPLANNED: "run",
    Verdict.PARTLY: "due",
    Verdict.CARRIED: "due",
    Verdict.NOT_DONE: "late",
    Verdict.OVERDUE: "late",
    Verdict.NOT_REPORTED: "silent",
}
"""How a verdict is drawn; what is not named is plain."""


@dataclass(frozen=True, slots=True)
class WebSentences(Sentences):
    """The same sentences, where the web has its own words for why something was refused."""

    def why(self, refused: Refused) -> str:
        own = f"web.refused-{refused.code}"
        if not self.phrases.knows(own):
            return Sentences.why(self, refused)
        return self._say(own, **self._facts_of(refused))


def for_the_web(sentences: Sentences) -> WebSentences:
    return WebSentences(**{f.name: getattr(sentences, f.name) for f in fields(sentences)})


def why(phrases: Phrasebook, language: str, refused: Refused) -> str:
    """A refusal that concerns no plan in particular."""
    return WebSentences(phrases, language).why(refused)


def due_reading(sentences: Sentences, due: Deadline) -> str:
    """How a deadline is read, "" where the source's words say the same."""
    read = "; ".join(_read(sentences, due))
    return "" if read.casefold() == due.raw.strip().casefold() else read


def _read(sentences: Sentences, due: Deadline) -> Iterator[str]:
    phrases, language = sentences.phrases, sentences.language
    if due.kind is DueKind.MONTHLY_TARGETS:
        for month, quantity in due.monthly.items():
            name = phrases.say("format.months", language).split()[int(month[5:]) - 1]
            yield phrases.say("web.month-quantity", language, month=name, quantity=quantity)
    elif due.start and due.end and due.start != due.end:
        yield f"{plain(due.start)} – {plain(due.end)}"
    elif due.end:
        yield phrases.say("web.until", language, day=due.end)
    elif due.raw:
        yield phrases.say(f"due.{due.kind}", language)


def target_words(target: Target) -> str:
    raw = target.raw
    return raw if isinstance(raw, str) else " · ".join(part for part in raw if part)


def spread_words(sentences: Sentences, target: Target, columns: Sequence[Column]) -> str:
    """A target that stands in several columns: each amount by the name of its quarter, and the total."""
    roles = [column.role for column in columns if column.role in ("quarter", "total")]
    if isinstance(target.raw, str) or len(roles) != len(target.raw):
        return target_words(target)
    total, numerals = sentences.phrases.say("web.total", sentences.language), iter(ROMAN)
    names = [total if role == "total" else next(numerals, "") for role in roles]
    amounts = zip(names, target.raw, strict=True)
    return " · ".join(
        f"{name}:\u00a0{amount}" if _is_counted(amount) else amount for name, amount in amounts if amount
    )


def _is_counted(amount: str) -> bool:
    return any(sign.isdigit() for sign in amount)


def plain(day: date) -> str:
    return f"{day:%d.%m.%Y}"
