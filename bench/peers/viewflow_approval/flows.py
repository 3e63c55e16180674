"""Which way does a plan go with django-viewflow? Submitted, agreed to by three posts, approved."""

from __future__ import annotations

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow import views

from bench.peers.said import DIRECTOR, PLANNER
from bench.peers.viewflow_approval.models import ApprovalProcess

DECIDE = views.UpdateProcessView.as_view(fields=[])


class ApprovalFlow(flow.Flow):
    """The lock is the one that its documentation recommends for PostgreSQL."""

    process_class = ApprovalProcess
    lock_impl = lock.select_for_update_lock

    submit = (
        flow.Start(views.CreateProcessView.as_view(fields=["text_hash"]))
        .Available(username=PLANNER)
        .Next(this.head)
    )
    head = flow.View(DECIDE).Assign(username="head").Next(this.bureau)
    bureau = flow.View(DECIDE).Assign(username="bureau").Next(this.deputy)
    deputy = flow.View(DECIDE).Assign(username="deputy").Next(this.director)
    director = flow.View(DECIDE).Assign(username=DIRECTOR).Next(this.end)
    end = flow.End()
