"""Is every question listed, every consequence listed, and the domain left without clock and chance?"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

from application.projections import PROJECTIONS
from application.projections.base import Projection
from application.projections.tracking import REACTIONS as REACTIONS_NAME
from application.projections.tracking import bookkeeping
from application.reactions import REACTIONS
from application.reactions.base import Reaction
from domain.messages import Event

ROOT = Path(__file__).parents[2]
TABLES = [(projection, table) for projection in PROJECTIONS for table in projection.tables]
CHANCE = {"now", "today", "utcnow", "uuid4", "uuid1", "random", "randint", "choice", "sleep", "time_ns"}


def found(package: str, kind: type) -> dict[str, object]:
    """Everything of this kind that a module of the package holds under a name of its own."""
    home = importlib.import_module(package)
    modules = [importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(home.__path__)]
    return {f"{m.__name__}.{n}": v for m in modules for n, v in vars(m).items() if isinstance(v, kind)}


def test_every_projection_is_run() -> None:
    assert set(found("application.projections", Projection).values()) == set(PROJECTIONS)


def test_every_reaction_is_run() -> None:
    assert set(found("application.reactions", Reaction).values()) == set(REACTIONS)


def test_a_reaction_is_a_sentence_and_called_like_its_file() -> None:
    for path in found("application.reactions", Reaction):
        module, _, name = path.rpartition(".")
        assert name.startswith("when_")
        assert module.endswith(name)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)
def test_a_projection_is_a_question(projection: Projection) -> None:
    module = importlib.import_module(f"application.projections.{projection.name}")
    question = (module.__doc__ or "").strip().splitlines()[0]
    assert question.endswith("?"), f"{module.__name__} opens with the question it answers"


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)
def test_a_projection_listens_to_facts_that_exist(projection: Projection) -> None:
    assert projection.handlers
    assert set(projection.handlers) <= set(Event.registry.values())


def test_no_two_projections_share_a_name_or_a_table() -> None:
    names = [projection.name for projection in PROJECTIONS] + [REACTIONS_NAME]
    tables = [table.name for _, table in TABLES] + list(bookkeeping.tables)
    assert len(set(names)) == len(names)
    assert len(set(tables)) == len(tables)


@pytest.mark.parametrize(("projection", "table"), TABLES, ids=lambda x: x.name)
def test_a_row_is_found_by_its_key(projection: Projection, table: object) -> None:
    assert list(table.primary_key.columns), "rows are folded by primary key"  # type: ignore[attr-defined]


def test_the_domain_knows_neither_clock_nor_chance() -> None:
    caught = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.func.attr}"
        for path in sorted((ROOT / "domain").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANCE
    ]
    assert caught == []
