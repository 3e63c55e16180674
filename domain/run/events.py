"""What happened to a submission on its route, whatever it is about.

``run`` is blank for the approval of a plan; an amendment, a request for a new term and the sign-off of a
report each name their own.
"""

from __future__ import annotations

from datetime import date

from domain.messages import Event, Id, Message, Text, Word, added
from domain.run.route import RouteStep


class Remark(Message):
    """What to change, pinned to a cell: ``field`` is a column's role, such as ``due``; blank for the row."""

    measure: Id | None = None
    field: Word = ""
    text: Text


class RunStarted(Event, name="run.started"):
    """Something other than a plan went on its route. The run keeps this version of the definition."""

    run: Id
    subject: Word
    workflow: Id
    workflow_version: int
    route: tuple[RouteStep, ...]
    text_hash: Word
    person: Id


class Said(Message):
    """What every voice at a step says: who spoke on which text, as whom.

    ``text_hash`` is that of the text that was shown; ``voice`` the reference of the route that spoke;
    ``for_whom`` whose duty it was where delegated; ``policy`` the version of the table of who may.
    """

    step: Id
    person: Id
    text_hash: Word
    run: Word = ""
    voice: Word = ""
    for_whom: Id | None = None
    policy: int = 1


class Ordered(Said):
    """And how a voice that gives force is written down: ``act`` as the office has it (a stamp, the number of
    an order), and the day from which the text is to hold; blank where nothing was said."""

    act: Text = added("")
    effective_from: date | None = added(None)


class StepAgreed(Said, Event, name="run.step-agreed", formerly="plan.step-agreed"):
    """One voice agreed (visa) to the text with this hash."""


class StepApproved(Ordered, Event, name="run.step-approved", formerly="plan.step-approved"):
    """One voice approved the text with this hash; ``remarks`` are to be closed by a day."""

    remarks: tuple[Remark, ...] = ()
    close_by: date | None = None


class StepSigned(Ordered, Event, name="run.step-signed"):
    """One voice signed the text with this hash."""


class StepAcknowledged(Said, Event, name="run.step-acknowledged"):
    """One voice says that the text with this hash was read («Ознайомлено»)."""


class StepObjected(Said, Event, name="run.step-objected"):
    """One voice of several is against, with remarks; the step can still be carried by the others."""

    remarks: tuple[Remark, ...]


class StepSkipped(Event, name="run.step-skipped"):
    """A step that the definition lets go was passed over, and why."""

    step: Id
    person: Id
    reason: Text
    run: Word = ""


class RunReturned(Event, name="run.returned"):
    """The text came back, to who submitted it (``to_step`` None) or to an earlier step, with remarks."""

    run: Id
    step: Id
    to_step: Id | None
    remarks: tuple[Remark, ...]
    person: Id


class RunWithdrawn(Event, name="run.withdrawn"):
    """Who submitted it took it back before anybody decided."""

    run: Id
    reason: Text
    person: Id


class RunRejected(Event, name="run.rejected"):
    """A step said no for good, and why."""

    step: Id
    reason: Text
    person: Id
    run: Word = ""


class RunVoided(Event, name="run.voided"):
    """What the run was about no longer stands: it ends without a decision, and why."""

    run: Id
    reason: Text
    person: Id


class RemarkClosed(Event, name="run.remark-closed"):
    """What was to be closed after the approval is closed, and how. ``remark`` counts from 0."""

    remark: int
    how: Text
    person: Id
    run: Word = ""


class RunMoved(Event, name="run.moved"):
    """A run goes on under another version of its definition; what was decided stays decided."""

    workflow_version: int
    route: tuple[RouteStep, ...]
    person: Id
    reason: Text
    run: Word = ""


Voiced = StepAgreed | StepApproved | StepSigned | StepAcknowledged
"""A voice for the text."""
RunEvent = (
    RunStarted
    | StepAgreed
    | StepApproved
    | StepSigned
    | StepAcknowledged
    | StepObjected
    | StepSkipped
    | RunReturned
    | RunWithdrawn
    | RunRejected
    | RunVoided
    | RemarkClosed
    | RunMoved
)
