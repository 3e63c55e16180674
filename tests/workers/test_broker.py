"""Which brokers are trusted with work, and how Celery is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from redis import Redis

from domain.messages import Refused
from infrastructure.broker_checks import refuse_forgetful_broker
from tests.server_process import free_port
from workers.app import Bell, celery_app
from workers.main import work


@pytest.fixture
def broker(redis_url: str) -> Iterator[Redis[bytes]]:
    """May be set otherwise; is set right again afterwards."""
    with Redis.from_url(redis_url) as client:
        yield client
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("appendonly", "yes")


def refusal(url: str) -> str:
    with pytest.raises(Refused) as refused:
        refuse_forgetful_broker(url)
    return refused.value.code


def test_a_redis_that_keeps_everything_is_trusted(redis_url: str):
    refuse_forgetful_broker(redis_url)


def test_a_redis_that_evicts_is_refused(redis_url: str, broker: Redis[bytes]):
    broker.config_set("maxmemory-policy", "allkeys-lru")
    assert refusal(redis_url) == "broker-evicts"


def test_a_redis_without_an_append_only_file_is_refused(redis_url: str, broker: Redis[bytes]):
    broker.config_set("appendonly", "no")
    assert refusal(redis_url) == "broker-forgets"


def test_a_redis_that_does_not_answer_is_refused():
    assert refusal(f"redis://127.0.0.1:{free_port()}/0") == "broker-silent"


@pytest.mark.parametrize("url", ["", "memory://", "amqp://rabbit.example//"])
def test_others_are_not_looked_at(url: str):
    refuse_forgetful_broker(url)


def test_workers_without_a_broker_are_refused():
    with pytest.raises(Refused, match="broker-missing"):
        work("", lambda: pytest.fail("no house is built"))


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1//"])
def test_a_task_that_dies_with_its_worker_comes_back(url: str):
    conf = celery_app(url).conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.worker_prefetch_multiplier == 1
    assert (conf.accept_content, conf.task_serializer) == (["json"], "json")
    assert (conf.task_time_limit, conf.task_soft_time_limit) == (30, 25)


def test_a_lost_task_is_looked_for_every_five_seconds():
    options = celery_app("redis://127.0.0.1:1/0").conf.broker_transport_options
    assert options["visibility_timeout"] == 60
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (5, 1)


def test_a_task_may_not_outlive_its_visibility():
    with pytest.raises(ValueError, match="must end before"):
        Bell(task_limit=60, visibility=60)


def test_the_clock_rings_every_minute_and_an_old_ring_is_dropped():
    (ring,) = celery_app("").conf.beat_schedule.values()
    assert (ring["task"], ring["schedule"]) == ("ring-the-clock", timedelta(minutes=1))
    assert ring["options"] == {"expires": 60.0}
