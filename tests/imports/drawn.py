"""How is a PDF drawn for a test: every word and line where the test wants it, or set by a typesetter?"""

import json
import zlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

WIDTH, HEIGHT = 595, 842
_TURNS = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
    45: (0.7, 0.7, -0.7, 0.7),
}


def words(text: str, x: float, y: float, *, size: float = 10, turn: int = 0, mode: int = 0) -> str:
    """Words in Helvetica; ``y`` counts from above. ``mode`` 3 is unseen."""
    a, b, c, d = _TURNS[turn]
    shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf {mode} Tr {a} {b} {c} {d} {x} {HEIGHT - y} Tm ({shown}) Tj ET"


def lines(*texts: str, x: float, y: float, step: float = 12, size: float = 10) -> list[str]:
    return [words(text, x, y + step * n, size=size) for n, text in enumerate(texts)]


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S"


def lattice(across: Sequence[float], down: Sequence[float]) -> list[str]:
    """Ruling lines for every row and column."""
    level = [rule(across[0], y, across[-1], y) for y in down]
    return level + [rule(x, down[0], x, down[-1]) for x in across]


def window(x0: float, y0: float, x1: float, y1: float, *drawing: str) -> str:
    """What is drawn shows within the window alone."""
    return "\n".join(["q", f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re W n", *drawing, "Q"])


def pdf(
    *pages: Sequence[str],
    catalog: str = "",
    page: str = "",
    trailer: str = "",
    encoding: str = "/Encoding /WinAnsiEncoding",
    packed: bytes | None = None,
) -> bytes:
    """A PDF of these drawings. ``catalog``, ``page``, ``trailer`` and ``encoding`` go into their parts."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {encoding} >>".encode(),
    ]
    for n, drawing in enumerate(pages):
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * n} 0 R {page} >>".encode())
        content = packed if packed is not None else zlib.compress("\n".join(drawing).encode("cp1252"))
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(content), content)
        )
    body, places = b"%PDF-1.7\n", []
    for n, found in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (n, found)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R {trailer} >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def typeset(source: str, **given: object) -> bytes:
    """A PDF set by typst; ``given`` is its ``given``."""
    fonts = Path(str(files("infrastructure.assets").joinpath("fonts")))
    head = '#set text(font: "Noto Serif", size: 9pt, hyphenate: false)\n'
    head += "#let given = json(bytes(sys.inputs.given))\n"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.typ"
        file.write_text(head + source, encoding="utf-8")
        return typst.compile(
            file,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        )
