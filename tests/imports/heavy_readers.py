"""What would a reader do that a hostile file has taken over? Stand-ins for trials of the child."""

import os
import socket
from pathlib import Path

from application.imports.grid import Line, Papers


class Endless:
    def read(self, content: bytes, file_name: str) -> Papers:
        while True:
            pass


class Sleeping:
    def read(self, content: bytes, file_name: str) -> Papers:
        import threading

        threading.Event().wait()
        raise AssertionError


class Hungry:
    def read(self, content: bytes, file_name: str) -> Papers:
        hoard = [bytearray(2**20) for _ in range(4096)]
        return Papers("text/plain", (Line(str(len(hoard)), "line 1"),))


class Writing:
    """The file names where to write; what came of it is told as a line."""

    def read(self, content: bytes, file_name: str) -> Papers:
        return said(lambda: Path(content.decode()).write_text("taken"))


class Peeping:
    def read(self, content: bytes, file_name: str) -> Papers:
        return said(lambda: Path(content.decode()).read_text())


class Calling:
    def read(self, content: bytes, file_name: str) -> Papers:
        return said(lambda: socket.create_connection(("127.0.0.1", int(content)), timeout=2))


class Looking:
    """What the child sees of the place it was started in."""

    def read(self, content: bytes, file_name: str) -> Papers:
        return Papers("text/plain", (Line(os.getcwd(), "line 1"), Line(str(dict(os.environ)), "line 2")))


class Falling:
    def read(self, content: bytes, file_name: str) -> Papers:
        os.abort()


class Broken:
    def read(self, content: bytes, file_name: str) -> Papers:
        raise RuntimeError(content.decode())


class Lying:
    def read(self, content: bytes, file_name: str) -> Papers:
        os.write(1, b'papers\n{"media_type": 1, "blocks": "all", "remarks": null}')
        os._exit(0)


class Chattering:
    def read(self, content: bytes, file_name: str) -> Papers:
        while True:
            os.write(1, b"x" * 65536)


def said(act: object) -> Papers:
    assert callable(act)
    try:
        act()
    except OSError as error:
        return Papers("text/plain", (Line(type(error).__name__, "line 1"),))
    return Papers("text/plain", (Line("done", "line 1"),))
