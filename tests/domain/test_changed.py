"""Does a state become the next one only by fields that it has?"""

import pytest

from domain.changed import replace
from domain.plan.state import Plan, Status


def test_a_state_takes_no_field_that_it_has_not():
    assert replace(Plan(), status=Status.DRAFT).status is Status.DRAFT
    with pytest.raises(TypeError, match="no such field"):
        replace(Plan(), statuss=Status.DRAFT)
