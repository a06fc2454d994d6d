"""The app as it is started: by file, as a Space does, and as a module; each part on its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.limits import LIMITS
from app.main import ROOT, UPLOADS, build_demo, launch_options
from model.files import WEIGHTS
from tests.serving import served

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "app").rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)


@pytest.mark.parametrize("command", [("app/main.py",), ("-m", "app")], ids=" ".join)
def test_a_run_serves_where_it_is_told_leaves_nothing_and_removes_what_a_killed_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    left = tmp_path / f"{UPLOADS}abcdefgh" / ("0" * 64) / "four.png"
    left.parent.mkdir(parents=True)
    left.touch()
    os.utime(left.parents[1], (0, 0))
    with served(ROOT, command) as address:  # and then SIGTERM
        assert "Latent Explorer" in httpx.get(address, timeout=20).text
        assert not left.parents[1].exists()
        files = {"files": ("four.png", b"a picture")}
        [name] = httpx.post(f"{address}/gradio_api/upload", files=files).json()
        [stored] = tmp_path.glob(f"{UPLOADS}*/*/four.png")
        assert name == f"/uploads/{stored.parent.name}/four.png"
    assert not list(tmp_path.glob(f"{UPLOADS}*"))


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


def test_the_bounds_it_is_launched_with() -> None:
    options = launch_options()
    assert "css_paths" not in options  # Gradio rewrites their selectors, and breaks some
    # Gradio's own default keeps 10,000 states of calls: about 1.4 GB.
    assert options["state_session_capacity"] <= 256
    assert not options["run_history"]
    assert not options["ssr_mode"]


def test_a_page_that_meets_another_process_of_the_same_app_is_not_reloaded(tmp_path: Path) -> None:
    """Gradio compares app_id: the same for the same page, another for another."""
    first, again, other = (build_demo(weights) for weights in (WEIGHTS, WEIGHTS, tmp_path))
    assert first.app_id == again.app_id != other.app_id
    assert 0 < first.app_id < 2**53  # a number that JavaScript has


def test_its_queue_is_bounded_and_tells_those_who_wait_now_and_then(tmp_path: Path) -> None:
    """Told of each call that begins, a hundred who wait would cost more than the call."""
    queue = build_demo(tmp_path)._queue
    assert queue.max_size == LIMITS.waiting
    assert not queue.live_updates
    assert queue.update_intervals == LIMITS.told_every_s


@pytest.mark.parametrize("trouble", ["nothing at all", "one broken folder"])
def test_the_page_is_built_whatever_the_weights_folder_holds(tmp_path: Path, trouble: str) -> None:
    if trouble == "one broken folder":
        shutil.copytree(ROOT / "weights" / "mnist-ae-2d", tmp_path / "broken-one")
        (tmp_path / "broken-one" / "config.json").write_text("{")
    demo = build_demo(tmp_path)
    [told] = [text for name, text in demo.public.texts.items() if name.startswith("assets/")]
    assert ("broken-one" in told.decode()) == (trouble == "one broken folder")
