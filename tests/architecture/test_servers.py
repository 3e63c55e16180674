"""Do the servers that tests run on keep what `tests/servers.py` promises?"""

import json
import os
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from tests import servers


def test_every_test_gets_an_empty_database_that_is_gone_afterwards(postgres_server):
    with postgres_server.database() as url, psycopg.connect(url) as talk:
        talk.execute("create table left_behind (n int)")
    with postgres_server.database() as other, psycopg.connect(other) as talk:
        assert talk.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_database_may_be_the_copy_of_another(postgres_server):
    with postgres_server.database() as template:
        with psycopg.connect(template) as talk:
            talk.execute("create table copied (n int)")
        with (
            postgres_server.database(template=urlsplit(template).path[1:]) as copy,
            psycopg.connect(copy) as talk,
        ):
            assert talk.execute("select count(*) from copied").fetchone() == (0,)


def test_the_database_knows_ukrainian_letters(postgres_url):
    with psycopg.connect(postgres_url) as talk:
        assert talk.execute("select lower('ЇЖАК')").fetchone() == ("їжак",)


def test_a_durable_server_syncs_its_log(durable_postgres_server):
    if os.environ.get("TEST_DATABASE_URL"):
        return
    with psycopg.connect(durable_postgres_server.url) as talk:
        assert talk.execute("show fsync").fetchone() == ("on",)
        assert talk.execute("show synchronous_commit").fetchone() == ("on",)


def test_the_broker_starts_empty_and_neither_evicts_nor_forgets(redis_url):
    with redis.Redis.from_url(redis_url, decode_responses=True) as broker:
        assert broker.dbsize() == 0
        assert broker.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert broker.config_get("appendonly") == {"appendonly": "yes"}


def test_a_killed_broker_comes_back_with_what_it_acknowledged(redis_of_our_own):
    with redis.Redis.from_url(redis_of_our_own.url) as broker:
        broker.set("kept", "yes")
        redis_of_our_own.kill()
        with pytest.raises(redis.ConnectionError):
            broker.ping()
        redis_of_our_own.start()
        assert broker.get("kept") == b"yes"


@pytest.mark.parametrize("signal", ["KILL", "TERM", "INT"])
def test_servers_end_with_whoever_asked_for_them(signal, tmp_path):
    asked = subprocess.Popen(
        [sys.executable, "-m", "tests.servers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
    )
    assert asked.stdout
    urls = json.loads(asked.stdout.readline())
    ports = [urlsplit(url).port for url in urls.values()]
    assert all(listens(port) for port in ports)
    assert len(list(tmp_path.iterdir())) == 2

    subprocess.run(["/bin/sh", "-c", f"kill -{signal} {asked.pid}"], check=True)
    asked.communicate(timeout=10)

    assert within(10, lambda: not any(listens(port) for port in ports))
    assert within(10, lambda: not list(tmp_path.iterdir()))


def test_root_without_user_namespaces_runs_postgresql_as_nobody(monkeypatch):
    """An ordinary user runs it as itself, which the same assertions show."""
    expected = os.geteuid() or servers.NOBODY
    monkeypatch.setattr(servers, "USER_NAMESPACE", ("false",))
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    with servers.postgres() as server, psycopg.connect(server.url) as talk:
        assert server.server
        assert os.stat(f"/proc/{server.server.process.pid}").st_uid == expected
        assert talk.execute("select 1").fetchone() == (1,)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def within(seconds, holds):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
