"""Does a plan's text keep its bytes when the shape of plans grows?"""

import json
from decimal import Decimal

from domain.canonical import canonical, fingerprint
from domain.plan.document import Deadline, Every, Funding, Header, Measure, Printed
from tests.domain.small_office import DOCUMENT

BEFORE_FUNDING_AND_CLAUSES = "50b26468c60842375258c5b393c00c545d58ecfd81043208d57987c462df477c"


def test_a_text_approved_before_the_shape_grew_has_the_same_hash() -> None:
    assert fingerprint(DOCUMENT) == BEFORE_FUNDING_AND_CLAUSES


def test_what_came_later_is_written_where_it_says_something() -> None:
    plain = Measure(id="m1", ordinal=1, title="Лекції")
    assert {"funding", "printed", "places", "note"}.isdisjoint(json.loads(canonical(plain)))
    told = plain.model_copy(
        update={
            "note": "за згодою",
            "funding": (Funding(source="обласний бюджет", raw="100,00", amount=Decimal(100)),),
            "printed": (Printed(heading="Виконано", raw="2", role="actual"),),
            "due": Deadline(every=Every.MONTH, day=5),
        }
    )
    written = json.loads(canonical(told))
    assert written["funding"][0]["amount"] == "100"
    assert (written["due"]["every"], written["due"]["day"]) == ("month", 5)
    assert Measure.model_validate_json(canonical(told)) == told


def test_a_header_of_old_has_no_clauses() -> None:
    assert "clauses" not in json.loads(canonical(Header(title="План")))
