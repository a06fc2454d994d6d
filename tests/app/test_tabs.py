"""Each module of the app can be imported on its own: nothing goes in a circle."""

from __future__ import annotations

import subprocess
import sys

from app.main import ROOT

PROGRAM = """
import importlib, sys
ours = lambda name: name == "app" or name.startswith("app.")
for module in sys.argv[1:]:
    for name in [name for name in sys.modules if ours(name)]:
        del sys.modules[name]
    importlib.import_module(module)
"""


def test_every_module_can_be_imported_first() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "app").rglob("*.py"))
        if not path.name.startswith("__")
    ]
    assert "app.tabs.sliders" in modules
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
