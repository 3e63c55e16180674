"""What lies on the desks when the story ends: two plans that wait for somebody.

The annual plan is a new edition for the year that runs, so that what it plans can be logged once it is
approved.
"""

from __future__ import annotations

from datetime import date

from application.story.approval import agrees, submitted
from application.story.coming_in import comes_in
from application.story.quarter import rings_until
from application.story.stage import Stage, one_line

ANNUAL, PROVINCE = "ua-2026", "vn-2027"


def is_left_open(ukraine: Stage, viet_nam: Stage) -> None:
    ukraine.on(date(2026, 10, 12))
    comes_in(ukraine, ANNUAL, "plan-rik-2026.xlsx")
    submitted(ukraine, ANNUAL, "annual")
    ukraine.on(date(2026, 10, 14))
    agrees(ukraine, ANNUAL, "head-finance", "visa-finance")
    ukraine.on(date(2026, 10, 16))
    agrees(ukraine, ANNUAL, "deputy", "deputy")
    waits_for(ukraine, ANNUAL)
    viet_nam.on(date(2026, 10, 19))
    comes_in(viet_nam, PROVINCE, "ke-hoach-2027.docx")
    submitted(viet_nam, PROVINCE, "province")
    waits_for(viet_nam, PROVINCE)
    rings_until(ukraine, ukraine.moment(date(2026, 10, 20)))


def waits_for(stage: Stage, plan: str) -> None:
    state = stage.plan(plan)
    persons = tuple(stage.name(stage.behind(who)) for step in state.open_steps for who in step.who)
    if persons:
        stage.tell("demo.waits", title=one_line(state.text.header.title), persons=persons)
