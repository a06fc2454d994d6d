"""The app reads no pickle: whoever brings a weights folder brings data, and no code."""

from __future__ import annotations

import ast
from pathlib import Path

from app.main import ROOT

# What unpickles, as it is called; torch.load and np.load do unless they are told not to.
UNPICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
LOADS = {("torch", "load"), ("np", "load"), ("numpy", "load"), ("pd", "read_pickle")}


def imported(path: Path) -> set[Path]:
    """Our own modules that one imports when it is imported itself."""
    names = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    places = [ROOT / name.replace(".", "/") for name in names]
    files = [p.with_suffix(".py") for p in places] + [p / "__init__.py" for p in places]
    return {file for file in files if file.is_file()}


def loaded_by_the_app() -> set[Path]:
    """The modules that the app imports at its start, directly or not."""
    found: set[Path] = set()
    new = {ROOT / "app" / "main.py"}
    while new:
        found |= new
        new = set().union(*map(imported, new)) - found
    return found


def test_no_module_of_the_app_unpickles() -> None:
    paths = loaded_by_the_app()
    assert {ROOT / "app" / "engine.py", ROOT / "model" / "checkpoint.py"} <= paths
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not UNPICKLES & {alias.name.split(".")[0] for alias in node.names}, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in UNPICKLES, path
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in LOADS, path
