"""Which files came with a form, and which of them are kept?"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from application import links
from application.app import App
from application.evidence import keeping
from application.evidence.keeping import MOST_BYTES, MOST_FILES, EvidenceRefused, HandedIn, Kept
from application.sentences import Sentences
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.events import Evidence
from interfaces.web.visitor import ForeignForm, Guest, Visitor, a_guest, a_visitor

MOST_FIELDS, MOST_PARTS = 500, 50
ACCEPTED = "image/*,.pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.csv,.txt,.zip,.p7s,.mp3,.mp4"
"""What a phone offers first: its camera, its pictures, its documents. Other files can be chosen too."""
KEPT = re.compile(r"kept-\d{1,2}")
NOT_KEPT = re.compile(r"evidence-[a-z-]{1,30}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A form's fields, and the files that came with it."""

    fields: Mapping[str, str]
    files: Sequence[UploadFile]

    def handed_in(self) -> list[HandedIn]:
        """Of each file at most one byte more than is taken."""
        return [HandedIn(f.file.read(MOST_BYTES + 1), f.filename or "") for f in self.files]


async def read_upload(request: Request) -> Upload:
    form = await request.form(max_files=MOST_PARTS, max_fields=MOST_FIELDS)
    named = [(name, value) for name, value in form.multi_items()]
    fields = {name: value for name, value in named if isinstance(value, str)}
    return Upload(fields, [v for _, v in named if isinstance(v, UploadFile) and v.filename])


async def an_own_upload(request: Request, visitor: Annotated[Visitor, Depends(a_visitor)]) -> Upload:
    """Files that come with a form that this session was shown; nobody else's are read."""
    upload = await read_upload(request)
    if not secrets.compare_digest(upload.fields.get("csrf", "").encode(), visitor.csrf.encode()):
        raise ForeignForm
    return upload


async def an_upload_by_link(
    request: Request, guest: Annotated[Guest, Depends(a_guest)], token: str
) -> Upload | None:
    """Files that come through a link of a letter; of one that the house did not write, or that answers
    nothing any more, nothing is read."""
    try:
        links.refuse_unless_usable(guest.app, links.opened(guest.app.seal, token))
    except Refused:
        return None
    return await read_upload(request)


OwnUpload = Annotated[Upload, Depends(an_own_upload)]
LinkUpload = Annotated[Upload | None, Depends(an_upload_by_link)]


def kept_of(app: App, office: Organisation, person: str, upload: Upload) -> Kept:
    """Files that were kept when the form came before, and those that come now."""
    given = (value for name, value in upload.fields.items() if KEPT.fullmatch(name))
    before = [file for value in given if (file := keeping.of_receipt(app, person, value))]
    now = keeping.keep_all(app, office, upload.handed_in())
    there = {file.sha256 for file in before}
    return Kept([*before, *(f for f in now.evidence if f.sha256 not in there)][:MOST_FILES], now.refused)


def receipts(app: App, person: str, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """What the form carries when it comes back, and the name that is shown of it."""
    return [(keeping.receipt(app, person, file), file.file_name) for file in evidence]


def told_of(refused: Sequence[EvidenceRefused]) -> str:
    """The first file that was not kept, for the address of the page that says so."""
    if not refused:
        return ""
    first = refused[0]
    told = {"without": first.code, "file": str(first.facts["file"])}
    return urlencode(told | {k: str(v) for k, v in first.facts.items() if k in ("found", "limit", "most")})


def why_without(sentences: Sentences, asked: Mapping[str, str]) -> str:
    """The same in words; what is in an address is shown, never believed."""
    code = asked.get("without", "")
    if not NOT_KEPT.fullmatch(code) or not sentences.phrases.knows(f"refused.{code}"):
        return ""
    facts = {name: keeping.called(asked.get(name, "")) for name in ("file", "found", "limit", "most")}
    facts |= {"limit": str(MOST_BYTES // 2**20), "most": str(MOST_FILES), "sha256": ""}
    return sentences.phrases.say(f"refused.{code}", sentences.language, **facts)
