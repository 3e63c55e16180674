"""How does a reader look that has a bug?"""

from application.imports.grid import Papers
from application.ports import DocumentRefused
from infrastructure.documents.reader import OfficeReader


class Raising:
    """It stumbles over one file in five."""

    def read(self, content: bytes, file_name: str) -> Papers:
        if sum(content[:1000]) % 5 == 0:
            raise ValueError("planted")
        return OfficeReader().read(content, file_name)


class Wordless:
    """It refuses with a code of its own."""

    def read(self, content: bytes, file_name: str) -> Papers:
        raise DocumentRefused("planted-code")
