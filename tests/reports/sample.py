"""One closed quarter with every kind of row, a late fact and words that try to be code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.messages import Personal
from domain.plan.events import NilDeclared, ShortfallExplained
from domain.report.shapes import QuarterlyReport
from tests.domain.quarter import closed, plan_of, told
from tests.domain.small_office import (
    AS_NEEDED,
    DASHED,
    JANUARY_ONLY,
    MONTHLY,
    PAIR,
    STOCK,
    logged,
    measure,
    number,
)

FORMULA = '=HYPERLINK("http://bad.example","клік")'
MARKUP = '#set page(width: 1cm) *b* <w:t>&amp; "ok" ]]> ✓'
NASTY = measure(
    "m7", title=FORMULA, executors_raw=FORMULA, indicator=MARKUP, section="II. Інше", target=number(3)
)
PART = measure("m8", title="у т.ч. онлайн", relation="included_in", parent="1.7", target=number(2))


def report(**how: object) -> QuarterlyReport:
    facts = (
        logged("e1", done_on=date(2021, 1, 14), place="м. Липки", people_reached=25),
        logged("e2", done_on=date(2021, 2, 18), note=Personal(of="clerk-education", text=f"{MARKUP}\nдруге")),
        logged("e3", measure="m4", quantity=None, parts=(Decimal(1), Decimal(1)), done_on=date(2021, 1, 19)),
        logged("e4", measure="m2", quantity=Decimal("1.5"), done_on=date(2021, 1, 20)),
        NilDeclared(measure="m3", period="2021Q1", person="clerk-education"),
        ShortfallExplained(
            measure="m1", period="2021Q1", reason="@карантин", new_term="квітень", person="clerk-education"
        ),
        closed,
        logged("e5", done_on=date(2021, 3, 4), late=True),
    )
    rows = [m.model_copy(update={"section": "I. Перше"}) for m in (MONTHLY, JANUARY_ONLY, AS_NEEDED, PAIR)]
    document = plan_of(*rows, STOCK, DASHED, NASTY, PART)
    return told(*facts, of=document, **how)  # type: ignore[arg-type]
