"""What does a report say of those who sign it, before they did and after?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from application.reports.words import Words
from domain.report.shapes import QuarterlyReport, Signature, SignedBy, SignOff

BLANK = "____________"


def stamp(report: QuarterlyReport, words: Words) -> tuple[str, ...]:
    """Who approves, as what, and when: lines to be filled in, or the last voice that was given."""
    if report.signed is None or not report.signed.voices:
        director = report.director
        return words.approve, director.position, f"{BLANK} {name_of(director, words)}", words.date_line
    last = report.signed.voices[-1]
    when = words.signed_on.format(day=day(last.at.date()), position=grouped(report.signed.recorded))
    return words.approve, last.position, name_of(last, words), when


def signed(report: QuarterlyReport, words: Words) -> Iterator[str]:
    """Below the tables: who compiled it, then whoever spoke on its route, in that order."""
    compiler = report.compiler
    gap = ", " if report.signed else f"  {BLANK}  "
    yield f"{words.compiled_by} {compiler.position}{gap}{name_of(compiler, words)}"
    if report.signed is not None:
        yield from sign_off(report.signed, report.fingerprint, words)


def sign_off(signed: SignOff, fingerprint: str, words: Words) -> Iterator[str]:
    for voice in signed.voices:
        yield f"{words.voices[voice.act]} {voice.position}, {name_of(voice, words)}, {moment(voice.at)}"
    if signed.act:
        yield words.act.format(act=signed.act)
    what = {"fingerprint": short(signed.fingerprint), "position": grouped(signed.position)}
    yield words.signed_what.format(**what)
    if signed.fingerprint != fingerprint:
        yield words.signed_before


def name_of(signature: Signature | SignedBy, words: Words) -> str:
    return words.erased if signature.erased else signature.name or ""


def short(fingerprint: str) -> str:
    """``9f2c 41d0 77ab``: enough to compare by eye."""
    return " ".join(fingerprint[n : n + 4] for n in (0, 4, 8))


def day(on: date) -> str:
    return f"{on:%d.%m.%Y}"


def moment(at: datetime) -> str:
    return f"{at:%d.%m.%Y %H:%M}"


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
