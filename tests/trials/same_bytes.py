"""Does the same report give the same bytes on another machine? So many reports, in six environments.

``python -m tests.trials.same_bytes --reports 100`` compiles each from the stored record in another machine
time, locale, time zone and hash seed, in another folder under another umask, and after a rebuild of every
read model; ``--planted`` lets a property of the document say today's day, which must be noticed.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from bench.office import OFFICE, entry
from domain.messages import Event
from domain.plan.events import IndicatorReported, NilDeclared, PeriodClosed, ShortfallExplained
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from tests.domain.quarter import in_force, plan_of
from tests.domain.small_office import (
    AS_NEEDED,
    DASHED,
    JANUARY_ONLY,
    MONTHLY,
    PAIR,
    PEOPLE,
    STOCK,
    logged,
    measure,
    number,
)

ROOT = Path(__file__).parents[2]
FORMATS, LANGUAGES = ("docx", "xlsx", "pdf", "json", "csv"), ("uk", "vi", "en")
CLERK = "clerk-education"


@dataclass(frozen=True, slots=True)
class Environment:
    """``clock`` is the machine's time in seconds, None for what it is."""

    name: str
    variables: dict[str, str] = field(default_factory=dict)
    clock: float | None = None
    umask: int = 0o022
    elsewhere: bool = False
    rebuilt: bool = False


ENVIRONMENTS = (
    Environment("as it is"),
    Environment("Hanoi", {"TZ": "Asia/Ho_Chi_Minh", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "1"}),
    Environment("2031", {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "77"}, 1_930_000_000.0),
    Environment("1970", {"TZ": "Europe/Kyiv", "LC_ALL": "uk_UA.UTF-8", "PYTHONHASHSEED": "9"}, 86_400.5),
    Environment("elsewhere", {"TZ": "Pacific/Apia", "PYTHONHASHSEED": "4242"}, umask=0o077, elsewhere=True),
    Environment("rebuilt", {"PYTHONHASHSEED": "random"}, umask=0o002, rebuilt=True),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hashes by environment, each in the order of the reports."""

    hashes: dict[str, list[str]]

    @property
    def differing(self) -> list[str]:
        """Environments that do not say what the first one says."""
        first, *others = self.hashes.items()
        return [name for name, said in others if said != first[1]]

    @property
    def equal(self) -> int:
        first = next(iter(self.hashes.values()))
        return sum(
            one == other for said in self.hashes.values() for one, other in zip(first, said, strict=True)
        )


def reports(count: int) -> Iterator[tuple[str, str, str]]:
    """Plan, format and language of each; every five share a plan, so that all formats come early."""
    turns = zip(itertools.cycle(FORMATS), itertools.cycle(LANGUAGES), strict=False)
    for n, (format, language) in zip(range(count), turns, strict=False):
        yield f"p{n // len(FORMATS)}", format, language


def run(count: int, *, planted: bool = False) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="onrecord-same-") as folder:
        head = recorded(Path(folder) / "data", 1 + (count - 1) // len(FORMATS))
        hashes = {e.name: compiled(Path(folder), e, (count, head), planted) for e in ENVIRONMENTS}
    return Outcome(hashes)


def recorded(data: Path, plans: int) -> int:
    """An office and its plans on record, deeds drawn by the same lot each time; the last position."""
    data.mkdir()
    app = build(Settings(data=data))
    app.store.append(entry(f"people-{OFFICE}", 0, PEOPLE))
    for n in range(plans):
        app.store.append(entry(f"plan-p{n}", 0, list(quarter(random.Random(n)))))
    head = app.store.head()
    app.close()
    return head


def quarter(lot: random.Random) -> Iterator[Event]:
    part = measure("m8", title="у т.ч. онлайн", relation="included_in", parent="1.7", target=number(2))
    rows = [
        measure(f"n{n}", title=f"Захід № {n}: «{lot.choice(('навчання', 'виїзд', 'tập huấn'))}» & <ін.>")
        for n in range(lot.randrange(3, 20))
    ]
    yield from in_force(plan_of(MONTHLY, JANUARY_ONLY, AS_NEEDED, PAIR, STOCK, DASHED, part, *rows))
    summed = [MONTHLY.id, JANUARY_ONLY.id, part.id, *(row.id for row in rows)]
    for n in range(lot.randrange(40)):
        day = date(2021, 1, 4) + timedelta(days=lot.randrange(86))
        amount = Decimal(lot.randrange(1, 4000)) / lot.choice((1, 10, 1000))
        yield logged(f"e{n}", measure=lot.choice(summed), done_on=day, quantity=amount, place=f"м. № {n}")
    yield IndicatorReported(measure=STOCK.id, on=date(2021, 3, 1), value=Decimal(45), person=CLERK)
    yield NilDeclared(measure=AS_NEEDED.id, period="2021Q1", person=CLERK)
    yield ShortfallExplained(
        measure=MONTHLY.id, period="2021Q1", reason="карантин", new_term="квітень", person=CLERK
    )
    if lot.random() < 0.5:
        yield PeriodClosed(period="2021Q1", silent=(), person="planner")
        yield logged("late", measure=MONTHLY.id, done_on=date(2021, 3, 4), late=True)


def compiled(folder: Path, environment: Environment, which: tuple[int, int], planted: bool) -> list[str]:
    """The hashes of the first so many reports as of a position."""
    data = shutil.copytree(folder / "data", folder / environment.name.replace(" ", "-"))
    kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
    asked = [sys.executable, "-m", "tests.reports.print_hashes", str(data), *map(str, which)]
    asked += [f"--clock={environment.clock}"] * (environment.clock is not None)
    asked += ["--rebuild"] * environment.rebuilt + ["--planted"] * planted
    place = folder if environment.elsewhere else ROOT
    variables = kept | {"PYTHONPATH": str(ROOT)} | environment.variables
    ended = subprocess.run(
        asked, cwd=place, env=variables, umask=environment.umask, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return ended.stdout.splitlines()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--planted", action="store_true")
    asked = parser.parse_args()
    outcome = run(asked.reports, planted=asked.planted)
    all_of_them = asked.reports * len(ENVIRONMENTS)
    print(f"{asked.reports} reports x {len(ENVIRONMENTS)} environments: ", end="")
    print(f"{outcome.equal} of {all_of_them} hashes equal; differing: {outcome.differing or 'none'}")
    return 1 if outcome.differing else 0


if __name__ == "__main__":
    sys.exit(main())
