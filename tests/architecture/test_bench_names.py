"""Does every promised job of the bench have a measurement, or say that it has none, and is a ratio true?"""

import importlib
import json
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench import jobs
from bench.figure import FLOOR, PEER, VALUE, Beside, Figure, in_turns, median_of
from bench.ground import Ground
from bench.jobs import JOBS, NOT_BUILT
from bench.lag import matched
from bench.peers.engine import engine
from bench.peers.place import NoPeers
from bench.peers.turns import together
from interfaces.cli.main import run

PROMISED = (
    *("approval", "command", "growth", "http", "append", "append-processes", "rebuild", "lag", "replay"),
    *("as-of", "due", "report", "rollup", "import", "seal", "verify", "start", "bytes"),
)


def test_every_promised_name_is_measured_or_refused():
    assert sorted(PROMISED) == sorted([*JOBS, *NOT_BUILT])


@pytest.mark.parametrize("name", JOBS)
def test_every_job_has_a_file_that_says_what_it_measures(name: str):
    job = importlib.import_module(f"bench.{JOBS[name]}")
    assert job.__doc__
    assert callable(job.run)


@pytest.mark.parametrize("name", NOT_BUILT)
def test_what_is_not_built_is_not_pretended(name: str, capsys: pytest.CaptureFixture[str]):
    assert run(["bench", name, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "job-not-built"


def test_an_unknown_job_is_wrong_usage(capsys: pytest.CaptureFixture[str]):
    assert run(["bench", "appent", "--lang", "en"]) == 2
    assert "append" in capsys.readouterr().err


def test_a_ratio_is_of_one_round_and_not_of_two_medians():
    rounds = [{VALUE: 10, FLOOR: 20, PEER: 5}, {VALUE: 100, FLOOR: 400, PEER: 10}, {VALUE: 30, FLOOR: 40}]
    figure = median_of(rounds, unit="acts/s")
    assert (figure.value, figure.floor, figure.peer) == (30, 40, 7.5)
    assert (figure.ratio_to_floor, figure.ratio_to_peer) == (0.5, 6)


def test_another_engine_stands_beside_ours_round_by_round():
    rounds = [{VALUE: 10, "engine 1.0": 5}, {VALUE: 100, "engine 1.0": 10}, {VALUE: 30, "engine 1.0": 3}]
    assert median_of(rounds, unit="acts/s").others == {"engine 1.0": Beside(5, 10)}


def test_nothing_is_measured_where_the_other_engines_cannot_be_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def unreachable(folder: Path) -> Path:
        raise NoPeers("no route to the index")

    monkeypatch.setattr(jobs, "environment", unreachable)
    assert run(["bench", "approval", "--with-peers", "--json", "--lang", "en"]) == 1
    refused = json.loads(capsys.readouterr().out)
    assert refused["refused"] == "no-peers"
    assert "no route to the index" in refused["message"]


def test_what_an_engine_died_of_is_told(tmp_path: Path):
    with (
        pytest.raises(NoPeers, match="No module named"),
        engine(Path(sys.executable), "never_written", "postgresql://nowhere", {}),
    ):
        pass


def test_a_job_that_no_other_engine_does_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(jobs, "measured", lambda *_, peers: [("start", Figure(44.0, "ms"))] if peers else [])
    assert run(["bench", "start", "--with-peers", "--lang", "en"]) == 0
    assert "start: no other engine" in capsys.readouterr().out


def test_the_clients_of_a_process_work_at_once_and_their_drafting_is_not_counted():
    at_once = threading.Barrier(2, timeout=5)

    def plan() -> list[Callable[[], object]]:
        time.sleep(0.05)
        return [at_once.wait]

    with ThreadPoolExecutor(2) as clients:
        assert together(clients, [plan, plan], 0.0001) > 2 / 0.05


def test_the_variants_take_turns_after_a_warm_up():
    told: list[tuple[str, float]] = []

    def variant(name: str, seconds: float) -> float:
        told.append((name, seconds))
        return 1.0

    variants = {n: lambda seconds, n=n: variant(n, seconds) for n in (VALUE, FLOOR)}
    in_turns(variants, 6.0, unit="acts/s")
    assert told[2:] == [(VALUE, 1.0), (FLOOR, 1.0)] * 3


def test_a_fact_is_visible_at_the_first_look_that_shows_it_or_a_later_one():
    told = [(1, 1.0), (2, 2.0), (3, 3.0)]
    seen = [(0, 1.0), (1, 1.005), (1, 2.5), (3, 3.25)]
    assert list(matched(told, seen)) == pytest.approx([5.0, 1250.0, 250.0])


def test_a_small_run_measures_ours_its_floor_and_its_peer(tmp_path: Path):
    with ExitStack() as keeps:
        figure = importlib.import_module("bench.append").run(Ground(0.6, tmp_path, keeps))
    assert set(figure.of) == {f"{n} clients{note}" for n in (8, 64) for note in ("", ", no note")}
    for one in figure.of.values():
        assert min(one.value, one.floor, one.peer, one.ratio_to_floor, one.ratio_to_peer) > 0
