"""Whom do the commas of an executor cell separate?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan.executors import split_executors
from domain.spelling import folded

UNITS = (
    "Директор МЦ",
    "відділ фінансів, бухгалтерського обліку та звітності",
    "відділ кадрів",
    "райдержадміністрації",
    "Обласний центр для сім'ї, дітей та молоді",
    "ГУНП в області (за згодою)",
    "БО «БФ «Карітас, північ» (за згодою)",
    "Ủy ban nhân dân các huyện, thành phố",
    "Sở Tư pháp",
)


def pieces(raw: str) -> list[str]:
    return [named.raw for named in split_executors(raw).executors]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Директор МЦ, відділи МЦ", ["Директор МЦ", "відділи МЦ"]),
        (
            "Директор, відділ фінансів, обліку та звітності",
            ["Директор", "відділ фінансів, обліку та звітності"],
        ),
        ("ЦНАП\nвідділ кадрів", ["ЦНАП", "відділ кадрів"]),
        ("відділ правової\nдопомоги", ["відділ правової допомоги"]),
        (
            "департаменти ОДА: освіти і науки; охорони здоров'я, "
            "управління ОДА: молоді та спорту; культури, туризму",
            ["освіти і науки", "охорони здоров'я", "молоді та спорту", "культури, туризму"],
        ),
        (
            "департаменти ОДА: освіти і науки, охорони здоров'я; ГУНП (за згодою)",
            ["освіти і науки", "охорони здоров'я", "ГУНП (за згодою)"],
        ),
        ("КУ «Центр реабілітації «Надія», УТОС", ["КУ «Центр реабілітації «Надія»", "УТОС"]),
        (
            "Sở Tư pháp, Ủy ban nhân dân các huyện, thành phố",
            ["Sở Tư pháp", "Ủy ban nhân dân các huyện, thành phố"],
        ),
    ],
)
def test_a_comma_inside_a_name_separates_nothing(raw: str, expected: list[str]) -> None:
    assert pieces(raw) == expected


def test_who_is_bound_by_consent_alone_helps() -> None:
    split = split_executors("Відділ освіти, ПРООН (за згодою), громадські організації (за згодою)")
    assert [named.by_consent for named in split.executors] == [False, True, True]
    assert split.co_executors == ("ПРООН", "громадські організації")


@pytest.mark.parametrize(
    ("raw", "own", "helpers"),
    [
        ("Коваль І.П. з залученням фахівців МЦ", ["Коваль І.П."], ("фахівців МЦ",)),
        (
            "Sở Tư pháp phối hợp với Sở Tài chính, các sở, ban, ngành có liên quan tham mưu cho tỉnh.",
            ["Sở Tư pháp"],
            ("Sở Tài chính", "các sở, ban, ngành có liên quan"),
        ),
    ],
)
def test_helpers_are_named_inside_the_cell(raw: str, own: list[str], helpers: tuple[str, ...]) -> None:
    split = split_executors(raw)
    assert ([named.raw for named in split.executors], split.co_executors) == (own, helpers)


def test_a_name_on_the_staff_is_never_cut() -> None:
    raw = "Служба прийому, Архів, директор"
    assert pieces(raw) == ["Служба прийому", "Архів", "директор"]
    known = split_executors(raw, lambda name: name == "Служба прийому, Архів")
    assert [named.raw for named in known.executors] == ["Служба прийому, Архів", "директор"]


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6), st.sampled_from([", ", "; ", ",\n", ";"]))
def test_any_list_of_units_comes_apart_again(units: list[str], separator: str) -> None:
    assert pieces(separator.join(units)) == units


@given(st.text(alphabet="абвАБВ ,;:«»()\n-.1", max_size=60))
def test_no_word_of_a_cell_is_lost(raw: str) -> None:
    letters = [c for c in raw if c.isalnum()]
    split = split_executors(raw)
    kept = [c for named in (*split.executors, *split.helpers) for c in named.raw if c.isalnum()]
    assert kept == letters or ":" in raw


def test_spellings_of_one_unit_fold_together() -> None:
    assert folded("Відділ право-просвітництва") == folded("відділ правопросвітництва")
    assert folded("вiддiл") == folded("відділ")
    assert folded("відділ обліку") != folded("відділ облік")
