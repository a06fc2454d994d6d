"""One function is marked where `spaces` is there, and none where it is not."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

from app import spaces_gpu


def test_without_the_package_nothing_changes() -> None:
    def function() -> None:
        pass

    if importlib.util.find_spec("spaces") is None:
        assert spaces_gpu.mark_for_gpu(function) is function


def test_with_the_package_one_function_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in, that keeps what it is given as the real one does at its import."""
    (tmp_path / "spaces.py").write_text(
        "marked = []\n"
        "def GPU(duration):\n"
        "    return lambda function: marked.append((function.__name__, duration)) or function\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    try:
        importlib.reload(spaces_gpu)
        assert importlib.import_module("spaces").marked == [("unused", 1)]
    finally:
        monkeypatch.undo()
        importlib.invalidate_caches()
        sys.modules.pop("spaces", None)
        importlib.reload(spaces_gpu)
