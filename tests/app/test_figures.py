"""The map's figure, and whether its colours can be told apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from app.figures import PALETTE, map_figure

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def lab(hex_colour: str, vision: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of a colour as that eye sees it."""
    srgb = np.array([int(hex_colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(vision @ linear, 0, 1)
    xyz = (
        np.array(
            [
                [0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041],
            ]
        )
        @ linear
        / np.array([0.95047, 1.0, 1.08883])
    )
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_any_two_classes_can_be_told_apart(vision: str) -> None:
    colours = [lab(colour, VISION[vision]) for colour in PALETTE]
    nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(colours, 2))
    assert nearest > 5  # about twice the least difference that an eye can see


def test_a_trace_a_class_and_rings_at_1_2_3_sigma() -> None:
    figure = map_figure([f"class {c}" for c in range(10)])
    assert [trace["name"] for trace in figure["data"]] == [f"class {c}" for c in range(10)]
    assert len({trace["marker"]["color"] for trace in figure["data"]}) == 10
    rings = figure["layout"]["shapes"]
    assert [(ring["type"], ring["x0"], ring["y1"]) for ring in rings] == [
        ("circle", -1, 1),
        ("circle", -2, 2),
        ("circle", -3, 3),
    ]
    # Unequal scales would turn the rings and the posterior's outline into lies.
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"
    assert figure["layout"]["yaxis"]["scaleratio"] == 1


@pytest.mark.parametrize("count", [1, 3, 10, 11, 26, 50])
def test_as_many_classes_as_there_are_are_told_apart(count: int) -> None:
    """Beyond the palette a colour comes again, with a shape that it had not."""
    traces = map_figure([f"class {c}" for c in range(count)])["data"]
    assert len(traces) == count
    looks = {(trace["marker"]["color"], trace["marker"]["symbol"]) for trace in traces}
    assert len(looks) == count
    assert len({colour for colour, _ in looks}) == min(count, len(PALETTE))
