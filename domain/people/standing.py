"""What a person may act as at one moment: the positions held, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass

FORMS = {
    "acting": {"uk": "в.о.", "vi": "quyền", "en": "acting"},
    "temporarily": {"uk": "т.в.о.", "vi": "tạm quyền", "en": "temporarily acting"},
    "deputy": {"uk": "заступник за керівника", "vi": "KT.", "en": "deputy for the head"},
    "delegated": {"uk": "за дорученням", "vi": "TUQ.", "en": "by delegation"},
    "ordered": {"uk": "за наказом", "vi": "TL.", "en": "by order"},
}
"""How a document writes that somebody acts for another. Acting and temporarily acting fill a position; the
others are given by the one who fills it."""
BEFORE_THE_POST = {
    "acting": "Q.",
    "temporarily": "Tạm Q.",  # vi?
    "deputy": "KT.",
    "delegated": "TUQ.",
    "ordered": "TL.",
}
"""How a Vietnamese document says so, before the title of the post."""
APPOINTED = frozenset({"acting", "temporarily"})
GIVEN = frozenset({"deputy", "delegated", "ordered"})


@dataclass(frozen=True, slots=True)
class Capacity:
    """One position a person acts in: as its holder, acting by an order («в.о.», quyền), or for its holder.

    ``for_whom`` is the person whose duty it is where it was delegated; ``acts`` names the commands that were
    (None for all, as with one's own position).
    """

    position: str
    unit: str
    role: str
    title: str
    acting: bool = False
    basis: str = ""
    form: str = ""
    for_whom: str | None = None
    acts: frozenset[str] | None = None

    def covers(self, command: str) -> bool:
        return self.acts is None or command in self.acts

    def words(self, language: str) -> str:
        """As it is written into the fact and the document: ``Директор (в.о., наказ № 14-к)``; in Vietnamese
        the form stands before the post: ``KT. Giám đốc (quyết định số 15)``.

        The title stays in the nominative: nothing here inflects an office's own words.
        """
        form = self.form or ("acting" if self.acting else "")
        if not form:
            return self.title
        if language == "vi":
            grounds = f" ({self.basis})" if self.basis else ""
            return f"{BEFORE_THE_POST[form]} {self.title}{grounds}"
        grounds = ", ".join(filter(None, (FORMS[form][language], self.basis)))
        return f"{self.title} ({grounds})"


@dataclass(frozen=True, slots=True)
class Standing:
    """All capacities of one person at one moment. ``office`` is where they are held, where that is not the
    office that is acted upon."""

    person: str = ""
    capacities: tuple[Capacity, ...] = ()
    office: str = ""

    def roles_for(self, command: str) -> frozenset[str]:
        """The roles that count for a command: a delegated position lends its role to what was delegated."""
        return frozenset(c.role for c in self.capacities if c.covers(command))

    @property
    def roles(self) -> frozenset[str]:
        """Roles of one's own, not lent ones."""
        return frozenset(c.role for c in self.capacities if c.for_whom is None)

    def in_position(self, position: str, command: str = "") -> Capacity | None:
        """As whom one may act in a position: in one's own right first, else for its holder."""
        held = [c for c in self.capacities if c.position == position and (not command or c.covers(command))]
        return min(held, key=lambda c: c.for_whom is not None, default=None)


NOBODY = Standing()
