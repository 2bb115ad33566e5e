"""Becomes one part of the stack: gives up root if told so, ties itself to its supervisor, execs.

Run as a file, before each part: ``launch.py SUPERVISOR DEATH_SIGNAL UID GID PROGRAM ARGUMENT...``.
A fresh process does this safely; between fork and exec of a program with threads it would not be.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
NOT_STARTED = 127


def main(arguments: list[str]) -> int:
    supervisor, death_signal, uid, gid = map(int, arguments[:4])
    command = arguments[4:]
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid, which takes the wish back.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != supervisor:
        return NOT_STARTED
    try:
        os.execv(command[0], command)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
    return NOT_STARTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
