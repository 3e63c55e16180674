"""How is an explanation told: the number, the rule, the facts, what was left out, how to check it?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from application.explain.addresses import parsed
from application.explain.shapes import Explained, How, LeftOut, Part, Used, Way, Why
from application.ports import Recorded
from application.reports.words import WORDS
from application.sentences import Sentences
from domain.report.shapes import Amounts, Rule, Share, Verdict

BY_WORD = {Way.VERDICT: "explain-verdict", Way.SHARE: "explain-share", Way.TIMING: "explain-timing"}
"""Where each value has a sentence of its own."""
TENTHS = frozenset({Way.RATIO})
OURS = frozenset({"planned", "actual", "earlier"})
STATES = ("verdict.", "share.", "timing.", "rollup.")
MOST_TERMS, SHOWN_TERMS = 14, 5


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A recorded fact as a sentence: who, in which capacity, when it happened and when it was written down.

    ``does`` says what it did to the figure, or why it did nothing; ``late`` that its period was closed.
    ``fact`` is ``plan-ID@version``.
    """

    fact: str
    position: int
    version: int
    command_id: str
    sentence: str
    who: str
    occurred_at: datetime
    recorded_at: datetime
    late: bool
    does: str
    amounts: Amounts

    @property
    def occurred(self) -> date:
        """The moment, or the day where no more than that was told."""
        at = self.occurred_at
        return at if (at.hour, at.minute) != (0, 0) else at.date()


@dataclass(frozen=True, slots=True)
class ToldPart:
    """Another figure: one that this is made of, or one that was left out and ``why``."""

    address: str
    name: str
    shown: str
    amounts: Amounts
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in one language. ``check`` are the command lines that show the same."""

    address: str
    figure: str
    about: str
    period: str
    shown: str
    amounts: Amounts
    rule: str
    sentence: str
    notes: tuple[str, ...]
    facts: tuple[ToldFact, ...]
    parts: tuple[ToldPart, ...]
    left_out: tuple[ToldFact | ToldPart, ...]
    position: int | None
    check: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """One language, and the facts that may be spoken of; ``at`` are the options of the command line that say
    as of when, ``closed_by`` is the fact that closed the period."""

    sentences: Sentences
    history: Sequence[Recorded] = ()
    position: int | None = None
    at: tuple[str, ...] = ()
    closed_by: str | None = None

    def told(self, explained: Explained) -> Told:
        return Told(
            address=explained.address,
            figure=self.say(f"explain-figure.{explained.figure}"),
            about=explained.about,
            period=self.sentences.period(explained.period),
            shown=self.shown(explained),
            amounts=explained.amounts,
            rule=explained.rule,
            sentence=self.rule(explained),
            notes=tuple(self.notes(explained)),
            facts=tuple(self.used(used) for used in explained.used),
            parts=tuple(self.part(part) for part in explained.parts),
            left_out=tuple(told for left in explained.left_out for told in self.left_out(left)),
            position=self.position,
            check=tuple(self.check(explained)),
        )

    def shown(self, explained: Explained) -> str:
        """The number large; a word where the figure is one, a dash where there is none."""
        if explained.word:
            return self.word(explained.word)
        return self.written(explained.amounts, tenths=explained.rule in TENTHS) or "–"

    def rule(self, explained: Explained) -> str:
        word = explained.word.partition(".")[2]
        section = BY_WORD.get(Way(explained.rule)) if explained.rule in set(Way) else None
        key = f"{section}.{word}" if section else f"explain-rule.{explained.rule}"
        return self.say(key, **self._facts(explained))

    def _facts(self, explained: Explained) -> dict[str, object]:
        total = self.written(explained.amounts, tenths=explained.rule in TENTHS)
        given = {name: self._given(name, value) for name, value in explained.told.items()}
        done = [shown for name in ("earlier", "actual") if (shown := given.get(name))]
        made: dict[str, object] = {
            "period": self.sentences.period(explained.period),
            "sum": self.sum(explained.terms, total),
            "total": total,
            "count": _whole(explained.amounts),
            "records": len(explained.terms),
            "parts": len(explained.parts),
            "done_in_all": f"({' + '.join(map(str, done))})" if len(done) > 1 else "".join(map(str, done)),
        }
        return made | given

    def _given(self, name: str, value: object) -> object:
        if isinstance(value, tuple):
            return self.written(value)
        return self.word(value) if name == "of" and isinstance(value, str) and value else value

    def word(self, key: str) -> str:
        """A state or a share in the report's own words, a state of the roll-up in those of the roll-up."""
        kind, _, name = key.partition(".")
        words = WORDS.get(self.sentences.language, WORDS["en"])
        match kind:
            case "verdict":
                return words.verdicts[Verdict(name)]
            case "share":
                return words.shares[Share(name)]
            case _:
                return self.say(key)

    def sum(self, terms: Sequence[Amounts], total: str) -> str:
        """``2 + 1 + 0 = 3``; of many the first and last ones."""
        if len(terms) < 2:
            return total
        written = [self.written(term) for term in terms]
        if len(written) > MOST_TERMS:
            written = [*written[:SHOWN_TERMS], "…", *written[-SHOWN_TERMS:]]
        return f"{' + '.join(written)} = {total}"

    def notes(self, explained: Explained) -> Iterator[str]:
        """What the rule's sentence should be read with: corrections taken in, what is shown and not added."""
        if corrected := sum(u.how is How.CORRECTS for u in explained.used):
            yield self.say("explain-note.corrected", count=corrected)
        if explained.rule in (Rule.SUM, Rule.COUNT) and (
            included := sum(left.why is Why.INCLUDED for left in explained.left_out)
        ):
            yield self.say("explain-note.included", count=included)
        if self.closed_by:
            yield self.say("explain-note.closed", day=self._recorded(self.closed_by).date())

    def used(self, used: Used) -> ToldFact:
        does = self.say(f"explain-how.{used.how}", amounts=self.written(used.amounts))
        return self.fact(used.fact, does, used.amounts)

    def fact(self, id: str, does: str, amounts: Amounts) -> ToldFact:
        recorded = self.history[int(id.rpartition("@")[2]) - 1]
        return ToldFact(
            fact=id,
            position=recorded.position,
            version=recorded.version,
            command_id=recorded.envelope.command_id,
            sentence=self.sentences.of(recorded),
            who=self.sentences.who(recorded),
            occurred_at=self.sentences.local(recorded.envelope.occurred_at),
            recorded_at=self.sentences.when(recorded),
            late=bool(getattr(recorded.event, "late", False)),
            does=does,
            amounts=amounts,
        )

    def part(self, part: Part) -> ToldPart:
        shown = self.word(part.word) if part.word else self.written(part.amounts) or "–"
        return ToldPart(part.address, self._name(part.name), shown, part.amounts, self._of(part.of))

    def left_out(self, left: LeftOut) -> Iterator[ToldFact | ToldPart]:
        why = self.say(f"explain-left-out.{left.why}", amounts=self.written(left.amounts))
        if left.address:
            shown = self.written(left.amounts) or "–"
            yield ToldPart(left.address, self._name(left.name), shown, left.amounts, why)
        yield from (self.fact(fact, why, left.amounts) for fact in left.facts)

    def check(self, explained: Explained) -> Iterator[str]:
        """The same explanation on the command line, and the facts themselves."""
        yield " ".join(["onrecord", *command_of(explained.address), *self.at])
        if explained.used:
            yield f"onrecord history {explained.used[0].fact.partition('@')[0]}"

    def written(self, amounts: Amounts, tenths: bool = False) -> str:
        """``2``, ``1/1`` for a pair, with the decimal sign of the language."""
        numbers = [round(n, 1) if tenths else n for n in amounts]
        sign = self.say("format.decimal")
        return "/".join(format(_plain(n), "f").replace(".", sign) for n in numbers)

    def say(self, key: str, /, **facts: object) -> str:
        return self.sentences.phrases.say(key, self.sentences.language, **facts)

    def _name(self, name: str) -> str:
        """A measure or an office by its own name, a figure or a state by ours."""
        if name in OURS:
            return self.say(f"explain-figure.{name}")
        return self.word(name) if name.startswith(STATES) else name

    def _of(self, word: str) -> str:
        return self.say(f"explain-part.{word}") if word else ""

    def _recorded(self, fact: str) -> datetime:
        return self.sentences.when(self.history[int(fact.rpartition("@")[2]) - 1])


def command_of(address: str) -> list[str]:
    """``onrecord report ID --period P --explain …``, or ``plan``, or ``rollup``: where an address opens."""
    meant = parsed(address)
    if meant.node:
        asked = ["rollup", "--period", meant.period]
    elif meant.period:
        asked = ["report", meant.plan, "--period", meant.period]
    else:
        asked = ["plan", meant.plan]
    return [*asked, "--explain", shlex.quote(address)]


def _plain(number: Decimal) -> Decimal:
    """Whole numbers without a decimal sign."""
    return number if number != number.to_integral_value() else Decimal(int(number))


def _whole(amounts: Amounts) -> int:
    return int(amounts[0]) if amounts else 0
