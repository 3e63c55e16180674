"""Has every explanation words in all three languages, also for rules that come to a report later?"""

import random
from datetime import date, datetime

import pytest

from application.explain import report_figures
from application.explain.addresses import parsed
from application.explain.plan_figures import PlanCase, addresses_of, plan_figure
from application.explain.shapes import How, Way, Why
from application.explain.telling import BY_WORD, Telling, ToldFact
from application.sentences import speaking
from domain.report.shapes import Rule, Share, Timing, Verdict
from infrastructure.phrases import LANGUAGES, Phrases, read
from tests.domain.quarter import in_force, office, plan_of
from tests.domain.small_office import MONTHLY
from tests.explain.lives import SPRING, ZONE, by_lot, case_after, recorded, scripted
from tests.explain.test_recount import every_life

every_language = pytest.mark.parametrize("language", LANGUAGES)


def keys(section: str, language: str) -> set[str]:
    return {key.partition(".")[2] for key in read(language) if key.partition(".")[0] == section}


@every_language
@pytest.mark.parametrize(
    ("section", "members"),
    [
        ("explain-rule", {*Rule, *Way} - set(BY_WORD)),
        ("explain-verdict", set(Verdict)),
        ("explain-share", set(Share)),
        ("explain-timing", set(Timing)),
        ("timing", set(Timing)),
        ("explain-how", set(How)),
        ("explain-left-out", set(Why)),
    ],
)
def test_every_rule_state_and_reason_has_a_sentence(section, members, language):
    assert keys(section, language) == {str(member) for member in members}


def telling(case, language: str) -> Telling:
    sentences = speaking(Phrases(), language, office(), case.plan, case.history)
    return Telling(sentences, case.history, case.report.as_of.position)


@every_life
def test_every_figure_of_every_life_can_be_told(case):
    case = case()
    for language in LANGUAGES:
        speaks = telling(case, language)
        for address in report_figures.addresses_of(case):
            told = speaks.told(report_figures.report_figure(case, parsed(address).figure))
            assert told.shown
            assert "{" not in told.sentence + " ".join(told.notes)
            assert told.address == address
            facts = [one for one in (*told.facts, *told.left_out) if isinstance(one, ToldFact)]
            assert all(fact.sentence and fact.does and fact.who and fact.position for fact in facts)


@every_language
@pytest.mark.parametrize("seed", range(10))
def test_every_figure_of_a_plan_can_be_told(seed, language):
    history = recorded(by_lot(random.Random(seed)) if seed else scripted())
    case = PlanCase("1", history, office(), SPRING)
    sentences = speaking(Phrases(), language, office(), case.plan, history)
    for address in addresses_of(case):
        told = Telling(sentences, history).told(plan_figure(case, parsed(address).figure))
        assert told.address == address
        assert told.shown
        assert "{" not in told.sentence


def sentence_of(figure: str, language: str = "uk") -> str:
    case = case_after(scripted())
    told = telling(case, language).told(report_figures.report_figure(case, parsed(f"plan-1/{figure}").figure))
    return " ".join((told.shown, "|", told.sentence, *told.notes))


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (
            "1.1/actual",
            "2 | Сума записів, I квартал 2021 року: 2 + 0 = 2. Враховано 1 виправлення. "
            "Рядки «у т.ч.» не додано: 1.",
        ),
        ("1.1/planned", "3 | Заплановано за місяцями, I квартал 2021 року: 1 + 1 + 1 = 3."),
        ("1.1/percent", "66,7 | 2 × 100 ÷ 3 = 66,7, заокруглено до десятих. Враховано 1 виправлення."),
        ("1.3/actual", "0 | Нуль, про який сказала людина на записі; це не мовчання."),
        ("1.4/actual", "1/1 | Пару додають окремо за кожною частиною: 1/0 + 0/1 = 1/1."),
        (
            "1.5/actual",
            "44,5 | Рівень не додають: чинний останній за період, на 20.03.2021 (сб): 44,5.",
        ),
        ("1.11/actual", "– | Про виконання ніхто нічого не записав. Це не нуль: даних немає."),
        ("1.10/planned", "– | Захід скасовано, тож план тут нічого не вимагає."),
        (
            "1.9/verdict",
            "перенесено | Виконано не все, і названо або дозволено пізніший строк: квітень. "
            "Причина: карантин.",
        ),
        (
            "total/actual",
            "33,5 | Додано за рядками: 2 + 1 + 30,5 = 33,5. "
            "Рядки «у т.ч.», рівні та пари показано, але не додано.",
        ),
        ("verdicts/done", "2 | Полічено рядки зі станом чи ознакою «виконано», кожен один раз: 2."),
    ],
)
def test_the_rule_is_told_with_its_numbers(figure, said):
    assert sentence_of(figure) == said


def test_the_day_that_has_gone_by_is_named_and_not_the_last_one():
    """Of January, February and March only January is gone by."""
    facts = [(event, date(2021, 1, 5)) for event in in_force(plan_of(MONTHLY))]
    case = case_after(facts, today=datetime(2021, 2, 10, 12, tzinfo=ZONE))
    [row] = case.report.rows
    assert (row.verdict, row.timing) == (Verdict.OVERDUE, Timing.OVERDUE)
    speaks = telling(case, "uk")
    for figure in ("verdict", "timing"):
        told = report_figures.report_figure(case, parsed(f"plan-1/1.1/{figure}").figure)
        assert "29.01.2021" in speaks.told(told).sentence
