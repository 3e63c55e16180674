"""Is what follows from a value reckoned once for it, for no other, and forgotten with it?"""

import gc
from dataclasses import dataclass

from domain.once import once
from domain.plan.wording import hash_of
from tests.domain.small_office import DOCUMENT, HASH


@dataclass(frozen=True)
class Word:
    text: str


def counted():
    asked: list[str] = []

    @once
    def length(word: Word) -> int:
        asked.append(word.text)
        return len(word.text)

    return length, asked


def test_the_very_same_value_is_reckoned_once():
    length, asked = counted()
    word = Word("план")
    assert (length(word), length(word), asked) == (4, 4, ["план"])


def test_an_equal_value_that_was_made_anew_is_reckoned_anew():
    length, asked = counted()
    one, other = Word("план"), Word("план")
    assert length(one) == length(other)
    assert asked == ["план", "план"]


def test_a_value_that_takes_the_place_of_one_that_is_gone_gets_its_own_answer():
    length, asked = counted()
    for n in range(200):
        assert length(Word("x" * n)) == n
    assert len(asked) == 200


def test_nothing_is_kept_of_what_is_gone():
    length, _ = counted()
    for n in range(200):
        length(Word("x" * n))
    gc.collect()
    (known,) = [c.cell_contents for c in length.__closure__ if isinstance(c.cell_contents, dict)]
    assert not known


def test_a_text_that_was_changed_does_not_keep_the_old_hash():
    assert hash_of(DOCUMENT) == HASH
    row = DOCUMENT.measures[0].model_copy(update={"title": "Інше"})
    changed = DOCUMENT.model_copy(update={"measures": (row, *DOCUMENT.measures[1:])})
    assert hash_of(changed) != HASH
    assert hash_of(DOCUMENT) == HASH
