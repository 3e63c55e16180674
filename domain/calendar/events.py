"""What happened to an office's calendar: days accepted, so that a library's upgrade moves no old deadline."""

from __future__ import annotations

from datetime import date

from domain.messages import Event, Message, Text


class Day(Message):
    """One day that differs from Monday-to-Friday, with the document or custom it rests on."""

    day: date
    why: Text


class CalendarAccepted(Event, name="calendar.accepted"):
    """The office accepted its days off and moved working days for a year."""

    year: int
    off: tuple[Day, ...]
    working: tuple[Day, ...] = ()
    basis: Text
    effective: date


CalendarEvent = CalendarAccepted
