"""Who may ask what, own office, office below, foreign office: the code says what the rule book says."""

from collections.abc import Iterator

import pytest

from domain.messages import SYSTEM, Command, Refused
from domain.people import may as code
from domain.people.may import HOUSE, MAY, MAY_BELOW, POLICY, ROLES, Scope, refuse_unless_may
from domain.people.policies import POLICIES
from domain.people.standing import NOBODY, Capacity, Standing
from tests.domain.authority_table import COLUMNS, OWN, REGIONAL, cells

Cell = tuple[Scope, str, str]
RULES = {Scope.OWN: cells(OWN), Scope.REGIONAL: cells(REGIONAL)}


def every_cell() -> Iterator[Cell]:
    for scope in Scope:
        for command in Command.registry:
            for role in COLUMNS:
                yield scope, command, role


def the_rule_book_allows(scope: Scope, command: str, role: str) -> bool:
    return RULES.get(scope, {}).get((command, role), False)


def the_code_allows(scope: Scope, command: str, role: str) -> bool:
    """As it is asked of everybody: a person who holds one post of this role, or the house."""
    held = Standing("p", (Capacity("post", "unit", role, "Post"),)) if role != HOUSE else NOBODY
    try:
        refuse_unless_may(held, "p" if role != HOUSE else SYSTEM, Command.registry[command], scope)
    except Refused:
        return False
    return True


def differences() -> list[Cell]:
    return [cell for cell in every_cell() if the_code_allows(*cell) != the_rule_book_allows(*cell)]


def test_the_code_says_what_the_rule_book_says():
    assert differences() == []


def test_the_rule_book_speaks_of_every_role_and_every_command_and_of_none_that_is_not():
    assert {*COLUMNS} == {*ROLES, HOUSE}
    assert {command for command, _ in RULES[Scope.OWN]} == {*Command.registry}
    assert {command for command, _ in RULES[Scope.REGIONAL]} <= {*Command.registry}


def test_every_single_cell_counts(monkeypatch):
    """Each cell of the code flipped once: the comparison names that cell and no other."""
    own = {name: frozenset(roles) for name, roles in MAY.items()}
    below = {name: frozenset(roles) for name, roles in MAY_BELOW.items()}
    tables = {Scope.OWN: own, Scope.REGIONAL: below, Scope.FOREIGN: dict[str, frozenset[str]]()}
    monkeypatch.setattr(code, "may", tables.__getitem__)
    assert differences() == []
    flips = [cell for cell in every_cell() if cell[0] is not Scope.FOREIGN]
    for scope, command, role in flips:
        before = tables[scope].get(command, frozenset())
        tables[scope][command] = before ^ {role}
        found = [c for c in every_cell_of(command) if the_code_allows(*c) != the_rule_book_allows(*c)]
        tables[scope][command] = before
        assert found == [(scope, command, role)]
    assert len(flips) == 2 * len(Command.registry) * len(COLUMNS)


def every_cell_of(command: str) -> Iterator[Cell]:
    return (cell for cell in every_cell() if cell[1] == command)


def test_of_a_foreign_office_nothing_is_found_whatever_the_role(monkeypatch):
    """Not even where a table would allow it: the code is ``not-found``, as for an id that never was."""
    monkeypatch.setattr(code, "may", lambda scope: dict.fromkeys(Command.registry, frozenset(COLUMNS)))
    for role in COLUMNS:
        held = Standing("p", (Capacity("post", "unit", role, "Post"),))
        with pytest.raises(Refused, match="not-found"):
            refuse_unless_may(held, "p", Command.registry["AgreeStep"], Scope.FOREIGN)


def test_a_lent_post_lends_its_role_for_what_was_named_and_for_nothing_else():
    lent = Capacity("d", "u", "director", "Director", for_whom="m", acts=frozenset({"ApproveStep"}))
    held = Standing("p", (lent,))
    refuse_unless_may(held, "p", Command.registry["ApproveStep"])
    for command in ("SkipStep", "OverrideOwnerGate", "ClosePeriod", "DelegateDuty"):
        with pytest.raises(Refused, match="not-allowed"):
            refuse_unless_may(held, "p", Command.registry[command])


def test_who_prepares_never_gives_force_and_who_looks_never_writes():
    """Said of whole columns, so that a slip of the hand in the table is seen too."""
    deciding = {"AgreeStep", "ApproveStep", "SignStep", "RejectSubmission", "SkipStep", "ReturnPlan"}
    assert not {c for c in deciding if "planner" in MAY[c]}
    for role in ("supervisor", "auditor"):
        assert not {c for c, roles in MAY.items() if role in roles}
    setting_up = {c for c, roles in MAY.items() if "administrator" in roles}
    assert not setting_up & (deciding | {"DraftPlan", "SubmitPlan", "LogExecution", "DelegateDuty"})


def test_the_newest_policy_is_the_table_that_is_asked():
    assert max(POLICIES) == POLICY
    assert (POLICIES[POLICY].own, POLICIES[POLICY].below) == (MAY, MAY_BELOW)


@pytest.mark.parametrize(("version", "command", "scope", "roles"), [
    (1, "ApproveStep", Scope.OWN, {"director"}),
    (1, "AgreeStep", Scope.REGIONAL, set()),
    (1, "DelegateDuty", Scope.OWN, set()),
    (2, "DelegateDuty", Scope.OWN, set(ROLES)),
    (2, "AgreeStep", Scope.REGIONAL, {"reviewer", "director"}),
    (3, "DelegateDuty", Scope.OWN, {"planner", "reviewer", "director", "executor"}),
    (3, "AgreeStep", Scope.FOREIGN, set()),
    (3, "MoveOffice", Scope.OWN, {"administrator", HOUSE}),
    (3, "MoveOffice", Scope.REGIONAL, set()),
    (4, "MoveOffice", Scope.OWN, {HOUSE}),
    (4, "MoveOffice", Scope.REGIONAL, {"administrator"}),
])  # fmt: skip
def test_an_old_policy_still_says_what_it_said(version, command, scope, roles):
    assert POLICIES[version].allows(command, scope) == roles


def test_no_two_versions_are_the_same_table():
    tables = [(p.own, p.below) for p in POLICIES.values()]
    assert all(one != other for n, one in enumerate(tables) for other in tables[:n])
