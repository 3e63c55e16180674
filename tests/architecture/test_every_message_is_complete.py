"""Adding a fact or a command? These failures are your to-do list.

Words for it are asked for in `test_phrases`, the arm of its `evolve` by mypy.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from application.folding import DECIDERS
from domain.canonical import canonical
from domain.messages import Command, Event
from domain.people.may import HOUSE, MAY, MAY_BELOW, ROLES
from tests.examples import COMMANDS, EVENTS
from tests.telling import record, told

ROOT = Path(__file__).parents[2]
ENGINE = "run"
"""Facts of the engine stand in the streams of what goes through it: plans and reports."""
FACTS = {kind.name: kind for kind in Event.registry.values() if kind.__module__.startswith("domain.")}
every_fact = pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
every_command = pytest.mark.parametrize("command", Command.registry.values(), ids=Command.registry)


def capability(kind: type[Event] | type[Command]) -> str:
    """``plan`` of ``domain.plan.events``."""
    return kind.__module__.split(".")[1]


@every_fact
def test_a_fact_is_named_after_the_folder_it_lives_in(fact: type[Event]) -> None:
    assert fact.__module__ == f"domain.{capability(fact)}.events", "facts live in events.py"
    assert fact.name.partition(".")[0] == capability(fact), f"call it {capability(fact)}.…"


@every_fact
def test_a_fact_has_a_decider(fact: type[Event]) -> None:
    kind = fact.name.partition(".")[0]
    assert kind in DECIDERS or kind == ENGINE, "no stream of this kind is decided in application.folding"


@every_fact
def test_a_fact_has_an_example(fact: type[Event]) -> None:
    assert fact in {type(example) for example in EVENTS}, f"add a {fact.__name__} to tests/examples.py"


@every_fact
def test_a_fact_says_what_happened(fact: type[Event]) -> None:
    assert (fact.__doc__ or "").strip(), "one sentence for the auditor"


@every_fact
def test_a_fact_is_in_the_union_that_its_evolve_matches(fact: type[Event]) -> None:
    tree = ast.parse((ROOT / "domain" / capability(fact) / "events.py").read_text(encoding="utf-8"))
    unions = [node for node in tree.body if isinstance(node, ast.Assign)]
    named = {name.id for union in unions for name in ast.walk(union) if isinstance(name, ast.Name)}
    assert fact.__name__ in named, "mypy asks for an arm of evolve only for what stands in the union"


@pytest.mark.parametrize("category", DECIDERS)
def test_a_life_of_all_examples_evolves(category: str) -> None:
    kinds = {category, ENGINE} if category == "plan" else {category}
    life = [example for example in EVENTS if example.name.partition(".")[0] in kinds]
    decider = DECIDERS[category]
    assert life
    assert decider.fold(life) != decider.initial


@pytest.mark.parametrize("fact", EVENTS, ids=lambda e: e.name)
def test_a_fact_comes_back_from_the_record_as_it_went_in(fact: Event) -> None:
    (recorded,) = record([told(fact)]).stream(told(fact).stream)
    assert recorded.event == fact


@every_command
def test_a_command_has_an_example(command: type[Command]) -> None:
    assert command in {type(e) for e in COMMANDS}, f"add a {command.__name__} to tests/examples.py"


@every_command
def test_a_command_is_decided_once(command: type[Command]) -> None:
    deciders = [category for category, decider in DECIDERS.items() if command in decider.decisions]
    assert len(deciders) == 1, f"decided in {deciders}: write @decides({command.__name__}) once"


@every_command
def test_it_is_said_who_may_ask_a_command(command: type[Command]) -> None:
    asked = MAY.get(command.__name__) or MAY_BELOW.get(command.__name__)
    assert asked, f"nobody may ask {command.__name__}: add it to domain/people/may.py"


@every_command
def test_a_command_says_what_it_asks_for(command: type[Command]) -> None:
    assert (command.__doc__ or "").strip(), "the sentence that `onrecord commands` shows"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
def test_a_command_goes_to_a_stream_of_its_decider(command: Command) -> None:
    category = command.stream.partition("-")[0]
    assert type(command) in DECIDERS[category].decisions


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
def test_a_command_can_be_asked_as_json(command: Command) -> None:
    assert type(command).model_validate_json(canonical(command)) == command


def test_rights_are_given_for_commands_and_roles_that_exist() -> None:
    assert set(MAY) <= set(Command.registry)
    assert {role for roles in MAY.values() for role in roles} <= {*ROLES, HOUSE}
