"""How many transitions a second does django-viewflow come to? ``python -m bench.peers.viewflow_approval URL``

Each act does what its own wrapper of a page does (the person, the lock, the task, may they, start, execute),
and is spared the rest: request, session, form, template.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from bench.peers.said import PLANNER, POSTS, document, said
from bench.peers.turns import MOST, Plan, serve


def set_up(url: str) -> None:
    at = urlsplit(url)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": at.path.lstrip("/"),
        "HOST": at.hostname,
        "PORT": at.port,
        "USER": at.username,
        "PASSWORD": at.password or "",
        "CONN_MAX_AGE": None,
    }
    apps = ("django.contrib.contenttypes", "django.contrib.auth", "viewflow", "viewflow.workflow")
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=[*apps, "bench.peers.viewflow_approval"],
        MIGRATION_MODULES=dict.fromkeys(("contenttypes", "auth", "viewflow"), None),
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def plan_of(text: dict[str, Any]) -> Plan:
    from django.contrib.auth import get_user_model
    from viewflow.workflow.models import Task
    from viewflow.workflow.status import STATUS

    from bench.peers.viewflow_approval.flows import ApprovalFlow
    from bench.peers.viewflow_approval.models import Plan as Drafted

    people = get_user_model().objects

    def submit(drafted: Drafted, way: list[int]) -> None:
        asked = SimpleNamespace(user=people.get(username=PLANNER))
        node = ApprovalFlow.instance.node("submit")
        activation = node.activation_class.create(node, None, None)
        if not node.can_execute(asked.user, activation.task):
            raise PermissionError(PLANNER)
        with transaction.atomic():
            activation.start(asked)
            activation.process.text_hash = said(PLANNER)["text_hash"]
            activation.process.artifact = drafted
            activation.task.data = said(PLANNER)
            activation.execute()
        way.append(activation.process.pk)

    def decide(way: list[int], post: str) -> None:
        asked = SimpleNamespace(user=people.get(username=post))
        with ApprovalFlow.lock(way[0]), transaction.atomic():
            task = Task.objects.get(process=way[0], owner=asked.user, status=STATUS.ASSIGNED)
            node = task.flow_task
            activation = node.activation_class(task)
            if not node.can_execute(asked.user, task=task):
                raise PermissionError(post)
            activation.start(asked)
            activation.task.data = said(post)
            activation.execute()

    def plan() -> list[Callable[[], object]]:
        drafted, way = Drafted.objects.create(document=text), list[int]()
        return [partial(submit, drafted, way), *(partial(decide, way, post) for post in POSTS)]

    return plan


def approved(plan: Plan) -> None:
    """One before any is measured: refuses to count what does not reach its end."""
    from bench.peers.viewflow_approval.models import ApprovalProcess

    for act in plan():
        act()
    if ApprovalProcess.objects.latest("pk").status != "DONE":
        raise AssertionError("the plan did not reach the end of its way")


def main() -> None:
    from django.contrib.auth import get_user_model

    set_up(sys.argv[1])
    for post in (PLANNER, *POSTS):
        get_user_model().objects.create_user(post)
    plan = plan_of(document())
    approved(plan)
    serve([plan] * MOST, f"django-viewflow {version('django-viewflow')}, Django {version('django')}")


if __name__ == "__main__":
    main()
