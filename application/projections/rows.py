"""What do handlers change? A buffer of rows that reads through, folds, and is written once per batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import CursorResult, Select, Table, and_, bindparam, select
from sqlalchemy.exc import DBAPIError

Key = tuple[Any, ...]
Row = Mapping[str, Any]
"""Every column of a table, in its order."""
Finish = Callable[[Row], Mapping[str, Any]]
"""The columns of a row that follow from its others."""
Reckon = Callable[["Rows", Key], None]
"""Says anew the rows that follow from what a key names."""
KEPT = 200_000
"""So many rows are kept between batches; then all are let go, and read again when they are asked for."""


UNREAD: Any = object()


class Reads(Protocol):
    """Where rows are read that are not known yet."""

    def execute(self, statement: Select[Any], values: Mapping[str, Any], /) -> CursorResult[Any]: ...


class MissingRow(LookupError):
    """A handler changes a row that no earlier fact made."""

    def __init__(self, table: Table, key: Key) -> None:
        super().__init__(f"{table.name} has no row {key}")


class Unfinished(Exception):
    """What follows from a row could not be said; the text is that of the error."""


@dataclass(slots=True)
class Change:
    """What one table owes the database: rows that it has not, rows to replace, keys to delete."""

    table: Table
    new: list[Row]
    put: list[Row]
    deleted: list[Key]


@dataclass(slots=True)
class _Kept:
    """The known rows of one table (None: known to be absent), and which of them the database has otherwise;
    True for those that it has not at all. ``whole``: there are no others; else ``let_go`` are hashes of keys
    that the database has, of rows kept no more, if it had none at first. Rows whose keys begin with the same
    so many columns are read ``together``, and are then a group of that length."""

    table: Table
    names: tuple[str, ...]
    blank: dict[str, Any]
    key_of: Callable[[Any], Key]
    finish: Finish | None
    whole: bool
    together: int
    rows: dict[Key, Row | None] = field(default_factory=dict)
    changed: dict[Key, bool] = field(default_factory=dict)
    let_go: set[int] = field(default_factory=set)
    groups: dict[int, dict[Key, dict[Key, None]]] = field(default_factory=dict)


class Rows:
    """Rows by primary key, in the order of its columns. A row is never changed in place."""

    def __init__(
        self,
        tables: Mapping[Table, Table],
        *,
        complete: bool = False,
        finishes: Mapping[Table, Finish] | None = None,
        reckon: Reckon | None = None,
        together: Mapping[Table, int] | None = None,
    ) -> None:
        """``tables`` maps a handler's table to the one that stands in for it. ``complete``: all are empty."""
        self.db: Reads | None = None
        self._complete = complete
        finish, lengths = finishes or {}, together or {}
        self._kept = {
            table: _kept(stand_in, finish.get(table), complete, lengths.get(table, 0))
            for table, stand_in in tables.items()
        }
        self._undo: list[tuple[_Kept, Key, Row | None]] = []
        self._reckon = reckon
        self._stale: dict[Key, None] = {}

    def get(self, table: Table, *key: Any) -> Row | None:
        """The row as the facts so far left it, None where there is none."""
        kept = self._kept[table]
        row: Row | None = kept.rows.get(key, UNREAD)
        if row is UNREAD:
            return None if kept.whole else self._unread(kept, key)
        return row

    def find(self, table: Table, *leading: Any) -> list[Row]:
        """The rows whose key begins like this, in the order of their keys."""
        return self._rows_of(table, sorted(self._group(table, leading)))

    def those(self, table: Table, *leading: Any) -> list[Row]:
        """The same in any order."""
        return self._rows_of(table, self._group(table, leading))

    def _rows_of(self, table: Table, keys: Iterable[Key]) -> list[Row]:
        return [row for key in keys if (row := self.get(table, *key)) is not None]

    def _group(self, table: Table, leading: Key) -> dict[Key, None]:
        kept = self._kept[table]
        group = kept.groups.get(len(leading))
        if group is None:
            group = kept.groups[len(leading)] = _grouped(kept, len(leading)) if kept.whole else {}
        if leading not in group:
            group[leading] = {} if kept.whole else self._beginning(kept, leading)
        return group[leading]

    def put(self, table: Table, **values: Any) -> Row:
        """This row as a whole, new or in place of the old one; columns left out become blank.

        Which of both it is need not be known: nothing is read.
        """
        kept = self._kept[table]
        row = kept.blank | values
        if len(row) != len(kept.blank):
            raise TypeError(f"{table.name} has no column {sorted(row.keys() - kept.blank.keys())}")
        key = kept.key_of(values)
        before: Row | None = kept.rows.get(key, UNREAD)
        if before is UNREAD and (kept.whole or self._is_absent(kept, key)):
            before = None
        self._undo.append((kept, key, before))
        kept.rows[key] = row
        if key not in kept.changed:
            kept.changed[key] = before is None
        if kept.groups:
            _regroup(kept, key)
        return row

    def change(self, table: Table, *key: Any, **values: Any) -> Row:
        """Some columns of a row that must be there; the row as it is now. Raises MissingRow."""
        kept = self._kept[table]
        row: Row | None = kept.rows.get(key, UNREAD)
        if row is UNREAD:
            row = None if kept.whole else self._unread(kept, key)
        if row is None:
            raise MissingRow(table, key)
        changed = {**row, **values}
        if len(changed) != len(row):
            raise TypeError(f"{table.name} has no column {sorted(changed.keys() - row.keys())}")
        self._undo.append((kept, key, row))
        kept.rows[key] = changed
        if key not in kept.changed:
            kept.changed[key] = False
        return changed

    def change_all(self, table: Table, *leading: Any, **values: Any) -> None:
        """Some columns of every row whose key begins like this."""
        for key in self._found(table, leading):
            self.change(table, *key, **values)

    def delete(self, table: Table, *key: Any) -> None:
        """No such row any more; there may have been none."""
        if (row := self.get(table, *key)) is not None:
            self._set(self._kept[table], key, row, None)

    def delete_all(self, table: Table, *leading: Any) -> None:
        for key in self._found(table, leading):
            self.delete(table, *key)

    def reckon_later(self, *key: Any) -> None:
        """What follows from this key is said once, before anything is written: see `Projection.reckons`."""
        self._stale[key] = None

    def reckon_now(self) -> None:
        """For a handler that reads what follows, or changes what it also follows from. Raises Unfinished."""
        reckon = self._reckon
        if reckon is None:
            return
        for key in list(self._stale):
            try:
                reckon(self, key)
            except DBAPIError:
                raise
            except Exception as poison:  # an edge of every projection, as the runner's is
                raise Unfinished(f"{type(poison).__name__}: {poison}") from poison
            del self._stale[key]

    def begin_fact(self) -> None:
        self._undo.clear()

    def undo_fact(self) -> None:
        """As if the handler had not touched anything since `begin_fact`."""
        for kept, key, before in reversed(self._undo):
            kept.rows[key] = before
            if before is UNREAD:
                del kept.rows[key], kept.changed[key]
                kept.groups.get(kept.together, {}).pop(key[: kept.together], None)
        self._undo.clear()

    @property
    def full(self) -> bool:
        """Time to write: more is kept than should be."""
        return sum(len(kept.rows) for kept in self._kept.values()) > KEPT

    def changes(self) -> Iterator[Change]:
        """What is to be written, all of it reckoned and each row finished. Raises Unfinished."""
        self.reckon_now()
        for kept in self._kept.values():
            if kept.changed:
                _finish(kept)
                yield _owed(kept)

    def written(self) -> None:
        """The database has it all now."""
        for kept in self._kept.values():
            kept.changed.clear()
        if self.full:
            for kept in self._kept.values():
                if self._complete:
                    kept.let_go.update(hash(key) for key, row in kept.rows.items() if row is not None)
                    kept.whole = not kept.let_go
                kept.rows.clear()
                kept.groups.clear()

    def _unread(self, kept: _Kept, key: Key) -> Row | None:
        if self._is_absent(kept, key):
            row = None
        elif kept.together:
            self._group_of(kept, key)
            row = kept.rows.get(key)
        else:
            row = self._read(kept, key)
        kept.rows[key] = row
        return row

    def _is_absent(self, kept: _Kept, key: Key) -> bool:
        """Of a row that is not known: is it known that there is none?"""
        if self._complete and hash(key) not in kept.let_go:
            return True
        return bool(kept.together) and key[: kept.together] in kept.groups.get(kept.together, ())

    def _group_of(self, kept: _Kept, key: Key) -> dict[Key, None]:
        """The keys of all that are read together with this one."""
        group = kept.groups.setdefault(kept.together, {})
        leading = key[: kept.together]
        if leading not in group:
            group[leading] = dict.fromkeys(self._keys(kept, leading))
        return group[leading]

    def _beginning(self, kept: _Kept, leading: Key) -> dict[Key, None]:
        length = len(leading)
        if not 0 < kept.together < length:
            return dict.fromkeys(self._keys(kept, leading))
        return {key: None for key in self._group_of(kept, leading) if key[:length] == leading}

    def _set(self, kept: _Kept, key: Key, before: Row | None, row: Row | None) -> None:
        self._undo.append((kept, key, before))
        kept.rows[key] = row
        if key not in kept.changed:
            kept.changed[key] = before is None
        if kept.groups:
            _regroup(kept, key)

    def _found(self, table: Table, leading: Key) -> list[Key]:
        return list(map(self._kept[table].key_of, self.find(table, *leading)))

    def _keys(self, kept: _Kept, leading: Key) -> Iterator[Key]:
        """Keys that begin like this: those in the database, and those that it does not have yet."""
        length = len(leading)
        for row in self._found_by(kept, leading):
            key = kept.key_of(row)
            kept.rows.setdefault(key, row)
            yield key
        yield from (key for key in kept.changed if key[:length] == leading)

    def _read(self, kept: _Kept, key: Key) -> Row | None:
        return next(self._found_by(kept, key), None)

    def _found_by(self, kept: _Kept, leading: Key) -> Iterator[Row]:
        asked = _by_key(kept.table, len(leading))
        for row in self._connection.execute(asked, dict(zip(kept.names, leading, strict=False))).all():
            yield dict(zip(kept.blank, row, strict=True))

    @property
    def _connection(self) -> Reads:
        assert self.db is not None, "rows are read within a batch"
        return self.db


@lru_cache(maxsize=512)
def _by_key(table: Table, length: int) -> Select[Any]:
    """Asked for by the values of so many columns of the key, each under its name."""
    keys = list(table.primary_key.columns)[:length]
    return select(table).where(and_(*(key == bindparam(key.name, type_=key.type) for key in keys)))


def _kept(table: Table, finish: Finish | None, whole: bool, together: int) -> _Kept:
    names = tuple(column.name for column in table.primary_key.columns)
    blank = {c.name: getattr(c.default, "arg", None) for c in table.columns}
    return _Kept(table, names, blank, _taking(names), finish, whole, together)


def _taking(names: tuple[str, ...]) -> Callable[[Any], Key]:
    if len(names) > 1:
        return itemgetter(*names)
    (name,) = names
    return lambda row: (row[name],)


def _finish(kept: _Kept) -> None:
    if kept.finish is None:
        return
    for key in kept.changed:
        if (row := kept.rows[key]) is not None:
            try:
                kept.rows[key] = {**row, **kept.finish(row)}
            except Exception as poison:  # an edge of every projection, as the runner's is
                raise Unfinished(f"{type(poison).__name__}: {poison}") from poison


def _owed(kept: _Kept) -> Change:
    rows, changed = kept.rows, kept.changed
    return Change(
        kept.table,
        [row for key, new in changed.items() if new and (row := rows[key]) is not None],
        [row for key, new in changed.items() if not new and (row := rows[key]) is not None],
        [key for key, new in changed.items() if not new and rows[key] is None],
    )


def _regroup(kept: _Kept, key: Key) -> None:
    for length, group in kept.groups.items():
        if kept.whole or key[:length] in group:
            group.setdefault(key[:length], {})[key] = None


def _grouped(kept: _Kept, length: int) -> dict[Key, dict[Key, None]]:
    group: dict[Key, dict[Key, None]] = {}
    for key in kept.rows:
        group.setdefault(key[:length], {})[key] = None
    return group
