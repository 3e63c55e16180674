"""How does work go on in several processes at once, none of which outlives the others?

A process is made by fork: it knows all that this one knows, and opens its own connections. A process in which
other threads are at work is not forked, for what they hold would be held for ever in the child.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from domain.messages import Refused

MOST = 4
STAND_STILL = frozenset({"MainThread", "record-listener"})
"""Threads that hold nothing while they wait."""
READERS = "record-readers"
"""So begin the names of the threads that make connections for a pool: most of the time none is to be made."""

T = TypeVar("T")


class RebuildRefused(Refused):
    """A process was ended from outside, perhaps for want of memory. ``rebuild-broken-off`` (signal)."""


@dataclass(frozen=True, slots=True)
class _Hand:
    process: BaseProcess
    answer: Connection


def cores() -> int:
    """Processors that this process may use, as far as they are worth a process each."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, usable)


def may_fork() -> bool:
    quiet = all(_stands_still(thread) for thread in threading.enumerate())
    return quiet and hasattr(os, "fork") and not current_process().daemon


def _stands_still(thread: threading.Thread) -> bool:
    if thread.name in STAND_STILL:
        return True
    frame = sys._current_frames().get(thread.ident or 0)
    return thread.name.startswith(READERS) and frame is not None and frame.f_code is _WAITS


_WAITS = threading.Condition.wait.__code__
"""Where a thread stands that has nothing to do: it has let go of all locks."""


def together(works: Sequence[Callable[[], T]], meanwhile: Callable[[], T] | None = None) -> list[T]:
    """What they came to; what one raises ends the others and is raised here. Raises RebuildRefused.

    ``meanwhile`` is done by this process itself, which then hears later of what befell the others; what it
    comes to stands first.
    """
    fork = get_context("fork")
    heard, alive = fork.Pipe(duplex=False)
    hands: list[_Hand] = []
    try:
        for work in works:
            answer, tell = fork.Pipe(duplex=False)
            process = fork.Process(target=_child, args=(work, tell, heard, alive), daemon=True)
            process.start()
            tell.close()
            hands.append(_Hand(process, answer))
        own = [meanwhile()] if meanwhile else []
        return [*own, *_answers(hands)]
    finally:
        for hand in hands:
            _end(hand)
        heard.close()
        alive.close()


def _answers(hands: Sequence[_Hand]) -> list[Any]:
    """As they come, so that a lost one is noticed at once."""
    came: dict[Connection, Any] = {}
    while left := [hand.answer for hand in hands if hand.answer not in came]:
        for answer in wait(left):
            assert isinstance(answer, Connection)
            came[answer] = _answer(next(hand for hand in hands if hand.answer is answer))
    return [came[hand.answer] for hand in hands]


def _answer(hand: _Hand) -> Any:
    try:
        done, result = hand.answer.recv()
    except EOFError:
        hand.process.join()
        raise RebuildRefused("rebuild-broken-off", signal=_ended_by(hand.process.exitcode)) from None
    if not done:
        raise result
    return result


def _ended_by(status: int | None) -> str:
    return signal.Signals(-status).name if status and status < 0 else f"exit {status}"


def _end(hand: _Hand) -> None:
    hand.process.kill()
    hand.process.join()
    hand.answer.close()


def _child(work: Callable[[], Any], tell: Connection, heard: Connection, alive: Connection) -> None:
    """Who asked is told; and when nobody is left to be told, the work is worth nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    alive.close()
    threading.Thread(target=_end_when_alone, args=(heard,), daemon=True).start()
    try:
        result = True, work()
    except Exception as error:  # the edge of a process: it is raised again in the one that asked
        result = False, _told(error)
    tell.send(result)
    tell.close()
    os._exit(0)


def _told(error: Exception) -> Exception:
    """As it is, where it can go from one process to another."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever its own way of being written out may raise
        return RuntimeError("".join(traceback.format_exception(error)))
    return error


def _end_when_alone(heard: Connection) -> None:
    wait([heard])
    os._exit(1)
