"""Prints the hash of every format of the sample report; run by the test in other environments."""

import datetime
import hashlib
import sys
import time
from dataclasses import replace

import xlsxwriter.core

from infrastructure.reports.renderers import RENDERERS
from tests.reports.sample import report


class AnyDatetime(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime.date) and hasattr(value, "hour")


class Elsewhen(datetime.datetime, metaclass=AnyDatetime):
    """A machine whose clock stands in another year."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(float(sys.argv[1]), tz)

    utcnow = today = now


def main() -> None:
    if len(sys.argv) > 1:
        seconds = float(sys.argv[1])
        local, universal = time.localtime, time.gmtime
        time.time = lambda: seconds
        time.localtime = lambda at=None: local(seconds if at is None else at)
        time.gmtime = lambda at=None: universal(seconds if at is None else at)
        xlsxwriter.core.datetime = Elsewhen
    for language in ("uk", "vi", "en"):
        shown = replace(report(), language=language)
        for name, render in RENDERERS.items():
            print(language, name, hashlib.sha256(render(shown)).hexdigest(), shown.fingerprint)


if __name__ == "__main__":
    main()
