"""What does the order say that approves a plan: on what grounds, and what does each clause ask of whom?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from application.imports.grid import Line
from domain.plan.calendar_words import MONTH, YEAR
from domain.plan.deadlines import read_deadline
from domain.plan.document import Clause, Deadline, Modality
from domain.spelling import clean, plain

_CLAUSE = re.compile(
    r"(?:(?:điều|article)\s)?(?P<n>\d{1,2}(?:\.\d{1,2})*)\s?[.):]\s*(?P<text>\S.*)", re.I | re.S
)
_GOES_ON = re.compile(r"[-–•]\s|\d{1,2}\)\s|[а-яіїєґa-zà-ỹ]\)\s|[а-яіїєґa-z]")
_GROUNDS = re.compile(
    r"(керуючись|відповідно до|на виконання|на підставі|згідно з|враховуючи|за поданням|"
    r"căn cứ|thực hiện (quyết định|kế hoạch|nghị quyết|chỉ thị|công văn)|xét đề nghị|theo đề nghị|"
    r"pursuant to|in accordance with|under section|whereas)\b"
)
_MODALITIES: tuple[tuple[Modality, re.Pattern[str]], ...] = (
    (
        Modality.ASSIGNS,
        re.compile(r"контроль\b.*\b(покла|залиш)|\bпоклас?(ти|даю)\b|giao .+ (theo dõi|kiểm tra)|\bassign"),
    ),
    (Modality.APPROVES, re.compile(r"(затвердити|схвалити|погодити|phê duyệt|ban hành|approve|adopt)\b")),
    (Modality.RECOMMENDS, re.compile(r"(рекомендувати|запропонувати|просити|đề nghị|recommend|request)\b")),
)
_DATED = re.compile(
    rf"(?:щорічно |щороку |щоквартально |щокварталу |щомісяця |щомісячно )?(?:до|не пізніше|trước ngày|by)\s"
    rf"(?:\d{{1,2}}[./]\d{{1,2}}[./]{YEAR}|\d{{1,2}}\s{MONTH}(?:\s{YEAR})?(?:\s(?:року|р\.))?|"
    rf"\d{{1,2}} числа(?: щомісяця| кожного місяця)?|кінця \w+(?:\s{YEAR})?(?:\s(?:року|р\.))?)"
)
_ACTS = (
    r"(?:інформувати|повідомляти|подавати|подати|надавати|надати|забезпечити|організувати|звітувати|"
    r"здійснити|report)"
)
_TOWARDS = re.compile(
    r"(?:інформувати|повідомляти|report to|báo cáo)\s(?P<to>(?!про\b)\S.{2,200}?)\s(?:про|on)\b"
)
_UPON = re.compile(r"\b(?:покласти|покладаю|залишаю|assigned to)\s(?:на|за)?\s?(?P<who>\S.*)")


def grounds_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Lines that begin with the law or the act that the plan rests on, item by item."""
    found: list[str] = []
    for line in lines:
        if _GROUNDS.match(plain(line.text)):
            found += [clean(item).rstrip(" .,:") for item in line.text.split(";") if clean(item)]
    return tuple(found)


def clauses_of(lines: Sequence[Line], period: str) -> tuple[Clause, ...]:
    """Numbered points before the plan; none unless one of them approves it or asks something of somebody."""
    texts = list(_points(lines))
    clauses = tuple(_clause(number, text, period) for number, text in texts)
    return clauses if any(c.modality in (Modality.APPROVES, Modality.ASSIGNS) for c in clauses) else ()


def _points(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    number, text = "", ""
    for line in lines:
        words = line.text.strip()
        if match := _CLAUSE.match(words):
            if number:
                yield number, text
            number, text = match["n"], match["text"]
        elif number and _GOES_ON.match(words):
            text = f"{text}\n{words}"
        elif number:
            yield number, text
            number = ""
    if number:
        yield number, text


def _clause(number: str, text: str, period: str) -> Clause:
    words = clean(text)
    modality = next((kind for kind, form in _MODALITIES if _says(form, kind, words)), Modality.OBLIGES)
    towards = _TOWARDS.search(words)
    return Clause(
        number=number,
        text=text,
        modality=modality,
        who=_who(words, modality),
        to=towards["to"] if towards else None,
        due=_due(words, period),
    )


def _says(form: re.Pattern[str], kind: Modality, words: str) -> bool:
    found = form.search(plain(words)) if kind is Modality.ASSIGNS else form.match(plain(words))
    return found is not None


def _who(words: str, modality: Modality) -> str | None:
    """Whom a clause binds: the words before the date or the verb, or those that control is laid upon."""
    if modality is Modality.APPROVES:
        return None
    if modality is Modality.ASSIGNS:
        upon = _UPON.search(words)
        return upon["who"].rstrip(" .") if upon else None
    _, _, rest = words.partition(" ") if modality is Modality.RECOMMENDS else ("", "", words)
    ends = [match.start() for form in (_DATED, re.compile(rf"\b{_ACTS}\b")) if (match := form.search(rest))]
    who = rest[: min(ends)].strip(" ,:") if ends else ""
    return who if 2 < len(who) < 200 else None


def _due(words: str, period: str) -> Deadline | None:
    match = _DATED.search(words)
    if match is None:
        return None
    due, _ = read_deadline(match.group(), period)
    return due
