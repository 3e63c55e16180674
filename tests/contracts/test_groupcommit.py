"""Do callers that share a transaction each get what is theirs?"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from application.ports import Answer, Conflict, StoreUnavailable
from infrastructure.eventstore import groupcommit
from infrastructure.eventstore.groupcommit import GroupCommit
from infrastructure.eventstore.ledger import Draft, Verdict


def draft(name: str) -> Draft:
    return Draft(name, b"f", "", name, 0, ((name, 0),), ())


class SlowDisk:
    """Holds the first group until it is released, so that the others gather; remembers all groups."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.released = threading.Event()
        self.entered = threading.Event()

    def write(self, drafts: Sequence[Draft]) -> list[Verdict]:
        self.groups.append([d.command_id for d in drafts])
        if len(self.groups) == 1:
            self.entered.set()
            assert self.released.wait(10)
        return [self.verdict(d.command_id) for d in drafts]

    def verdict(self, name: str) -> Verdict:
        if name == "lost":
            return Conflict("s", 0, 1)
        if name == "bad":
            raise ValueError("bad draft")
        if name == "gone":
            raise StoreUnavailable("gone")
        return Answer(name, 1, 1, 1)


def sent_together(disk: SlowDisk, *names: str, most: int = 256) -> dict[str, object]:
    """What each caller got, all sent while a first group was being written."""
    group = GroupCommit(disk.write, most)
    with ThreadPoolExecutor(len(names) + 1) as pool:
        first = pool.submit(group.submit, draft("first"))
        assert disk.entered.wait(10)
        calls = {}
        for n, name in enumerate(names, 1):
            calls[name] = pool.submit(group.submit, draft(name))
            while len(group._waiting) < n:
                pass
        disk.released.set()
        assert first.result(10).stream == "first"
        return {name: call.exception(10) or call.result() for name, call in calls.items()}


def test_those_who_wait_share_one_transaction() -> None:
    disk = SlowDisk()
    got = sent_together(disk, "a", "b", "c")
    assert disk.groups == [["first"], ["a", "b", "c"]]
    assert got == {name: Answer(name, 1, 1, 1) for name in "abc"}


def test_a_loser_alone_is_told_so() -> None:
    got = sent_together(SlowDisk(), "a", "lost", "b")
    assert isinstance(got["lost"], Conflict)
    assert got["a"] == Answer("a", 1, 1, 1)


def test_a_bad_draft_fails_alone() -> None:
    got = sent_together(SlowDisk(), "a", "bad", "b")
    assert isinstance(got["bad"], ValueError)
    assert got["a"] == Answer("a", 1, 1, 1)
    assert got["b"] == Answer("b", 1, 1, 1)


def test_a_lost_database_is_told_to_all_and_asked_once() -> None:
    disk = SlowDisk()
    got = sent_together(disk, "a", "gone", "b")
    assert all(isinstance(each, StoreUnavailable) for each in got.values())
    assert disk.groups == [["first"], ["a", "gone", "b"]]


def test_a_group_has_a_size() -> None:
    disk = SlowDisk()
    sent_together(disk, "a", "b", "c", "d", "e", most=2)
    assert disk.groups == [["first"], ["a", "b"], ["c", "d"], ["e"]]


def test_one_who_is_taken_away_while_waiting_leaves_the_line() -> None:
    group = GroupCommit(lambda drafts: [Answer(d.stream, 1, 1, 1) for d in drafts])
    group._led = True
    gone = threading.Thread(target=_interrupted, args=(group,))
    gone.start()
    gone.join(10)
    assert not group._waiting
    group._led = False
    assert group.submit(draft("next")).stream == "next"


def test_a_leader_that_is_stopped_leaves_nobody_behind() -> None:
    disk = SlowDisk()

    def stopped(drafts: Sequence[Draft]) -> list[Verdict]:
        disk.write(drafts)
        if drafts[0].command_id == "a":
            raise KeyboardInterrupt
        return [Answer(d.stream, 1, 1, 1) for d in drafts]

    group = GroupCommit(stopped)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(group.submit, draft("first"))
        assert disk.entered.wait(10)
        leader = pool.submit(group.submit, draft("a"))
        while not group._waiting:
            pass
        other = pool.submit(group.submit, draft("b"))
        while len(group._waiting) < 2:
            pass
        disk.released.set()
        assert first.result(10)
        with pytest.raises(KeyboardInterrupt):
            leader.result(10)
        with pytest.raises(StoreUnavailable):
            other.result(10)
    assert group.submit(draft("next")).stream == "next"


def test_one_who_was_alone_and_failed_bars_nobody() -> None:
    went: list[str] = []

    def fails_at_first(drafts: Sequence[Draft]) -> list[Verdict]:
        went.append(drafts[0].command_id)
        if len(went) == 1:
            raise StoreUnavailable("gone")
        return [Answer(d.stream, 1, 1, 1) for d in drafts]

    group = GroupCommit(fails_at_first)
    with pytest.raises(StoreUnavailable):
        group.submit(draft("a"))
    assert group.submit(draft("b")).stream == "b"
    assert went == ["a", "b"]


def test_those_who_come_while_one_writes_alone_are_the_next_group() -> None:
    disk = SlowDisk()
    got = sent_together(disk, "a", "b", "c")
    assert disk.groups == [["first"], ["a", "b", "c"]]
    assert set(got) == {"a", "b", "c"}


def _interrupted(group: GroupCommit) -> None:
    class Gate:
        def acquire(self) -> None:
            raise KeyboardInterrupt

        def release(self) -> None:
            raise AssertionError("nobody waits here")

    import infrastructure.eventstore.groupcommit as module

    seat = module._Seat(draft("gone"))
    seat.gate = Gate()  # type: ignore[assignment]
    group._waiting.append(seat)
    with pytest.raises(KeyboardInterrupt):
        group._wait(seat)


def accepted(groups: list[list[str]], drafts: Sequence[Draft]) -> list[Verdict]:
    groups.append([draft.command_id for draft in drafts])
    return [Answer(draft.stream, 1, 1, 1) for draft in drafts]


def test_who_leads_waits_for_as_many_as_came_last_and_the_last_to_come_wakes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groupcommit, "LINGER", 60.0)
    groups: list[list[str]] = []
    group = GroupCommit(partial(accepted, groups))
    group._company = 3
    with ThreadPoolExecutor(3) as pool:
        for n, name in enumerate("abc", 1):
            call = pool.submit(group.submit, draft(name))
            while n < 3 and not (len(group._waiting) == n and group._wanted == 3):
                pass
        assert call.result(10)

    assert groups == [["a", "b", "c"]]


def test_who_leads_waits_in_vain_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groupcommit, "LINGER", 0.01)
    groups: list[list[str]] = []
    group = GroupCommit(partial(accepted, groups))
    group._company = 3

    assert group.submit(draft("a")).stream == "a"
    assert (groups, group._wanted, group._enough.locked()) == ([["a"]], 0, True)


@pytest.mark.parametrize("heard", [False, True])
def test_enough_who_come_when_the_wait_is_over_do_not_wake_the_next_leader(heard: bool) -> None:
    class Late:
        """The wait ends, and is told or not, just when the last one comes."""

        def __init__(self, group: GroupCommit) -> None:
            self.group, self.gate = group, group._enough

        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
            if not blocking:
                return self.gate.acquire(blocking=False)
            self.group._waiting.append(groupcommit._Seat(draft("b")))
            self.group._wanted = 0
            self.gate.release()
            return heard and self.gate.acquire(blocking=False)

        def release(self) -> None:
            self.gate.release()

    groups: list[list[str]] = []
    group = GroupCommit(partial(accepted, groups))
    group._company, group._enough = 2, Late(group)  # type: ignore[assignment]
    group.submit(draft("a"))

    assert groups == [["a", "b"]]
    assert group._enough.gate.locked()  # type: ignore[attr-defined]


def test_a_leader_that_is_stopped_while_it_waits_leaves_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
            if not blocking:
                return False
            raise KeyboardInterrupt

    group = GroupCommit(partial(accepted, []))
    group._company = 2
    real, group._enough = group._enough, Stopped()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        group.submit(draft("a"))
    group._enough, group._company = real, 1

    assert (len(group._waiting), group._led, group._wanted) == (0, False, 0)
    assert group.submit(draft("next")).stream == "next"
