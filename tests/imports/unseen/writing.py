"""How is one table written as each kind of file that an office may send?"""

import csv
import html as markup
import io
import json
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from tests.imports.files import archive

Table = Sequence[Sequence[str]]
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_PAGE = """
#set page(width: 420mm, height: 297mm, margin: 15mm)
#set text(font: "Noto Sans", size: 8pt, hyphenate: false)
#let given = json(bytes(sys.inputs.given))
#for line in given.lines [#par(line)]
#let wide(row) = if row.len() == 1 { (table.cell(colspan: given.width, row.at(0)),) } else { row }
#table(columns: (1fr,) * given.width, ..given.rows.map(wide).flatten())
"""


def separated(
    rows: Table,
    *,
    lines: Sequence[str] = (),
    encoding: str = "utf-8",
    mark: str = ";",
    end: str = "\r\n",
    quote_all: bool = False,
) -> bytes:
    """Lines above, then the rows: ``;`` csv, ``,`` csv, tab tsv or a paste."""
    stream = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=mark, lineterminator=end, quoting=quoting)
    writer.writerows([line] for line in lines)
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def page(rows: Table, *, lines: Sequence[str] = (), encoding: str = "utf-8") -> bytes:
    """What a reporting system calls an Excel file: HTML. A row of one cell goes over all columns."""
    width = max(map(len, rows))
    head = "".join(f"<p>{markup.escape(line)}</p>" for line in lines)
    body = "".join(f"<tr>{''.join(_html_cells(row, width))}</tr>" for row in rows)
    text = f'<html><head><meta charset="{encoding}"></head><body>{head}<table>{body}</table></body></html>'
    return text.encode(encoding)


def _html_cells(row: Sequence[str], width: int) -> Sequence[str]:
    span = f' colspan="{width}"' if len(row) == 1 else ""
    return [f"<td{span}>{markup.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row]


def calc_sheet(rows: Table, *, lines: Sequence[str] = ()) -> bytes:
    """An .ods: lines and rows on the sheet «План», a row of one cell merged over all columns."""
    width = max(map(len, rows))
    body = "".join(map(_ods_row, [[line] for line in lines]))
    body += "".join(_ods_row(row, width if len(row) == 1 else 1) for row in rows)
    return _odf("spreadsheet", f'<table:table table:name="План">{body}</table:table>')


def writer_text(rows: Table, *, lines: Sequence[str] = ()) -> bytes:
    """An .odt: paragraphs, then the table."""
    width = max(map(len, rows))
    head = "".join(map(_paragraphs, lines))
    body = "".join(_ods_row(row, width if len(row) == 1 else 1) for row in rows)
    return _odf("text", f'{head}<table:table table:name="T">{body}</table:table>')


def _ods_row(row: Sequence[str], span: int = 1) -> str:
    spanned = f' table:number-columns-spanned="{span}"' if span > 1 else ""
    covered = "<table:covered-table-cell/>" * (span - 1)
    cells = "".join(
        f'<table:table-cell office:value-type="string"{spanned}>{_paragraphs(cell)}</table:table-cell>'
        f"{covered}"
        for cell in row
    )
    return f"<table:table-row>{cells}</table:table-row>"


def _paragraphs(text: str) -> str:
    return "".join(f"<text:p>{markup.escape(line)}</text:p>" for line in text.split("\n"))


def _odf(kind: str, body: str) -> bytes:
    names = "".join(f' xmlns:{n}="{_ODF}:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind_of_part}"/>'
        for path, kind_of_part in (("/", media), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="{_ODF}:manifest:1.0" m:version="1.2">{entries}</m:manifest>'
    parts = {"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest}
    return archive({name: text.encode() for name, text in parts.items()}, zipfile.ZIP_STORED)


def printed(rows: Table, *, lines: Sequence[str] = ()) -> bytes:
    """A PDF with text and ruled lines, as an office program prints it."""
    given = {"lines": list(lines), "rows": [list(row) for row in rows], "width": max(map(len, rows))}
    fonts = Path(str(files("infrastructure.assets").joinpath("fonts")))
    with TemporaryDirectory() as folder:
        source = Path(folder) / "page.typ"
        source.write_text(_PAGE, encoding="utf-8")
        return typst.compile(
            source,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        )
