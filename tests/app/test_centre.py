"""Placing ink on 28x28: the steps that the browser does to a drawing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from torch import Tensor

from app.reading.frame import Centre
from tests.placing import centre, squash

SCALE = 10


def test_a_large_mnist_digit_becomes_itself(pictures: Tensor) -> None:
    """MNIST's own recipe, applied to MNIST's digits, must leave them where they are."""
    errors = []
    for picture in pictures[:200].numpy():
        large = np.kron(picture.reshape(28, 28), np.ones((SCALE, SCALE), dtype=np.float32))
        errors.append(np.abs(centre(large) - picture.reshape(28, 28)).mean())
    assert np.median(errors) < 0.01
    assert np.quantile(errors, 0.95) < 0.06


inks = hnp.arrays(
    np.float32,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=45),
    elements=st.sampled_from([0, 0, 0, 0.05, 0.3, 1]),
)


def box(picture: NDArray[np.float32]) -> tuple[slice, slice]:
    rows, columns = np.nonzero(picture)
    return np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@given(inks.filter(lambda ink: ink.max() > 0.1))
def test_centre_resizes_by_area(ink: NDArray[np.float32]) -> None:
    """Against repeating each source pixel, then taking means: exact where both sides are whole."""
    digit = ink[box(np.where(ink > 0.1, ink, 0))]
    longest = max(digit.shape)
    height, width = (max(1, (2 * 20 * n + longest) // (2 * longest)) for n in digit.shape)
    expected = np.repeat(np.repeat(digit, height, 0), width, 1)
    expected = expected.reshape(height, digit.shape[0], width, digit.shape[1]).mean((1, 3))
    seen = centre(ink, by="box")
    top, left = (28 - height) // 2, (28 - width) // 2
    assert np.allclose(seen[top : top + height, left : left + width], expected, atol=1e-5)
    assert seen.sum() == pytest.approx(expected.sum(), rel=1e-4)


@given(inks.filter(lambda ink: ink.max() > 0.1), st.integers(0, 2**32 - 1))
def test_centre_by_mass_puts_the_mean_at_14_and_is_deaf_to_float_noise(
    ink: NDArray[np.float32], seed: int
) -> None:
    seen = centre(ink)
    for axis in (0, 1):
        mass = seen.sum(1 - axis)
        filled = np.flatnonzero(mass)
        mean = (mass * np.arange(28)).sum() / mass.sum()
        at_the_rim = filled[0] == 0 or filled[-1] == 27  # as far as the box can go
        assert at_the_rim or abs(mean - 14) < 0.51
    noise = np.random.default_rng(seed).uniform(1 - 1e-6, 1, ink.shape).astype(np.float32)
    assert np.allclose(centre(ink * noise), seen, atol=1e-4)


@given(
    inks.filter(lambda ink: ink.max() > 0.1),
    st.tuples(*[st.integers(0, 9)] * 4),
    st.sampled_from(["mass", "box"]),
)
def test_centre_forgets_where_the_ink_lay(
    ink: NDArray[np.float32], margins: tuple[int, int, int, int], by: Centre
) -> None:
    top, bottom, left, right = margins
    moved = np.pad(ink, ((top, bottom), (left, right)))
    assert np.array_equal(centre(moved, by), centre(ink, by))


def test_squash_keeps_the_aspect() -> None:
    wide = np.zeros((20, 80), dtype=np.float32)
    wide[:, 38:42] = 1
    seen = squash(wide)
    assert seen[:10].sum() == 0  # the padding above
    assert seen[12:16, 13:15].min() > 0.5
