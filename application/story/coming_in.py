"""How does an office's file become a draft, and what must its planner settle first?"""

from __future__ import annotations

from application.imports.directory import Directory
from application.imports.reading import read_plan
from application.samples.offices import shipped_file
from application.story.stage import Stage, by_number, one_line
from domain.plan.decisions.drafting import AssignExecutor, DraftPlan, OverrideOwnerGate, ResolveFinding
from domain.plan.document import Finding, Severity
from domain.plan.state import Plan

CALLED_SO, WORDS_FOR_ALL = "1.2.1", "Відділи центру"
UNREADABLE = "2.2.5"
NOBODY_YET = "У джерелі замість виконавця стоїть показник; виконавця визначить нарада 10 серпня"


def comes_in(stage: Stage, plan: str, file: str) -> None:
    """Read the file as any import does and put it on the record, with what the reading found."""
    content = shipped_file(file)
    known = Directory(stage.people.names())
    reading = read_plan(content, file, stage.app.reader, directory=known)
    stage.app.files.put(content)
    drafted = DraftPlan(plan=plan, document=reading.document, findings=reading.findings)
    stage.do(drafted, by=stage.planner())
    stage.tell(
        "demo.came-in",
        file=file,
        title=one_line(reading.document.header.title),
        measures=len(reading.document.measures),
        questions=len(to_settle(stage.plan(plan))),
    )


def to_settle(plan: Plan) -> list[tuple[int, Finding]]:
    """What a person should look at, with its number in the plan; what is only told is left out."""
    return [(n, f) for n, f in enumerate(plan.findings) if f.severity is not Severity.INFO]


def is_settled(stage: Stage, plan: str) -> None:
    """The planner answers the importer: whom words mean, what counts how, and one override with a reason."""
    draft, planner, said = stage.plan(plan), stage.planner(), stage.sentences()
    for number, finding in to_settle(draft):
        resolution, reason = answer_to(finding)
        settled = ResolveFinding(plan=plan, finding=number, resolution=resolution, reason=reason)
        stage.do(settled, by=planner)
        stage.tell("demo.settled", place=said.place(finding.place), reason=reason)
    called_so = by_number(draft, CALLED_SO)
    named = AssignExecutor(plan=plan, measure=called_so.id, to="position:deputy", words=WORDS_FOR_ALL)
    stage.do(named, by=planner)
    stage.tell("demo.named", words=WORDS_FOR_ALL, person=stage.name(stage.holder("deputy")))
    orphan = by_number(draft, UNREADABLE)
    stage.do(OverrideOwnerGate(plan=plan, measure=orphan.id, reason=NOBODY_YET), by=planner)
    stage.tell("demo.overridden", measure=UNREADABLE, reason=NOBODY_YET)


def answer_to(finding: Finding) -> tuple[str, str]:
    """What a planner of this office would say to a finding of this kind."""
    match finding.code:
        case "stock-proposed":
            return "stock", "Угоди діють з 2019 року: це рівень на дату, а не робота кварталу"
        case "cell-shifted" | "executor-missing":
            return "as-printed", "Клітинку заповнено помилково; захід лишається, про виконавця окреме рішення"
        case "executor-unknown":
            return "named", "Виконавця визначено окремо"
        case _:
            return "as-printed", "Звірено з паперовим примірником"
