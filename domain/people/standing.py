"""What a person may act as at one moment: the positions held, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass

ACTING = {"uk": "в.о.", "vi": "quyền", "en": "acting"}


@dataclass(frozen=True, slots=True)
class Capacity:
    """One position a person fills: as its holder, or acting by an order («в.о.», quyền).

    ``for_whom`` is the person whose duty it is where it was delegated, ``acts`` what was delegated (None for
    all).
    """

    position: str
    unit: str
    role: str
    title: str
    acting: bool = False
    basis: str = ""
    for_whom: str | None = None
    acts: frozenset[str] | None = None

    def covers(self, act: str) -> bool:
        """May this capacity decide so? A delegation may be for some acts alone."""
        return self.acts is None or act in self.acts

    def words(self, language: str) -> str:
        """As it is written into the fact and the document: ``Директор (в.о., наказ № 14-к)``.

        The title stays in the nominative: nothing here inflects an office's own words.
        """
        if not self.acting:
            return self.title
        grounds = ", ".join(filter(None, (ACTING[language], self.basis)))
        return f"{self.title} ({grounds})"


@dataclass(frozen=True, slots=True)
class Standing:
    """All capacities of one person at one moment; ``office`` holds them, blank for the plan's own."""

    person: str = ""
    capacities: tuple[Capacity, ...] = ()
    office: str = ""

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(c.role for c in self.capacities)

    def in_position(self, position: str) -> Capacity | None:
        return next((c for c in self.capacities if c.position == position), None)


NOBODY = Standing()
