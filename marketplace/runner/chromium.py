"""Finds Chromium for the browser tests; installs it where that is one command and we are root."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALLERS = (
    ("apt-get", ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]),
    ("dnf", ["dnf", "install", "--assumeyes", "chromium"]),
    ("apk", ["apk", "add", "chromium"]),
)
ADVICE = (
    "Chromium is missing, so the browser tests will fail. Install it (Debian, Ubuntu: apt-get"
    " install chromium) or put one named chromium on the PATH."
)


def chromium_path() -> str | None:
    """Return the installed browser, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure_chromium() -> None:
    """Install Chromium with the system's packages if it is missing; otherwise say what to do."""
    if chromium_path():
        return
    for tool, command in INSTALLERS:
        if os.geteuid() == 0 and shutil.which(tool):
            sys.stderr.write(f"plaza    | Installing Chromium with {tool}\n")
            if tool == "apt-get":
                subprocess.run([tool, "update", "--quiet"], check=False)
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
            break
    if not chromium_path():
        sys.stderr.write(f"plaza    | {ADVICE}\n")


if __name__ == "__main__":
    ensure_chromium()
