"""The file in which a training that was broken off is found again."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

AFRESH = "delete it to start afresh."


def read_run(path: Path, config: Any) -> dict[str, Any]:
    """What a run has saved. Raises ValueError when it is not whole, or of another configuration."""
    try:
        state = torch.load(path, weights_only=True)
    except (OSError, EOFError, RuntimeError, pickle.UnpicklingError) as error:
        raise ValueError(f"{path} is no whole checkpoint; {AFRESH}") from error
    if not isinstance(state, dict) or state.get("config") != config:
        raise ValueError(f"{path} is of another configuration; {AFRESH}")
    return state
