"""Which cells do the ruling lines of a page make, and how far does each of them reach?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from application.ports import DocumentRefused
from infrastructure.documents.limits import refuse_too_many_cells
from infrastructure.documents.pdf_ink import Letter, Point, Rule

_TOUCH = 2.0
_ONE_LINE = 3.0
_MOST_LINES = 1_500
_ONE_ROW = 60.0


@dataclass(frozen=True, slots=True)
class Box:
    """A cell by the numbers of the lines it lies between: rows ``top`` to ``bottom``, columns likewise."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Lattice:
    """A ruled table. ``across`` are its upright lines from the left, ``down`` its level ones from above."""

    across: list[float]
    down: list[float]
    boxes: list[Box] = field(default_factory=list)
    letters: list[list[Letter]] = field(default_factory=list)
    ragged: bool = False
    _owner: dict[tuple[int, int], int] = field(default_factory=dict)

    def own(self, box: Box) -> None:
        for row in range(box.top, box.bottom):
            for column in range(box.left, box.right):
                self._owner[row, column] = len(self.boxes)
        self.boxes.append(box)
        self.letters.append([])

    def holds(self, point: Point) -> int | None:
        """The number of the box around this point."""
        row, column = bisect_right(self.down, point[1]) - 1, bisect_right(self.across, point[0]) - 1
        return self._owner.get((row, column))

    def take(self, letters: Iterable[Letter]) -> list[Letter]:
        """Puts the letters into their boxes and gives back those that stand elsewhere."""
        left = []
        for letter in letters:
            box = self.holds(letter.middle)
            if box is None:
                left.append(letter)
            else:
                self.letters[box].append(letter)
        return left


def lattices(rules: Sequence[Rule], place: str) -> list[Lattice]:
    """The tables from above. A frame around one column of words is none."""
    level = _joined(rule for rule in rules if rule.level)
    upright = _joined(rule for rule in rules if not rule.level)
    if len(level) + len(upright) > _MOST_LINES:
        raise DocumentRefused("drawing-too-dense", place, limit=_MOST_LINES)
    groups = _of_one_table([_Group(bars, posts) for bars, posts in _connected(level, upright)])
    found = [lattice for group in groups if (lattice := _lattice(group.bars, group.posts, place))]
    return sorted(found, key=lambda lattice: (lattice.down[0], lattice.across[0]))


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that hang together."""

    bars: list[Rule]
    posts: list[Rule]

    @property
    def across(self) -> tuple[float, float]:
        ends = [e for bar in self.bars for e in (bar.low, bar.high)] + [post.at for post in self.posts]
        return min(ends), max(ends)

    @property
    def down(self) -> tuple[float, float]:
        ends = [e for post in self.posts for e in (post.low, post.high)] + [bar.at for bar in self.bars]
        return min(ends), max(ends)

    @property
    def is_open(self) -> bool:
        """No upright line closes a side."""
        return not any(abs(post.at - side) <= _ONE_LINE for post in self.posts for side in self.across)

    def belongs_with(self, other: _Group) -> bool:
        """Beside it and just as tall, or below it, just as wide and as open at the sides."""
        if _alike(self.down, other.down):
            return True
        gap = other.down[0] - self.down[1]
        return _alike(self.across, other.across) and self.is_open and other.is_open and 0 < gap < _ONE_ROW


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _ONE_LINE for a, b in zip(one, other, strict=True))


def _of_one_table(groups: list[_Group]) -> list[_Group]:
    """A cell merged over all columns, or all rows of a page, parts lines that belong to one table."""
    whole: list[_Group] = []
    for group in sorted((g for g in groups if g.posts), key=lambda g: (g.down[0], g.across[0])):
        at = next((n for n, other in enumerate(whole) if other.belongs_with(group)), None)
        if at is None:
            whole.append(group)
        else:
            whole[at] = _Group(whole[at].bars + group.bars, whole[at].posts + group.posts)
    return whole


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line put together, double lines made single."""
    whole: list[Rule] = []
    for group in _grouped(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        low, high = group[0].low, group[0].high
        for rule in group[1:]:
            if rule.low > high + _ONE_LINE:
                whole.append(Rule(rule.level, at, low, high))
                low, high = rule.low, rule.high
            high = max(high, rule.high)
        whole.append(Rule(group[0].level, at, low, high))
    return whole


def _grouped(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > _TOUCH:
            yield sorted(group, key=lambda rule: rule.low)
            group = []
        group.append(rule)
    if group:
        yield sorted(group, key=lambda rule: rule.low)


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that meet belong to one table."""
    lines = [*level, *upright]
    root = list(range(len(lines)))
    for at, bar in enumerate(level):
        for other, post in enumerate(upright, len(level)):
            if _meet(bar, post):
                _unite(root, at, other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, line in enumerate(lines):
        bars, posts = groups.setdefault(_root(root, at), ([], []))
        (bars if line.level else posts).append(line)
    yield from groups.values()


def _meet(bar: Rule, post: Rule) -> bool:
    return (
        bar.low - _TOUCH <= post.at <= bar.high + _TOUCH and post.low - _TOUCH <= bar.at <= post.high + _TOUCH
    )


def _root(root: list[int], at: int) -> int:
    while root[at] != at:
        root[at] = root[root[at]]
        at = root[at]
    return at


def _unite(root: list[int], one: int, other: int) -> None:
    root[_root(root, other)] = _root(root, one)


def _lattice(bars: list[Rule], posts: list[Rule], place: str) -> Lattice | None:
    if not posts or len(bars) < 2:
        return None
    edges = [edge for bar in bars for edge in (bar.low, bar.high)]
    across = _marks([post.at for post in posts] + [min(edges), max(edges)])
    ends = [end for post in posts for end in (post.low, post.high)]
    down = _marks([bar.at for bar in bars] + [min(ends), max(ends)])
    if len(across) < 3 or len(down) < 2:
        return None
    lattice = Lattice(across, down)
    refuse_too_many_cells((len(across) - 1) * (len(down) - 1), place)
    for region in _regions(lattice, bars, posts):
        boxes = list(_boxes(region))
        lattice.ragged = lattice.ragged or len(boxes) > 1
        for box in boxes:
            lattice.own(box)
    return lattice


def _marks(places: list[float]) -> list[float]:
    places.sort()
    marks = [places[0]]
    for place in places[1:]:
        if place - marks[-1] > _ONE_LINE:
            marks.append(place)
    return marks


def _regions(lattice: Lattice, bars: Sequence[Rule], posts: Sequence[Rule]) -> list[list[tuple[int, int]]]:
    """Fields of the lattice without a line between them are one cell."""
    rows, columns = len(lattice.down) - 1, len(lattice.across) - 1
    below = _walls(bars, lattice.down, lattice.across)
    beside = _walls(posts, lattice.across, lattice.down)
    root = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and (column + 1, row) not in beside:
                _unite(root, here, here + 1)
            if row + 1 < rows and (row + 1, column) not in below:
                _unite(root, here, here + columns)
    regions: dict[int, list[tuple[int, int]]] = {}
    for here in range(rows * columns):
        regions.setdefault(_root(root, here), []).append(divmod(here, columns))
    return list(regions.values())


def _walls(lines: Sequence[Rule], marks: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """(number of the mark, number of the step) wherever a line runs along the whole step."""
    walls = set()
    for line in lines:
        mark = min(range(len(marks)), key=lambda n: abs(marks[n] - line.at))
        for step in range(len(steps) - 1):
            if line.low <= steps[step] + _ONE_LINE and line.high >= steps[step + 1] - _ONE_LINE:
                walls.add((mark, step))
    return walls


def _boxes(region: list[tuple[int, int]]) -> Iterator[Box]:
    """One box; a region that is no rectangle falls into the pieces of its rows."""
    rows, columns = [row for row, _ in region], [column for _, column in region]
    box = Box(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    if len(region) == (box.bottom - box.top) * (box.right - box.left):
        yield box
        return
    for row in sorted(set(rows)):
        start = last = None
        for column in sorted(c for r, c in region if r == row):
            if last is not None and column != last + 1 and start is not None:
                yield Box(row, start, row + 1, last + 1)
                start = None
            start, last = column if start is None else start, column
        if start is not None and last is not None:
            yield Box(row, start, row + 1, last + 1)
