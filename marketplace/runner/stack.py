"""Which parts a stack has, with which addresses, and in which order they start."""

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

from . import chroma, postgres, stamps, valkey
from .errors import WrongConfiguration
from .home import PROJECT, Home
from .leftovers import MARK
from .parts import Part
from .ports import LOOPBACK, chosen_port, engine_port
from .probes import answers_chroma, answers_embedder, answers_http, answers_redis

DEFAULT_PORT = "8000"
DEFAULT_SETTINGS = "marketplace.settings.demo"
SCRIPTS = Path(sys.executable).parent
# Seconds that a service of somebody else's gets to answer at the start.
FOREIGN_PATIENCE = 20.0
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
WEB_WORKERS = 2
TASK_WORKERS = 2


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the person asked ``runstack`` for."""

    engines_only: bool = False
    seed: bool = True
    durable: bool = True


class Stack:
    """The parts of one stack and the values that tell others where they are.

    Making it chooses ports and starts nothing.

    Raises: WrongConfiguration: a port, a package or the data folder is not usable.
    """

    def __init__(self, home: Home, *, given: Mapping[str, str], wishes: Wishes) -> None:
        self.home = home
        self.given = given
        self.wishes = wishes
        self.port = given.get("PORT") or DEFAULT_PORT
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.door = None if wishes.engines_only else open_door(self.port)
        self.ports: dict[str, int] = {}
        self.values = self._addresses() | self._secrets()
        self.parts = self._engines() + ([] if wishes.engines_only else self._services())

    def close(self) -> None:
        """Give the web's port back."""
        if self.door is not None:
            self.door.close()

    # --- addresses ----------------------------------------------------------------------------

    def _addresses(self) -> dict[str, str]:
        """Return where everything is: as given in the environment, else on a port of ours."""
        local = {
            "DATABASE_URL": ("postgres", self._postgres_url),
            "REDIS_URL": ("valkey", self._valkey_url),
            "CHROMA_URL": ("chroma", local_http),
            "EMBEDDER_URL": ("embedder", local_http),
            "SANDBOX_URL": ("sandbox", local_http),
        }
        found = {"PORT": self.port, "PUBLIC_BASE_URL": self.given.get("PUBLIC_BASE_URL", self.url)}
        if self.wishes.engines_only:
            del local["SANDBOX_URL"]
        for variable, (name, url_at) in local.items():
            if not self.given.get(variable):
                self.ports[name] = self._port_of(name)
            found[variable] = self.given.get(variable) or url_at(self.ports[name])
        return found

    def _port_of(self, name: str) -> int:
        wished = self.given.get("SANDBOX_PORT") if name == "sandbox" else None
        if wished:
            return chosen_port(wished, variable="SANDBOX_PORT")
        return engine_port(self.home, name)

    def _secrets(self) -> dict[str, str]:
        names = ("SECRET_KEY", "JWT_SIGNING_KEY", "SEALING_KEYS")
        return {name: self.given.get(name) or self.home.secret(name) for name in names}

    def _postgres_url(self, port: int) -> str:
        return postgres.server_url(password=self.home.secret("postgres"), port=port)

    def _valkey_url(self, port: int) -> str:
        return valkey.server_url(password=self.home.secret("valkey"), port=port)

    def await_foreign_services(self, *, patience: float = FOREIGN_PATIENCE) -> None:
        """Wait for the services that the environment names.

        Raises: WrongConfiguration: one does not answer within ``patience`` seconds.
        """
        probes: dict[str, tuple[str, Callable[[str], bool]]] = {
            "DATABASE_URL": ("postgres", postgres.answers),
            "REDIS_URL": ("valkey", answers_redis),
            "CHROMA_URL": ("chroma", answers_chroma),
        }
        deadline = time.monotonic() + patience
        for variable, (name, probe) in probes.items():
            while name not in self.ports and not probe(self.values[variable]):
                if time.monotonic() > deadline:
                    raise WrongConfiguration(
                        f"{variable} is set, but nothing answers there. Start that service or"
                        f" correct the address (`manage.py doctor` says more); without {variable}"
                        " Plaza starts its own."
                    )
                time.sleep(0.2)

    # --- environments -------------------------------------------------------------------------

    def environment(self, *, role: str) -> dict[str, str]:
        """Return the environment of a process of ours, in ``role`` (see DATABASE_TIMEOUTS)."""
        # Packages are installed uncompiled; a warm start needs what the first import compiles.
        given = {name: value for name, value in self.given.items() if name != NO_BYTECODE}
        return {
            "DJANGO_SETTINGS_MODULE": DEFAULT_SETTINGS,
            **given,
            **self.values,
            "PLAZA_HOME": str(self.home.path),
            "PLAZA_ROLE": role,
            "PYTHONUNBUFFERED": "1",
            MARK: str(self.home.path),
        }

    def _bare_environment(self) -> dict[str, str]:
        """Return the environment of an engine, which needs nothing of ours."""
        path = self.given.get("PATH", os.defpath)
        return {"PATH": path, "LC_ALL": "C", "TZ": "UTC", MARK: str(self.home.path)}

    # --- parts --------------------------------------------------------------------------------

    def _engines(self) -> list[Part]:
        """Return the engines that the environment does not replace."""
        bare = self._bare_environment()
        parts: list[Part] = []
        if "embedder" in self.ports:
            parts.append(self._embedder_part())
        if "postgres" in self.ports:
            port, durable = self.ports["postgres"], self.wishes.durable
            parts += postgres.parts(self.home, port=port, durable=durable, environment=bare)
        if "valkey" in self.ports:
            port, durable = self.ports["valkey"], self.wishes.durable
            parts.append(valkey.part(self.home, port=port, durable=durable, environment=bare))
        if "chroma" in self.ports:
            port = self.ports["chroma"]
            parts.append(chroma.part(self.home, port=port, scripts=SCRIPTS, environment=bare))
        return parts

    def _services(self) -> list[Part]:
        """Return what runs on the engines: sandbox, migrations, demo, web, worker and beat.

        The demo is filled while the web and the worker already run, and may use them.
        """
        parts = [self._migrate_part()]
        if "sandbox" in self.ports:
            parts.append(self._sandbox_part())
        if self.wishes.seed:
            parts.append(self._seed_part())
        return [*parts, self._web_part(), *self._celery_parts()]

    def _existing(self, *names: str) -> tuple[str, ...]:
        """Return those of ``names`` that are parts of this stack."""
        return tuple(name for name in names if name in {*self.ports, "migrate"})

    def _embedder_part(self) -> Part:
        port = self.ports["embedder"]
        return Part(
            name="embedder",
            command=(sys.executable, "-m", "catalog.search", "--port", str(port)),
            environment=self.environment(role="command"),
            folder=PROJECT,
            probe=lambda: answers_embedder(local_http(port)),
            ready_within=180.0,
        )

    def _sandbox_part(self) -> Part:
        port = self.ports["sandbox"]
        return Part(
            name="sandbox",
            command=manage("run_sandbox", "--port", str(port)),
            environment=self.environment(role="command"),
            folder=PROJECT,
            probe=lambda: answers_http(f"{local_http(port)}/health"),
        )

    def _migrate_part(self) -> Part:
        url = self.values["DATABASE_URL"]
        return Part(
            name="migrate",
            tells="Migrating the database",
            command=manage("migrate", "--no-input"),
            environment=self.environment(role="command"),
            folder=PROJECT,
            after=self._existing("postgres"),
            once=True,
            needed=lambda: stamps.needs_migrating(self.home, url),
            finish=lambda: stamps.stamp_migrated(self.home, url),
        )

    def _seed_part(self) -> Part:
        url = self.values["DATABASE_URL"]
        return Part(
            name="seed",
            tells="Filling the demo: shops, products, buyers and orders",
            command=manage("seed_demo"),
            environment=self.environment(role="command"),
            folder=PROJECT,
            after=self._existing("migrate", "valkey", "chroma", "embedder", "sandbox"),
            once=True,
            needed=lambda: stamps.needs_seeding(self.home, url),
            finish=lambda: stamps.stamp_seeded(self.home, url),
        )

    def _web_part(self) -> Part:
        assert self.door is not None, "a stack with a web has its port"
        descriptor = self.door.fileno()
        return Part(
            name="web",
            command=(
                *(sys.executable, "-m", "gunicorn", "marketplace.wsgi", "--no-control-socket"),
                *("--bind", f"fd://{descriptor}", "--workers", str(WEB_WORKERS)),
                *("--log-level", "warning", "--graceful-timeout", "8"),
            ),
            environment=self.environment(role="web"),
            folder=PROJECT,
            after=self._existing("migrate", "valkey"),
            descriptors=(descriptor,),
            # WhiteNoise warns of a missing folder; the demo serves from the applications' own.
            prepare=lambda: (PROJECT / "staticfiles").mkdir(exist_ok=True),
            probe=lambda: answers_http(f"{self.url}/api/v1/health/readiness"),
        )

    def _celery_parts(self) -> list[Part]:
        worker = ("worker", "--concurrency", str(TASK_WORKERS), "--without-gossip")
        schedule = ("--schedule", str(self.home.run / "beat"), "--pidfile", "")
        return [
            self._celery_part("worker", *worker, "--without-mingle", ready_text="Worker is ready"),
            self._celery_part("beat", "beat", *schedule, ready_text="Beat is ready"),
        ]

    def _celery_part(self, name: str, *arguments: str, ready_text: str) -> Part:
        # As root (in a container, say) Celery warns of pickled tasks; ours are JSON only.
        quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
        environment = self.environment(role="worker") | (quiet if os.geteuid() == 0 else {})
        return Part(
            name=name,
            command=(sys.executable, "-m", "celery", "--quiet", "-A", "marketplace", *arguments),
            environment=environment,
            folder=PROJECT,
            after=self._existing("migrate", "valkey"),
            ready_text=ready_text,
            # Asked politely it would wait for a broker that dies too. Unfinished tasks come back.
            death_signal=SIGKILL,
        )


def local_http(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def manage(*arguments: str) -> tuple[str, ...]:
    """Return the command line of ``manage.py`` with the Python that runs us."""
    return (sys.executable, str(PROJECT / "manage.py"), *arguments)


def open_door(port: str) -> socket.socket:
    """Make the web's socket and keep it as long as the stack runs.

    gunicorn is the first to listen on it: until then callers are refused, as they should be. From
    then on the port stays ours, and callers wait while the web restarts.
    """
    number = chosen_port(port, variable="PORT")
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((LOOPBACK, number))
    return door
