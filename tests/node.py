"""Node, which comes with pip into the environment that runs the tests."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def node() -> str:
    """Where it is; raises AssertionError where `make setup` has not put it."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    assert found, "There is no node: make setup installs it."
    return found
