"""How are the parts of an Office file put into one zip, so that equal parts give equal bytes?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

THE_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Stored, not deflated: two versions of zlib may compress the same bytes differently."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, THE_FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            package.writestr(entry, content)
    return out.getvalue()


def repacked(package: bytes) -> bytes:
    """The same parts in the same order under fixed times, without compression."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return packed([(name, opened.read(name)) for name in opened.namelist()])
