"""What becomes of a file that is handed in with a record? It is looked at, cleaned, and kept by its hash.

The file comes before the fact: a fact never names bytes that are not there. A file that is not taken never
costs the record: whoever hands it in is told, and hands in another one.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ValidationError

from application.app import App
from application.evidence.kinds import PHOTOS, media_type, runs
from application.evidence.photos import NotClean, cleaned
from application.ports import NotScanned
from domain.messages import Command, Refused
from domain.people.state import Organisation
from domain.plan.events import Evidence
from domain.plan.state import Plan

MOST_BYTES = 20 * 2**20
MOST_FILES = 5
"""Of one record at once; more are added to it."""
LONGEST_NAME = 120


class Purpose(StrEnum):
    """What a receipt is good for: a table or a plan that was sent in is no evidence of a deed."""

    EVIDENCE = "onrecord-kept-1"
    TABLE = "onrecord-table-1"
    PLAN = "onrecord-plan-1"


class EvidenceRefused(Refused):
    """A file is not taken. ``code`` is stable and worded for people; nothing of the file was kept.

    ``evidence-empty`` · ``evidence-too-big`` (limit, MB) · ``evidence-runs`` · ``evidence-infected``
    (found) · ``evidence-not-scanned`` · ``evidence-not-cleaned`` · ``evidence-too-many`` (most) ·
    ``evidence-unknown`` (sha256), each with ``file``.
    """


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it came: at most one byte more than is taken need have been read."""

    content: bytes
    file_name: str


@dataclass(slots=True)
class Kept:
    """Of several files: those that are kept, and why the others are not."""

    evidence: list[Evidence] = field(default_factory=list)
    refused: list[EvidenceRefused] = field(default_factory=list)


def keep_all(app: App, office: Organisation, files: Iterable[HandedIn]) -> Kept:
    kept = Kept()
    for n, file in enumerate(files):
        try:
            if n >= MOST_FILES:
                raise EvidenceRefused("evidence-too-many", file=called(file.file_name), most=MOST_FILES)
            one = keep(app, office, file)
        except EvidenceRefused as refused:
            kept.refused.append(refused)
        else:
            if one.sha256 not in {known.sha256 for known in kept.evidence}:
                kept.evidence.append(one)
    return kept


def keep(app: App, office: Organisation, file: HandedIn) -> Evidence:
    """Raises EvidenceRefused; else the bytes are in the store before this returns."""
    name = called(file.file_name)
    content = refuse_unless_harmless(app, file.content, name)
    stripped = office.strip_metadata and media_type(content) in PHOTOS
    if stripped:
        try:
            content = cleaned(content, media_type(content))
        except NotClean as why:
            raise EvidenceRefused("evidence-not-cleaned", file=name) from why
    return Evidence(sha256=app.files.put(content), file_name=name, stripped=stripped)


def refuse_unless_harmless(app: App, content: bytes, name: str) -> bytes:
    if not content:
        raise EvidenceRefused("evidence-empty", file=name)
    if len(content) > MOST_BYTES:
        raise EvidenceRefused("evidence-too-big", file=name, limit=MOST_BYTES // 2**20)
    if runs(content):
        raise EvidenceRefused("evidence-runs", file=name)
    try:
        found = app.scanner.finds(content)
    except NotScanned as why:
        raise EvidenceRefused("evidence-not-scanned", file=name) from why
    if found:
        raise EvidenceRefused("evidence-infected", file=name, found=found)
    return content


def refuse_unless_kept(app: App, command: Command) -> None:
    """A fact never names bytes that are not there: for whoever names files by their hash alone."""
    named: tuple[Evidence, ...] = getattr(command, "evidence", ())
    if lacking := [file for file in named if not app.files.holds(file.sha256)]:
        raise EvidenceRefused("evidence-unknown", file=called(lacking[0].file_name), sha256=lacking[0].sha256)


def called(file_name: str) -> str:
    """The last part of a name, in signs that can be shown; its ending stays."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable()).strip(" .") or "file"
    stem, dot, ending = shown.rpartition(".")
    if len(shown) <= LONGEST_NAME or not dot or len(ending) > 10:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def receipt(app: App, person: str, evidence: Evidence, purpose: Purpose = Purpose.EVIDENCE) -> str:
    """What a form carries of a file that is kept already, so that it need not be handed in again: bound to
    the person and to one purpose, under the house's seal."""
    said = evidence.model_dump_json().encode()
    return f"{_written(said)}.{_written(app.seal.mark(_sealed(person, said, purpose)))}"


def of_receipt(app: App, person: str, given: str, purpose: Purpose = Purpose.EVIDENCE) -> Evidence | None:
    """None for what the house did not write for this person and this purpose."""
    body, _, mark = given.partition(".")
    try:
        said, sealed = _read(body), _read(mark)
        genuine = hmac.compare_digest(app.seal.mark(_sealed(person, said, purpose)), sealed)
        return Evidence.model_validate_json(said) if genuine else None
    except (Error, ValueError, ValidationError):
        return None


def evidence_of(plan: Plan) -> dict[str, Evidence]:
    """Every file that the plan's records show, by its hash; retracted records keep theirs."""
    found: dict[str, Evidence] = {}
    for carried in plan.carried.values():
        for record in carried.executions.values():
            found |= {file.sha256: file for file in record.evidence}
        for level in carried.levels:
            found |= {file.sha256: file for file in level.reported.evidence}
    return found


def _sealed(person: str, said: bytes, purpose: Purpose) -> bytes:
    return purpose.encode() + json.dumps([person]).encode() + said


def _written(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
