"""What does a cell of a list of staff say: a day, yes or no, a role, an id made of a name?"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from application.imports.dates import date_in
from application.imports.grid import Cell
from domain.people.may import ROLES
from domain.people.standing import FORMS
from domain.spelling import folded

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
YES = frozenset(map(folded, ("так", "+", "x", "х", "v", "1", "yes", "y", "true", "có")))
NO = frozenset(map(folded, ("ні", "-", "0", "no", "n", "false", "không")))
ACTING = {folded(word): form for form in ("acting", "temporarily") for word in FORMS[form].values()}
ACTING |= {folded("q"): "acting"}
ROLE_WORDS = {
    "planner": ("планувальник", "спеціаліст з планування", "người lập kế hoạch"),
    "reviewer": ("погоджувач", "рецензент", "người thẩm định"),
    "director": ("директор", "керівник", "giám đốc", "lãnh đạo"),
    "executor": ("виконавець", "người thực hiện"),
    "supervisor": ("наглядач", "регіональний наглядач", "người giám sát"),
    "auditor": ("аудитор", "kiểm toán viên", "kiểm toán"),
    "administrator": ("адміністратор", "quản trị viên"),
}
_ROLES = {folded(word): role for role in ROLES for word in (role, *ROLE_WORDS[role])}
_PLAIN = dict(zip("абвгґдеіїйклмнопрстуфиьđ", (*"abvhgdeiiiklmnoprstufy", "", "d"), strict=True))
_LATIN = _PLAIN | {"є": "ie", "ж": "zh", "з": "z", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
_LATIN |= {"ю": "iu", "я": "ia", "'": "", "’": "", "ʼ": ""}
"""Ukrainian letters as a passport writes them; of Vietnamese ones only the marks fall away."""


class Unread(Exception):
    """A cell says something that is not understood; ``code`` is a finding's."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def day(cell: Cell | None) -> date | None:
    """A day as a workbook, an office or a script writes it; the day comes before the month."""
    if cell is None:
        return None
    text = (cell.iso or cell.text).strip()
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
        if slashed := _SLASHED.fullmatch(text):
            return date(int(slashed[3]), int(slashed[2]), int(slashed[1]))
    except ValueError as unknown:
        raise Unread("staff-date", cell.text) from unknown
    printed = date_in(text)
    if printed is None or printed[1] is None:
        raise Unread("staff-date", cell.text)
    return printed[1]


def yes(text: str) -> bool:
    word = folded(text)
    if word in YES or not word or word in NO:
        return word in YES
    raise Unread("staff-yes-or-no", text)


def acting(text: str) -> tuple[bool, str]:
    """Whether somebody fills a post by an order, and the form where it is written: «т.в.о.», «Q.»."""
    if form := ACTING.get(folded(text)):
        return True, form
    return yes(text), ""


def role(text: str) -> str:
    if found := _ROLES.get(folded(text)):
        return found
    raise Unread("staff-role", text)


def id_of(text: str) -> str:
    """An id as written, or as it was written before it was Latin: ``Гончар Олена`` → ``honchar.olena``."""
    letters = "".join(_LATIN.get(letter, letter) for letter in text.casefold())
    plain = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", ".", plain).strip(".")[:64]


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None
