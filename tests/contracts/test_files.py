"""Are bytes given back as they were put, and is what was altered told apart?"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from infrastructure.files import Files

CONTENT = "протокол".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_bytes_are_kept_under_their_hash(tmp_path: Path) -> None:
    files = Files(tmp_path)

    assert files.put(CONTENT) == SHA256
    assert files.put(CONTENT) == SHA256
    assert Files(tmp_path).get(SHA256) == CONTENT
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [SHA256]


def test_altered_bytes_are_not_given_back(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.put(CONTENT)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(b"forged")

    with pytest.raises(ValueError, match="altered"):
        files.get(SHA256)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", SHA256.upper()])
def test_what_was_never_put_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        Files(tmp_path / "files").get(name)
