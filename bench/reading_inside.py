"""How long does the child that reads a file take for it, and a bare reading of the same file in its place?

Runs under the child's limits and without the collector of garbage, as the child does. Told are milliseconds
of work for one of as many readings as fit: what others do on the machine meanwhile does not count.
"""

from __future__ import annotations

import gc
import io
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from lxml import etree
from python_calamine import CalamineWorkbook

from infrastructure.documents.confined import Limits, limit_resources
from infrastructure.documents.reader import OfficeReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def walked(document: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in root.iter(f"{W}tc")]


def values_of(workbook: bytes) -> object:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()


BARE: dict[str, Callable[[bytes], object]] = {".docx": walked, ".xlsx": values_of}


def main(file: Path, who: str, seconds: float) -> None:
    content = file.read_bytes()
    bare = partial(BARE[file.suffix], content)
    limit_resources(Limits(seconds=60))
    gc.disable()
    print(worked(partial(OfficeReader().read, content, file.name) if who == "ours" else bare, seconds))


def worked(act: Callable[[], object], seconds: float) -> float:
    """Under a limit of work the system counts it in steps of milliseconds: so all together are counted."""
    act()
    end, began, often = perf_counter() + seconds, process_time(), 0
    while perf_counter() < end or not often:
        act()
        often += 1
    return (process_time() - began) / often * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
