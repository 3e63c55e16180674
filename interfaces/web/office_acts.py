"""How is an act on the office itself tried, sent, and told?"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import RedirectResponse, Response

from application.ports import Conflict, KeyReused
from domain.messages import Refused
from domain.people.decisions import PeopleCommand, decider
from domain.people.may import refuse_unless_may
from interfaces.web.forms import whole
from interfaces.web.sending import FIELD_OF, SHOWN_WITHIN, NotDone, command_id
from interfaces.web.visitor import Visitor
from interfaces.web.words import for_the_web


def stream_of(visitor: Visitor) -> str:
    return f"people-{visitor.organisation}"


def version_of(visitor: Visitor) -> int:
    return visitor.app.store.version(stream_of(visitor))


def refusal(visitor: Visitor, command: PeopleCommand) -> Refused | None:
    """Why the rules would not take it now, asked on trial."""
    try:
        refuse_unless_may(visitor.moment.standing, visitor.person, type(command))
        decider.decide(visitor.office, command, visitor.moment)
    except Refused as refused:
        return refused
    return None


def not_done(visitor: Visitor, refused: Refused, fields: Mapping[str, str]) -> NotDone:
    """``fields`` say which field of this form mends which refusal."""
    words = for_the_web(visitor.sentences).why(refused)
    return NotDone("refused", words, refused.code, {**FIELD_OF, **fields}.get(refused.code, ""))


def send_to_office(
    visitor: Visitor, command: PeopleCommand, form: Mapping[str, str], back: str, fields: Mapping[str, str]
) -> Response | NotDone:
    """A redirect to ``back``, which tells the fact; or why there is none. The office must stand as it was
    when the check page was read: what it foretold may be otherwise by now."""
    version = whole(form.get("version", ""))
    if version is None:
        return NotDone("refused", visitor.say("web.version-missing"), "version-missing", status=428)
    try:
        done = visitor.app.do(
            command,
            by=visitor.person,
            organisation=visitor.organisation,
            command_id=command_id(visitor, form),
            channel="web",
            expect=version,
        )
    except Refused as refused:
        return not_done(visitor, refused, fields)
    except Conflict as conflict:
        return overtaken(visitor, conflict)
    except KeyReused:
        return NotDone("refused", visitor.say("web.form-used"), "key-reused")
    visitor.app.wait_for(done.answer.position, SHOWN_WITHIN)
    told = f"recorded={done.answer.version}" if done.answer.facts else "unchanged=1"
    return RedirectResponse(f"{back}?{told}{'&again=1' if done.answer.repeated else ''}", 303)


def overtaken(visitor: Visitor, conflict: Conflict) -> NotDone:
    since = visitor.app.history(conflict.stream, after=conflict.expected)
    if not since:
        return NotDone("overtaken", visitor.say("web.moved-on"))
    said, first = visitor.sentences, since[0]
    words = visitor.say("web.overtaken", who=said.who(first), time=said.when(first), what=said.of(first))
    return NotDone("overtaken", words)
