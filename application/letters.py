"""What does a letter about a notice say, to whom, in which language?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from application.app import App
from application.links import answerable, token_of
from application.ports import Phrasebook, Recorded
from application.projections.due_ledger import due_of
from application.sentences import Sentences, speaking
from domain.notice.events import NoticeRaised
from domain.people.state import Organisation
from domain.plan.decider import plan as plan_decider
from domain.plan.state import Plan
from domain.run.state import Run

LONGEST_SUBJECT = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """``to`` is None for a person without an address."""

    to: str | None
    subject: str
    text: str
    message_id: str


def letter_of(app: App, notice: str) -> Letter:
    first = app.history(f"notice-{notice}", up_to=1)[0]
    raised = first.event
    assert isinstance(raised, NoticeRaised)
    office: Organisation = app.state(f"people-{raised.organisation}")
    language = language_of(raised.recipient, office)
    plan, words = quoted(app, first, raised, office, language)
    facts = facts_of(raised, plan, words) | counted(app, raised)
    facts["link"] = link(app.settings.public_url, raised, plan)
    facts["reason"] = reason_of(app, first)
    return Letter(
        to=address_of(raised.recipient, office),
        subject=subject(app.phrases.say(f"mail.{raised.kind}.subject", language, **facts)),
        text=text(app.phrases, language, raised, facts) + way_to_answer(app, first, raised, language),
        message_id=f"{notice}@onrecord.{raised.organisation}",
    )


def way_to_answer(app: App, first: Recorded, raised: NoticeRaised, language: str) -> str:
    """A link that lets the recipient answer at once, where the letter asks for an answer: the same in every
    attempt at the letter."""
    asked = answerable(first, raised)
    if asked is None:
        return ""
    address = f"{app.settings.public_url.rstrip('/')}/answer/{token_of(app.seal, asked)}"
    return "\n" + app.phrases.say("mail.answer", language, answer=address, until=asked.until)


def quoted(
    app: App, first: Recorded, raised: NoticeRaised, office: Organisation, language: str
) -> tuple[Plan, Sentences]:
    """The plan that the letter speaks of: as it stood when the notice was raised where it is about a step,
    for by now the route may be another; else as it stands, which is kept folded."""
    stream = f"plan-{raised.plan}"
    if raised.step is None:
        plan: Plan = app.state(stream)
        return plan, speaking(app.phrases, language, office, plan)
    history = app.history(stream, position=first.position)
    past = plan_decider.fold(recorded.event for recorded in history)
    return past, speaking(app.phrases, language, office, past, history)


def facts_of(raised: NoticeRaised, plan: Plan, words: Sentences) -> dict[str, object]:
    measure = plan.measures.get(raised.measure or "")
    run = plan.run_of(run_of(raised, plan))
    returned = raised.kind in ("plan-returned", "report-returned")
    lines = remarks(run, words) if returned else dates(raised, plan, words)
    sent = plan.reports.get(run.id)
    asked = raised.subject.rpartition("/")[2] if raised.kind == "office-reminded" else ""
    period = sent.period if sent else asked
    return {
        "period": words.period(period) if period else "",
        "title": plan.text.header.title,
        "measure": measure and (measure.number or measure.id),
        "wording": measure and measure.title,
        "due": raised.due,
        "step": words.runs.get(run.id, words.steps).get(raised.step or "", raised.step),
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


def remarks(run: Run, words: Sentences) -> list[str]:
    return [words.remark(remark) for remark in run.remarks]


def run_of(raised: NoticeRaised, plan: Plan) -> str:
    """Which run the letter is about: a part of its subject, blank for the approval of the plan itself."""
    return next((part for part in raised.subject.split("/") if part in plan.runs), "")


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


def link(address: str, raised: NoticeRaised, plan: Plan) -> str:
    """Where to go: the plan, a measure in it, or the report that waits to be signed."""
    place = f"#m-{raised.measure}" if raised.measure else ""
    if sent := plan.reports.get(run_of(raised, plan)):
        place = f"/sign/{sent.period}"
    return f"{address.rstrip('/')}/plans/{raised.plan}{place}"


def reason_of(app: App, first: Recorded) -> str:
    """The reason that stands in the fact which led to the notice, blank where it gives none."""
    stream, _, version = first.envelope.cause.rpartition("@")
    if not version.isdigit():
        return ""
    (cause,) = app.history(stream, after=int(version) - 1, up_to=int(version))
    return str(getattr(cause.event, "reason", ""))
