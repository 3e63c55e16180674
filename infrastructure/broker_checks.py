"""May this broker be trusted with work: does it neither evict nor forget?"""

from __future__ import annotations

from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import ConnectionError, ResponseError, TimeoutError

from domain.messages import Refused

PATIENCE = 5.0


def refuse_forgetful_broker(url: str) -> None:
    """Raises Refused("broker-evicts" | "broker-forgets" | "broker-silent" | "broker-unchecked").

    Looks only at Redis: the embedded default (``""``, ``memory://``) has nothing to lose, and RabbitMQ keeps
    durable queues.
    """
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        return
    with Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as broker:
        policy, appends = _setting(broker, "maxmemory-policy"), _setting(broker, "appendonly")
    if policy != "noeviction":
        raise Refused("broker-evicts", policy=policy)
    if appends != "yes":
        raise Refused("broker-forgets")


def _setting(broker: Redis, name: str) -> str:
    try:
        found = broker.config_get(name)
    except ResponseError as problem:
        raise Refused("broker-unchecked", setting=name) from problem
    except (ConnectionError, TimeoutError) as problem:
        raise Refused("broker-silent") from problem
    assert isinstance(found, dict)
    return str(found[name])
