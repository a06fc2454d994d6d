"""Figures as JSON."""

from __future__ import annotations

import json
import math

import torch
from hypothesis import given
from hypothesis import strategies as st

from model.figures import rounded


@given(st.floats(-1e300, 1e300), st.integers(1, 8))
def test_a_number_keeps_its_first_digits(value: float, digits: int) -> None:
    found = rounded(value, digits)
    assert abs(found - value) <= 0.5001 * 10 ** (1 - digits) * abs(value)
    assert math.copysign(1, found) == 1 or found < 0
    assert rounded(found, digits) == found


def test_what_is_no_broken_number_stays_and_all_is_json() -> None:
    given_ = {"a": [1.23456789, 7, "x", None, True], "b": torch.tensor([[0.5, 2 / 3]]), "c": (1, 2)}
    wanted = {"a": [1.23, 7, "x", None, True], "b": [[0.5, 0.667]], "c": [1, 2]}
    assert json.loads(json.dumps(rounded(given_, 3))) == wanted
