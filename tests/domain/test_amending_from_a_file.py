"""The rule book of amendments from a corrected file: rows that move, other columns, doubts and errors."""

from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment
from domain.plan.document import Finding, Severity, Source
from domain.plan.events import AmendmentProposed, PlanAmended
from domain.plan.state import amended_text
from tests.domain.small_office import DOCUMENT, IN_FORCE, JANUARY_ONLY, MONTHLY, a_finding, measure
from tests.domain.test_amending import LATER, amendment_of, going_on, office, step
from tests.domain.test_amending import AgreeStep as Agree
from tests.domain.test_amending import ApproveStep as Approve

IDS = tuple(m.id for m in DOCUMENT.measures)
FILE = Source(sha256="a" * 64, file_name="план.docx", media_type="application/docx")
NEW = measure("m9", number="1.2.1", due=JANUARY_ONLY.due)
NOTED = MONTHLY.model_copy(update={"note": "разом із громадою"})


def cells(command: ProposeAmendment) -> list[tuple[str, str, str, str]]:
    (fact,) = office(*IN_FORCE).when(command, by="planner", at=LATER).facts()
    assert isinstance(fact, AmendmentProposed)
    return [(c.measure, c.field, c.old, c.new) for c in fact.cells]


def propose(**fields: object) -> ProposeAmendment:
    return ProposeAmendment(plan="1", reason="виправлений файл", **fields)


def test_a_row_that_moved_is_a_change_of_its_place():
    order = ("m2", "m1", *IDS[2:])
    assert cells(propose(order=order)) == [("m2", "place", "2", "1")]


def test_a_new_row_between_others_moves_none_of_them():
    order = (*IDS[:2], "m9", *IDS[2:])
    told = cells(propose(measures=(NEW,), order=order))
    assert {(measure, field) for measure, field, *_ in told} == {
        ("m9", "measure"),
        ("m9", "executors"),
        ("m9", "due"),
    }
    text = amended_text(DOCUMENT, (NEW,), (), order)
    assert [m.id for m in text.measures] == list(order)


def test_without_an_order_a_new_row_comes_last_as_it_always_did():
    assert [m.id for m in amended_text(DOCUMENT, (NEW,), ("m2",)).measures] == ["m1", *IDS[2:], "m9"]


def test_an_order_names_every_measure_once():
    for order in (IDS[:-1], (*IDS, "m1"), (*IDS, "m77")):
        given = office(*IN_FORCE)
        given.when(propose(order=order), by="planner", at=LATER).then_refused("order-incomplete")


def test_a_column_beside_the_five_is_a_cell_like_any_other():
    assert cells(propose(measures=(NOTED,))) == [("m1", "note", "", "разом із громадою")]


def test_the_file_and_its_doubts_stay_with_the_proposal():
    doubt = a_finding.model_copy(update={"severity": Severity.QUESTION, "measure": "m1"})
    command = propose(measures=(NOTED,), source=FILE, findings=(doubt,))
    (fact,) = office(*IN_FORCE).when(command, by="planner", at=LATER).facts()
    assert (fact.source, fact.findings) == (FILE, (doubt,))
    wire = AmendmentProposed.model_validate_json(fact.model_dump_json())
    assert wire == fact


def test_a_proposal_without_a_file_is_written_as_before():
    (fact,) = office(*IN_FORCE).when(propose(measures=(NOTED,)), by="planner", at=LATER).facts()
    assert not {"source", "findings", "order"} & fact.model_dump(mode="json").keys()


def test_an_error_of_the_file_goes_on_no_route_until_the_cell_is_written_anew():
    wrong: Finding = a_finding.model_copy(update={"measure": "m1"})
    before = going_on(office(*IN_FORCE), ("planner", propose(measures=(NOTED,), findings=(wrong,))))
    submit = SubmitAmendment(plan="1", amendment=amendment_of(before), workflow="changes")
    before.when(submit, by="planner", at=LATER).then_refused("amendment-misread")
    mended = going_on(before, ("planner", propose(measures=(NOTED,), amendment=amendment_of(before))))
    assert mended.when(submit, by="planner", at=LATER).facts()


def test_what_is_granted_stands_in_the_order_of_the_file():
    order = (*IDS[:2], "m9", *IDS[2:])
    proposed = going_on(office(*IN_FORCE), ("planner", propose(measures=(NEW,), order=order)))
    submit = SubmitAmendment(plan="1", amendment=amendment_of(proposed), workflow="changes")
    before = going_on(proposed, ("planner", submit))
    agreed = going_on(before, ("head-education", step(Agree, before, "concerned")))
    *_, fact = agreed.when(step(Approve, before, "director"), by="director", at=LATER).facts()
    assert isinstance(fact, PlanAmended)
    assert (fact.order, fact.count) == (order, len(IDS) + 1)
