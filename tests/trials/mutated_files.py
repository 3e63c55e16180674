"""Does any damage to a file end in something other than a reading or a refusal in words?

    python -m tests.trials.mutated_files [--files 500] [--seed 1]

Takes real files (of `ONRECORD_TEST_PLANS`, where that folder is) and self-made ones of every kind, damages
each in one to three ways, and has it read in the child process as an import does; every tenth goes through
the whole command line. Prints one JSON object, and exits with 0 if no file crashed the reader, took more than
20 seconds or 512 MB, was answered with a code that nobody knows or that has no words, or left a file behind.
`--plant reader-raises`, `child-raises` and `words-missing` break the house: the trial must then find it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from application.findings import worded
from application.imports.reading import read_plan
from application.imports.truth import refusal
from application.ports import DocumentReader, DocumentRefused
from domain.plan.document import Finding
from domain.plan.findings import CODES
from infrastructure.bootstrap import document_reader
from infrastructure.documents.apart import ReaderApart
from infrastructure.phrases import Phrases
from interfaces.cli.session import keep_the_log_off_stdout
from tests.imports.files import unpacked, word
from tests.imports.unseen import test_orders, test_other_layouts, test_other_words, test_prose_plans
from tests.skipping import PLANS
from tests.trials.mutations import mutations_for
from tests.trials.planted_readers import Raising, Wordless

SECONDS, MEGABYTES = 20.0, 512
BUGS = frozenset({"reading-broke-off"})
"""Codes that are an answer to the sender, and a bug of ours all the same."""
ROOT = Path(__file__).parents[2]
LANGUAGES = ("uk", "vi", "en")
FAULTS = ("crashed", "slow", "heavy", "wordless", "left_behind")


@dataclass
class Found:
    """What went wrong, with the number of the file, by which it can be made again."""

    faults: dict[str, list[str]] = field(default_factory=lambda: {fault: [] for fault in FAULTS})
    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def add(self, fault: str, what: str) -> None:
        self.faults[fault].append(what)


def seeds() -> dict[str, bytes]:
    """Good files of every kind, by name."""
    made = {f"words-{name}": content for name, content in test_other_words.FILES.items()}
    made |= {f"guessed-{name}": content for name, content in test_other_words.GUESSED.items()}
    made |= {f"layout-{name}": content for name, content in test_other_layouts.FILES.items()}
    made |= {f"order-{name}": content for name, content in test_orders.OTHERS.items()}
    made["prose.docx"] = word([["x"]], lines=test_prose_plans.VIETNAMESE)
    real = [f for folder in ("sources", "variants", "forms") for f in sorted((PLANS / folder).glob("*.*"))]
    real = [f for f in real if f.name != "INDEX.tsv"]
    return made | {f.name: f.read_bytes() for f in real}


def damaged(seed: int, number: int, good: dict[str, bytes]) -> tuple[str, bytes]:
    """The file of a number: the same for ever, and what was done to it."""
    chance = random.Random(f"{seed}/{number}")
    name = chance.choice(sorted(good))
    content, ways = good[name], []
    for _ in range(chance.choice((1, 1, 2, 3))):
        way = chance.choice(mutations_for(good[name]))
        if ways and not still_whole(content):
            break
        ways.append(way.__name__)
        content = way(content, chance) or b"\0"
    return f"{number} {'+'.join(ways)} of {name}", content


def still_whole(content: bytes) -> bool:
    """Whether a file of parts can be taken apart once more, to be damaged within."""
    if not content.startswith(b"PK"):
        return bool(content)
    try:
        return bool([etree.fromstring(p) for name, p in unpacked(content).items() if name.endswith(".xml")])
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        ValueError,
        KeyError,
        RuntimeError,
        zlib.error,
        OSError,
    ):
        return False


def try_file(found: Found, reader: DocumentReader, title: str, content: bytes) -> None:
    name = title.rpartition(" of ")[2]
    began = time.monotonic()
    try:
        findings = list(read_plan(content, name, reader).findings)
        answer = "read"
    except DocumentRefused as refused:
        if refused.code not in CODES:
            found.add("wordless", f"{title}: nobody knows {refused.code}")
            return
        findings, answer = [refusal(refused)], refused.code
        if refused.code in BUGS:
            found.add("crashed", f"{title}: {refused.facts}")
    except Exception as bug:  # whatever it is, it is what this trial looks for
        found.add("crashed", f"{title}: {bug!r}")
        return
    took = time.monotonic() - began
    found.answers[answer] += 1
    found.slowest = max(found.slowest, took)
    if took > SECONDS:
        found.add("slow", f"{title}: {took:.1f} s")
    for what in unworded(findings):
        found.add("wordless", f"{title}: {what}")


def unworded(findings: list[Finding]) -> Iterator[str]:
    phrases = Phrases()
    for finding in findings:
        if finding.code not in CODES:
            yield f"nobody knows {finding.code}"
            continue
        said = {worded(phrases, language, finding) for language in LANGUAGES}
        if len(said) < len(LANGUAGES):
            yield f"{finding.code} is not said in three languages"


def through_the_command_line(found: Found, title: str, content: bytes, folder: Path) -> None:
    """The file as a person sends it: an exit of 0 or 1, one JSON object, and no traceback."""
    file = folder / f"sent{Path(title).suffix}"
    file.write_bytes(content)
    command = [sys.executable, "-m", "interfaces.cli", "import", str(file), "--dry-run", "--json"]
    done = subprocess.run(
        [*command, "--data", str(folder / "data")], capture_output=True, text=True, cwd=ROOT, check=False
    )
    file.unlink()
    if (
        done.returncode not in (0, 1)
        or "Traceback" in done.stderr
        or "accepted" not in json.loads(done.stdout)
    ):
        found.add("crashed", f"{title}: command line: {done.stderr[-300:]}")


def trial(files: int, seed: int, reader: DocumentReader, folder: Path) -> Found:
    found, good = Found(), seeds()
    for number in range(files):
        title, content = damaged(seed, number, good)
        try_file(found, reader, title, content)
        if number % 10 == 0:
            through_the_command_line(found, title, content, folder)
        if left := list(folder.iterdir()):
            found.add("left_behind", f"{title}: {left}")
        if peak() > MEGABYTES:
            found.add("heavy", f"{title}: {peak()} MB")
            break
    return found


def peak() -> int:
    """Megabytes that the largest process took which read a file, here or behind the command line."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


PLANTS: dict[str, Callable[[], DocumentReader]] = {
    "none": document_reader,
    "reader-raises": Raising,
    "child-raises": lambda: ReaderApart("tests.trials.planted_readers:Raising"),
    "words-missing": Wordless,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=PLANTS, default="none")
    options = parser.parse_args()
    keep_the_log_off_stdout()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        found = trial(options.files, options.seed, PLANTS[options.plant](), Path(folder))
    told = {
        "files": options.files,
        "seed": options.seed,
        "slowest_seconds": round(found.slowest, 2),
        "peak_megabytes": peak(),
        **{fault: len(places) for fault, places in found.faults.items()},
        "answers": dict(found.answers.most_common()),
        "places": {fault: places[:20] for fault, places in found.faults.items() if places},
    }
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if any(found.faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
