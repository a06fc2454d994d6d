"""Where things are kept, and how a file is written there: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "weights"  # what is shipped: a folder a model, and data/, a folder a data set
DATA = ROOT / "data"  # a folder of originals a data set, as they were fetched
RUNS = ROOT / "runs"  # a checkpoint a model that trains


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then rename it: all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)  # mkstemp's 0600 would hide the file from another user's server
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
