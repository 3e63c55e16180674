"""``/answer/TOKEN``: what may a person say of one measure through the link of a letter, without signing in?

Looking uses nothing up: scanners of mail open links too. The page shows that one measure and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application import links
from application.app import App
from application.evidence.keeping import Kept
from application.links import Answerable
from application.projections import due_ledger
from application.sentences import Sentences, speaking
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.asking import YES_OR_NO, Asking, asking_of, nil_periods
from domain.plan.decisions.by_link import ByLink, DeclareNilByLink, LogByLink, ReportByLink
from domain.plan.decisions.carrying_out import COUNTED
from domain.plan.document import Additivity, Measure
from domain.plan.nils import may_be_said
from domain.plan.state import Plan
from interfaces.web.forms import Field, Wrong, command_from, fields_of
from interfaces.web.handing_in import ACCEPTED, LinkUpload, kept_of, receipts
from interfaces.web.log import opened_on_demand
from interfaces.web.not_done import nil_choices, nil_later
from interfaces.web.parts_asked import own_unit, part_choices, part_words, without_needless
from interfaces.web.period_owed import at_least_one
from interfaces.web.question import NO, YES, Question, left_of_parts, period_asked, unanswered
from interfaces.web.visitor import AGuest, Guest
from interfaces.web.words import for_the_web, spread_words

router = APIRouter()
STATUS = {"link-unreadable": 404, "link-expired": 410, "link-used": 410}


@dataclass(frozen=True)
class Asked:
    """One opened link: the measure it speaks of, as it stands now."""

    app: App
    link: Answerable

    @cached_property
    def plan(self) -> Plan:
        plan: Plan = self.app.state(f"plan-{self.link.plan}")
        return plan

    @cached_property
    def office(self) -> Organisation:
        office: Organisation = self.app.state(f"people-{self.link.organisation}")
        return office

    @property
    def measure(self) -> Measure:
        """Refuses ``link-unreadable`` where the measure is gone from the text."""
        found = self.plan.measures.get(self.link.measure)
        if found is None:
            raise Refused("link-unreadable")
        return found

    @property
    def kind(self) -> type[LogByLink] | type[ReportByLink]:
        return ReportByLink if self.measure.additivity is Additivity.STOCK else LogByLink

    @property
    def settled(self) -> dict[str, str]:
        return {"plan": self.link.plan, "measure": self.link.measure, "link": self.link.id}

    def fields(self, guest: Guest) -> list[Field]:
        choices = part_choices(guest.say, self.office, self.measure)
        fields = fields_of(self.kind, self.settled, choices, len(self.measure.target.parts))
        return without_needless(fields, self.office, self.measure)

    @property
    def today(self) -> str:
        return self.app.clock.now().astimezone(ZoneInfo(self.office.zone)).date().isoformat()

    def question(self, guest: Guest, sentences: Sentences) -> Question:
        today = date.fromisoformat(self.today)
        key = period_asked(self.measure, self.plan.text.period, today, self.link.key)
        return Question(guest.say, sentences, self.plan, self.measure, today, key)

    @property
    def nil_periods(self) -> list[str]:
        """The letter's own term, else every month and quarter of which somebody might say that no need arose;
        none where a number is planned."""
        if self.measure.target.kind in COUNTED or self.kind is ReportByLink:
            return []
        today = date.fromisoformat(self.today)
        own = [self.link.key] if self.link.key else None
        return own or list(nil_periods(self.measure, self.plan.text.period, self.plan.closed, today))

    def nils(self, question: Question) -> list[tuple[str, bool]]:
        """Those that may be said now, and which one the page proposes."""
        can = [p for p in self.nil_periods if may_be_said(self.plan, self.measure, p, question.today)]
        return list(nil_choices(question, can))

    @property
    def prefilled(self) -> dict[str, str]:
        """Today, and what is left of the term."""
        standing = self.office.standing(self.link.person, date.fromisoformat(self.today))
        days = {"done_on": self.today, "on": self.today, **own_unit(self.measure, standing)}
        match asking_of(self.measure):
            case Asking.STANDING | Asking.DONE:
                return {"answer": YES} | days
            case Asking.PARTS:
                return {**left_of_parts(self.plan, self.measure)} | days
        row = self.app.ask(due_ledger.due_of, self.link.plan, self.link.measure, self.link.key)
        left = row["quantity"] - row["done"] if row and row["quantity"] is not None else None
        return days if left is None else {"quantity": at_least_one(left)} | days


@router.get("/answer/{token}", response_class=HTMLResponse)
def look(guest: AGuest, token: str) -> Response:
    try:
        asked = usable(guest, token)
        return page(guest, asked, asked.prefilled)
    except Refused as refused:
        return closed(guest, refused)


@router.post("/answer/{token}", response_class=HTMLResponse)
def answer(guest: AGuest, token: str, upload: LinkUpload) -> Response:
    try:
        asked = usable(guest, token)
        if upload is None:
            raise Refused("link-unreadable")
    except Refused as refused:
        return closed(guest, refused)
    form = upload.fields
    if asking_of(asked.measure) in YES_OR_NO and form.get("answer") == NO:
        return page(guest, asked, form, denied=True)
    command, wrong = said(guest, asked, form)
    kept = Kept()
    if not isinstance(command, DeclareNilByLink):
        kept = kept_of(guest.app, asked.office, asked.link.person, upload)
    if command is None:
        return page(guest, asked, form, wrong=wrong, kept=kept, status=422)
    if not isinstance(command, DeclareNilByLink):
        command = command.model_copy(update={"evidence": tuple(kept.evidence)})
    try:
        done = links.answer(guest.app, asked.link, command)
    except Refused as refused:
        if refused.code in STATUS:
            return closed(guest, refused)
        return page(guest, asked, form, refused=refused, kept=kept, status=409)
    sentences = sentences_of(guest, asked)
    told = [sentences.of(recorded) for recorded in done.recorded]
    without = [sentences.why(refused) for refused in kept.refused]
    return guest.page("answered.html", asked=asked, told=told, sentences=sentences, without=without)


def usable(guest: Guest, token: str) -> Asked:
    asked = Asked(guest.app, links.opened(guest.app.seal, token))
    links.refuse_unless_usable(guest.app, asked.link)
    return asked


def said(guest: Guest, asked: Asked, form: Mapping[str, str]) -> tuple[ByLink | None, list[Wrong]]:
    if form.get("nil"):
        period = form.get("period", "")
        if period not in asked.nil_periods:
            return None, [Wrong("period", "web.error-missing")]
        return DeclareNilByLink(**asked.settled, period=period), []
    also = {"again": True} if form.get("again") and asked.kind is LogByLink else {}
    command, wrong = command_from(asked.kind, asked.fields(guest), asked.settled, form, **also)
    if no_answer := unanswered(asked.measure, form):
        return None, wrong + no_answer
    assert command is None or isinstance(command, LogByLink | ReportByLink)
    return command, wrong


def page(
    guest: Guest,
    asked: Asked,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    refused: Refused | None = None,
    kept: Kept | None = None,
    status: int = 200,
    denied: bool = False,
) -> Response:
    sentences = sentences_of(guest, asked)
    question = asked.question(guest, sentences)
    later = opened_on_demand(question)
    fields = asked.fields(guest)
    return guest.page(
        "answer.html",
        status,
        asked=asked,
        sentences=sentences,
        question=question,
        nils=asked.nils(question),
        nil_later=nil_later(question, asked.nil_periods),
        denied=denied,
        first=[f for f in fields if f.name not in later],
        more=[f for f in fields if f.name in later],
        typed=typed,
        wrong=wrong,
        why=sentences.why(refused) if refused else "",
        same_deed=refused is not None and refused.code == "same-deed",
        target=spread_words(sentences, asked.measure.target, asked.plan.text.columns),
        kept=receipts(guest.app, asked.link.person, kept.evidence) if kept else [],
        not_kept=[sentences.why(why) for why in kept.refused] if kept else [],
        accepted=ACCEPTED,
        strips=asked.office.strip_metadata,
        records=[e.counts for e in asked.plan.of(asked.measure.id).counted() if e.counts],
        part_words=part_words,
    )


def closed(guest: Guest, refused: Refused) -> Response:
    """Why a link opens nothing, and what to do now."""
    sentences = speaking(guest.app.phrases, guest.language, Organisation(), None)
    status = STATUS.get(refused.code, 409)
    return guest.page("answer_closed.html", status, why=sentences.why(refused))


def sentences_of(guest: Guest, asked: Asked) -> Sentences:
    history = guest.app.history(f"plan-{asked.link.plan}")
    spoken = speaking(guest.app.phrases, guest.language, asked.office, asked.plan, history)
    return for_the_web(spoken)
