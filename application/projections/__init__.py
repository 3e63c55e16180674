"""Which questions are answered from tables? One file per question: its tables, its handlers, its queries."""

from application.projections import (
    compiled_reports,
    due_ledger,
    notices,
    persons,
    plan_board,
    report_signing,
    rollup,
    waiting,
    workflows,
)

PROJECTIONS = (
    plan_board.projection,
    waiting.projection,
    persons.projection,
    due_ledger.projection,
    notices.projection,
    workflows.projection,
    rollup.projection,
    compiled_reports.projection,
    report_signing.projection,
)
