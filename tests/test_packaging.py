"""What is imported is declared, what is pinned is pinned, and running installs no test tools."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from app.main import ROOT
from tests.resolve import NoIndexError, resolved, sdk_version

OURS = {"app", "model", "tests"}
# The app looks whether it is there. A Space has it. It is in no requirements file, since Gradio
# imports it at its own start where it can: 0.7 s of CPU for every process of the tests.
OPTIONAL = {"mcp"}


def imported(folder: Path, without: str = "-") -> set[str]:
    """The first names of all modules that the Python files of a folder import."""
    names = set()
    for path in sorted(set(folder.rglob("*.py")) - set((folder / without).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - OURS


def declared(name: str) -> dict[str, str]:
    """Each distribution of a requirements file, with what is asked of its version."""
    lines = re.findall(r"^([A-Za-z][\w-]*)([^#\n]*)", (ROOT / name).read_text(), re.MULTILINE)
    return {normal(distribution): version.strip() for distribution, version in lines}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("folder", "files"),
    [
        ("app", ["requirements.txt"]),
        ("model", ["requirements.txt"]),
        ("model/experiments", ["requirements.txt", "requirements-dev.txt"]),
        ("tests", ["requirements.txt", "requirements-dev.txt"]),
    ],
)
def test_what_is_imported_is_declared(folder: str, files: list[str]) -> None:
    names = set().union(*(declared(file) for file in files))
    owners = packages_distributions()
    for module in imported(ROOT / folder, without="experiments") - OPTIONAL:
        assert {normal(owner) for owner in owners[module]} & names, module


def test_what_the_app_can_do_without_is_imported_where_it_is_needed() -> None:
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [getattr(node, "module", None), *(alias.name for alias in node.names)]
                assert not {str(name).split(".")[0] for name in names} & OPTIONAL, path


def test_plotly_is_pinned_because_its_private_fields_are_used() -> None:
    assert re.fullmatch(r"==\d+\.\d+\.\d+", declared("requirements.txt")["plotly"])


def test_the_checkers_take_the_lowest_python() -> None:
    settings = (ROOT / "pyproject.toml").read_text()
    lowest = re.search(r'requires-python = ">=3\.(\d+)"', settings)
    assert lowest
    assert f'python_version = "3.{lowest[1]}"' in settings
    assert f'target-version = "py3{lowest[1]}"' in settings


def test_make_run_installs_no_test_tools(tmp_path: Path) -> None:
    steps = subprocess.run(
        ["make", "--dry-run", "run", f"VENV={tmp_path}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "requirements.txt" in steps
    assert "requirements-dev" not in steps
    assert "npm" not in steps


def test_the_lock_file_has_every_tool_and_names_no_host() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in package["devDependencies"].items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("resolved" not in entry for entry in locked.values())
    platforms = {name for name in locked if "@biomejs/cli-" in name}
    for system in ("darwin-arm64", "linux-x64", "linux-arm64", "win32-x64"):
        assert f"node_modules/@biomejs/cli-{system}" in platforms


def test_the_requirements_resolve_with_what_a_space_adds() -> None:
    """On the Space's Python; `python -m tests.resolve` asks for the others, and the lowest."""
    front = (ROOT / "README.md").read_text()
    [python] = re.findall(r'^python_version: "(\S+)"$', front, re.MULTILINE)
    try:
        found = resolved(python)
    except NoIndexError as error:
        pytest.skip(str(error))
    assert found.keys() >= {"torch", "plotly", "mcp", "spaces", "uvicorn", "websockets"}
    assert found["gradio"] == sdk_version()
