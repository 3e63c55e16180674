"""How much is planned? Numbers, pairs and standing phrases of a target cell, each beside its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.plan.document import Additivity, CellState, Confidence, Deadline, DueKind, Target, TargetKind
from domain.plan.findings import Doubt, doubt
from domain.plan.standing_phrases import Standing, standing_of
from domain.plan.thousands import joined, perhaps_joined
from domain.spelling import is_dash, plain

Reading = tuple[Target, tuple[Doubt, ...]]

LIMIT = Decimal(10**9)
_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+|\d+")
_DECIMAL = re.compile(rf"(?P<whole>{_NUMBER.pattern})(?:[.,](?P<part>\d+))?")
_SCIENTIFIC = re.compile(r"-?\d+(?:[.,]\d+)?e[+-]?\d+|-\d+(?:[.,]\d+)?")
_PERCENT = re.compile(rf"{_DECIMAL.pattern}\s?(?:%|відсотк\w+|phần trăm|percent|per cent)")
_LEAST = (
    r"не менше(?: ніж| як)?|щонайменше|мінімум|від|понад|≥|>=|>|at least|no less than|minimum|"
    r"ít nhất|tối thiểu"
)
_MOST = (
    r"не більше(?: ніж| як)?|щонайбільше|менше(?: ніж)?|до|≤|<=|<|at most|no more than|less than|"
    r"không quá|tối đa"
)
_UNIT = r"(?:\s?(?P<unit>%|(?<=\s)[^\W\d_][^\d,;/%<>≤≥]{0,40}))?"
_LIMIT_PHRASE = re.compile(rf"(?:{_MOST})\s?{_DECIMAL.pattern}{_UNIT}")
_COUNTED = re.compile(rf"(?P<least>(?:{_LEAST})\s?)?{_DECIMAL.pattern}{_UNIT}")
_UNITS = re.compile(
    r"%|осіб|особ[аи]|шт\.?|од\.?|одиниц[ья]|раз(?:и|ів)?|заход(?:и|ів)|захід|занят(?:тя|ь)|семінар(?:и|ів)?|"
    r"лекці[яїй]|публікаці[яїй]|виступ(?:и|ів)?|консультаці[яїй]|людин[аи]?|годин[аи]?|тис\.?|"
    r"người|lượt(?: người)?|buổi|cuộc|lớp|vụ(?: việc)?|văn bản|bản|"
    r"persons?|people|times?|meetings?|sessions?|reports?|trainings?|forums?|workshops?|hours?|days?"
)
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


def read_target(raw: str, language: str = "") -> Reading:
    """The reading of one cell. A text that is neither a number nor a known phrase becomes a question.

    ``language`` is that of the plan, empty for a typed number, whose dot can only be its decimal point.
    """
    if (guess := perhaps_joined(plain(raw), language)) and (value := _amount(guess)) is not None:
        return _text(raw, doubt("number-may-be-thousands", words=raw, proposal=format(value, "f")))
    words = joined(plain(raw), language).strip(" .;:")
    if not plain(raw):
        return Target(raw=raw, state=CellState.BLANK), ()
    if is_dash(raw):
        return Target(raw=raw, state=CellState.DASH), ()
    if kind := standing_kind(raw):
        return Target(raw=raw, state=CellState.VALUE, kind=kind), ()
    if match := _DECIMAL.fullmatch(words):
        return _number(raw, match)
    if match := _PERCENT.fullmatch(words):
        return _number(raw, match, unit="%")
    if match := _LIMIT_PHRASE.fullmatch(words):
        return _limit(raw, match)
    if match := _COUNTED.fullmatch(words):
        return _counted(raw, match)
    if _PAIR.fullmatch(words):
        parts = tuple(Decimal(part) for part in words.split("/"))
        return Target(raw=raw, state=CellState.VALUE, kind=TargetKind.FRACTION, parts=parts), ()
    return _text(raw, _why_text(raw, words))


def read_quarters(
    cells: Sequence[str | None], names: Sequence[str], total: str | None, languages: Sequence[str] = ()
) -> Reading:
    """A value line of quarter columns: ``names`` are I to IV as printed, ``total`` the last column's text.

    ``languages`` are, cell by cell and then for the total, as ``read_target`` takes them.
    """
    raw = (*cells, total) if total is not None else tuple(cells)
    written = [text for text in raw if text and plain(text)]
    if not written:
        return Target(raw=raw, state=CellState.BLANK), ()
    if all(is_dash(text) for text in written):
        return Target(raw=raw, state=CellState.DASH), ()
    phrases = {standing_kind(text) for text in written if not is_dash(text)}
    if len(phrases) == 1 and (kind := phrases.pop()):
        return Target(raw=raw, state=CellState.VALUE, kind=kind), ()
    return _sum_of(raw, dict(zip(names, cells, strict=True)), total, languages or [""] * (len(cells) + 1))


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
    if target.unit == "%":
        return Additivity.STOCK, ()
    words = f"{plain(indicator)} {plain(title)}"
    since = next((found for found in _years(words) if found < year), None)
    if since is None or not _LEVEL_WORDS.search(words):
        return Additivity.FLOW, ()
    return Additivity.STOCK, (doubt("stock-proposed", since=since, proposal=Additivity.STOCK.value),)


def _amount(words: str) -> Decimal | None:
    read, _ = read_target(words)
    return read.limit if read.value is None else read.value


def _years(words: str) -> list[int]:
    return [int(match[1] or match[2]) for match in _SINCE.finditer(words)]


def _number(raw: str, match: re.Match[str], unit: str | None = None) -> Reading:
    value = _value(match)
    if value is None:
        return _text(raw, doubt("target-out-of-range", words=raw))
    return Target(raw=raw, state=CellState.VALUE, kind=TargetKind.NUMBER, value=value, unit=unit), ()


def _value(match: re.Match[str]) -> Decimal | None:
    value = Decimal(match["whole"].replace(" ", "") + (f".{match['part']}" if match["part"] else ""))
    return None if value > LIMIT or len(match["part"] or "") > 3 else value


def _text(raw: str, why: Doubt, **told: object) -> Reading:
    read = Target(raw=raw, state=CellState.VALUE, kind=TargetKind.TEXT, confidence=Confidence.AMBIGUOUS)
    return read.model_copy(update=told), (why,)


def _limit(raw: str, match: re.Match[str]) -> Reading:
    """«< 1 %», «не більше 5»: less is better, so it is no quantity to be reached."""
    value = _value(match)
    if value is None:
        return _text(raw, doubt("target-out-of-range", words=raw))
    why = doubt("target-is-limit", words=raw, proposal=format(value, "f"))
    return _text(raw, why, limit=value, unit=match["unit"] or None)


def _counted(raw: str, match: re.Match[str]) -> Reading:
    """«4 forums», «не менше 2 занять»: the number, and the word beside it as its unit."""
    value = _value(match)
    if value is None or not (match["unit"] or match["least"]):
        return _text(raw, doubt("target-out-of-range", words=raw))
    read = Target(
        raw=raw,
        state=CellState.VALUE,
        kind=TargetKind.NUMBER,
        value=value,
        unit=match["unit"] or None,
        confidence=Confidence.READ,
    )
    known = not match["unit"] or bool(_UNITS.fullmatch(match["unit"]))
    doubts = () if known else (doubt("target-with-unit", words=raw, value=value),)
    return read, doubts


def _why_text(raw: str, words: str) -> Doubt:
    if _SCIENTIFIC.fullmatch(words):
        return doubt("target-out-of-range", words=raw)
    if _DIGIT_LIKE.fullmatch(words):
        return doubt("target-not-a-number", words=raw, proposal=words.translate(_LETTERS_AS_DIGITS))
    numbers = _NUMBER.findall(words)
    return doubt("target-unknown", words=raw, proposal=numbers[0] if len(numbers) == 1 else None)


def _sum_of(
    raw: tuple[str | None, ...],
    quarters: dict[str, str | None],
    total: str | None,
    languages: Sequence[str],
) -> Reading:
    values: dict[str, Decimal] = {}
    doubts: list[Doubt] = []
    read = {
        name: read_target(text or "", language)
        for (name, text), language in zip(quarters.items(), languages, strict=False)
    }
    named = [text for name, text in quarters.items() if read[name][0].state is CellState.VALUE]
    worded = all(target.value is None and not _asks_number(why) for target, why in read.values())
    if named and worded and total and plain(total):
        doubts.append(doubt("quarters-worded", words="; ".join(text or "" for text in named)))
        read = {}
    for name, (target, why) in read.items():
        doubts += why
        if target.value is not None:
            values[name] = target.value
        elif target.state is CellState.VALUE and not why:
            doubts.append(doubt("target-unknown", words=quarters[name]))
    whole, why = read_target(total or "", languages[-1])
    doubts += why
    added = sum(values.values(), Decimal(0))
    if whole.value is not None and values and added != whole.value:
        doubts.append(doubt("quarters-against-total", quarters=added, total=whole.value))
    value = whole.value if whole.value is not None else added if values else None
    kind = TargetKind.TEXT if value is None else TargetKind.NUMBER
    return (
        Target(
            raw=raw,
            state=CellState.VALUE,
            kind=kind,
            value=value,
            per_period=values,
            unit=whole.unit,
            confidence=_least_certain([whole, *(target for target, _ in read.values())], value),
        ),
        tuple(doubts),
    )


def _asks_number(doubts: Sequence[Doubt]) -> bool:
    return any(found.code == "number-may-be-thousands" for found in doubts)


def _least_certain(read: Sequence[Target], value: Decimal | None) -> Confidence:
    if value is None:
        return Confidence.AMBIGUOUS
    stated = {target.confidence for target in read if target.state is CellState.VALUE}
    return Confidence.LITERAL if stated <= {Confidence.LITERAL} else Confidence.READ
