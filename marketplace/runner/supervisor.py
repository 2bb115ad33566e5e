"""Starts the parts in order of readiness, restarts what ends, stops everything in reverse order.

All decisions are taken in one thread, from one queue of events; threads only read, wait and probe.
"""

import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .child import Child
from .console import Console
from .errors import StackError
from .parts import Part

PROBE_INTERVAL = 0.1
# A part that has not answered even once after so many attempts will not: tell why and stop.
ATTEMPTS_TO_START = 4


class State(Enum):
    """Where a part is between two starts; a finished step stays ready."""

    WAITING = auto()
    STARTING = auto()
    READY = auto()
    PAUSED = auto()


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Seconds between a part's end and its next start: doubled each time, up to the longest.

    A part that answered for ``calm`` seconds is forgiven its earlier ends.
    """

    first: float = 0.5
    longest: float = 30.0
    calm: float = 30.0

    def before_start(self, failures: int) -> float:
        return float(min(self.first * 2 ** (failures - 1), self.longest))


@dataclass
class Run:
    """What the supervisor knows about one part."""

    part: Part
    state: State = State.WAITING
    child: Child | None = None
    failures: int = 0
    has_been_ready: bool = False
    started_at: float = 0.0
    ready_at: float = 0.0
    resume_at: float = 0.0


class Supervisor:
    """Keeps ``parts`` running until :meth:`stop` is called or one cannot be started."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        console: Console,
        on_ready: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self.runs = {part.name: Run(part) for part in parts}
        self.console = console
        self.on_ready = on_ready
        self.patience = patience or Patience()
        self.events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.stopping = threading.Event()
        self.is_ready = False
        self.failure: StackError | None = None

    def post(self, event: Callable[[], None]) -> None:
        """Have ``event`` called in the supervisor's thread; from any thread or signal handler."""
        self.events.put(event)

    def stop(self) -> None:
        """Ask :meth:`run` to stop everything and return; the second call changes nothing."""
        self.stopping.set()
        self.post(lambda: None)

    def run(self) -> None:
        """Supervise until stopped.

        Raises: StackError: a part could not be started; everything is stopped by then.
        """
        try:
            while not self.stopping.is_set():
                self._start_what_can_start()
                self._announce_readiness()
                self._handle_next_event()
        except StackError as error:
            self.failure = error
        finally:
            self.stopping.set()
            self._stop_in_reverse()
        if self.failure:
            raise self.failure

    # --- starting -----------------------------------------------------------------------------

    def _start_what_can_start(self) -> None:
        now = time.monotonic()
        for run in self.runs.values():
            is_due = run.state is State.PAUSED and now >= run.resume_at
            is_free = run.state is State.WAITING and all(
                self.runs[name].state is State.READY for name in run.part.after
            )
            if is_due or is_free:
                self._start(run)

    def _start(self, run: Run) -> None:
        run.state = State.STARTING
        run.started_at = time.monotonic()
        if run.part.once:
            threading.Thread(target=self._decide_step, args=(run,), daemon=True).start()
        else:
            self._launch(run)

    def _decide_step(self, run: Run) -> None:
        try:
            needed = run.part.needed()
        except StackError as error:
            self.failure = error
            self.stop()
            return
        self.post(lambda: self._launch(run) if needed else self._become_ready(run))

    def _launch(self, run: Run) -> None:
        part = run.part
        part.prepare()
        if part.tells:
            self.console.tell(part.tells)
        answered = threading.Event()

        def take_line(text: str) -> None:
            self.console.line(part.name, text, shown=part.shown)
            if part.ready_text and part.ready_text in text:
                answered.set()

        def take_end(status: int) -> None:
            self.post(lambda: self._handle_end(run, child, status))

        child = Child(part, on_line=take_line, on_end=take_end)
        run.child = child
        if not part.once:
            threading.Thread(
                target=self._await_readiness, args=(run, child, answered), daemon=True
            ).start()

    def _await_readiness(self, run: Run, child: Child, answered: threading.Event) -> None:
        deadline = time.monotonic() + run.part.ready_within
        while child.is_running and not self.stopping.is_set():
            if run.part.probe() if run.part.probe else answered.is_set():
                self.post(lambda: self._become_ready(run))
                return
            if time.monotonic() > deadline:
                seconds = run.part.ready_within
                self.console.tell(f"{run.part.name} does not answer after {seconds:.0f} s")
                child.kill_group()
                return
            answered.wait(PROBE_INTERVAL)

    def _become_ready(self, run: Run) -> None:
        if run.state is not State.STARTING:
            return
        run.state = State.READY
        run.ready_at = time.monotonic()
        run.has_been_ready = True
        if run.child:
            self.console.tell(f"{run.part.name} is ready ({run.ready_at - run.started_at:.1f} s)")

    def _announce_readiness(self) -> None:
        if not self.is_ready and all(run.state is State.READY for run in self.runs.values()):
            self.is_ready = True
            self.on_ready()

    # --- ends ---------------------------------------------------------------------------------

    def _handle_next_event(self) -> None:
        """Wait for an event, or for the next part that has paused long enough."""
        due = [run.resume_at for run in self.runs.values() if run.state is State.PAUSED]
        timeout = max(0.0, min(due) - time.monotonic()) if due else None
        try:
            event = self.events.get(timeout=timeout)
        except queue.Empty:
            return
        event()

    def _handle_end(self, run: Run, child: Child, status: int) -> None:
        run.child = None
        child.kill_group()
        if not run.part.once:
            self._restart_later(run, status)
        elif status == 0:
            run.part.finish()
            self._become_ready(run)
            self.console.tell(f"{run.part.name} is done ({run.ready_at - run.started_at:.1f} s)")
        else:
            raise StackError(self._obituary(run, status))

    def _restart_later(self, run: Run, status: int) -> None:
        now = time.monotonic()
        if run.state is State.READY and now - run.ready_at >= self.patience.calm:
            run.failures = 0
        run.failures += 1
        if not run.has_been_ready and run.failures >= ATTEMPTS_TO_START:
            raise StackError(self._obituary(run, status))
        wait = self.patience.before_start(run.failures)
        self.console.tell(f"{run.part.name} {describe(status)}; starting it again in {wait:g} s")
        run.state = State.PAUSED
        run.resume_at = now + wait

    def _obituary(self, run: Run, status: int) -> str:
        name = run.part.name
        log = self.console.logs / f"{name}.log"
        lines = [f"    {line}" for line in self.console.last_lines(name)]
        return "\n".join([f"{name} {describe(status)}. Its last lines (all: {log}):", *lines])

    # --- stopping -----------------------------------------------------------------------------

    def _depth(self, name: str) -> int:
        after = self.runs[name].part.after
        return 1 + max((self._depth(other) for other in after), default=0)

    def _stop_in_reverse(self) -> None:
        """Stop the parts that others do not wait for first, those of one depth together."""
        depths = {name: self._depth(name) for name, run in self.runs.items() if run.child}
        for depth in sorted(set(depths.values()), reverse=True):
            self._stop_together(
                [
                    run.child
                    for name, run in self.runs.items()
                    if run.child and depths[name] == depth
                ]
            )

    def _stop_together(self, children: list[Child]) -> None:
        now = time.monotonic()
        for child in children:
            child.send(child.part.stop_signal)
        for child in children:
            if not child.wait(now + child.part.stop_within - time.monotonic()):
                self.console.tell(
                    f"{child.part.name} did not stop within {child.part.stop_within:g} s: killed"
                )
            child.kill_group()
            child.wait(child.part.stop_within)
        if children:
            self.console.tell(", ".join(child.part.name for child in children) + " stopped")


def describe(status: int) -> str:
    """Return how a process ended, in words: ``ended with status 1``, ``was killed (SIGKILL)``."""
    if status >= 0:
        return f"ended with status {status}"
    return f"was killed ({signal.Signals(-status).name})"
