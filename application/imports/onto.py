"""What comes of a corrected file read onto a draft: which text, differences and questions?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from application.imports.reading import Reading
from domain.messages import Refused
from domain.plan.decisions.drafting import refuse_unless_editable
from domain.plan.differences import Difference, differences
from domain.plan.document import Finding, PlanDocument
from domain.plan.pairing import Unclear, paired
from domain.plan.redrafting import held, renamed, still_settled, taken_over
from domain.plan.state import Plan


@dataclass(frozen=True, slots=True)
class Correction:
    """``settled`` are numbers of ``findings`` that stay settled; ``fallen`` are the draft's findings that the
    corrected text has no more. ``unclear`` measures are new ones until a person says which they are."""

    document: PlanDocument
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]
    settled: tuple[int, ...]
    fallen: tuple[Finding, ...]
    unclear: tuple[Unclear, ...]


def correction(plan: Plan, reading: Reading, said: Mapping[int, str]) -> Correction:
    """What would take a draft's place. Refuses what is no draft, and answers that fit nothing."""
    refuse_unless_editable(plan)
    return compared(plan, reading, said)


def compared(plan: Plan, reading: Reading, said: Mapping[int, str]) -> Correction:
    """``said`` tells for places in the file (from 1) which measure of the plan stands there, or NEW.

    Refuses answers that fit nothing.
    """
    _refuse_wrong_answers(plan, reading, said)
    pairing = paired(plan.text.measures, reading.document.measures, said, held(plan))
    document = taken_over(plan, reading.document, pairing.known)
    findings = renamed(reading.findings, reading.document, document)
    stand = [(f.code, f.measure, f.facts) for f in findings]
    return Correction(
        document=document,
        findings=findings,
        differences=tuple(differences(plan.text, document)),
        settled=still_settled(plan, document, findings),
        fallen=tuple(f for f in plan.findings if (f.code, f.measure, f.facts) not in stand),
        unclear=pairing.unclear,
    )


def refuse_while_unclear(plan: Plan, found: Correction) -> None:
    """Who is who is never guessed: what is open must be answered before anything is stored."""
    if found.unclear:
        first = found.unclear[0]
        raise Refused(
            "measure-unclear",
            count=len(found.unclear),
            row=first.ordinal,
            number=first.number,
            wording=first.title,
            candidates=", ".join(first.candidates),
        )


def _refuse_wrong_answers(plan: Plan, reading: Reading, said: Mapping[int, str]) -> None:
    named = [id for id in said.values() if id]
    if unknown := [id for id in named if id not in plan.measures]:
        raise Refused("unknown-measure", measure=unknown[0])
    if twice := [id for id in named if named.count(id) > 1]:
        raise Refused("measure-said-twice", measure=twice[0])
    if beyond := [place for place in said if not 1 <= place <= len(reading.document.measures)]:
        raise Refused("unknown-row", row=beyond[0], rows=len(reading.document.measures))
