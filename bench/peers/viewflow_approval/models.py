"""What does django-viewflow keep of a plan and of its way?"""

from __future__ import annotations

from django.db import models
from viewflow import jsonstore
from viewflow.workflow.models import Process


class Plan(models.Model):
    document = models.JSONField()


class ApprovalProcess(Process):
    text_hash = jsonstore.CharField(max_length=64)

    class Meta:
        proxy = True
