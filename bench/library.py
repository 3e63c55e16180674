"""How would the same job be done with the eventsourcing library as it comes, its documented way and defaults?

An aggregate with decorated methods, its application on its PostgreSQL module, its runner with one view. The
facts carry the same words as ours; there is no key per command, no right to ask, no sealed personal word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL

from bench.office import CLERK, DONE_ON, NOTE, NOW, PLACE, evidence

ACCOUNTABLE = {
    "organisation": "bench",
    "by": CLERK,
    "capacity": "Фахівець відділу",
    "channel": "web",
    "recorded_at": NOW,
    "occurred_at": DONE_ON.isoformat(),
}
"""What our envelope holds stands in the library's event, or it would be spared the bytes."""


def environment(url: str) -> dict[str, str]:
    """The library's own names for where PostgreSQL is; all else is left at its defaults."""
    address = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(address["dbname"]),
        "POSTGRES_HOST": str(address["host"]),
        "POSTGRES_PORT": str(address["port"]),
        "POSTGRES_USER": str(address["user"]),
        "POSTGRES_PASSWORD": str(address.get("password", "")),
    }


def recorder(url: str, *, make: bool = True) -> PostgresApplicationRecorder:
    """Its recorder, which locks the table for each append; ``make`` the table first."""
    at = environment(url)
    names = ("DBNAME", "HOST", "PORT", "USER", "PASSWORD")
    made = PostgresApplicationRecorder(PostgresDatastore(*(at[f"POSTGRES_{name}"] for name in names)))
    if make:
        made.create_table()
    return made


class Appends:
    """One client that appends the given bytes to a sequence of its own."""

    def __init__(
        self, recorder: PostgresApplicationRecorder, sequence: UUID, topic: str, state: bytes
    ) -> None:
        self._recorder, self._sequence, self._topic, self._state = recorder, sequence, topic, state
        self._version = 0

    def __call__(self) -> None:
        self._version += 1
        self._recorder.insert_events([StoredEvent(self._sequence, self._version, self._topic, self._state)])


class LibraryPlan(Aggregate):
    """A plan that is sent on a route, decided step by step, and carried out."""

    @event("Drafted")
    def __init__(self, document: dict[str, Any], by: str) -> None:
        self.document, self.author = document, by
        self.measures = {m["id"]: m for m in document["measures"]}
        self.route: list[str] = []
        self.decided: dict[str, str] = {}
        self.executions: dict[str, dict[str, Any]] = {}

    @event("Submitted")
    def submit(self, text_hash: str, route: list[dict[str, Any]], said: dict[str, Any]) -> None:
        self.route = [step["key"] for step in route]

    @event("StepDecided")
    def decide(self, step: str, text_hash: str, said: dict[str, Any]) -> None:
        self.decided[step] = said["by"]

    @event("Approved")
    def approve(self, text_hash: str, schedule: list[dict[str, Any]], said: dict[str, Any]) -> None:
        self.schedule = schedule

    @event("ExecutionLogged")
    def log(
        self,
        execution: str,
        measure: str,
        done_on: str,
        quantity: str,
        place: str,
        people_reached: int,
        note: str,
        evidence: list[dict[str, str]],
        said: dict[str, Any],
    ) -> None:
        if measure not in self.measures:
            raise ValueError(measure)
        self.executions[execution] = {"measure": measure, "done_on": done_on, "quantity": quantity}

    def log_nth(self, n: int, execution: str, measure: str) -> None:
        self.log(
            execution=execution,
            measure=measure,
            done_on=DONE_ON.isoformat(),
            quantity="1",
            place=PLACE,
            people_reached=24,
            note=NOTE,
            evidence=[evidence(n).model_dump()],
            said=ACCOUNTABLE,
        )


class LibraryPlans(Application[UUID]):
    name = "plans"

    def change(self, plan: UUID, change: Callable[[LibraryPlan], object]) -> None:
        """Load, change, save; begin again where somebody else saved first."""
        while True:
            loaded: LibraryPlan = self.repository.get(plan)
            change(loaded)
            try:
                self.save(loaded)
            except IntegrityError:
                continue
            return


class LibraryView(PostgresTrackingRecorder):
    """The deeds and what each measure has come to: one row each, written with the position, fact by fact."""

    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS deeds (plan text, execution text, measure text, done_on date,"
                " quantity bigint, PRIMARY KEY (plan, execution))"
            ).format()
        )
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS owed (plan text, measure text, done bigint, records int,"
                " PRIMARY KEY (plan, measure))"
            ).format()
        )

    def owe(self, plan: str, measures: list[str], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            for measure in measures:
                cursor.execute(SQL("INSERT INTO owed VALUES (%s, %s, 0, 0)"), (plan, measure), prepare=True)

    def done(self, plan: str, deed: Mapping[str, Any], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            row = (plan, deed["execution"], deed["measure"], deed["done_on"], int(deed["quantity"]) * 1000)
            cursor.execute(SQL("INSERT INTO deeds VALUES (%s, %s, %s, %s, %s)"), row, prepare=True)
            cursor.execute(
                SQL(
                    "UPDATE owed SET done = done + %s, records = records + 1 WHERE plan = %s AND measure = %s"
                ),
                (row[4], plan, deed["measure"]),
                prepare=True,
            )


class LibraryDeeds(Projection[LibraryView]):
    name = "deeds"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register(LibraryPlan.Drafted)  # type: ignore[attr-defined]
    def _(self, domain_event: Any, tracking: Tracking) -> None:
        measures = [m["id"] for m in domain_event.document["measures"]]
        self.view.owe(str(domain_event.originator_id), measures, tracking)

    @process_event.register(LibraryPlan.ExecutionLogged)  # type: ignore[attr-defined]
    def _(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.done(str(domain_event.originator_id), vars(domain_event), tracking)
