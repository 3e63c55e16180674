"""How does the checkout get its `.venv`, exactly as locked, from Python and pip (or uv) alone?

Called as `prepare.py LOCK...`, standard library only. Each lock is installed once: a stamp in `.venv` carries
the checksum of the lock, in the form that `run` and `test` compute with `cksum`. Packages go on top of what
is there, so that a command already running keeps its files; only a half-made or broken environment is thrown
away. Everything is done under a file lock, so that two first calls at once wait for each other.
"""

import compileall
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

HOME = Path(__file__).resolve().parent.parent
VENV = HOME / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / ".unfinished"
SYSTEM_CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
PACKAGES = ["domain", "application", "workers", "infrastructure", "interfaces", "bench"]


def main(locks: list[str]) -> None:
    with gate() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        wanted = [HOME / name for name in locks if not stamp(HOME / name).exists() or not usable()]
        if wanted:
            prepare(wanted)


def prepare(locks: list[Path]) -> None:
    started = time.monotonic()
    say(f"setting up {VENV} from {', '.join(lock.name for lock in locks)}; once, a minute or two")
    if not usable():
        make_environment()
    UNFINISHED.touch()
    for lock in locks:
        install(lock)
    let_environment_find_checkout()
    for package in PACKAGES:
        compileall.compile_dir(HOME / package, quiet=2)
    for lock in locks:
        forget_older(lock)
        stamp(lock).write_text(f"{lock.name}\n")
    UNFINISHED.unlink()
    say(f"ready after {time.monotonic() - started:.0f} s")


def gate() -> TextIO:
    try:
        return (HOME / ".venv.lock").open("w")
    except OSError as cannot:
        sys.exit(f"onrecord: set-up needs to write to {HOME} ({cannot.strerror}): run it once as its owner")


def usable() -> bool:
    """A whole environment whose interpreter still runs."""
    return (
        not UNFINISHED.exists()
        and PYTHON.exists()
        and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0
    )


def make_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if not succeeds(sys.executable, "-m", "venv", "--without-pip", VENV):
        sys.exit(f"onrecord: {sys.executable} cannot make an environment in {VENV}")


def install(lock: Path) -> None:
    """With uv where it is and reaches its index; else with pip, which may be set up for another one."""
    if not (install_with_uv(lock) or install_with_pip(lock)):
        sys.exit("onrecord: set-up failed; above stands why")


def install_with_uv(lock: Path) -> bool:
    uv = shutil.which("uv")
    return uv is not None and succeeds(
        uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON,
        "--require-hashes", "-r", lock,
    )  # fmt: skip


def install_with_pip(lock: Path) -> bool:
    if not has_pip():
        say("pip is not here: on Debian or Ubuntu, apt-get install python3-pip")
        return False
    return succeeds(
        sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", PYTHON,
        "install", "--quiet", "--require-hashes", "-r", lock,
    )  # fmt: skip


def has_pip() -> bool:
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0


def let_environment_find_checkout() -> None:
    """By a path relative to site-packages, so that the checkout may move."""
    (site,) = VENV.glob("lib/python3.*/site-packages")
    (site / "onrecord-checkout.pth").write_text(f"{os.path.relpath(HOME, site)}\n")


def stamp(lock: Path) -> Path:
    checksum = subprocess.run(["cksum"], stdin=lock.open("rb"), capture_output=True, check=True, text=True)
    return VENV / f".ready-{checksum.stdout.strip().replace(' ', '-')}"


def forget_older(lock: Path) -> None:
    for older in VENV.glob(".ready-*"):
        if older.read_text().strip() == lock.name:
            older.unlink()


def succeeds(*command: str | Path) -> bool:
    return (
        subprocess.run(command, cwd=HOME, env=SYSTEM_CERTIFICATES | os.environ, stdout=sys.stderr).returncode
        == 0
    )


def say(what: str) -> None:
    print(f"onrecord: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
