"""``docs/settings.md`` and the other lists of variables against the code that reads them."""

import ast
import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS = PROJECT / "marketplace" / "settings"
# Read by the runner, not by the settings.
RUNNER_VARIABLES = {"SANDBOX_PORT"}
# What the compose file itself takes from .env, and puts into other variables.
COMPOSE_VARIABLES = {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "WEB_WORKERS", "WEB_PORT"}
COMPOSE_VARIABLES |= {"TASK_WORKERS"}


def reads(path: Path) -> dict[str, bool]:
    """Return the variables that ``path`` reads, and whether each must be given."""
    found: dict[str, bool] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        source = ast.unparse(node.func.value)
        first = node.args[0] if node.args else None
        if source in ("env", "os.environ") and isinstance(first, ast.Constant):
            has_default = len(node.args) > 1 or any(word.arg == "default" for word in node.keywords)
            found[str(first.value)] = not has_default
    return found


def all_variables() -> set[str]:
    return {name for path in SETTINGS.glob("*.py") for name in reads(path)} | RUNNER_VARIABLES


def documented() -> list[str]:
    page = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)


def compose() -> dict[str, dict[str, dict[str, str]]]:
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_the_settings_page_lists_each_variable_once():
    assert sorted(documented()) == sorted(all_variables())


def test_the_reader_of_variables_finds_required_and_optional_ones():
    production = reads(SETTINGS / "production.py")

    assert production["SECRET_KEY"] is True
    assert production["CHROMA_URL"] is False


def test_compose_has_the_services_of_the_design():
    assert set(compose()["services"]) == {
        "migrate", "web", "worker", "beat", "embedder", "postgres", "redis", "chroma",
    }  # fmt: skip


def test_compose_gives_every_service_of_ours_what_production_requires():
    required = {name for name, must in reads(SETTINGS / "production.py").items() if must}

    for name in ("migrate", "web", "worker", "beat", "embedder"):
        given = set(compose()["services"][name]["environment"])
        assert required - given == set(), name
        assert given - all_variables() == {"DJANGO_SETTINGS_MODULE"}, name


def test_the_example_of_an_env_file_has_what_compose_asks_for():
    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    text = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")

    assert set(re.findall(r"\$\{([A-Z_]+):\?\}", text)) - offered == set()
    assert offered - all_variables() - COMPOSE_VARIABLES == set()


def test_kubernetes_names_only_files_that_exist_and_variables_that_are_read():
    folder = PROJECT / "deploy" / "kubernetes"
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    files = kustomization["resources"]
    objects = [
        each
        for name in files
        for each in yaml.safe_load_all((folder / name).read_text(encoding="utf-8"))
    ]

    assert {*files, "kustomization.yaml"} == {path.name for path in folder.iterdir()}
    assert {(each["kind"], each["metadata"]["name"]) for each in objects} >= {
        ("Job", "migrate"),
        ("Deployment", "web"),
        ("Deployment", "worker"),
        ("Deployment", "beat"),
        ("Deployment", "embedder"),
    }
    settings = next(each["data"] for each in objects if each["kind"] == "ConfigMap")
    assert set(settings) - all_variables() == {"DJANGO_SETTINGS_MODULE"}
