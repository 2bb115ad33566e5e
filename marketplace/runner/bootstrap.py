"""Makes ``.venv`` and installs the locked requirements; does nothing when they are in place.

Run as a file by the Makefile with whatever Python is there, so it uses the standard library only
and no syntax newer than Python 3.6: an old Python must get as far as the message.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(PROJECT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST_PYTHON = (3, 11)
# Megabytes on disk: the environment with PyTorch's CPU build, and what pip unpacks beside it.
NEEDED_MEGABYTES = 2500
WRONG_CONFIGURATION = 2

# What pip says, and what to do about it. The first that matches is told.
REMEDIES = (
    (
        r"No space left on device|Errno 28",
        "The disk is full. Installing needs about {needed} MB under {project} and in the"
        " temporary folder (TMPDIR).",
    ),
    (
        r"Failed to establish a new connection|Name or service not known|Temporary failure in name"
        r"|Network is unreachable|ProxyError|Connection refused|Read timed out",
        "The package index cannot be reached. Check the network, or pip's proxy and index settings"
        " (`pip config list`).",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A package differs from the locked one. If pip's settings point to another build of"
        " PyTorch, take that setting away, or add the build's hash with `make lock`.",
    ),
    (
        r"No matching distribution found for|is not a supported wheel on this platform"
        r"|Could not build wheels|Failed to build|Failed building wheel",
        "There is no ready package for this machine ({machine}, Python {python}). Plaza's engines"
        " come as wheels for Linux and macOS on x86-64 and ARM64, with Python 3.11 to 3.13. On"
        ' others run the services in containers: docs/running.md, "Production".',
    ),
)


class Refusal(Exception):
    """What is wrong and how to mend it, for the person at the terminal."""


def say(text: str) -> None:
    sys.stderr.write("plaza    | {}\n".format(text))
    sys.stderr.flush()


def digest_of(names: list) -> str:
    """Return a digest that changes when a lock file or the Python does."""
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        with open(os.path.join(PROJECT, name), "rb") as lock_file:
            digest.update(lock_file.read())
    return digest.hexdigest()


def check_machine() -> None:
    """Refuse an old Python or a full disk before anything is downloaded."""
    if sys.version_info < OLDEST_PYTHON:
        raise Refusal(
            "Plaza needs Python {}.{} or newer; {} is {}. Install one and run `make run"
            " PYTHON=python3.11`.".format(
                OLDEST_PYTHON[0], OLDEST_PYTHON[1], sys.executable, sys.version.split()[0]
            )
        )
    free = shutil.disk_usage(PROJECT).free // 2**20
    if free < NEEDED_MEGABYTES:
        raise Refusal(
            "The disk is too full: {} has {} MB free, installing needs about {} MB.".format(
                PROJECT, free, NEEDED_MEGABYTES
            )
        )


def make_environment() -> None:
    """Make ``.venv``, or make it anew when its Python no longer starts (moved, upgraded)."""
    if os.path.exists(PYTHON):
        works = subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
        if works:
            return
        say(".venv does not work any more; making it anew")
    say("Making .venv with Python {}".format(sys.version.split()[0]))
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    made = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    if made.returncode != 0:
        sys.stderr.write(made.stdout)
        raise Refusal(
            "Python could not make .venv in {}. On Debian and Ubuntu: apt-get install"
            " python3-venv. Otherwise see the lines above.".format(PROJECT)
        )


def install(lock_file: str) -> None:
    """Install ``lock_file`` with its hashes; on failure say what pip's words mean."""
    # Packages are compiled on first import: only a few of their files are ever used.
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-compile"]
    command += ["--require-hashes", "-r", os.path.join(PROJECT, lock_file)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    said = []
    assert process.stdout is not None, "a pipe was asked for"
    for line in process.stdout:
        said.append(line)
        if re.match(r"\s*(Collecting|Processing|Downloading|Installing|Successfully|ERROR)", line):
            sys.stderr.write("install  | " + line[:160].rstrip() + "\n")
    if process.wait() != 0:
        text = "".join(said)
        sys.stderr.write("".join(said[-15:]))
        for pattern, remedy in REMEDIES:
            if re.search(pattern, text):
                raise Refusal(
                    remedy.format(
                        needed=NEEDED_MEGABYTES,
                        project=PROJECT,
                        machine=" ".join((os.uname().sysname, os.uname().machine)),
                        python=sys.version.split()[0],
                    )
                )
        raise Refusal("pip could not install {}; see the lines above.".format(lock_file))


def bootstrap(lock_file: str) -> None:
    """Bring ``.venv`` to the state of ``lock_file`` (the development one includes the other)."""
    locks = ["requirements/pip.txt", "requirements/cuda.txt", "requirements.txt"]
    stamp = os.path.join(VENV, "installed-" + os.path.basename(lock_file))
    digest = digest_of([*locks, lock_file])
    if os.path.exists(stamp) and os.path.exists(PYTHON):
        with open(stamp) as stamp_file:
            if stamp_file.read() == digest:
                return
    check_machine()
    make_environment()
    say("Installing {}: the first time this downloads several hundred MB".format(lock_file))
    install("requirements/pip.txt")
    install(lock_file)
    with open(stamp, "w") as stamp_file:
        stamp_file.write(digest)
    say("Installed")


def main() -> int:
    try:
        bootstrap(sys.argv[1])
    except Refusal as refusal:
        say(str(refusal))
        return WRONG_CONFIGURATION
    except KeyboardInterrupt:
        say("Interrupted; the next start goes on from here")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
