"""What does a column of this name hold? The words of headings in Ukrainian, Vietnamese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.calendar.periods import ROMAN
from domain.plan.calendar_words import QUARTER, quarter
from domain.plan.deadlines import quarter_name
from domain.spelling import clean, plain


class Role(StrEnum):
    NUMBER = "number"
    SECTION = "section"
    TASK = "task"
    SUBTASK = "subtask"
    PURPOSE = "purpose"
    MEASURE = "measure"
    EXECUTORS = "executors"
    CO_EXECUTORS = "co_executors"
    START = "start"
    DUE = "due"
    MATRIX = "executor_due"
    INDICATOR = "indicator"
    TARGET = "target"
    QUARTER = "quarter"
    TOTAL = "total"
    BASELINE = "baseline"
    WEIGHT = "weight"
    FUNDING = "funding"
    RESULT = "result"
    NOTE = "note"
    UNIT = "unit"
    ACTUAL = "actual"
    PERCENT = "percent"
    STATUS = "status"
    ACCOUNT = "account"
    REASON = "reason"
    REMEDY = "remedy"
    NEW_TERM = "new_term"
    OTHER = "other"


REPORTED = (
    Role.ACTUAL,
    Role.PERCENT,
    Role.STATUS,
    Role.ACCOUNT,
    Role.REASON,
    Role.REMEDY,
    Role.NEW_TERM,
)
"""What was done, as a report form tells it."""

# The word that stands first in a heading is its head: «Термін виконання заходу» is a deadline.
_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.NEW_TERM,
        r"нов\w+ (термін|строк)|перенесен\w+ (на|термін|строк)|(thời hạn|thời gian) mới|"
        r"(new|revised) (due|deadline)",
    ),
    (
        Role.ACCOUNT,
        r"інформація про (стан )?викон|відмітк\w+ про викон|результат\w* виконання|хід виконання|"
        r"kết quả (thực hiện|đạt được)|progress report|details of (performance|progress)",
    ),
    (Role.PERCENT, r"% ?викон|відсот\w+ викон|рівень виконання|tỷ lệ|% ?(complete|achieved|done)|percent"),
    (Role.NUMBER, r"№|#|з/п|п/п|\bn п|\bтт\b|\btt\b|\bstt\b|số tt|\bno\b\.?|номер|\bref\b"),
    (Role.SUBTASK, r"підзавдан|tiểu nhiệm vụ|sub-?task"),
    (Role.TASK, r"завдан|nhiệm vụ|\btask"),
    (Role.SECTION, r"розділ|напрям|\bsection\b|\bkpa\b|key performance area|lĩnh vực"),
    (
        Role.PURPOSE,
        r"\bмет[аи]\b|\b(стратегічн|оперативн|операційн)\w+ ціл|\bціл(ь|і|ей)\b|mục đích|mục tiêu|purpose|"
        r"objective|\bgoal",
    ),
    (
        Role.REMEDY,
        r"коригувальн|заходи? (реагування|(з|щодо) (виправлення|усунення))|khắc phục|remed|corrective",
    ),
    (
        Role.MEASURE,
        r"зміст робот|назва робот|види робіт|захід\b|захо(ду|дів|ди|дах)\b|"
        r"nội dung|hoạt động|công việc|measure|activit|\bactions?\b|initiative",
    ),
    (Role.CO_EXECUTORS, r"співвикон|phối hợp|co-?executor|partner|coordinating"),
    (
        Role.EXECUTORS,
        r"виконав(ец|ц)|відповідальн|хто викон|thực hiện|chủ trì|phụ trách|trách nhiệm|"
        r"responsible|executor|custodian|\blead\b|owner|in charge|\bdepartment\b|directorate",
    ),
    (Role.START, r"початок|дата початку|bắt đầu|\bstart"),
    (
        Role.DUE,
        r"термін|строк|дата\b|період викон|закінчення|завершення|thời gian|thời hạn|tiến độ|kết thúc|"
        r"deadline|\bdue\b|time ?(frame|line)|\bdate\b|\bterm\b|\bwhen\b|timing|\bend\b|finish",
    ),
    (Role.BASELINE, r"базов\w+ (рівень|значення|показник)|вихідн\w+ значення|baseline|hiện trạng|mức cơ sở"),
    (Role.WEIGHT, r"\bваг(а|овий)|weight|trọng số"),
    (
        Role.TARGET,
        r"^(кількість|к-?(ть|сть)|кіл-(ть|сть)|кіл(ьк)?\.)(\W{0,3}(шт|од|осіб|разів))?\W{0,2}$|"
        r"значенн|заплановано|^план\b|\bплан на\b|цільов\w+ (показник|значення)|"
        r"планов\w+ показник|chỉ tiêu kế hoạch|số lượng|target|planned|quantity",
    ),
    (
        Role.INDICATOR,
        r"результативн\w+ показник|показник|індикатор|chỉ tiêu|chỉ số|indicator|\bkpi\b|\bкпе\b",
    ),
    (Role.ACTUAL, r"виконано\b|фактичн|^факт\b|^виконання$|đã thực hiện|actual|achieved"),
    (Role.STATUS, r"стан викон|\bстан\b|статус|tình trạng|trạng thái|status"),
    (Role.REASON, r"причин|відхилення|lý do|nguyên nhân|reason|variance|deviation"),
    (Role.UNIT, r"одиниц|од\. ?вим|đơn vị tính|unit of"),
    (
        Role.FUNDING,
        r"фінанс|кошт|бюджет|вартіст|\bсума\b|kinh phí|nguồn vốn|dự toán|funding|budget|financial|\bcost",
    ),
    (Role.RESULT, r"результат|kết quả|sản phẩm|result|output|outcome"),
    (Role.NOTE, r"приміт|відмітк|ghi chú|notes?\b|remark|comment"),
)
_PATTERNS = tuple((role, re.compile(words)) for role, words in _WORDS)
_FORM = dict(_PATTERNS)
_CODE = re.compile(r"\b(code|код|шифр)\b(?!.*(бюджет|кпкв|кекв|класифік))|^mã( số)?$")
_VIETNAMESE_BODY = re.compile(r"(đơn vị|cơ quan|người|bộ phận) (thực hiện|chủ trì|phụ trách)")
_VIETNAMESE_TIME = re.compile(r"thời (gian|hạn|điểm)(?! mới)")
_TOTAL = re.compile(
    r"((разом|всього|усього)( (за|на) (весь )?рік)?|на рік|рік|за рік|tổng( cộng| số)?( cả năm)?|cả năm|"
    r"(total|annual)( target)?( for the year)?)"
)
_QUARTER_WORD = r"(?:\s?(?:-?[йго]{1,2}\s)?(?:квартал\w*|кв\.?))"
_OF_QUARTER = re.compile(
    rf"(?:(?P<q>q[1-4]|quarter [1-4]|{QUARTER}{_QUARTER_WORD}|quý {QUARTER})\s?[-:(,]?\s?(?P<after>\S.*))|"
    rf"(?P<before>.*\S)\s?[-:(,]?\s(?:на\s|за\s|for\s)?"
    rf"(?P<q2>q[1-4]|quarter [1-4]|{QUARTER}{_QUARTER_WORD}|quý {QUARTER})\)?"
)
_QUARTER_WORDS = re.compile(r"квартал\w*|кв\.?|quý|quarter|-?[йго]{1,2}\s")
_MONEY = re.compile(
    r"(?:тис|млн|млрд)\.?\s?(?:грн|гривень|гривн\w+)\.?|\bгрн\b\.?|\bгривень\b|(?:triệu|tỷ|nghìn)?\s?đồng|"
    r"\br ?'?000\b|\busd\b|\beur\b|\buah\b|\brand\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column holds; ``period`` is ``I`` to ``IV`` where its heading names a quarter."""

    role: Role
    period: str = ""


def role_of(heading: str) -> Role:
    """What a column of this name holds."""
    return meaning_of(heading).role


def meaning_of(heading: str) -> Meaning:
    words = plain(heading)
    if name := quarter_name(heading):
        return Meaning(Role.QUARTER, name)
    if _TOTAL.fullmatch(words):
        return Meaning(Role.TOTAL)
    if _CODE.search(words):
        return Meaning(Role.NUMBER)
    if match := _OF_QUARTER.fullmatch(words):
        number = quarter(_QUARTER_WORDS.sub("", match["q"] or match["q2"]))
        part = match["after"] or match["before"]
        role = Role.FUNDING if _FORM[Role.FUNDING].search(part) else _by_words(part)
        if number and role in (Role.TARGET, Role.INDICATOR, Role.FUNDING, *REPORTED):
            return Meaning(Role.TARGET if role is Role.INDICATOR else role, ROMAN[number - 1])
    return Meaning(_by_words(words))


def without_quarter(heading: str) -> str:
    """«Financial target» of «Q1 Financial target»."""
    match = _OF_QUARTER.fullmatch(plain(heading))
    part = "after" if match and match["after"] else "before"
    return clean(heading)[slice(*match.span(part))] if match and match[part] else clean(heading)


def names_who_and_when(heading: str) -> bool:
    """«Виконавець і терміни виконання» over columns named after executors: dates stand in their cells."""
    words = plain(heading)
    return bool(_FORM[Role.EXECUTORS].search(words) and _FORM[Role.DUE].search(words))


def money_unit(heading: str) -> str | None:
    match = _MONEY.search(heading)
    return match.group().strip(" .,") if match else None


def _by_words(words: str) -> Role:
    if _VIETNAMESE_BODY.search(words):
        return Role.EXECUTORS
    if _VIETNAMESE_TIME.search(words):
        return Role.DUE
    found = [
        (match.start(), order, role)
        for order, (role, form) in enumerate(_PATTERNS)
        if (match := form.search(words))
    ]
    return min(found)[2] if found else Role.OTHER
