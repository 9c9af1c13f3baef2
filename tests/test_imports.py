"""The rooms and their doors: what may import what, and what the command line may load before it is asked to work."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
ADAPTERS = {
    "aiosmtpd", "asyncio", "filelock", "google", "gspread", "http", "imap_tools", "imaplib", "lxml", "openpyxl",
    "prefect", "python_calamine", "requests", "smtplib", "socket", "sqlalchemy", "sqlite3", "ssl", "subprocess",
    "tenacity", "threading", "typer", "urllib.request", "xlsxwriter", "yagmail",
}  # fmt: skip
"""What touches the world outside, or runs us in it."""
MAIL_ADAPTERS = {
    "account",
    "channel",
    "connection",
    "delivery",
    "forwarding",
    "mailbox",
    "one_off",
    "oauth2",
    "workers",
}
FORM_ADAPTERS = {"google", "google_calls", "google_setup"}
HEAVY = ADAPTERS - {"asyncio", "http", "socket", "ssl", "subprocess", "threading", "typer"}
HEAVY |= {"babel", "jinja2", "numpy", "pandas", "pydantic"}


BROUGHT = {"idna": "email-validator", "markupsafe": "jinja2", "numpy": "pandas"}
"""Imported, and part of what the dependency on the right shows of itself: it is not ours to choose its version."""
NOT_IMPORTED = {"tzdata"}  # data that zoneinfo reads


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """All of ``flows`` by dotted name."""
    return {module_name(path): path for path in sorted((ROOT / "flows").rglob("*.py"))}


def is_pure(name: str) -> bool:
    """Whether a module belongs to a room that decides or composes, and never acts."""
    if name.startswith("flows.mail."):
        return name.split(".")[2] not in MAIL_ADAPTERS
    if name.startswith("flows.forms."):
        return name.split(".")[2] not in FORM_ADAPTERS
    return name.startswith(("flows.procedure", "flows.site"))


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes, those inside functions too, but for what only the type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        yield from statements(node)


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text("utf-8"))


@cache
def imports(name: str) -> frozenset[str]:
    """Every module that the module ``name`` of ours imports, at its top or inside a function, packages included."""
    found: set[str] = set()
    for node in statements(parsed(name)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} uses a relative import"
            assert node.module
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    for one in list(found):
        parts = one.split(".")
        found.update(".".join(parts[:length]) for length in range(1, len(parts)))
    return frozenset(found)


def ways(name: str) -> dict[str, list[str]]:
    """Everything that is imported in the end, each with the way that led there."""
    reached, waiting = {name: [name]}, [name]
    while waiting:
        here = waiting.pop()
        for there in sorted(imports(here)):
            if there not in reached:
                reached[there] = [*reached[here], there]
                if there in modules():
                    waiting.append(there)
    return reached


@pytest.mark.parametrize("name", [name for name in modules() if is_pure(name)])
def test_a_pure_room_reaches_no_adapter(name: str) -> None:
    for there, way in ways(name).items():
        assert there not in ADAPTERS, " → ".join(way)


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("flows.procedure")])
def test_the_procedure_has_no_clock_and_opens_no_file(name: str) -> None:
    impure = {"now", "today", "utcnow", "open", "print", "input", "write_text", "write_bytes"}
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in impure, f"{name}:{node.lineno} calls {ast.unparse(node.func)}"


def test_nothing_that_is_shipped_imports_the_tests() -> None:
    assert [name for name in modules() if "tests" in imports(name)] == []


def test_dependencies_are_what_is_imported_no_more_and_no_less() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    distributions = importlib.metadata.packages_distributions()
    used: set[str] = set()
    for top in {there.split(".")[0] for name in modules() for there in imports(name)} - sys.stdlib_module_names:
        if top == "google":  # a folder of many: of these, google.auth and google.oauth2
            used.add("google-auth")
        elif top != "flows":
            used.update(canonicalize_name(name) for name in distributions[top])
    for name in used & set(BROUGHT):
        brought = importlib.metadata.requires(BROUGHT[name]) or []
        assert name in {canonicalize_name(Requirement(text).name) for text in brought}
    assert used - set(BROUGHT) == declared - NOT_IMPORTED


def test_only_modules_at_the_top_import_prefect_at_once() -> None:
    at_once = {
        name
        for name in modules()
        for node in parsed(name).body
        if isinstance(node, ast.Import | ast.ImportFrom) and ast.unparse(node).split()[1].split(".")[0] == "prefect"
    }
    assert {name for name in at_once if name.count(".") > 1} == set(), "a flow is a module at the top of the package"


def test_help_loads_nothing_that_only_work_needs() -> None:
    program = (
        "import json, sys\n"
        "sys.argv = ['loker', '--help']\n"
        "from flows.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert "Usage" in result.stdout
    assert loaded & HEAVY == set()


def test_no_file_names_a_package_registry() -> None:
    hosts = [
        ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("crates", "io"))
    ]
    tops = ("flows", "templates", "config", "tests", ".ci")
    files = [
        path for top in tops for path in (ROOT / top).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    naming = [
        f"{path.relative_to(ROOT)}: {host}" for path in files for host in hosts if host.encode() in path.read_bytes()
    ]
    assert naming == []
