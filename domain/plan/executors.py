"""Who is named in an executor cell: whom do its commas separate, who leads, who helps, who must consent?

A comma also stands inside names («відділ фінансів, бухгалтерського обліку та звітності», "Ủy ban nhân dân các
huyện, thành phố"), so a piece is a name of its own only where it begins like one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.spelling import clean, plain

_CONSENT = re.compile(r"\s*\(?\s*(за згодою|за їх згодою|theo thỏa thuận|by consent)\s*\)?$", re.IGNORECASE)
_HELPERS = re.compile(
    r"\s(?:і?з залученням|за участ[юі]|спільно з|у взаємодії з|phối hợp với|together with|jointly with)\s",
    re.IGNORECASE,
)
_ERRAND = re.compile(r"\s(?:tham mưu(?: cho)?|để|nhằm)\s.*$", re.IGNORECASE)
_END_STOP = re.compile(r"(?<![\W\d][^\W\d_])\.$")
_GROUP = re.compile(r"^[^:«(]{3,80}:\s*(?=\S)")
_NOUNS = (
    r"відділи?|управління|департаменти?|центри?|служб[аи]|сектори?|директори?|заступни(?:к|ки|ця)|"
    r"начальни(?:к|ки|ця)|завідувач(?:і|ка)?|завідуюч(?:ий|а|і)|спеціалісти?|фахів(?:ець|ці)|бухгалтери?|"
    r"бухгалтері[яї]|юристи?|юрисконсульти?|бюро|рад[аи]|комітети?|інспекці[яї]|поліція|заклади?|установ[аи]|"
    r"організаці[яї]|підприємств[оа]|громад[аи]|виконком(?:и)?|апарат|канцелярі[яї]|секретар(?:і|ка)?|"
    r"керівни(?:к|ки|цтво)|працівни(?:к|ки)|підрозділи?|органи?|менеджери?|адвокати?|голов[аи]|"
    r"відповідальн(?:ий|а|і)|уповноважен(?:ий|а|і)|комісі[яї]|суди?|прокуратур[аи]|лікар(?:і|ня|ні)|"
    r"школ[аи]|бібліотек[аи]|музе[йї]|фонди?|інститути?|обласн(?:ий|а|е|і)|районн(?:ий|а|е|і)|"
    r"міськ(?:ий|а|е|і)|місцев(?:ий|а|е|і)|сільськ(?:ий|а|е|і)|селищн(?:ий|а|е|і)|об'єднан(?:ий|а|е|і)|"
    r"територіальн(?:ий|а|е|і)|структурн(?:ий|і)|виконавч(?:ий|а|і)|головн(?:ий|а|е|і)|громадськ(?:ий|а|і)|"
    r"провідн(?:ий|а|і)|старш(?:ий|а|і)|державн(?:ий|а|е|і)|усі|всі"
)
_HEAD_INSIDE = r"\w{2,}(?:адміністраці[яї]|відділи?|управління)\b"
_UKRAINIAN = re.compile(rf"(?:(?:{_NOUNS})\b|{_HEAD_INSIDE})")
_VIETNAMESE = re.compile(
    r"(?:các|những) \w+|(?:sở|ban|phòng|trung tâm|văn phòng|công an|ủy ban|uỷ ban|đơn vị|cơ quan|tổ chức|hội|"
    r"chi nhánh|chi cục|cục|bộ) \w+"
)
_ENGLISH = re.compile(r"(?:all |the )?(?:department|unit|office|head|director|deputy|team|section|manager)")

Known = Callable[[str], bool]


def _nobody(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Named:
    """One name of an executor cell, word for word, the words of consent included."""

    raw: str
    by_consent: bool

    @property
    def name(self) -> str:
        return _CONSENT.sub("", self.raw)


@dataclass(frozen=True, slots=True)
class Split:
    executors: tuple[Named, ...]
    helpers: tuple[Named, ...]

    @property
    def co_executors(self) -> tuple[str, ...]:
        """Who helps, and who is bound only by consent: names without the words of consent."""
        return (*(n.name for n in self.executors if n.by_consent), *(n.name for n in self.helpers))


def split_executors(raw: str, known: Known = _nobody) -> Split:
    """The names of a cell in order. ``known`` tells whether a text is a whole name on the staff; such a name
    is never cut."""
    own, *helpers = _HELPERS.split(_one_line(raw), maxsplit=1)
    return Split(
        tuple(_named(piece) for piece in _pieces(own, known)),
        tuple(_named(piece) for text in helpers for piece in _pieces(_ERRAND.sub("", text), known)),
    )


def _named(piece: str) -> Named:
    return Named(piece, bool(_CONSENT.search(piece)))


def _one_line(raw: str) -> str:
    """A line that begins with a name of its own begins a piece; any other is the line above, wrapped."""
    text = ""
    for line in filter(None, map(clean, raw.splitlines())):
        separated = text.rstrip()[-1:] in (",", ";", ":", "")
        text += ("" if not text else " " if separated or not _begins_a_name(line) else ", ") + line
    return text


def _pieces(text: str, known: Known) -> Iterator[str]:
    tokens = list(_tokens(text))
    at = 0
    while at < len(tokens):
        length = _known_length(tokens[at:], known)
        if length:
            yield _joined(tokens[at : at + length])
            at += length
        elif _GROUP.match(tokens[at][0]):
            members, at = _members(tokens, at)
            yield from members
        else:
            length = 1
            while at + length < len(tokens) and _continues(tokens, at + length):
                length += 1
            yield _joined(tokens[at : at + length])
            at += length


def _members(tokens: list[tuple[str, str]], at: int) -> tuple[list[str], int]:
    """«департаменти: A; B; C» names members of one kind; a semicolon, where there is one, separates them."""
    end = at + 1
    while end < len(tokens) and not _begins_a_name(tokens[end][0]):
        end += 1
    group = [(_GROUP.sub("", tokens[at][0], count=1), tokens[at][1]), *tokens[at + 1 : end]]
    if not any(mark == ";" for _, mark in group[:-1]):
        return [text for text, _ in group], end
    members: list[list[tuple[str, str]]] = [[]]
    for token in group:
        members[-1].append(token)
        if token[1] == ";":
            members.append([])
    return [_joined(member) for member in members if member], end


def _known_length(tokens: list[tuple[str, str]], known: Known) -> int:
    for length in range(min(len(tokens), 6), 0, -1):
        if known(_CONSENT.sub("", _joined(tokens[:length]))):
            return length
    return 0


def _joined(tokens: list[tuple[str, str]]) -> str:
    return "".join(
        text + (f"{mark} " if n + 1 < len(tokens) else "") for n, (text, mark) in enumerate(tokens)
    )


def _continues(tokens: list[tuple[str, str]], at: int) -> bool:
    return tokens[at - 1][1] == "," and not _begins_a_name(tokens[at][0])


def _begins_a_name(piece: str) -> bool:
    first = piece.lstrip("«\"'(-– ")[:1]
    words = plain(piece).lstrip("-– ")
    return (
        first.isupper()
        or first.isdigit()
        or bool(_CONSENT.search(piece) and " " not in _CONSENT.sub("", piece))
        or any(form.match(words) for form in (_UKRAINIAN, _VIETNAMESE, _ENGLISH))
    )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Pieces between commas and semicolons outside quotes and brackets, each with the mark after it.

    Ukrainian typists close nested quotes once («БО «БФ «Карітас»), so one closing quote closes all.
    """
    quotes = brackets = start = 0
    for at, mark in enumerate(text):
        if mark == "«":
            quotes += 1
        elif mark == "»":
            quotes = 0
        elif mark == "(":
            brackets += 1
        elif mark == ")":
            brackets = max(0, brackets - 1)
        elif mark in ",;" and not quotes and not brackets:
            if piece := text[start:at].strip():
                yield piece, mark
            start = at + 1
    if piece := _END_STOP.sub("", text[start:].strip(" ;,")):
        yield piece, ""
