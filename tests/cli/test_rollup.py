"""Whose figures does a roll-up show to whom? One's own office's and those below it; another is not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import onrecord
from tests.cli.test_staff import EN, staff

BELOW = EN.replace("ada", "eva").replace("bo,Bo", "ivo,Ivo")
APART = EN.replace("ada", "uma").replace("bo,Bo", "odo,Odo")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    staff(data, EN, "--org", "oblast", "--open", "Region", "--lang", "en")
    staff(data, BELOW, "--org", "lypky", "--open", "Centre", "--above", "oblast", "--lang", "en")
    staff(data, APART, "--org", "apart", "--open", "Apart", "--lang", "en")
    return data


def nodes(data: Path, *asked: str) -> object:
    answer = onrecord(data, "rollup", "--period", "2026Q1", "--json", *asked).json
    return answer.get("refused") or [node["node"] for node in answer["nodes"]]


def test_the_house_sees_every_top_and_a_person_the_own_office(data: Path) -> None:
    assert nodes(data) == ["apart", "oblast"]
    assert nodes(data, "--as", "ada") == ["oblast"]
    assert nodes(data, "--as", "eva") == ["lypky"]


def test_an_office_with_offices_below_is_for_who_looks_below(data: Path) -> None:
    clerk = "\n".join((EN.splitlines()[0], "cy,Cy Hai,,Office,Clerk,executor,,2020-01-01,,,,", ""))
    staff(data, clerk, "--org", "oblast", "--lang", "en")
    staff(data, clerk.replace("cy,Cy", "zoe,Zoe"), "--org", "lypky", "--lang", "en")
    figure = ("--explain", "rollup/2026Q1/oblast/measures")
    assert nodes(data, "--as", "cy") == "not-found"
    assert nodes(data, "--as", "cy", "--org", "oblast") == "not-found"
    assert nodes(data, "--as", "cy", *figure) == "not-found"
    assert nodes(data, "--as", "zoe") == ["lypky"]


def test_a_person_looks_down_and_neither_up_nor_aside(data: Path) -> None:
    assert nodes(data, "--as", "ada", "--org", "lypky") == ["lypky"]
    assert nodes(data, "--as", "eva", "--org", "oblast") == "not-found"
    assert nodes(data, "--as", "ada", "--org", "apart") == "not-found"
    assert nodes(data, "--as", "nobody") == "unknown-person"
    figure = ("--explain", "rollup/2026Q1/apart/measures")
    assert nodes(data, "--as", "ada", *figure) == "not-found"
