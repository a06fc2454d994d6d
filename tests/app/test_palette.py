"""The classes' colours: seen on their grounds, and told apart by every eye.

The colours stand in tokens.css. What they reach was measured here, and is asserted: a colour that
is changed for the worse fails.
"""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from app.figures import COLOURS
from model.files import WEIGHTS
from tests.readme import ROOT

Array = NDArray[np.float64]

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
# The least ΔE2000 between any two classes. Petroff's ten colours (arXiv 2107.02270), which the map
# had before, reach 17.3, 11.9, 12.6 and 13.3, and two of them 1.4 : 1 on white.
LEAST = {
    "light": {"normal": 21.0, "protanopia": 13.2, "deuteranopia": 13.3, "tritanopia": 14.5},
    "dark": {"normal": 22.7, "protanopia": 14.8, "deuteranopia": 14.8, "tritanopia": 14.8},
}
FROM_ROLES = {"light": 10.0, "dark": 8.6}  # the least ΔE2000 to the colour of any role
CONTRAST = 3.0
CHROMA = 30.0  # of CIELAB: none is a grey
THEMES = ("light", "dark")
ROLES = ("data", "encoder", "latent", "decoder", "loss")


def token(theme: str, name: str) -> str:
    css = (ROOT / "app/web/styles/tokens.css").read_text()
    block = css.split("\n.dark {")[theme == "dark"]
    found = re.search(rf"--lx-{name}: (#[0-9a-f]{{6}});", block)
    assert found, f"{name} in {theme}"
    return found[1]


def palette(theme: str) -> list[str]:
    return [token(theme, f"class-{c}") for c in range(COLOURS)]


def linear(colour: str) -> Array:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.asarray(np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4))


def lab(colour: str, vision: Array) -> Array:
    """CIELAB (D65) of a colour as that eye sees it."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    seen = np.clip(vision @ linear(colour), 0, 1)
    xyz = to_xyz @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def delta_e(first: Array, second: Array) -> float:
    """CIEDE2000 between two colours of CIELAB (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, (1 + g) * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    s_l = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    r_c = 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    r_t = -np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * r_c
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / s_h
    return float(np.sqrt(d_l**2 + d_c**2 + d_h**2 + r_t * d_c * d_h))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [  # of the paper's table 1: each turns another corner of the formula
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_the_published_one(
    first: tuple[float, ...], second: tuple[float, ...], expected: float
) -> None:
    for a, b in ((first, second), (second, first)):
        assert delta_e(np.array(a), np.array(b)) == pytest.approx(expected, abs=1e-4)


def distances(theme: str, vision: str) -> Array:
    """ΔE2000 between each two classes, (10, 10)."""
    colours = [lab(colour, VISION[vision]) for colour in palette(theme)]
    return np.array([[delta_e(a, b) for b in colours] for a in colours])


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", THEMES)
def test_any_two_classes_can_be_told_apart(theme: str, vision: str) -> None:
    apart = distances(theme, vision)
    least = min(apart[a, b] for a, b in combinations(range(COLOURS), 2))
    assert least == pytest.approx(LEAST[theme][vision], abs=0.1)


@pytest.mark.parametrize("theme", THEMES)
def test_every_class_is_seen_on_its_grounds_and_none_is_grey(theme: str) -> None:
    luminance = np.array([0.2126, 0.7152, 0.0722])
    for colour in palette(theme):
        assert np.hypot(*lab(colour, VISION["normal"])[1:]) >= CHROMA
        for ground in ("ground", "surface"):
            pair = [float(luminance @ linear(c)) for c in (colour, token(theme, ground))]
            assert (max(pair) + 0.05) / (min(pair) + 0.05) >= CONTRAST, (colour, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_no_class_looks_like_a_role(theme: str) -> None:
    roles = [lab(token(theme, role), VISION["normal"]) for role in ROLES]
    classes = [lab(colour, VISION["normal"]) for colour in palette(theme)]
    least = min(delta_e(a, b) for a in classes for b in roles)
    assert least == pytest.approx(FROM_ROLES[theme], abs=0.1)


@pytest.fixture(scope="module")
def touching() -> Array:
    """How much two digits touch on the map at d = 2, (10, 10).

    The share of the ten nearest neighbours of a point that are of the other.
    """
    tensors = load_file(WEIGHTS / "mnist-vae-2d" / "codes.safetensors")
    mu, labels = tensors["mu"].astype(np.float32), tensors["labels"]
    touching = np.zeros((10, 10))
    for i in range(0, len(mu), 5):
        nearest = np.argpartition(((mu - mu[i]) ** 2).sum(1), 11)[:11]
        np.add.at(touching[labels[i]], labels[nearest], 1)
    np.fill_diagonal(touching, 0)
    touching += touching.T
    return np.asarray(touching / touching.sum())


@pytest.mark.parametrize("theme", THEMES)
def test_digits_that_touch_have_colours_that_are_far_apart(theme: str, touching: Array) -> None:
    """Farther, in the eye that tells them apart the least, than in 99 of 100 orders at random."""
    apart = np.min([distances(theme, vision) for vision in VISION], axis=0)
    random = np.random.default_rng(0)
    orders = [random.permutation(COLOURS) for _ in range(1000)]
    others = [(touching * apart[np.ix_(order, order)]).sum() for order in orders]
    assert (touching * apart).sum() > np.quantile(others, 0.99)
