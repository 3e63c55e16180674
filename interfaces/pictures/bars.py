"""How does an office stand, drawn as a stacked bar? Patterns tell the parts apart without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 600, 22
LOOKS = ("done", "run", "due", "late", "silent", "none")
"""The parts in their order; each has a pattern below, called ``bar-…``."""
PATTERNS = {
    "done": '<rect width="8" height="8" fill="#1b6635"/>',
    "run": '<rect width="8" height="8" fill="#e6f0fa"/><path d="M0 8L8 0" stroke="#0b5394"/>',
    "due": '<rect width="8" height="8" fill="#fff3d6"/><path d="M0 4H8" stroke="#7a4b00" stroke-width="2"/>',
    "late": '<rect width="8" height="8" fill="#a1161f"/><path d="M0 0L8 8M0 8L8 0" stroke="#fff"/>',
    "silent": '<rect width="8" height="8" fill="#f3ebfa"/><circle cx="4" cy="4" r="2" fill="#5b2b82"/>',
    "none": '<rect width="8" height="8" fill="#edf1f5"/><path d="M4 0V8" stroke="#3d4b5c"/>',
}


def patterns() -> str:
    """Once on a page, before the first bar."""
    drawn = "".join(
        f'<pattern id="bar-{looks}" width="8" height="8" patternUnits="userSpaceOnUse">{inside}</pattern>'
        for looks, inside in PATTERNS.items()
    )
    return f'<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>{drawn}</defs></svg>'


def bar(title: str, parts: Mapping[str, int]) -> str:
    """One office: as long as the page, parts by their share; ``title`` says the same numbers in words."""
    total = sum(parts.values())
    drawn, at = [], 0.0
    for looks in LOOKS:
        if total and parts.get(looks):
            wide = WIDTH * parts[looks] / total
            drawn.append(
                f'<rect x="{at:.1f}" y="1" width="{wide:.1f}" height="{HEIGHT - 2}" fill="url(#bar-{looks})" '
                'stroke="#182433"/>'
            )
            at += wide
    head = (
        f'<svg class="stacked" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f"aria-label={quoteattr(title)}>"
    )
    return f"{head}<title>{escape(title)}</title>{''.join(drawn)}</svg>"


def sample(looks: str) -> str:
    """A square of the pattern, for the legend."""
    return (
        '<svg class="sample" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        f'<rect width="16" height="16" fill="url(#bar-{looks})" stroke="#182433"/></svg>'
    )


def told(parts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{words}: {count}" for words, count in parts)
