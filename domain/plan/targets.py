"""How much is planned? Numbers, pairs and standing phrases of a target cell, each beside its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.plan.document import Additivity, CellState, Deadline, DueKind, Target, TargetKind
from domain.plan.findings import Doubt, doubt
from domain.plan.standing_phrases import Standing, standing_of
from domain.spelling import is_dash, plain

Reading = tuple[Target, tuple[Doubt, ...]]

LIMIT = Decimal(10**9)
_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+|\d+")
_DECIMAL = re.compile(rf"(?P<whole>{_NUMBER.pattern})(?:[.,](?P<part>\d+))?")
_SCIENTIFIC = re.compile(r"-?\d+(?:[.,]\d+)?e[+-]?\d+|-\d+(?:[.,]\d+)?")
_PAIR = re.compile(r"\d{1,9}(?:\s?/\s?\d{1,9})+")
_LETTERS_AS_DIGITS = str.maketrans("oоlіi|зб", "00111136")
_DIGIT_LIKE = re.compile(r"[\doоlіi|зб]{1,9}")
_ALL_PERIOD = re.compile(
    r"(протягом|упродовж|впродовж) (року|кварталу|періоду|всього періоду)|"
    r"cả năm|trong năm|throughout the year"
)
_LEVEL_WORDS = re.compile(
    r"загальн\w+ кількість|наявн\w+|наростаюч\w+|накопич\w+|усього уклад\w+|"
    r"hiện có|lũy kế|cumulative|existing"
)
_SINCE = re.compile(r"((?:19|20)\d\d)\s?-\s?(?:19|20)\d\d|(?:з|since|từ năm)\s((?:19|20)\d\d)")


def read_target(raw: str) -> Reading:
    """The reading of one cell. A text that is neither a number nor a known phrase becomes a question."""
    words = plain(raw).strip(" .;:")
    if not plain(raw):
        return Target(raw=raw, state=CellState.BLANK), ()
    if is_dash(raw):
        return Target(raw=raw, state=CellState.DASH), ()
    if kind := standing_kind(raw):
        return Target(raw=raw, state=CellState.VALUE, kind=kind), ()
    if match := _DECIMAL.fullmatch(words):
        return _number(raw, match)
    if _PAIR.fullmatch(words):
        parts = tuple(Decimal(part) for part in words.split("/"))
        return Target(raw=raw, state=CellState.VALUE, kind=TargetKind.FRACTION, parts=parts), ()
    return Target(raw=raw, state=CellState.VALUE, kind=TargetKind.TEXT), (_why_text(raw, words),)


def read_quarters(cells: Sequence[str | None], names: Sequence[str], total: str | None) -> Reading:
    """A value line of quarter columns: ``names`` are I to IV as printed, ``total`` the last column's text."""
    raw = (*cells, total) if total is not None else tuple(cells)
    written = [text for text in raw if text and plain(text)]
    if not written:
        return Target(raw=raw, state=CellState.BLANK), ()
    if all(is_dash(text) for text in written):
        return Target(raw=raw, state=CellState.DASH), ()
    phrases = {standing_kind(text) for text in written if not is_dash(text)}
    if len(phrases) == 1 and (kind := phrases.pop()):
        return Target(raw=raw, state=CellState.VALUE, kind=kind), ()
    return _sum_of(raw, dict(zip(names, cells, strict=True)), total)


def standing_kind(text: str) -> TargetKind | None:
    if _ALL_PERIOD.fullmatch(plain(text).strip(" .;:")):
        return TargetKind.CONTINUOUS
    standing: Standing | None = standing_of(text)
    return TargetKind(standing.value) if standing else None


def spread(target: Target, due: Deadline) -> Target:
    """The target per month, where the deadline says in which months it falls."""
    if target.kind is not TargetKind.NUMBER or target.value is None:
        return target
    if due.kind is DueKind.MONTHLY_TARGETS:
        return target.model_copy(update={"per_period": due.monthly})
    if due.kind is DueKind.MONTH and due.start:
        return target.model_copy(update={"per_period": {due.start.strftime("%Y-%m"): target.value}})
    return target


def additivity(title: str, indicator: str, target: Target, year: int) -> tuple[Additivity, tuple[Doubt, ...]]:
    """A level held since earlier years is a stock; it takes both a word for a level and the years."""
    if target.kind is not TargetKind.NUMBER:
        return Additivity.FLOW, ()
    words = f"{plain(indicator)} {plain(title)}"
    since = next((found for found in _years(words) if found < year), None)
    if since is None or not _LEVEL_WORDS.search(words):
        return Additivity.FLOW, ()
    return Additivity.STOCK, (doubt("stock-proposed", since=since, proposal=Additivity.STOCK.value),)


def _years(words: str) -> list[int]:
    return [int(match[1] or match[2]) for match in _SINCE.finditer(words)]


def _number(raw: str, match: re.Match[str]) -> Reading:
    value = Decimal(match["whole"].replace(" ", "") + (f".{match['part']}" if match["part"] else ""))
    if value > LIMIT or len(match["part"] or "") > 3:
        return Target(raw=raw, state=CellState.VALUE, kind=TargetKind.TEXT), (
            doubt("target-out-of-range", words=raw),
        )
    return Target(raw=raw, state=CellState.VALUE, kind=TargetKind.NUMBER, value=value), ()


def _why_text(raw: str, words: str) -> Doubt:
    if _SCIENTIFIC.fullmatch(words):
        return doubt("target-out-of-range", words=raw)
    if _DIGIT_LIKE.fullmatch(words):
        return doubt("target-not-a-number", words=raw, proposal=words.translate(_LETTERS_AS_DIGITS))
    numbers = _NUMBER.findall(words)
    return doubt("target-unknown", words=raw, proposal=numbers[0] if len(numbers) == 1 else None)


def _sum_of(raw: tuple[str | None, ...], quarters: dict[str, str | None], total: str | None) -> Reading:
    values: dict[str, Decimal] = {}
    doubts: list[Doubt] = []
    for name, text in quarters.items():
        target, why = read_target(text or "")
        doubts += why
        if target.value is not None:
            values[name] = target.value
        elif target.state is CellState.VALUE and not why:
            doubts.append(doubt("target-unknown", words=text))
    whole, why = read_target(total or "")
    doubts += why
    added = sum(values.values(), Decimal(0))
    if whole.value is not None and values and added != whole.value:
        doubts.append(doubt("quarters-against-total", quarters=added, total=whole.value))
    value = whole.value if whole.value is not None else added if values else None
    kind = TargetKind.TEXT if value is None else TargetKind.NUMBER
    return (
        Target(raw=raw, state=CellState.VALUE, kind=kind, value=value, per_period=values),
        tuple(doubts),
    )
