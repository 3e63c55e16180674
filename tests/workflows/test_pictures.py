"""Does the picture of a route say where it stands, in words too, without script and on a phone?"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from application.sentences import Sentences, speaking
from application.workflows.picture import Drawn, of_definition, of_run
from domain.people.decisions import decider as people
from domain.plan.decider import plan
from domain.plan.events import PlanReturned
from domain.run.events import Remark
from infrastructure.bootstrap import phrasebook
from infrastructure.phrases import LANGUAGES
from interfaces.pictures.route import WIDTH, drawn
from tests.domain.small_office import BEFORE_THE_DIRECTOR, IN_REVIEW, PEOPLE, STEPS, VISAS
from tests.telling import record, told

NS = "{http://www.w3.org/2000/svg}"
OFFICE = people.fold(PEOPLE)


def speaking_in(language: str) -> Sentences:
    return speaking(phrasebook(), language, OFFICE, None)


def running(*facts: object, language: str = "uk") -> Drawn:
    history = record([told(f) for f in facts]).stream(told(facts[0]).stream)
    state = plan.fold(r.event for r in history)
    return of_run("Маршрут", state.run, speaking_in(language), history)


def states(route: Drawn) -> list[str]:
    return [box.state for stage in route.stages for box in stage]


def test_it_shows_what_is_decided_what_is_open_and_what_comes_later() -> None:
    assert states(running(*IN_REVIEW)) == ["open", "open", "later", "later"]
    assert states(running(*IN_REVIEW, VISAS[0])) == ["decided", "open", "later", "later"]
    assert states(running(*BEFORE_THE_DIRECTOR)) == ["decided", "decided", "decided", "open"]


def test_it_names_who_decided_and_who_is_awaited_until_when() -> None:
    first, second, *_ = running(*IN_REVIEW, VISAS[0]).sentences()
    assert "вирішено" in first
    assert "чекає: Начальник бюро, до 25.01.2021" in second


def test_a_word_that_a_return_took_back_is_not_shown() -> None:
    back = PlanReturned(
        step="deputy",
        to_step="education",
        remarks=(Remark(text="Ще раз"),),
        person="deputy",
        author="planner",
    )
    route = running(*IN_REVIEW, *VISAS[:2], back)
    assert states(route) == ["open", "open", "later", "later"]
    assert not any("вирішено" in sentence for sentence in route.sentences())


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_of_a_stage_stand_side_by_side(language: str) -> None:
    route = of_definition("Маршрут", STEPS, speaking_in(language))
    assert [len(stage) for stage in route.stages] == [2, 1, 1]
    assert route.together in {t.text for t in parsed(route).iter(f"{NS}text")}


def parsed(route: Drawn, *, alone: bool = False) -> ET.Element:
    return ET.fromstring(drawn(route, alone=alone))


def test_it_is_a_picture_with_a_text_alternative_and_nothing_that_runs() -> None:
    svg = parsed(running(*IN_REVIEW))
    assert svg.get("role") == "img"
    assert svg.find(f"{NS}title").text == "Маршрут"
    assert "Начальник бюро" in svg.find(f"{NS}desc").text
    assert {e.tag.removeprefix(NS) for e in svg.iter()} == {"svg", "title", "desc", "rect", "text", "path"}
    assert not [a for e in svg.iter() for a in e.attrib if a.startswith(("on", "href", "style"))]


def test_it_takes_ink_and_ground_from_the_page_and_alone_from_the_readers_light_or_dark() -> None:
    colours = {e.get(a) for e in parsed(running(*IN_REVIEW)).iter() for a in ("fill", "stroke")}
    assert colours <= {None, "none", "currentColor"}
    (style,) = parsed(running(*IN_REVIEW), alone=True).iter(f"{NS}style")
    assert "prefers-color-scheme:dark" in style.text


def test_hostile_words_stay_words() -> None:
    route = of_definition('"><script>alert(1)</script>', STEPS, speaking_in("en"))
    assert not list(parsed(route).iter(f"{NS}script"))


def test_it_fits_a_phone_of_360_points() -> None:
    svg = parsed(running(*IN_REVIEW))
    assert WIDTH <= 360 - 2 * 16
    assert int(svg.get("width")) == WIDTH
    for box in svg.iter(f"{NS}rect"):
        assert int(box.get("x")) + int(box.get("width")) <= WIDTH
        assert int(box.get("y")) + int(box.get("height")) <= int(svg.get("height"))


def test_a_published_route_says_where_each_step_may_return_to() -> None:
    first, *between, last = STEPS
    steps = (first, *between, last.model_copy(update={"returns_to": (first.key,)}))
    *others, told = of_definition("Маршрут", steps, speaking_in("uk")).stages
    assert told[0].lines[-1] == f"може повернути автору або на крок: {first.title}"
    assert not [line for stage in others for box in stage for line in box.lines if "повернути" in line]
    alone = (*between, last.model_copy(update={"returns_to": ()}))
    *_, told = of_definition("Маршрут", alone, speaking_in("uk")).stages
    assert told[0].lines[-1] == "може повернути лише автору"
