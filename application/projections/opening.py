"""May this process trust the read models as they are, or must they be made or told again first?

The tables of read models are made from the projections themselves, not by migrations: they hold nothing that
the record does not (docs/decisions/0006-who-makes-the-tables-of-read-models.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import inspect
from sqlalchemy.schema import DropTable

from application.ports import Clock, EventStore
from application.projections import rebuild, tracking
from application.projections.base import Projection, ReadModels
from application.projections.copies import create
from application.projections.tracking import REACTIONS, Tracked, bookkeeping
from domain.messages import Refused


class ReadModelsRefused(Refused):
    """Start is refused: what the read models say is not what this record says. Run ``onrecord rebuild``.

    ``read-model-of-another-store`` (projection) · ``read-model-ahead`` (projection, position, head).
    """


def open_read_models(
    store: EventStore,
    read_models: ReadModels,
    projections: Sequence[Projection],
    clock: Clock,
    *,
    begin_again: bool = False,
) -> None:
    """Make what is missing, rebuild what has another version; raises ReadModelsRefused.

    ``begin_again``: what is not of this record is not refused but told everything from the first fact on.
    """
    known = _known(read_models)
    strangers = [refusal for at in known.values() if (refusal := refusal_of(store, at))]
    if strangers and not begin_again:
        raise strangers[0]
    if strangers or any(name not in known for name in (*_names(projections), REACTIONS)):
        make(store, read_models, projections, again=bool(strangers))
    if not strangers and _of_another_version(known, projections):
        with rebuild.alone(read_models):
            if older := _of_another_version(_known(read_models), projections):
                rebuild.rebuilt_alone(store, read_models, older, clock)


def refusal_of(store: EventStore, at: Tracked) -> ReadModelsRefused | None:
    """Another epoch, or beyond the end of the record: it was restored, and facts would be missed."""
    if at.epoch != store.epoch:
        return ReadModelsRefused("read-model-of-another-store", projection=at.projection)
    head = store.head()
    if at.position > head:
        facts = {"projection": at.projection, "position": at.position, "head": head}
        return ReadModelsRefused("read-model-ahead", **facts)
    return None


def make(
    store: EventStore, read_models: ReadModels, projections: Sequence[Projection], *, again: bool
) -> None:
    """Empty tables at position 0, unless another process made them first; ``again``: even so."""
    with read_models.write() as db:
        read_models.alone(db)
        bookkeeping.create_all(db)
        known = {} if again else tracking.tracked(db)
        for projection in projections:
            if projection.name not in known:
                for table in projection.tables:
                    db.execute(DropTable(table, if_exists=True))
                    create(db, table)
                tracking.begin(db, projection.name, version=projection.version, epoch=store.epoch)
        if REACTIONS not in known:
            tracking.begin(db, REACTIONS, version=1, epoch=store.epoch)


def _known(read_models: ReadModels) -> dict[str, Tracked]:
    with read_models.read() as db:
        if not inspect(db).has_table(tracking.tracking.name):
            return {}
        return tracking.tracked(db)


def _of_another_version(known: Mapping[str, Tracked], projections: Sequence[Projection]) -> list[Projection]:
    return [p for p in projections if p.name in known and known[p.name].version != p.version]


def _names(projections: Sequence[Projection]) -> list[str]:
    return [projection.name for projection in projections]
