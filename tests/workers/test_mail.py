"""How a letter leaves the house."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from application.ports import NotSent
from infrastructure.mail import mailer_for
from infrastructure.settings import SettingsRefused

WORDS = {"to": "olena@lipky.example", "subject": "До 29.01: захід 1.6.2", "text": "Строк — п’ятниця.\n"}


def read(letter: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(letter, policy=policy.default))


def content_of(letter: EmailMessage) -> str:
    return str(letter.get_content()).replace("\r\n", "\n")


def test_a_letter_becomes_a_file_that_a_mail_program_reads(tmp_path: Path):
    mailer_for("", tmp_path).send(**WORDS, message_id="n-1@onrecord.lipky")
    (file,) = (tmp_path / "outbox").iterdir()
    letter = read(file.read_bytes())
    assert file.name == "n-1@onrecord.lipky.eml"
    assert letter["Message-ID"] == "<n-1@onrecord.lipky>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert (letter["To"], letter["Subject"]) == (WORDS["to"], WORDS["subject"])
    assert content_of(letter) == WORDS["text"]


def test_the_same_letter_again_is_the_same_file(tmp_path: Path):
    mailer = mailer_for("", tmp_path)
    mailer.send(**WORDS, message_id="n-1@onrecord")
    once = next((tmp_path / "outbox").iterdir()).read_bytes()
    mailer.send(**WORDS, message_id="n-1@onrecord")
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.read_bytes() == once


def test_a_message_id_cannot_leave_the_outbox(tmp_path: Path):
    mailer_for("", tmp_path).send(**WORDS, message_id="../../etc/x@y")
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.parent == tmp_path / "outbox"
    assert list(tmp_path.iterdir()) == [tmp_path / "outbox"]


def test_a_line_break_in_a_subject_makes_no_header(tmp_path: Path):
    with pytest.raises(NotSent, match=r"^ValueError$"):
        mailer_for("", tmp_path).send(to="a@b", subject="x\r\nBcc: c@d", text="", message_id="n")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b\nX",
        "a@b\r\nBcc: c@d",
        "a@",
        "a@b, c@d",
        "a@b <",
        "a@b\0",
        "a@\ud800",
        "a" * 250 + "@b.cd",
    ],
)
@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1:1"])
def test_what_is_no_address_is_not_sent_and_not_repeated_in_the_reason(
    tmp_path: Path, url: str, address: str
):
    with pytest.raises(NotSent, match=r"^unreadable-address$"):
        mailer_for(url, tmp_path).send(**WORDS | {"to": address}, message_id="n")
    assert not (tmp_path / "outbox").exists()


def test_a_text_that_has_no_bytes_and_an_outbox_that_is_no_folder_are_not_sent(tmp_path: Path):
    with pytest.raises(NotSent, match=r"^UnicodeEncodeError$"):
        mailer_for("", tmp_path).send(**WORDS | {"text": "\ud800"}, message_id="n")
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(NotSent, match=r"^FileExistsError$"):
        mailer_for("", tmp_path).send(**WORDS, message_id="n")


def test_a_letter_reaches_a_mail_server(tmp_path: Path):
    with a_mail_server() as (port, received):
        mailer_for(f"smtp://127.0.0.1:{port}?from=plans@lipky.example", tmp_path).send(
            **WORDS, message_id="n-1@x"
        )
    letter = read(received[0])
    assert letter["Message-ID"] == "<n-1@x>"
    assert (letter["From"], letter["To"]) == ("plans@lipky.example", WORDS["to"])
    assert letter["Date"]
    assert letter["Subject"] == WORDS["subject"]
    assert content_of(letter) == WORDS["text"]


def test_a_mail_server_that_is_gone_or_refuses_is_said_without_addresses(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = mailer_for(f"smtp://127.0.0.1:{taken.getsockname()[1]}", tmp_path)
        with pytest.raises(NotSent, match=r"^ConnectionRefusedError$"):
            gone.send(**WORDS, message_id="n")
    with (
        a_mail_server(answer=b"550 no") as (port, _),
        pytest.raises(NotSent, match=r"^SMTPRecipientsRefused$"),
    ):
        mailer_for(f"smtp://127.0.0.1:{port}", tmp_path).send(**WORDS, message_id="n")


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "smtp://",
        "smtp://[",
        "smtp://mail.example:port",
        "smtp://mail.example:70000",
        "smtp://m:0",
    ],
)
def test_an_address_of_no_mail_server_is_a_mistake_at_the_start(tmp_path: Path, url: str):
    with pytest.raises(SettingsRefused, match="unreadable-mail-url"):
        mailer_for(url, tmp_path)


def test_a_host_that_no_name_can_have_is_not_sent_to(tmp_path: Path):
    with pytest.raises(NotSent, match=r"^UnicodeError$"):
        mailer_for(f"smtp://{'h' * 64}.example", tmp_path).send(**WORDS, message_id="n")


@contextmanager
def a_mail_server(answer: bytes = b"250 ok") -> Iterator[tuple[int, list[bytes]]]:
    """One that takes one conversation and ends it without a goodbye; ``answer`` is said to a recipient."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talk = threading.Thread(target=converse, args=(listening, answer, received), daemon=True)
        talk.start()
        yield listening.getsockname()[1], received
        talk.join(5)


def converse(listening: socket.socket, answer: bytes, received: list[bytes]) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        for line in lines:
            verb = line.split()[0].upper()
            if verb == b"DATA":
                connection.sendall(b"354 go\r\n")
                received.append(b"".join(iter(lines.readline, b".\r\n")))
            if verb == b"QUIT":
                return
            connection.sendall((answer if verb == b"RCPT" else b"250 ok") + b"\r\n")
