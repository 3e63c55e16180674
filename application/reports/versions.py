"""Which template and which code made a report? Both stand in the record beside its hash."""

REPORT_TEMPLATE_VERSION = "11"
"""Raise it whenever the same figures would give other bytes."""

CODE_VERSION = "0.1.0"
"""The package's version; a test holds it to ``pyproject.toml``."""
