"""Placing ink on 28x28: the steps that the browser does to a drawing, and leaving out specks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from torch import Tensor

from app.images import Centre, centre, squash, without_specks

SCALE = 10


def test_a_large_mnist_digit_becomes_itself(pictures: Tensor) -> None:
    """MNIST's own recipe, applied to MNIST's digits, must leave them where they are."""
    errors = []
    for picture in pictures[:200].numpy():
        large = np.kron(picture.reshape(28, 28), np.ones((SCALE, SCALE), dtype=np.float32))
        errors.append(np.abs(centre(large) - picture.reshape(28, 28)).mean())
    assert np.median(errors) < 0.01
    assert np.quantile(errors, 0.95) < 0.06


def drawn(side: int, strokes: object) -> NDArray[np.float32]:
    """A picture of ink 1 where one of the strokes (y, x), slices or indices, lies."""
    ink = np.zeros((side, side), dtype=np.float32)
    for stroke in strokes:  # type: ignore[attr-defined]
        ink[stroke] = 1
    return ink


KEPT = {
    "a thin diagonal": drawn(512, [(i, i) for i in range(20, 490)]),
    "a dotted line": drawn(512, [np.s_[i : i + 3, 200:203] for i in range(30, 470, 11)]),
    "half solid, half dotted": drawn(
        512, [np.s_[40:44, 100:400], *(np.s_[i : i + 4, 300:304] for i in range(60, 480, 14))]
    ),
    "the dot of an i": drawn(300, [np.s_[100:280, 140:160], np.s_[50:70, 140:160]]),
    "a dot on a small picture": drawn(32, [np.s_[8:28, 14:17], np.s_[3:5, 14:16]]),
    "single pixels on a small picture": drawn(32, [(i, 9) for i in range(4, 28, 3)]),
    "a dot of one pixel": drawn(32, [np.s_[10:28, 14:16], (6, 14)]),
    "a dot of two pixels": drawn(64, [np.s_[20:58, 30:32], np.s_[12, 30:32]]),
    "a stroke that ends in pixels": drawn(64, [np.s_[9:30, 30:32], *((i, 30) for i in (34, 39))]),
    "two pixels far apart": drawn(64, [(3, 3), (60, 60)]),
    "a blot far from the stroke": drawn(64, [np.s_[30:60, 30:32], np.s_[3:5, 3:5]]),
    "nothing": drawn(64, []),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_speck_is_kept(name: str) -> None:
    assert np.array_equal(without_specks(KEPT[name]), KEPT[name])


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
