"""``/``: what waits for me, why, until when?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.projections import plan_board, report_signing, waiting
from interfaces.web.my import owed_by, sorted_out
from interfaces.web.run_about import run_about
from interfaces.web.signed_report import address_of_signing
from interfaces.web.visitor import AVisitor, Visitor

router = APIRouter()
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: ``verb`` says what, ``looks`` how pressing it is drawn."""

    title: str
    address: str
    verb: str
    told: tuple[str, ...]
    due: date | None
    overdue: bool


@router.get("/", response_class=HTMLResponse)
def inbox(visitor: AVisitor) -> Response:
    items = sorted(
        [*decisions(visitor), *returned(visitor), *came_back(visitor), *drafts(visitor)], key=urgency
    )
    owed = owed_by(visitor)
    return visitor.page(
        "inbox.html",
        items=items,
        owed=sorted_out(owed, visitor.moment.today),
        shown=SHOWN,
        any_owed=bool(owed),
    )


def urgency(item: Item) -> tuple[bool, date]:
    return (not item.overdue, item.due or date.max)


def decisions(visitor: Visitor) -> Iterator[Item]:
    for step in visitor.to_decide:
        board = visitor.app.ask(plan_board.plan, step["plan"])
        route = visitor.app.ask(waiting.steps_of, step["plan"], step["run"])
        if board is None:
            continue
        place = [s["step"] for s in route].index(step["step"]) + 1
        last = step["stage"] == route[-1]["stage"]
        report = visitor.app.ask(report_signing.signing, step["plan"], step["run"])
        if report is not None:
            yield report_to_decide(visitor, step, board, report, (place, len(route)))
            continue
        if step["run"]:
            yield from of_a_run(visitor, step, board)
            continue
        verb = "web.todo-approve-last" if last and step["act"] == "approve" else f"web.todo-{step['act']}"
        yield Item(
            title=board["title"],
            address=f"/plans/{step['plan']}",
            verb=visitor.say(verb, place=place, count=len(route), title=step["title"]),
            told=(*of_which_office(visitor, board["organisation"]), sent(visitor, board)),
            due=step["due"],
            overdue=step["due"] < visitor.moment.today,
        )


def report_to_decide(visitor: Visitor, step: Any, board: Any, report: Any, place: tuple[int, int]) -> Item:
    """A report that waits for a visa or a signature."""
    sentences = visitor.sentences_in(board["organisation"])
    told = {
        "person": sentences.person(report["person"]),
        "time": visitor.sentences.local(report["since"]),
        "position": report["position"],
    }
    verb = {"place": place[0], "count": place[1], "title": step["title"]}
    return Item(
        title=title_of_report(visitor, board, report),
        address=address_of_signing(report["plan"], report["period"]),
        verb=visitor.say(f"web.todo-{step['act']}", **verb),
        told=(*of_which_office(visitor, board["organisation"]), visitor.say("web.signing-sent", **told)),
        due=step["due"],
        overdue=step["due"] < visitor.moment.today,
    )


def of_a_run(visitor: Visitor, step: Any, board: Any) -> Iterator[Item]:
    """What is asked of a plan in force: the decision has a page of its own."""
    seen = visitor.plan(step["plan"])
    run = seen.plan.runs.get(step["run"])
    about = run_about(visitor, seen, visitor.sentences_about(seen), run) if run else None
    if about is None:
        return
    yield Item(
        title=board["title"],
        address=f"/plans/{step['plan']}/runs/{step['run']}",
        verb=visitor.say(f"web.todo-run-{step['act']}", kind=about.kind),
        told=(
            *of_which_office(visitor, board["organisation"]),
            about.line,
            f"{about.asked_by}: {about.reason}",
        ),
        due=step["due"],
        overdue=step["due"] < visitor.moment.today,
    )


def title_of_report(visitor: Visitor, board: Any, report: Any) -> str:
    period = visitor.sentences.period(report["period"])
    return f"{visitor.say('web.report', period=period)}: {board['title']}"


def came_back(visitor: Visitor) -> Iterator[Item]:
    """Reports that this person sent and that came back with remarks."""
    for report in visitor.app.ask(report_signing.came_back_to, visitor.organisation, visitor.person):
        board = visitor.app.ask(plan_board.plan, report["plan"])
        if board is not None:
            yield Item(
                title=title_of_report(visitor, board, report),
                address=address_of_signing(report["plan"], report["period"]),
                verb=visitor.say("web.todo-mend", count=report["remarks"]),
                told=(visitor.say("web.since", time=visitor.sentences.local(report["since"])),),
                due=None,
                overdue=False,
            )


def of_which_office(visitor: Visitor, organisation: str) -> tuple[str, ...]:
    """Told where it is not one's own."""
    return () if organisation == visitor.organisation else (visitor.office_of(organisation).title,)


def returned(visitor: Visitor) -> Iterator[Item]:
    for row in visitor.app.ask(waiting.returned_to, visitor.organisation, visitor.person):
        board = visitor.app.ask(plan_board.plan, row["plan"])
        if board is not None:
            yield Item(
                title=board["title"],
                address=f"/plans/{row['plan']}",
                verb=visitor.say("web.todo-mend", count=row["remarks"]),
                told=(visitor.say("web.since", time=visitor.sentences.local(row["since"])),),
                due=row["fix_by"],
                overdue=bool(row["fix_by"] and row["fix_by"] < visitor.moment.today),
            )


def drafts(visitor: Visitor) -> Iterator[Item]:
    for board in visitor.own_drafts:
        yield Item(
            title=board["title"],
            address=f"/plans/{board['plan']}",
            verb=visitor.say("web.todo-submit"),
            told=(visitor.say("web.measures", count=board["measures"]),),
            due=None,
            overdue=False,
        )


def sent(visitor: Visitor, board: Any) -> str:
    author = visitor.sentences_in(board["organisation"]).person(board["author"])
    return visitor.say(
        "web.sent",
        author=author,
        time=visitor.sentences.local(board["since"]),
        measures=board["measures"],
        version=board["text_version"],
    )
