"""Reading a photo, step by step: against SciPy, and against what was put into a picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

from app.reading.frame import WHOLE, Frame, propose, through, whole
from app.reading.lines import find_lines
from app.reading.paper import WHITE, blur, close, ink_of, noise, shrink
from app.reading.parts import find_parts
from app.reading.read import read
from app.reading.strokes import grow
from tests.placing import centre

shapes = hnp.array_shapes(min_dims=2, max_dims=2, max_side=40)
levels = hnp.arrays(np.int32, shapes, elements=st.integers(0, WHITE))
masks = hnp.arrays(np.bool_, shapes)


@given(levels, st.integers(1, 25), st.booleans())
def test_close_is_a_morphological_closing(
    picture: NDArray[np.int32], reach: int, beyond: bool
) -> None:
    pad = 4 * reach if beyond else 0
    wide = np.pad(picture, pad, mode="edge")
    size = 2 * reach + 1
    high = ndimage.maximum_filter(wide, size, mode="constant", cval=-1)
    low = ndimage.minimum_filter(high, size, mode="constant", cval=WHITE + 1)
    height, width = picture.shape
    expected = low[pad : pad + height, pad : pad + width]
    assert np.array_equal(close(picture, reach, beyond=beyond), expected)


@given(levels, st.integers(0, 2))
def test_blur_is_the_mean_around(picture: NDArray[np.int32], radius: int) -> None:
    size = 2 * radius + 1
    mean = ndimage.uniform_filter(picture.astype(np.float64), size, mode="nearest")
    assert np.abs(blur(picture, radius) - mean).max() <= 0.5 + 1e-6


@given(levels, st.integers(1, 4))
def test_shrink_is_the_mean_of_each_square(picture: NDArray[np.int32], factor: int) -> None:
    small = shrink(picture, factor)
    for y, x in np.ndindex(small.shape):
        square = picture[y * factor : (y + 1) * factor, x * factor : (x + 1) * factor]
        assert abs(small[y, x] - square.mean()) <= 0.5


@pytest.mark.parametrize("sigma", [0.005, 0.03, 0.1])
def test_noise_is_measured_on_a_slope(sigma: float) -> None:
    rng = np.random.default_rng(0)
    slope = np.linspace(0.3, 0.7, 300)[None] + rng.normal(0, sigma, (200, 300))
    assert noise((slope * WHITE).astype(np.int32)) == pytest.approx(sigma, rel=0.05)


def test_ink_is_the_same_share_in_the_light_and_in_the_shadow() -> None:
    paper = np.array([[4000, 2000]], dtype=np.int32)
    in_light, in_shadow = ink_of((paper * 0.3).astype(np.int32), paper)[0]
    assert in_shadow == pytest.approx(in_light, rel=0.1)
    assert (ink_of(paper + 5, paper) == 0).all()


@given(masks)
def test_parts_are_those_of_scipy(mask: NDArray[np.bool_]) -> None:
    ink = np.arange(mask.size, dtype=np.int32).reshape(mask.shape)
    parts = find_parts(mask, ink)
    label, n = ndimage.label(mask, np.ones((3, 3)))
    assert np.array_equal(parts.label, label)
    every = range(1, n + 1)
    assert parts.area.tolist() == [int((label == k).sum()) for k in every]
    assert parts.mass.tolist() == [int(ink[label == k].sum()) for k in every]
    boxes = [(s[0].start, s[0].stop, s[1].start, s[1].stop) for s in ndimage.find_objects(label)]
    found = zip(parts.top, parts.bottom, parts.left, parts.right, strict=True)
    assert [tuple(map(int, box)) for box in found] == boxes


@given(masks, st.integers(0, 4))
def test_grow_is_a_dilation(mask: NDArray[np.bool_], by: int) -> None:
    size = 2 * by + 1
    assert np.array_equal(grow(mask, by), ndimage.binary_dilation(mask, np.ones((size, size))))


@pytest.mark.parametrize("slope", [-0.25, -0.1, 0, 0.03, 0.2])
@pytest.mark.parametrize("upright", [False, True])
def test_a_line_is_found_and_the_stroke_across_it_is_not(slope: float, upright: bool) -> None:
    mask = np.zeros((200, 256), dtype=bool)
    x = np.arange(256)
    for row in range(2):
        mask[(100 + row + slope * (x - 128)).astype(int), x] = True
    mask[40:160, 120:135] = True  # a stroke
    mask[60:63, 30:110] = True  # a bar, thin and straight, but no line: it is too short
    if upright:
        mask = mask.T.copy()
    lines = find_lines(mask)
    left = mask & ~lines
    if upright:
        left = left.T
    assert left[40:160, 120:135].all()
    assert left[60:63, 30:110].all()
    assert left.sum() < 120 * 15 + 3 * 80 + 60  # hardly anything of the line's 512 pixels


def large(picture: Tensor, scale: int = 10) -> NDArray[np.float32]:
    ink = picture.reshape(28, 28).numpy()
    return np.kron(ink, np.ones((scale, scale), dtype=np.float32))


def test_the_proposed_frame_places_as_mnist_did(pictures: Tensor) -> None:
    """Through it each large digit is what scaling and shifting by whole pixels makes of it."""
    for picture in pictures[:50]:
        ink = np.pad(large(picture), ((3, 90), (40, 0)))
        for by in ("mass", "box"):
            assert np.abs(through(ink, propose(ink, by)) - centre(ink, by)).mean() < 0.01


@given(
    hnp.arrays(np.float32, shapes, elements=st.sampled_from([0, 0.25, 1])),
    st.builds(Frame, *[st.floats(-0.5, 1.5)] * 2, st.floats(0.01, 3), st.floats(-7, 7)),
)
def test_through_any_frame_are_means_of_the_picture(ink: NDArray[np.float32], frame: Frame) -> None:
    seen = through(ink, frame)
    assert seen.shape == (28, 28)
    assert seen.min() >= 0
    assert seen.max() <= max(0, ink.max()) + 1e-6


def test_a_quarter_turn_of_the_frame_turns_the_picture(pictures: Tensor) -> None:
    ink = large(pictures[0])
    seen = through(ink, Frame(0.5, 0.5, 1, np.pi / 2))
    assert np.allclose(seen, np.rot90(through(ink, WHOLE)), atol=1e-4)


def test_the_frame_follows_a_hand_smoothly(pictures: Tensor) -> None:
    ink = large(pictures[0])
    frame = propose(ink)
    seen = through(ink, frame)
    for step in (Frame(1e-3, 0, 0), Frame(0, 1e-3, 0), Frame(0, 0, 1e-3), Frame(0, 0, 0, 1e-3)):
        moved = Frame(
            frame.x + step.x, frame.y + step.y, frame.side + step.side, frame.angle + step.angle
        )
        assert np.abs(through(ink, moved) - seen).mean() < 0.01


def test_a_whole_picture_lies_on_its_borders_grey() -> None:
    wide = np.full((20, 80), 0.25, dtype=np.float32)
    wide[5:15, 30:50] = 1
    seen = whole(wide)
    assert np.allclose(seen[:9], 0.25)
    assert seen[13:15, 12:16].min() > 0.9


def test_swap_reads_the_paper_as_ink(pictures: Tensor) -> None:
    dark = 1 - np.pad(large(pictures[0]), 40)
    as_guessed, swapped = read(dark), read(dark, swap=True)
    assert as_guessed.sure
    ink = 1 - dark > 0.5
    assert as_guessed.ink[ink].mean() > 0.85
    assert swapped.ink[ink].mean() < 0.1


@pytest.mark.parametrize("level", [0, 0.5, 1])
def test_where_nothing_is_written_nothing_is_sure(level: float) -> None:
    reading = read(np.full((60, 90), level, dtype=np.float32))
    assert not reading.sure
    assert not reading.ink.any()


def test_noise_alone_is_not_taken_for_a_digit() -> None:
    rng = np.random.default_rng(0)
    assert not read(np.clip(rng.normal(0.6, 0.1, (300, 300)), 0, 1).astype(np.float32)).sure
