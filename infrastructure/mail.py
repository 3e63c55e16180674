"""How does a letter leave the house: into files of an outbox, or to a mail server?"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from application.ports import Mailer, NotSent
from infrastructure.settings import SettingsRefused

SENDER = "onrecord@localhost"
PATIENCE = 10.0
"""Seconds for a mail server; three steps of it stay below the time limit of a task."""
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"""[^\s@<>,;:"()\[\]\\]+@[^\s@<>,;:"()\[\]\\]+""")
_UNWRITABLE = (MessageError, ValueError, LookupError)
"""What the email library raises where it cannot put a header or a text into bytes."""


def mailer_for(url: str, data: Path) -> Mailer:
    """Files in the data folder's ``outbox/`` for ``""``; else ``smtp://`` or ``smtps://``,
    ``[user:password@]host[:port][?from=address]``. Raises SettingsRefused."""
    if not url:
        return Outbox(data / "outbox")
    try:
        parts = urlsplit(url)
        reachable = parts.hostname and parts.port != 0
    except ValueError as unreadable:
        raise SettingsRefused("unreadable-mail-url") from unreadable
    if parts.scheme not in ("smtp", "smtps") or not reachable:
        raise SettingsRefused("unreadable-mail-url")
    return MailServer(parts)


@dataclass(slots=True)
class Outbox:
    """A folder with one ``.eml`` per message id: sent again, a letter replaces itself."""

    folder: Path
    channel: str = "file"

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None:
        content = written(letter(SENDER, to, subject, text, message_id))
        whole = self.folder / f"{re.sub(r'[^A-Za-z0-9.@-]', '_', message_id)}.eml"
        part = whole.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as paper:
                paper.write(content)
                paper.flush()
                os.fsync(paper.fileno())
            part.replace(whole)
        except OSError as problem:
            raise NotSent(type(problem).__name__) from problem


@dataclass(slots=True)
class MailServer:
    """SMTP, with STARTTLS wherever the server offers it."""

    url: SplitResult
    channel: str = "mail"

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None:
        message = letter(self._sender(), to, subject, text, message_id)
        message["Date"] = formatdate(usegmt=True)
        try:
            server = self._connected()
            server.send_message(message)
        except (OSError, smtplib.SMTPException, *_UNWRITABLE) as problem:
            raise NotSent(type(problem).__name__) from problem
        with suppress(OSError, smtplib.SMTPException):  # it has the message: a rude goodbye changes nothing
            server.quit()

    def _sender(self) -> str:
        return unquote(self.url.query.removeprefix("from=")) if self.url.query else SENDER

    def _connected(self) -> smtplib.SMTP:
        host, tls = self.url.hostname or "", ssl.create_default_context()
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self.url.port or 465, timeout=PATIENCE, context=tls)
        else:
            server = smtplib.SMTP(host, self.url.port or 25, timeout=PATIENCE)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=tls)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server


def letter(sender: str, to: str, subject: str, text: str, message_id: str) -> EmailMessage:
    """The same message id at every attempt, so that a mailbox can drop a second copy; no reply expected.

    Raises NotSent for an address or a heading that no letter can carry.
    """
    if len(to) > _LONGEST_ADDRESS or not to.isprintable() or not _ADDRESS.fullmatch(to):
        raise NotSent("unreadable-address")
    message = EmailMessage()
    try:
        message["Message-ID"] = f"<{message_id}>"
        message["From"] = sender
        message["To"] = to
        message["Subject"] = subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, charset="utf-8")
    except _UNWRITABLE as problem:
        raise NotSent(type(problem).__name__) from problem
    return message


def written(message: EmailMessage) -> bytes:
    """A letter's bytes; raises NotSent where it has none."""
    try:
        return message.as_bytes(policy=SMTP)
    except _UNWRITABLE as problem:
        raise NotSent(type(problem).__name__) from problem
