"""Which measure of a corrected text is which of the draft? Told by number and title, else asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.plan.document import Measure
from domain.spelling import folded

NEW = ""
"""The answer that a measure is none of those that stood before."""
ALIKE = 0.5
_CLOSER = 0.2
_COMMON = 50
"""A word of so many titles says nothing of any of them."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A measure of the corrected text, by its place in it (from 1), that may be one of several or new."""

    ordinal: int
    number: str
    title: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """``known`` maps the place in the corrected text (from 1) to the id of the draft; the rest is new."""

    known: Mapping[int, str] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()


def paired(
    before: Sequence[Measure],
    after: Sequence[Measure],
    said: Mapping[int, str],
    held: Collection[str] = frozenset(),
) -> Pairing:
    """``said`` are a person's answers: place in the corrected text to the id, or NEW.

    Of measures that are ``held``, for something on record hangs on them, what might be another is asked.
    """
    known = {place: id for place, id in said.items() if id != NEW}
    taken = set(known.values())
    open_old = [m for m in before if m.id not in taken]
    open_new = [(place, m) for place, m in enumerate(after, 1) if place not in said]
    for same in (_row, _words_of_row, _number_and_title, _title_and_place, _title):
        found = dict(_one_to_one(open_old, open_new, same))
        known |= found
        open_old = [m for m in open_old if m.id not in found.values()]
        open_new = [(place, m) for place, m in open_new if place not in found]
    found, unclear = _by_number(open_old, open_new)
    known |= found
    open_old = [m for m in open_old if m.id not in known.values()]
    asked = {u.ordinal for u in unclear}
    open_new = [(place, m) for place, m in open_new if place not in known and place not in asked]
    unclear += _alike(open_old, open_new)
    guessed = {place: id for place, id in known.items() if id in held and place not in said}
    doubts = list(_doubts(before, after, guessed, open_old))
    sure = known.keys() - {doubt.ordinal for doubt in doubts}
    known = {place: id for place, id in known.items() if place in sure}
    return Pairing(known, tuple(sorted((*unclear, *doubts), key=lambda u: u.ordinal)))


def _doubts(
    before: Sequence[Measure],
    after: Sequence[Measure],
    guessed: Mapping[int, str],
    open_old: Sequence[Measure],
) -> Iterator[Unclear]:
    """Those of the pairs that may be two measures; each may also be another one that is in doubt."""
    old = {m.id: m for m in before}
    repeated = _repeated(before, after) if guessed else set()
    doubted = {place: id for place, id in guessed.items() if _may_be_two(old[id], after[place - 1], repeated)}
    titles = _Titles([*open_old, *(old[id] for id in doubted.values())])
    for place, id in doubted.items():
        new = after[place - 1]
        others = (other for other in titles.near(new) if other != id)
        yield Unclear(place, new.number or "", new.title, (id, *others))


def _repeated(before: Sequence[Measure], after: Sequence[Measure]) -> set[Hashable]:
    """Titles that come more than once; and the words of rows alike in all but numbers, of which some went or
    came: nobody sees which."""
    twice: set[Hashable] = set()
    for told in (_title, _words_of_row):
        numbers: list[dict[Hashable, list[str]]] = [defaultdict(list), defaultdict(list)]
        for text, found in zip((before, after), numbers, strict=True):
            for measure in text:
                found[told(measure)].append(measure.number or "")
        stood, stands = numbers
        for same in {*stood, *stands}:
            was, now = sorted(stood.get(same, ())), sorted(stands.get(same, ()))
            if max(len(was), len(now)) > 1 and (told is _title or was != now):
                twice.add(same)
    return twice


def _may_be_two(was: Measure, now: Measure, repeated: Collection[Hashable]) -> bool:
    """A number under other words or in another section says little, and so does a title that comes twice."""
    if _words_of_row(was) == _words_of_row(now):
        return _words_of_row(now) in repeated
    same_number = bool(was.number) and was.number == now.number
    same_place = _place(was) == _place(now)
    if _title(was) != _title(now):
        return not same_place or was.id not in _Titles([was]).near(now)
    if _title(now) in repeated:
        return not (same_number and same_place)
    return not (same_number or same_place)


Key = Callable[[Measure], Hashable]


def _row(measure: Measure) -> Hashable:
    return measure.number, _words_of_row(measure)


def _words_of_row(measure: Measure) -> Hashable:
    raw = (measure.executors_raw, measure.due.raw, measure.target.raw)
    return _title(measure), _place(measure), raw


def _place(measure: Measure) -> Hashable:
    return folded(measure.section or ""), folded(measure.task or measure.task_number or "")


def _number_and_title(measure: Measure) -> Hashable:
    return measure.number and (measure.number, folded(measure.title))


def _title_and_place(measure: Measure) -> Hashable:
    return folded(measure.title), measure.section, measure.task_number, measure.task


def _title(measure: Measure) -> Hashable:
    return folded(measure.title)


def _one_to_one(
    old: Sequence[Measure], new: Sequence[tuple[int, Measure]], key: Key
) -> Iterator[tuple[int, str]]:
    """Those of one key on both sides; several of a key in their order, where there are as many as before."""
    stood: dict[Hashable, list[str]] = defaultdict(list)
    stands: dict[Hashable, list[int]] = defaultdict(list)
    for measure in old:
        stood[key(measure)].append(measure.id)
    for place, measure in new:
        stands[key(measure)].append(place)
    for same, places in stands.items():
        if same and len(places) == len(stood[same]):
            yield from zip(places, stood[same], strict=True)


def _by_number(
    old: Sequence[Measure], new: Sequence[tuple[int, Measure]]
) -> tuple[dict[int, str], list[Unclear]]:
    """A number alone says it, unless another title is much nearer: then the rows may have been renumbered."""
    found: dict[int, str] = {}
    unclear: list[Unclear] = []
    titles, shared = _Titles(old), Counter(m.number for _, m in new)
    numbered: dict[str | None, list[str]] = defaultdict(list)
    for measure in old:
        numbered[measure.number].append(measure.id)
    for place, measure in new:
        same = numbered[measure.number] if measure.number else []
        near = titles.near(measure)
        rivals = [id for id in near if id not in same]
        own = near.get(same[0], 0.0) if same else 0.0
        nearer = any(near[id] > own + _CLOSER for id in rivals)
        if len(same) == 1 and shared[measure.number] == 1 and not nearer:
            found[place] = same[0]
        elif same:
            unclear.append(Unclear(place, measure.number or "", measure.title, (*same, *rivals)))
    return found, unclear


def _alike(old: Sequence[Measure], new: Sequence[tuple[int, Measure]]) -> Iterator[Unclear]:
    """Another number and another title, but much the same words: a person must say."""
    titles = _Titles(old)
    for place, measure in new:
        if near := titles.near(measure):
            yield Unclear(place, measure.number or "", measure.title, tuple(near))


class _Titles:
    """Titles by their words, so that a long plan is not compared title by title."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.lengths: dict[str, int] = {}
        self.by_word: dict[str, list[str]] = defaultdict(list)
        for measure in measures:
            words = _words(measure)
            self.lengths[measure.id] = len(words)
            for word in words:
                self.by_word[word].append(measure.id)

    def near(self, measure: Measure) -> dict[str, float]:
        """Ids with how much of the titles is the same (0 to 1), the nearest first."""
        words = _words(measure)
        lists = (self.by_word.get(word, []) for word in words)
        shared = Counter(id for ids in lists if len(ids) <= _COMMON for id in ids)
        likeness = {id: 2 * both / (self.lengths[id] + len(words)) for id, both in shared.items()}
        near = sorted(((share, id) for id, share in likeness.items() if share >= ALIKE), reverse=True)
        return {id: share for share, id in near}


def _words(measure: Measure) -> frozenset[str]:
    return frozenset(folded(measure.title).split())
