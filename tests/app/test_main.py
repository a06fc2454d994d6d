"""The app as it is started: by file, as a Space does, and as a module; each part on its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from app.main import ROOT, SESSIONS, STYLES, build_demo, launch_options
from tests.serving import served

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "app").rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)


@pytest.mark.parametrize("command", [("app/main.py",), ("-m", "app")], ids=" ".join)
def test_it_serves_on_the_port_it_is_told(command: tuple[str, ...]) -> None:
    with served(ROOT, command) as address, urllib.request.urlopen(address, timeout=20) as page:
        assert b"Latent Explorer" in page.read()


def test_every_module_can_be_imported_on_its_own() -> None:
    """In a fresh interpreter each: none leans on another having been imported before it."""
    script = (
        "import importlib, os, sys\n"
        "import gradio, plotly, torch  # once, for all of them\n"
        "for name in sys.argv[1:]:\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        importlib.import_module(name)\n"
        "        os._exit(0)\n"
        "    if os.waitpid(child, 0)[1]:\n"
        "        sys.exit(name)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *MODULES], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def test_the_styles_and_the_bounds_it_is_launched_with() -> None:
    options = launch_options()
    written = {path.stem for path in (ROOT / "app" / "web" / "styles").glob("*.css")}
    assert {path.stem for path in options["css_paths"]} == set(STYLES) == written
    # Gradio's own default keeps 10,000 states of calls: about 1.4 GB.
    assert options["state_session_capacity"] == SESSIONS <= 256
    assert not options["run_history"]
    assert not options["ssr_mode"]


@pytest.mark.parametrize("trouble", ["nothing at all", "one broken folder"])
def test_the_page_is_built_whatever_the_weights_folder_holds(tmp_path: Path, trouble: str) -> None:
    if trouble == "one broken folder":
        shutil.copytree(ROOT / "weights" / "mnist-ae-2d", tmp_path / "broken-one")
        (tmp_path / "broken-one" / "config.json").write_text("{")
    demo = build_demo(tmp_path)
    page = json.dumps(demo.get_config_file(), default=str)
    assert ("broken-one" in page) == (trouble == "one broken folder")
