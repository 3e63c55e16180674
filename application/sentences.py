"""What does a recorded fact say, or a refusal, in the words of a person?

Ids become names: persons and posts from the office, measures and steps from the plan. Wire data stays as it
is; only what is shown passes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from application.findings import placed, worded
from application.period_words import period_words
from application.ports import Phrasebook, Recorded
from domain.messages import SYSTEM, Event, Message, Personal, Refused
from domain.people.events import EvidenceRulesSet, PersonRegistered, PositionCreated, UnitFormed
from domain.people.state import Organisation
from domain.plan.document import Executor, Finding, Measure
from domain.plan.events import (
    AmendmentProposed,
    EvidenceAdded,
    IndicatorReported,
    LevelPart,
    PlanDrafted,
    PlanRedrafted,
    PlanReturned,
    PlanSubmitted,
)
from domain.plan.state import Plan
from domain.run.events import Remark, RunMoved, RunReturned, RunStarted, StepObjected
from domain.run.route import RouteStep
from domain.run.state import Run

PERSONS = frozenset({"person", "prepared_by", "author", "recipient", "giver", "taker", "drawn_by"})
COUNTED = frozenset(
    {"cells", "findings", "off", "remarks", "route", "schedule", "silent", "steps", "working"}
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """One language, one office, and the plan that is spoken of, if any. ``steps`` maps keys to titles;
    ``findings`` are what was found in the plan's source; ``above`` is the office above, whose people decide
    here too; ``runs`` holds the titles of the steps of each run beside the plan's own. ``from_above``: the
    person who acts is one of those, whoever has that id here."""

    phrases: Phrasebook
    language: str
    office: Organisation = field(default_factory=Organisation)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    above: Organisation = field(default_factory=Organisation)
    runs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    from_above: bool = False

    def of(self, recorded: Recorded) -> str:
        """The fact as a sentence, with who and in which capacity; without when (see `when`, `marks`)."""
        facts = self._acting(recorded)._facts(recorded.event) | {"who": self.who(recorded)}
        return self.phrases.say(f"fact.{recorded.event.name}", self.language, **facts)

    def marks(self, recorded: Recorded) -> list[str]:
        """What should be noticed about the times: late for its period, written down on another day."""
        marks = []
        if getattr(recorded.event, "late", False):
            marks.append(self.phrases.say("answer.late", self.language))
        happened, written = self.local(recorded.envelope.occurred_at), self.when(recorded)
        if happened.date() != written.date():
            marks.append(self.phrases.say("answer.recorded-later", self.language, recorded_at=written))
        return marks

    def when(self, recorded: Recorded) -> datetime:
        """When it was written down, in the office's zone."""
        return self.local(recorded.envelope.recorded_at)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.office.zone))

    def who(self, recorded: Recorded) -> str:
        named, capacity = self.name(recorded), recorded.envelope.capacity
        return f"{named}, {capacity}" if capacity else named

    def name(self, recorded: Recorded) -> str:
        """Of the person who acted, as the office knows them that they acted from."""
        return self._acting(recorded).actor(recorded.envelope.by)

    def person(self, id: str) -> str:
        """The name, that it was erased, or the id of somebody unknown."""
        return self._called(id, self.office, self.above)

    def actor(self, id: str) -> str:
        """The same of the person who acts."""
        offices = (self.office, self.above)
        return self._called(id, *(offices[::-1] if self.from_above else offices))

    def decider(self, run: Run, step: RouteStep) -> str:
        """Who decided a step; where only the office above was asked, and it was not passed over, one of its
        people."""
        asked_above = all(voice.startswith("above:") for voice in step.who)
        from_above = asked_above and step.key not in run.skipped
        return replace(self, from_above=from_above).actor(run.decided[step.key])

    def _called(self, id: str, *offices: Organisation) -> str:
        if id == SYSTEM:
            return self.phrases.say("answer.system", self.language)
        known = next((office.persons[id] for office in offices if id in office.persons), None)
        return self._personal(known.full_name) if known else id

    def _acting(self, recorded: Recorded) -> Sentences:
        office = recorded.envelope.office
        return replace(self, from_above=True) if office and office == self.above.id else self

    def refusal(self, command: str, refused: Refused) -> str:
        """One line: what did not happen, why, what now."""
        return self._say("answer.refused", act=self._say(f"command.{command}"), why=self.why(refused))

    def why(self, refused: Refused) -> str:
        """Why something was refused, and what to do now."""
        return self._say(f"refused.{refused.code}", **self._facts_of(refused))

    def finding(self, finding: Finding) -> str:
        return worded(self.phrases, self.language, finding)

    def place(self, place: str) -> str:
        """Where in the source something stands."""
        return placed(self.phrases, self.language, place)

    def remark(self, remark: Remark) -> str:
        """A remark, quoted, with the measure it is pinned to."""
        place = self._named("measure", remark.measure) if remark.measure else ""
        return f"«{': '.join(filter(None, (place, remark.text)))}»"

    def period(self, written: str) -> str:
        """``2021Q1``, ``2021`` or ``2021-01`` in words; what is none of these stays as it is."""
        return period_words(self.phrases, self.language, written)

    def _say(self, key: str, /, **facts: object) -> str:
        return self.phrases.say(key, self.language, **facts)

    def _facts_of(self, refused: Refused) -> dict[str, object]:
        facts = self._words_of(refused.facts)
        return facts | self._found(refused) if refused.code == "findings-open" else facts

    def _found(self, refused: Refused) -> dict[str, object]:
        """The finding that bars the way, told by its recorded message, in this language."""
        place, message = str(refused.facts["place"]), str(refused.facts["message"])
        barring = [f for f in self.findings if (f.place, f.message) == (place, message)]
        return {"place": self.place(place), "message": self.finding(barring[0]) if barring else message}

    def _facts(self, event: Event) -> dict[str, object]:
        return self._words_of(dict(event)) | self._steps_of(event) | self._drawn_from(event)

    def _steps_of(self, event: Event) -> dict[str, object]:
        """Steps of an amendment or a report are called as on their own route, whatever the plan's says."""
        titles = self.runs.get(getattr(event, "run", ""), {})
        named = {name: str(getattr(event, name, None)) for name in ("step", "to_step")}
        return {name: titles[key] for name, key in named.items() if key in titles}

    def _drawn_from(self, event: Event) -> dict[str, object]:
        """What a sentence says beyond the fact's own fields."""
        match event:
            case PlanDrafted(document=document) | PlanRedrafted(document=document):
                period = self.period(document.period)
                copied = getattr(event, "copied_from", None)
                source = {"source": copied.plan, "record": copied.version} if copied else {}
                said = {"title": document.header.title, "measures": len(document.measures)}
                return {**said, "period": period, "source": "", "record": "", **source}
            case AmendmentProposed(source=source):
                return {"file": source.file_name if source else ""}
            case UnitFormed(unit=id):
                return {"unit": id}
            case PositionCreated(position=id):
                return {"position": id}
            case PersonRegistered(person=id):
                return {"person": id}
            case EvidenceAdded(evidence=evidence):
                return {"names": tuple(file.file_name for file in evidence)}
            case IndicatorReported(of_which=parts):
                return {"of_which": "; ".join(self._level_part(part) for part in parts)}
            case EvidenceRulesSet(strip_metadata=strip):
                return {"rule": self._say("answer.photos-stripped" if strip else "answer.photos-kept")}
            case PlanReturned(remarks=remarks) | RunReturned(remarks=remarks) | StepObjected(remarks=remarks):
                return {"remark_words": " ".join(self.remark(r) for r in remarks)}
            case _:
                measure = getattr(event, "measure", None)
                return {"title": measure.title} if isinstance(measure, Measure) else {}

    def _level_part(self, part: LevelPart) -> str:
        named = filter(None, (self._named("unit", part.unit or ""), part.item))
        return f"{': '.join(named)} – {part.value:f}"

    def words_of(self, facts: Mapping[str, object]) -> dict[str, object]:
        """These facts as they are put into a sentence."""
        return self._words_of(facts)

    def _words_of(self, facts: Mapping[str, object]) -> dict[str, object]:
        return {name: self._word(name, value) for name, value in facts.items()}

    def _word(self, name: str, value: Any) -> object:
        match value:
            case Personal():
                return self._personal(value)
            case Measure():
                return value.number or value.id
            case datetime():
                return self.local(value)
            case tuple():
                return self._several(name, value)
            case str() if value:
                return self._named(name, value)
            case _:
                return value

    def _several(self, name: str, values: tuple[Any, ...]) -> object:
        """Names and numbers are listed, messages are counted."""
        if name == "parts":
            return "/".join(format(v, "f") for v in values)
        if values and isinstance(values[0], Executor):
            return "; ".join(self._executor(e) for e in values)
        if name in COUNTED or (values and isinstance(values[0], Message)):
            return len(values)
        return tuple(v for v in values if v is not None)

    def _named(self, name: str, value: str) -> str:
        if name in PERSONS:
            return self.actor(value) if name == "person" else self.person(value)
        match name:
            case "measure":
                known = self.measures.get(value)
                return (known.number or known.id) if known else value
            case "step" | "to_step":
                return self.steps.get(value, value)
            case "open" | "allowed":
                return ", ".join(f"«{self.steps.get(key, key)}»" for key in value.split(", "))
            case "position":
                return self.voice(value)
            case "unit" if value in self.office.units:
                return self.office.units[value].title
            case "period":
                return self.period(value)
            case "status" | "act" | "role" | "subject" if self.phrases.knows(f"{name}.{value}"):
                return self._say(f"{name}.{value}")
            case "kind" if self.phrases.knows(f"notice.{value}"):
                return self._say(f"notice.{value}")
            case "roles":
                return ", ".join(self._say(f"role.{r}") for r in value.split(", "))
            case _:
                return value

    def voice(self, reference: str) -> str:
        """Whose voice it is: a post, here or of the office above, a unit, a person."""
        kind, _, id = reference.rpartition(":")
        match kind:
            case "person":
                return self.person(id)
            case "unit" if id in self.office.units:
                return self.office.units[id].title
            case "above" if id in self.above.positions:
                return self.above.positions[id].title
            case _:
                return self.office.positions[id].title if id in self.office.positions else reference

    def _executor(self, executor: Executor) -> str:
        reference = executor.to or "?"
        kind, _, id = reference.partition(":")
        meant = self.person(id) if kind == "person" else self._named(kind, id)
        return f"{executor.raw} → {meant}" if executor.raw else meant

    def _personal(self, personal: Personal) -> str:
        return personal.text if personal.text is not None else self._say("answer.erased")


def speaking(
    phrases: Phrasebook,
    language: str,
    office: Organisation,
    plan: Plan | None,
    history: Iterable[Recorded] = (),
    *,
    above: Organisation | None = None,
) -> Sentences:
    """Sentences about one plan; ``history`` names steps of routes that are no longer running."""
    routes = [r.event.route for r in history if isinstance(r.event, PlanSubmitted | RunStarted | RunMoved)]
    routes += [plan.route] if plan else []
    steps = {step.key: step.title for route in routes for step in route}
    findings = tuple(plan.findings) if plan else ()
    measures = plan.measures if plan else {}
    runs = {id: {step.key: step.title for step in run.route} for id, run in plan.runs.items()} if plan else {}
    return Sentences(phrases, language, office, measures, steps, findings, above or Organisation(), runs)
