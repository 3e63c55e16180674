"""What does a letter about a notice say, to whom, in which language?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from application.app import App
from application.ports import Phrasebook
from application.projections.due_ledger import due_of
from application.sentences import Sentences
from domain.notice.events import NoticeRaised
from domain.people.state import Organisation
from domain.plan.state import Plan

LONGEST_SUBJECT = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """``to`` is None for a person without an address."""

    to: str | None
    subject: str
    text: str
    message_id: str


def letter_of(app: App, notice: str) -> Letter:
    """The plan is quoted as it stood when the notice was raised: a second attempt says the same."""
    first = app.history(f"notice-{notice}", up_to=1)[0]
    raised = first.event
    assert isinstance(raised, NoticeRaised)
    office: Organisation = app.state(f"people-{raised.organisation}")
    plan: Plan = app.state(f"plan-{raised.plan}", position=first.position)
    language = language_of(raised.recipient, office)
    words = Sentences(app.phrases, language, office, plan.measures)
    facts = facts_of(raised, plan, words) | counted(app, raised)
    facts["link"] = link(app.settings.public_url, raised)
    return Letter(
        to=address_of(raised.recipient, office),
        subject=subject(app.phrases.say(f"mail.{raised.kind}.subject", language, **facts)),
        text=text(app.phrases, language, raised, facts),
        message_id=f"{notice}@onrecord.{raised.organisation}",
    )


def facts_of(raised: NoticeRaised, plan: Plan, words: Sentences) -> dict[str, object]:
    measure = plan.measures.get(raised.measure or "")
    lines = remarks(plan, words) if raised.kind == "plan-returned" else dates(raised, plan, words)
    return {
        "title": plan.text.header.title,
        "measure": measure and (measure.number or measure.id),
        "wording": measure and measure.title,
        "due": raised.due,
        "step": next((s.title for s in plan.route if s.key == raised.step), raised.step),
        "person": words.person(raised.recipient),
        "lines": "\n".join(lines),
        "count": len(lines),
        "late": raised.late,
    }


def dates(raised: NoticeRaised, plan: Plan, words: Sentences) -> list[str]:
    named = ((line, plan.measures[line.measure]) for line in raised.lines)
    return [
        words.phrases.say(
            "mail.line", words.language, due=line.due, measure=m.number or m.id, wording=m.title
        )
        for line, m in named
    ]


def remarks(plan: Plan, words: Sentences) -> list[str]:
    return [words.remark(remark) for remark in plan.remarks]


def counted(app: App, raised: NoticeRaised) -> dict[str, object]:
    """How much is planned and done; both blank where no number is planned."""
    key = raised.subject.rpartition("/")[2]
    row = app.ask(due_of, raised.plan, raised.measure, key) if raised.measure else None
    if row is None or row["quantity"] is None:
        return {"planned": None, "done": None}
    return {"planned": row["quantity"], "done": row["done"]}


def text(phrases: Phrasebook, language: str, raised: NoticeRaised, facts: Mapping[str, object]) -> str:
    body = phrases.say(f"mail.{raised.kind}.text", language, **facts)
    return f"{phrases.say('mail.late', language)}\n\n{body}" if raised.late else body


def subject(words: str) -> str:
    """One line. The fact stands first, so that what a long title loses is its end."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_SUBJECT else f"{words[: LONGEST_SUBJECT - 1].rstrip()}…"


def language_of(person: str, office: Organisation) -> str:
    known = office.persons.get(person)
    return (known and known.language) or office.language


def address_of(person: str, office: Organisation) -> str | None:
    known = office.persons.get(person)
    return known.email.text if known and known.email else None


def link(address: str, raised: NoticeRaised) -> str:
    place = f"#{raised.measure}" if raised.measure else ""
    return f"{address.rstrip('/')}/plans/{raised.plan}{place}"
