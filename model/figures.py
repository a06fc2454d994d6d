"""Figures as JSON: numbers with so many significant digits, whatever they stand in."""

from __future__ import annotations

from typing import Any

from torch import Tensor


def rounded(value: Any, digits: int) -> Any:
    """The numbers in a figure, a tensor, a list or an object with ``digits`` significant digits.

    Tensors and tuples become lists; whole numbers, texts and None stay.
    """
    if isinstance(value, Tensor):
        return rounded(value.tolist(), digits)
    if isinstance(value, float):
        return float(f"{value:.{digits}g}") + 0.0  # -0.0 is 0.0
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, digits) for item in value]
    return value
