"""What a person may act as at one moment: the positions held, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capacity:
    """One position a person fills: as its holder, or acting by an order («в.о.», quyền)."""

    position: str
    unit: str
    role: str
    title: str
    acting: bool = False
    basis: str = ""

    @property
    def words(self) -> str:
        """As it is written into the fact and the document: ``в.о. директора (наказ № 14-к)``."""
        grounds = f" ({self.basis})" if self.acting and self.basis else ""
        return f"{'в.о. ' if self.acting else ''}{self.title}{grounds}"


@dataclass(frozen=True, slots=True)
class Standing:
    """All capacities of one person at one moment."""

    person: str = ""
    capacities: tuple[Capacity, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(c.role for c in self.capacities)

    def in_position(self, position: str) -> Capacity | None:
        return next((c for c in self.capacities if c.position == position), None)


NOBODY = Standing()
