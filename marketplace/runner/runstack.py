"""``manage.py runstack``: starts a stack, says when it is ready, and ends with an exit code."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from marketplace.demo.accounts import ACCOUNTS, PASSWORD

from . import leftovers
from .child import LAUNCHER, SAME_USER
from .console import Console
from .errors import ExitCode, StackError, WrongConfiguration
from .home import Home
from .stack import DEFAULT_PORT, SCRIPTS, Stack, Wishes
from .supervisor import Supervisor

# Seconds between the stop of the stack and the hard end of the command that ran with it.
COMMAND_PATIENCE = 20.0


def run_stack(
    *,
    environment: Mapping[str, str],
    wishes: Wishes,
    command: Sequence[str] = (),
    out: TextIO = sys.stdout,
) -> int:
    """Run a stack until it is told to stop or ``command`` ends; returns the exit code."""
    home = Home.from_environment(environment)
    console = Console(logs=home.logs, quiet=bool(command), data=str(home.path))
    try:
        return Runner(home, console, environment, wishes, command, out).run()
    except StackError as error:
        sys.stderr.write(f"\nplaza    | {error}\n")
        return error.exit_code
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.stderr.write(
            f"\nplaza    | The disk of the data folder {home.path} is full. Make room, or set"
            " PLAZA_HOME to a folder on another disk.\n"
        )
        return ExitCode.WRONG_CONFIGURATION


class Runner:
    """One run: from the lock on the data folder to the last stopped part."""

    def __init__(
        self,
        home: Home,
        console: Console,
        environment: Mapping[str, str],
        wishes: Wishes,
        command: Sequence[str],
        out: TextIO,
    ) -> None:
        self.home = home
        self.console = console
        self.environment = environment
        self.wishes = wishes
        self.command = command
        self.out = out
        self.began_at = time.monotonic()
        self.process: subprocess.Popen[bytes] | None = None
        self.status: int = ExitCode.CLEAN

    def run(self) -> int:
        if self.command:
            found_program(self.command[0])
        self.home.prepare()
        port = self.environment.get("PORT") or DEFAULT_PORT
        with self.home.locked(url=f"http://127.0.0.1:{port}"):
            leftovers.end(leftovers.leftovers_of(self.home))
            self.stack = Stack(self.home, given=self.environment, wishes=self.wishes)
            self.stack.await_foreign_services()
            self.supervisor = Supervisor(
                self.stack.parts, console=self.console, on_ready=self._be_ready
            )
            self.home.write_stack_file(self.stack.values)
            self._listen_to_signals()
            try:
                self.supervisor.run()
            finally:
                # What a command started and did not end.
                leftovers.end(leftovers.leftovers_of(self.home))
                self.home.stack_file.unlink(missing_ok=True)
                self.stack.close()
        return self.status

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._handle_signal)

    def _handle_signal(self, number: int, frame: FrameType | None) -> None:
        self.supervisor.post(lambda: self._stop_for(signal.Signals(number)))

    def _stop_for(self, number: signal.Signals) -> None:
        self.console.tell(f"Stopping ({number.name})")
        if self.process is None:
            self.supervisor.stop()
            return
        # The command goes first; its end stops the stack. At a terminal Ctrl-C reached it already.
        if number is not signal.SIGINT:
            self.process.send_signal(signal.SIGTERM)
        threading.Timer(COMMAND_PATIENCE, self.process.kill).start()

    def _be_ready(self) -> None:
        took = time.monotonic() - self.began_at
        self.console.tell(f"Everything answers after {took:.1f} s")
        if self.command:
            self._start_command()
        elif self.wishes.engines_only:
            self.console.tell(f"The engines' addresses are in {self.home.stack_file}")
        else:
            self.out.write(ready_block(self.stack, self.home))
            self.out.flush()

    def _start_command(self) -> None:
        launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid())]
        launch += [str(int(signal.SIGTERM)), str(SAME_USER), str(SAME_USER)]
        environment = self.stack.environment(role="command")
        program = found_program(self.command[0])
        self.process = subprocess.Popen([*launch, program, *self.command[1:]], env=environment)
        threading.Thread(target=self._await_command, args=(self.process,), daemon=True).start()

    def _await_command(self, process: subprocess.Popen[bytes]) -> None:
        status = process.wait()
        # As shells say it: 128 and the signal that ended it.
        self.status = status if status >= 0 else 128 - status
        self.supervisor.stop()


def found_program(name: str) -> str:
    """Return the absolute path of ``name``; one of our environment comes before the system's.

    Raises: WrongConfiguration: there is no such program.
    """
    path = shutil.which(name, path=str(SCRIPTS)) or shutil.which(name)
    if path is None:
        raise WrongConfiguration(f"There is no program {name!r} to run with the stack.")
    return str(Path(path).absolute())


def ready_block(stack: Stack, home: Home) -> str:
    """Return what a person needs to know now, its first line for machines too."""
    accounts = "".join(f"  {known.email:<24}{known.purpose}\n" for known in ACCOUNTS)
    return (
        f"Plaza is ready at {stack.url}\n\n"
        f"  API docs {stack.url}/api/docs/\n"
        f"  Admin    {stack.url}/admin/\n"
        f"  Portal   {stack.url}/portal/\n"
        f"  Sandbox  {stack.values['SANDBOX_URL']}/\n"
        f"  Messages {stack.url}/demo/mensajes/\n"
        f"  Mail     {home.mail}\n\n"
        f"Demo accounts, all with the password {PASSWORD}:\n"
        f"{accounts}\n"
        "Stop with Ctrl-C, or with `make stop` from elsewhere.\n"
    )
