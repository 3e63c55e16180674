"""Does every number of the real plan's quarterly report open and come out again from its facts?"""

import pytest

from application.explain.addresses import parsed
from application.explain.case import Case
from application.explain.report_figures import addresses_of, report_figure
from application.explain.shapes import Why
from domain.report.compile import compile_report
from domain.report.plain import plain
from tests.explain.lives import recorded
from tests.explain.test_recount import address_of, agrees, assert_made_of_its_parts, numbers
from tests.reports import okhtyrka


@pytest.fixture(scope="module")
def case(onrecord_test_plans) -> Case:
    document = okhtyrka.document(onrecord_test_plans / "truth" / "000_okhtyrka_2021q1.json")
    facts = okhtyrka.history(document)
    report = compile_report("1", facts, okhtyrka.office(), "2021Q1", okhtyrka.AFTER_CLOSE)
    return Case(report, recorded([(event, day) for _, event, day in facts]))


def test_every_number_opens_to_itself(case):
    content = plain(case.report)
    found = list(numbers(content))
    assert len(found) > 200
    for path, shown in found:
        figure, part = address_of(content, path)
        assert report_figure(case, figure).amounts[part] == shown, path


def test_the_facts_alone_give_each_figure_again(case):
    for row in case.report.rows:
        for name in ("planned", "actual", "earlier"):
            explained = report_figure(case, (row.measure, name))
            assert agrees(case, explained, (row.measure, name)), (row.number, name)
            assert [u.fact for u in explained.used] == list(getattr(row, name).facts)
            assert Why.UNACCOUNTED not in {left.why for left in explained.left_out}


def test_what_is_made_of_others_is_made_of_what_they_show(case):
    for address in addresses_of(case):
        assert_made_of_its_parts(case, report_figure(case, parsed(address).figure))
