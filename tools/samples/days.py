"""Which days off and moved working days are shipped? Run ``python tools/samples/days.py``.

The ``holidays`` library proposes; what is written to the files is then a fact, so that a later version of the
library moves no old deadline.
"""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays

SHIPPED = Path(__file__).parents[2] / "application" / "samples" / "shipped"
YEARS = (2021, 2022, 2026, 2027)
BASIS = {
    "UA": {
        2021: "Кодекс законів про працю, статті 73 і 67; розпорядження уряду про перенесення робочих днів",
        2022: "Кодекс законів про працю; з 24.03.2022 Закон № 2136-IX: святкові дні є робочими",
        2026: "Закон № 2136-IX: у період воєнного стану святкові дні є робочими",
        2027: "Закон № 2136-IX: за умови, що воєнний стан триває; центр переглядає щороку",
    },
    "VN": dict.fromkeys(YEARS, "Bộ luật Lao động 2019, Điều 112; thông báo nghỉ lễ, Tết hằng năm"),
}
MOVED = {"UA": "Робочий день замість {}", "VN": "Làm bù cho ngày {}"}


def year_of(country: str, language: str, year: int) -> str:
    found = holidays.country_holidays(country, years=year, language=language)
    off = sorted(found.items())
    working = sorted(d for d in found.weekend_workdays if d.year == year)
    lines = [
        f"[[years]]\nyear = {year}\neffective = {year}-01-01",
        f'basis = "{BASIS[country][year]}"',
        "off = [",
    ]
    lines += [f'  {{ day = {day}, why = "{why}" }},' for day, why in off]
    lines += ["]", "working = ["]
    lines += [f'  {{ day = {day}, why = "{moved_from(country, day, off)}" }},' for day in working]
    return "\n".join([*lines, "]"])


def moved_from(country: str, day: date, off: list[tuple[date, str]]) -> str:
    """The day off that this working weekend day pays for, as the library names it."""
    spelled = re.compile(day.strftime(r"\b%d[./]%m[./]%Y\b"))
    paid_for = next(other for other, why in off if spelled.search(why))
    return MOVED[country].format(paid_for.strftime("%d.%m.%Y"))


if __name__ == "__main__":
    for country, language in (("UA", "uk"), ("VN", "vi")):
        head = f"# Proposed by holidays {version('holidays')}, accepted as they stand by shipped offices.\n"
        years = "\n\n".join(year_of(country, language, year) for year in YEARS)
        (SHIPPED / f"days-{country.lower()}.toml").write_text(f"{head}\n{years}\n", "utf-8")
