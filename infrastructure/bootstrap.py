"""Which adapters make up the house? The only place that knows them all."""

from __future__ import annotations

from application.app import App
from application.execute import States
from application.following import Follower
from application.ports import Clock
from application.projections import PROJECTIONS
from application.projections.opening import open_read_models
from application.projections.runner import Runner
from application.reactions import REACTIONS
from application.reactions.runner import ReactionRunner
from infrastructure.broker_checks import refuse_forgetful_broker
from infrastructure.clock import RealClock, SimulatedClock
from infrastructure.documents.reader import OfficeReader
from infrastructure.eventstore.opening import open_store
from infrastructure.files import Files
from infrastructure.mail import mailer_for
from infrastructure.phrases import Phrases
from infrastructure.readmodels import open_database
from infrastructure.reports.renderers import RENDERERS
from infrastructure.settings import Settings


def build(settings: Settings, *, clock: Clock | None = None, begin_again: bool = False) -> App:
    """The house as the settings say; once per process, never at import.

    ``begin_again`` is for a record that was restored: read models of another one are told everything anew
    instead of refused. Raises SettingsRefused, StoreRefused, ReadModelsRefused.
    """
    clock = clock or (SimulatedClock(settings.now) if settings.now else RealClock())
    store = open_store(settings.database_url, settings.data, unsafe=settings.unsafe_store)
    read_models = open_database(settings.database_url, settings.data, unsafe=settings.unsafe_store)
    open_read_models(store, read_models, PROJECTIONS, clock, begin_again=begin_again)
    states = States(store)
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
        phrases=Phrases(),
        reader=OfficeReader(),
        renderers=RENDERERS,
        settings=settings,
    )


def check_broker(settings: Settings) -> None:
    """For the start of ``serve`` and ``work``: raises Refused for a broker that evicts or forgets."""
    refuse_forgetful_broker(settings.broker_url)


def open_house(*, clock: Clock | None = None, begin_again: bool = False) -> App:
    """The house as the environment and ``.env`` say."""
    return build(Settings.from_env(), clock=clock, begin_again=begin_again)


def phrasebook() -> Phrases:
    """The words alone, for an edge that has to say why the house did not open."""
    return Phrases()
