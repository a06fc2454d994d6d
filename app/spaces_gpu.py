"""What a ZeroGPU Space asks of every app: one function that is marked for its GPU.

The nets are small and stay on the CPU; without a marked function such a Space does not start.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable


def mark_for_gpu(function: Callable[[], None]) -> Callable[[], None]:
    """The function, marked where the package `spaces` is, which only a Space has; else as it is."""
    if importlib.util.find_spec("spaces") is None:
        return function
    return importlib.import_module("spaces").GPU(duration=1)(function)


@mark_for_gpu
def unused() -> None:
    """Is never called: it is there to be found."""
