"""Which tests may be skipped, and for which reasons alone?

A skipped test looks like a passed one. So the reasons are a closed list, and under `ONRECORD_NO_SKIPS=1`
(as `.ci/run` sets) only the absence of the shared documents is left of it. Any other skip is turned into a
failure.
"""

import os
from pathlib import Path

import pytest

PLANS = Path(
    os.environ.get("ONRECORD_TEST_PLANS") or Path(__file__).parent.parent.parent / "shared" / "plans"
)
PLANS_ABSENT = "the shared plans are absent (set ONRECORD_TEST_PLANS to their folder)"
CHROMIUM_ABSENT = "Chromium is absent (on Debian: apt-get install chromium)"


def may_be_skipped(reason: str) -> bool:
    if reason == PLANS_ABSENT:
        return not PLANS.is_dir()
    return reason == CHROMIUM_ABSENT and os.environ.get("ONRECORD_NO_SKIPS") != "1"


def forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Fails the report of a test or module that was skipped for a reason outside the list."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = skip_reason(report)
    if not may_be_skipped(reason):
        report.outcome = "failed"
        report.longrepr = f"skipped, though nothing may be skipped for this reason: {reason}"


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")
