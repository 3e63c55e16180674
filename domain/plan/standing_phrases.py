"""Which phrases state an obligation without a number or a date: standing, as needed, by a separate schedule?

They mean the same in the column of deadlines and in the column of targets.
"""

from __future__ import annotations

import re
from enum import StrEnum

from domain.spelling import plain


class Standing(StrEnum):
    CONTINUOUS = "continuous"
    AS_NEEDED = "as_needed"
    BY_SCHEDULE = "by_schedule"


_UKRAINIAN = {
    Standing.CONTINUOUS: (
        r"постійно(діюч\w+)?",
        r"систематично",
        r"безперервно",
        r"щоденно",
        r"на постійній основі",
        r"постійно,? (протягом|упродовж|впродовж|в межах|у межах) .{3,60}",
        r"(протягом|упродовж|впродовж) (року|кварталу|\d{4} року),? постійно",
    ),
    Standing.AS_NEEDED: (
        r"(за|по|при) потреб(ою|и|і)",
        r"[ув] (разі|міру) (потреби|необхідності|виникнення потреби)",
        r"за необхідності",
        r"(за|по мірі|у разі|в разі|при) (надходжен(ня|ням|ні)|звернен(ня|ням|ні))( \w+)?",
        r"за (запит(ом|ами)|заявк(ою|ами)|зверненнями)( \w+)?",
    ),
    Standing.BY_SCHEDULE: (
        r"(за|згідно( з| із)?|відповідно до) (окрем\w+ |затвердж\w+ )?(графік\w+|план\w+|розклад\w+)"
        r"( роботи)?",
    ),
}
_VIETNAMESE = {
    Standing.CONTINUOUS: (r"(thường xuyên|liên tục|hàng ngày|hằng ngày)( khi .{3,60}| trong năm)?",),
    Standing.AS_NEEDED: (
        r"khi (có nhu cầu|cần|cần thiết|có yêu cầu|phát sinh|có phát sinh)",
        r"theo (nhu cầu|yêu cầu|đề nghị)",
    ),
    Standing.BY_SCHEDULE: (r"theo (kế hoạch|lịch)( riêng)?",),
}
_ENGLISH = {
    Standing.CONTINUOUS: (r"ongoing|continuous(ly)?|permanent(ly)?|on an ongoing basis|daily",),
    Standing.AS_NEEDED: (
        r"(as|when|as and when|if|where) (needed|required|necessary)",
        r"(on|upon) (demand|request)",
        r"ad[- ]hoc",
    ),
    Standing.BY_SCHEDULE: (
        r"(by|per|according to|as per) (a |the )?(separate |approved )?(schedule|timetable)",
        r"as scheduled",
    ),
}
_PHRASES = tuple(
    (standing, re.compile("|".join(f"(?:{form})" for form in forms)))
    for vocabulary in (_UKRAINIAN, _VIETNAMESE, _ENGLISH)
    for standing, forms in vocabulary.items()
)


def standing_of(text: str) -> Standing | None:
    """What the whole phrase means, None where it is not in the vocabulary."""
    phrase = plain(text).strip(" .;:()")
    return next((standing for standing, form in _PHRASES if form.fullmatch(phrase)), None)
