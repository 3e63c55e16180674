"""Which adapters make up the house? The only place that knows them all."""

from __future__ import annotations

import gc
from datetime import datetime
from pathlib import Path

from application.app import App
from application.folding import States
from application.following import Follower
from application.ports import Clock
from application.projections import PROJECTIONS
from application.projections.opening import open_read_models
from application.projections.runner import Runner
from application.reactions import REACTIONS
from application.reactions.runner import ReactionRunner
from application.snapshots import Shelf
from infrastructure.clock import RealClock, SimulatedClock
from infrastructure.data_folder import holds_record, make_ready, refuse_without_record
from infrastructure.documents import limits
from infrastructure.documents.apart import ReaderApart
from infrastructure.eventstore.opening import open_store
from infrastructure.exports.renderers import PLAN_RENDERERS, write_table
from infrastructure.files import Files
from infrastructure.mail import mailer_for
from infrastructure.migrations import SQLITE, migrate, revisions
from infrastructure.phrases import Phrases
from infrastructure.readmodels import open_database
from infrastructure.reports.renderers import RENDERERS
from infrastructure.scanner import scanner_for
from infrastructure.seal import FileSeal
from infrastructure.sessions import SessionTables, open_sessions
from infrastructure.settings import Settings, SettingsRefused


def build(settings: Settings, *, clock: Clock | None = None, begin_again: bool = False) -> App:
    """The house as the settings say; once per process, never at import.

    ``begin_again`` is for a record that was restored: read models of another one are told everything anew
    instead of refused. Raises SettingsRefused, StoreRefused, ReadModelsRefused.
    """
    spare_the_collector()
    clock = clock or (SimulatedClock(settings.now) if settings.now else RealClock())
    store = open_store(settings.database_url, settings.data, unsafe=settings.unsafe_store)
    read_models = open_database(settings.database_url, settings.data, unsafe=settings.unsafe_store)
    open_read_models(store, read_models, PROJECTIONS, clock, begin_again=begin_again)
    seal = FileSeal(settings.data / "link.key")
    states = States(store, Shelf(store, store.snapshots(seal), settings.snapshot_every))
    projecting = Runner(store, read_models, PROJECTIONS, clock)
    reacting = ReactionRunner(states, read_models, REACTIONS, clock)
    return App(
        store=store,
        states=states,
        read_models=read_models,
        follower=Follower(store, read_models, projecting, reacting),
        clock=clock,
        mailer=mailer_for(settings.mail_url, settings.data),
        files=Files(settings.data / "files"),
        scanner=scanner_for(settings.scan_command),
        seal=seal,
        phrases=Phrases(),
        reader=ReaderApart(),
        renderers=RENDERERS,
        plan_renderers=PLAN_RENDERERS,
        write_table=write_table,
        settings=settings,
    )


def spare_the_collector() -> None:
    """Facts that are read are many small objects that stay: looking through them for rings after every 700
    took a third of the time of reading them."""
    gc.set_threshold(50_000, 10, 10)


def check_broker(settings: Settings) -> None:
    """For the start of ``serve`` and ``work``: raises Refused for a broker that evicts or forgets."""
    from infrastructure.broker_checks import refuse_forgetful_broker

    refuse_forgetful_broker(settings.broker_url)


def broker_in_use(settings: Settings) -> str:
    """``embedded``, ``redis`` or ``amqp``, once it has answered; raises Refused where it does not."""
    if not settings.broker_url:
        return "embedded"
    check_broker(settings)
    return settings.broker_url.partition("://")[0]


def phrasebook() -> Phrases:
    """The words alone, for an edge that has to say why the house did not open."""
    return Phrases()


def open_house(*, starting: datetime | None = None, begin_again: bool = False, looking: bool = False) -> App:
    """The house as the environment and ``.env`` say; its clock simulated from ``starting`` on, if given.

    Who is only ``looking`` makes no record: SettingsRefused("no-record-here") where there is none.
    """
    settings = Settings.from_env()
    if starting and settings.mode == "production":
        raise SettingsRefused("simulated-clock-in-production")
    if looking:
        refuse_without_record(settings)
    make_ready(settings)
    clock = SimulatedClock(starting) if starting else None
    return build(settings, clock=clock, begin_again=begin_again)


def migrate_database() -> str:
    """Bring the database of the environment to this version; the revision it stands at."""
    settings = Settings.from_env()
    make_ready(settings)
    url = settings.database_url
    migrate(f"{SQLITE}{settings.data / url.removeprefix(SQLITE)}" if url.startswith(SQLITE) else url)
    return revisions()[-1]


def open_door() -> SessionTables:
    """Links that let a person in, and who is signed in; on the record's database, which is open already."""
    settings = Settings.from_env()
    return open_sessions(settings.database_url, settings.data)


def record_here() -> bool:
    """Whether the data folder of the environment holds a record; a server is taken to hold one."""
    return holds_record(Settings.from_env())


def environment() -> Settings:
    """The settings of the environment and ``.env``, for what starts before the house opens."""
    return Settings.from_env()


def content_of_file(path: Path) -> bytes:
    """A document's bytes, never many more than a reader takes; raises OSError and DocumentRefused."""
    return limits.content_of_file(path)


def document_reader() -> ReaderApart:
    """The reader alone, for a look at a file that stores nothing."""
    return ReaderApart()
