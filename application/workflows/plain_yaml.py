"""How is YAML read here? Plain values alone; only ``true`` and ``false`` are truths: ``off`` is a word."""

from __future__ import annotations

import re

import yaml

_TRUTH = "tag:yaml.org,2002:bool"


class PlainLoader(yaml.SafeLoader):
    """The safe loader with the booleans of YAML 1.2."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TRUTH]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(_TRUTH, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), [*"tTfF"])
