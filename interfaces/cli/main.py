"""Which command was asked for, and how does it end?

Nothing but the asked command's own file is imported, and it imports the application when it runs: `--help`
answers in the time that Python needs to start.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from interfaces.cli.called import as_called
from interfaces.cli.language import language_of
from interfaces.cli.misuse import worded
from interfaces.cli.output import complain, speak_utf8, write
from interfaces.cli.words import Help, help_in

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "sign-in": "sign_in",
    "import": "import_plan",
    "staff": "staff",
    "plans": "plans",
    "plan": "plan",
    "log": "log_table",
    "do": "do",
    "commands": "commands",
    "history": "history",
    "tick": "tick",
    "notices": "notices",
    "calendar": "calendar",
    "period": "period",
    "workflow": "workflow",
    "simulate": "simulate",
    "report": "report",
    "reports": "reports",
    "rollup": "rollup",
    "export": "export",
    "rebuild": "rebuild",
    "migrate": "migrate",
    "work": "work",
    "bench": "bench",
}
"""The command and the file that answers it, in the order in which a stranger needs them."""

LOOKING = frozenset(
    {
        "plans",
        "plan",
        "period",
        "workflow",
        "simulate",
        "history",
        "notices",
        "report",
        "reports",
        "rollup",
        "export",
        "rebuild",
        "tick",
        "log",
        "sign-in",
    }
)
"""These answer from a record that is there; where there is none they make none."""

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
GONE_READER = 141


def main() -> None:
    speak_utf8()
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = GONE_READER
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Answer one command line: 0 done, 1 refused, 2 wrong usage."""
    language = language_of(arguments, os.environ)
    words = help_in(language)
    name, rest = command_in(arguments)
    script = "--json" in arguments
    if name is None and "--version" in rest:
        return version(script)
    if name is None:
        return overview(words, asked=bool({"-h", "--help"} & {*rest}) or not rest, script=script)
    if name not in COMMANDS:
        near = ", ".join(get_close_matches(name, COMMANDS)) or ", ".join(COMMANDS)
        return misused(words.say("unknown-command", given=name, near=near), script)
    file = importlib.import_module(f"interfaces.cli.{COMMANDS[name]}")
    parser = parser_for(name, words)
    file.options(parser, words)
    try:
        options = parser.parse_args(rest)
    except Misused as wrong:
        complain(parser.format_usage().rstrip())
        return misused(worded(words, str(wrong)), script)
    except SystemExit as left:
        return int(left.code or 0)
    from interfaces.cli.session import Session

    return Session(options, language, words, looking=name in LOOKING).answer(file.run)


def command_in(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command's name, and all other arguments: common options may stand before it too."""
    takes_value, skip = {"--data", "--lang"}, False
    for n, argument in enumerate(arguments):
        if not skip and not argument.startswith("-"):
            return argument, [*arguments[:n], *arguments[n + 1 :]]
        skip = argument in takes_value
    return None, [*arguments]


class Misused(Exception):
    """The arguments of a command do not fit it."""


class Parser(argparse.ArgumentParser):
    """Leaves the ending of a command line to `run`."""

    def error(self, message: str) -> NoReturn:
        raise Misused(message)

    def titled(self, words: Help) -> None:
        """The headings of a help page, and what asks for it, in the person's language."""
        self._positionals.title, self._optionals.title = words.say("arguments"), words.say("options")
        self.add_argument("-h", "--help", action="help", help=words.say("option-help"))


def misused(message: str, script: bool) -> int:
    complain(message)
    if script:
        print_json({"usage": message})
    return WRONG_USAGE


def version(script: bool) -> int:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        number = installed("onrecord")
    except PackageNotFoundError:
        number = source_version()
    if script:
        print_json({"version": number})
    else:
        write(f"onrecord {number}")
    return DONE


def source_version() -> str:
    """Run from a source tree that is not installed, the number stands in its project file."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def print_json(value: dict[str, str]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def parser_for(name: str, words: Help) -> argparse.ArgumentParser:
    parser = Parser(
        prog=as_called(f"onrecord {name}"),
        description=words.say(f"command-{name}"),
        epilog=f"{words.say('example')}\n  {words.say(f'example-{name}')}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    parser.titled(words)
    common = parser.add_argument_group(words.say("common"))
    common.add_argument("--json", action="store_true", help=words.say("option-json"))
    common.add_argument("--data", metavar="DIR", help=words.say("option-data"))
    common.add_argument("--lang", choices=("uk", "en", "vi"), help=words.say("option-lang"))
    return parser


def overview(words: Help, *, asked: bool, script: bool) -> int:
    if not asked:
        return misused(words.say("usage"), script)
    write(words.say("about"))
    write()
    write(words.say("usage"))
    write()
    for name in COMMANDS:
        write(f"  {name:<10} {words.say(f'command-{name}')}")
    write()
    write(words.say("more"))
    return DONE
