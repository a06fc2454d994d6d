"""The odd pictures that people bring: a function a kind, from an MNIST digit to a photo of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from tests.pictures import scene
from tests.pictures.scene import Floats, Random, Shape

Kind = Callable[[Floats, Random], Image.Image]

KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    KINDS[make.__name__.replace("_", " ")] = make
    return make


def size(rng: Random) -> tuple[int, int]:
    """Height and width of a photo, upright or level."""
    long = int(rng.uniform(560, 900))
    short = int(long * rng.uniform(0.7, 1))
    return (long, short) if rng.random() < 0.5 else (short, long)


def light(rng: Random, shape: Shape, depth: float = 0.15) -> Floats:
    """Daylight from one side: a slope and large soft hills."""
    height, width = shape
    y, x = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None]
    angle = rng.uniform(0, 2 * np.pi)
    slope = y * np.sin(angle) + x * np.cos(angle)
    return 1 - depth / 2 * (1 + slope / 1.5) + 0.03 * scene.wobble(rng, shape, 2)


def sheet(rng: Random, shape: Shape) -> Floats:
    return rng.uniform(0.82, 0.97) * light(rng, shape)


def photo(levels: Floats, rng: Random, sigma: float = 0.012) -> Image.Image:
    return scene.jpeg(scene.as_image(scene.noisy(levels, rng, sigma)), int(rng.uniform(75, 95)))


def pen(rng: Random) -> float:
    return rng.uniform(0.05, 0.3)


@kind
def clean_scan(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    return scene.as_image(scene.written(np.ones(ink.shape), ink, 0))


@kind
def plain_photo(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    return photo(scene.written(sheet(rng, ink.shape), ink, pen(rng)), rng)


def ruled(rng: Random, paper: Floats, *, graph: bool, strength: tuple[float, float]) -> Floats:
    height, width = paper.shape
    gap = min(height, width) * (rng.uniform(0.035, 0.1) if graph else rng.uniform(0.07, 0.2))
    thick = rng.uniform(1, 3)
    lines = scene.rules(rng, height, width, gap, thick)
    if graph:
        lines = np.maximum(lines, scene.rules(rng, width, height, gap, thick).T)
    return paper * (1 - rng.uniform(*strength) * lines)


@kind
def lined_paper(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = ruled(rng, sheet(rng, ink.shape), graph=False, strength=(0.15, 0.5))
    return photo(scene.written(paper, ink, pen(rng)), rng)


@kind
def graph_paper(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = ruled(rng, sheet(rng, ink.shape), graph=True, strength=(0.15, 0.5))
    return photo(scene.written(paper, ink, pen(rng)), rng)


@kind
def lined_paper_turned(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    height, width = ink.shape
    grown = ruled(
        rng, np.full((2 * height, 2 * width), 0.95), graph=rng.random() < 0.4, strength=(0.15, 0.4)
    )
    turned = scene.turned(grown, rng.uniform(-8, 8), 0.95)
    paper = turned[height // 2 :][:height, width // 2 :][:, :width] * light(rng, (height, width))
    return photo(scene.written(paper, ink, pen(rng)), rng)


@kind
def pencil_on_lined_paper(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng), share=(0.4, 0.65))
    paper = ruled(rng, sheet(rng, ink.shape), graph=False, strength=(0.1, 0.25))
    return photo(scene.written(paper, ink * 0.5, 0.3), rng, 0.008)


@kind
def margin_line(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = ruled(rng, sheet(rng, ink.shape), graph=False, strength=(0.1, 0.35))
    x = int(ink.shape[1] * rng.uniform(0.06, 0.14))
    paper[:, x : x + 3] *= 0.5
    return photo(scene.written(paper, ink, pen(rng)), rng)


def wood(rng: Random, shape: Shape) -> Floats:
    height, width = shape
    grain = scene.resized(rng.normal(0, 1, (max(4, height // 6), 4)), height, width)
    return np.clip(rng.uniform(0.15, 0.55) * (1 + 0.12 * grain / np.abs(grain).max()), 0, 1)


@kind
def table_around(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng), share=(0.3, 0.5))
    page = scene.written(np.full(ink.shape, rng.uniform(0.88, 0.97)), ink, pen(rng))
    table = np.full(ink.shape, rng.uniform(0.1, 0.6))
    return photo(scene.on_table(page, table, rng, "ltrb") * light(rng, ink.shape), rng)


@kind
def table_at_one_side(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng), share=(0.3, 0.5))
    page = scene.written(np.full(ink.shape, rng.uniform(0.88, 0.97)), ink, pen(rng))
    table = np.full(ink.shape, rng.uniform(0.1, 0.6))
    side = str(rng.choice(list("ltrb")))
    return photo(scene.on_table(page, table, rng, side, 6) * light(rng, ink.shape), rng)


@kind
def wooden_table(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng), share=(0.3, 0.5))
    page = scene.written(np.full(ink.shape, rng.uniform(0.88, 0.97)), ink, pen(rng))
    table = wood(rng, ink.shape)
    sides = str(rng.choice(["ltrb", "lt", "rb", "lr"]))
    return photo(scene.on_table(page, table, rng, sides, 5) * light(rng, ink.shape), rng)


@kind
def two_shades_of_table(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng), share=(0.3, 0.5))
    page = scene.written(np.full(ink.shape, rng.uniform(0.88, 0.97)), ink, pen(rng))
    table = np.full(ink.shape, rng.uniform(0.1, 0.3))
    table[:, int(ink.shape[1] * rng.uniform(0.3, 0.7)) :] = rng.uniform(0.4, 0.7)
    return photo(scene.on_table(page, table, rng, "ltrb") * light(rng, ink.shape), rng)


@kind
def small_sheet_on_a_table(digit: Floats, rng: Random) -> Image.Image:
    """A note of less than half the photo's side on a plain table."""
    height, width = size(rng)
    side = int(min(height, width) * rng.uniform(0.35, 0.5))
    note = scene.written(
        np.full((side, side), rng.uniform(0.85, 0.97)),
        scene.placed(digit, rng, side, side, share=(0.4, 0.6)),
        pen(rng),
    )
    levels = np.full((height, width), rng.uniform(0.1, 0.6))
    mask = np.zeros_like(levels)
    top, left = (int((n - side) * rng.uniform(0.2, 0.8)) for n in (height, width))
    whole = levels.copy()
    whole[top : top + side, left : left + side] = note
    mask[top : top + side, left : left + side] = 1
    angle = rng.uniform(-6, 6)
    whole, mask = scene.turned(whole, angle, levels[0, 0]), scene.turned(mask, angle, 0)
    return photo((whole * mask + levels * (1 - mask)) * light(rng, (height, width)), rng)


@kind
def dust(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = sheet(rng, ink.shape)
    dirt = scene.specks(rng, ink.shape, count=int(rng.uniform(15, 60)), largest=rng.uniform(1.5, 4))
    paper = scene.written(paper, dirt, rng.uniform(0.1, 0.5))
    return photo(scene.written(paper, ink, pen(rng)), rng)


@kind
def pencil(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    grain = 0.8 + 0.2 * rng.random(ink.shape)
    level = rng.uniform(0.4, 0.7)
    return photo(scene.written(sheet(rng, ink.shape), scene.blurred(ink * grain, 1), level), rng)


@kind
def pale_ink(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = sheet(rng, ink.shape)
    return photo(paper * (1 - rng.uniform(0.12, 0.3) * ink), rng, 0.008)


@kind
def chalk(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    board = rng.uniform(0.1, 0.3) * light(rng, ink.shape, depth=0.4)
    board = board * (1 + 0.35 * scene.wobble(rng, ink.shape, cells=6))
    grain = np.clip(0.55 + 0.6 * rng.random(ink.shape), 0, 1)
    return photo(scene.written(board, ink * scene.blurred(grain, 0.7), 0.85), rng)


@kind
def felt_pen(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    thick = scene.blurred(ink, max(ink.shape) / 110)
    thick = np.clip((thick - 0.25) * 4, 0, 1)
    return photo(scene.written(sheet(rng, ink.shape), thick, pen(rng)), rng)


@kind
def coloured_ink(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))[..., None]
    colour = np.array([(0.1, 0.2, 0.8), (0.8, 0.1, 0.1), (0.1, 0.5, 0.2)][rng.integers(3)])
    paper = scene.coloured(sheet(rng, ink.shape[:2]), (1, 0.98, 0.95))
    return photo(scene.written(paper, ink, colour), rng)


@kind
def coloured_paper(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))[..., None]
    colour = [(1, 0.9, 0.45), (0.6, 0.85, 1), (1, 0.65, 0.7), (0.6, 0.9, 0.6)][rng.integers(4)]
    paper = scene.coloured(sheet(rng, ink.shape[:2]), colour)
    return photo(scene.written(paper, ink, pen(rng)), rng)


@kind
def shadow_gradient(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = rng.uniform(0.85, 0.97) * light(rng, ink.shape, depth=rng.uniform(0.6, 0.85))
    return photo(paper * (1 - rng.uniform(0.6, 0.9) * ink), rng, 0.008)


@kind
def vignette(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    y, x = np.linspace(-1, 1, ink.shape[0])[:, None], np.linspace(-1, 1, ink.shape[1])[None]
    fall = 1 - rng.uniform(0.3, 0.45) * (y**2 + x**2)
    return photo(fall * scene.written(sheet(rng, ink.shape), ink, pen(rng)), rng)


def hand(rng: Random, shape: Shape) -> Floats:
    """The shadow (height, width) of a hand with two fingers, from one side: 1 where it is dark."""
    height, width = shape
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    shade = np.zeros((height, width))
    cy, reach = rng.uniform(0.4, 1), rng.uniform(0.35, 0.75)
    for offset, length in ((-0.09, 1.0), (0.05, 0.9), (0.25, 0.6)):
        slope = rng.uniform(-0.2, 0.2)
        away = np.abs(y - cy - offset - slope * (1 - x)) / (0.055 if length > 0.7 else 0.2)
        shade = np.maximum(shade, (away < 1) & (1 - x < reach * length))
    shade = scene.blurred(shade.astype(float), max(height, width) * rng.uniform(0.01, 0.03))
    return shade[:, ::-1] if rng.random() < 0.5 else shade


@kind
def shadow_of_a_hand(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    paper = sheet(rng, ink.shape) * (1 - rng.uniform(0.25, 0.5) * hand(rng, ink.shape))
    return photo(paper * (1 - rng.uniform(0.7, 0.9) * ink), rng)


@kind
def slightly_turned(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.turned(scene.placed(digit, rng, *size(rng)), rng.uniform(-8, 8), 0)
    return photo(scene.written(sheet(rng, ink.shape), ink, pen(rng)), rng)


@kind
def tiny_in_a_corner(digit: Floats, rng: Random) -> Image.Image:
    height, width = size(rng)
    stroke = scene.strokes(digit, int(min(height, width) * rng.uniform(0.08, 0.14)))
    ink = np.zeros((height, width))
    top = int((height - stroke.shape[0]) * rng.choice([0.06, 0.94]))
    left = int((width - stroke.shape[1]) * rng.choice([0.06, 0.94]))
    ink[top : top + stroke.shape[0], left : left + stroke.shape[1]] = stroke
    return photo(scene.written(sheet(rng, (height, width)), ink, pen(rng)), rng)


@kind
def huge_at_the_edges(digit: Floats, rng: Random) -> Image.Image:
    stroke = scene.strokes(digit, int(rng.uniform(400, 700)))
    ink = stroke[int(rng.integers(4, 16)) :, int(rng.integers(4, 16)) :]
    return photo(scene.written(sheet(rng, ink.shape), ink, pen(rng)), rng)


@kind
def photo_noise(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    levels = scene.written(sheet(rng, ink.shape), ink, pen(rng))
    return scene.as_image(scene.noisy(levels, rng, rng.uniform(0.06, 0.15)))


@kind
def jpeg_artefacts(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, 240, 300)
    levels = scene.written(sheet(rng, ink.shape), ink, pen(rng))
    return scene.jpeg(scene.as_image(levels), int(rng.uniform(6, 18)))


@kind
def out_of_focus(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    levels = scene.written(sheet(rng, ink.shape), ink, pen(rng))
    return photo(scene.blurred(levels, max(ink.shape) * rng.uniform(0.004, 0.009)), rng)


def on_nothing(ink: Floats, level: int) -> Image.Image:
    """Strokes of one level, transparent wherever there are none."""
    colour = np.full((*ink.shape, 3), level, dtype=np.uint8)
    return Image.fromarray(np.dstack([colour, (ink * 255).round().astype(np.uint8)]))


@kind
def black_on_nothing(digit: Floats, rng: Random) -> Image.Image:
    return on_nothing(scene.placed(digit, rng, *size(rng)), 0)


@kind
def white_on_nothing(digit: Floats, rng: Random) -> Image.Image:
    return on_nothing(scene.placed(digit, rng, *size(rng)), 255)


@kind
def translucent_ink(digit: Floats, rng: Random) -> Image.Image:
    return on_nothing(scene.placed(digit, rng, *size(rng)) * rng.uniform(0.3, 0.7), 20)


@kind
def inverted(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    return scene.as_image(scene.written(np.full(ink.shape, rng.uniform(0, 0.2)), ink, 1))


@kind
def sixteen_bits(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    levels = scene.written(sheet(rng, ink.shape), ink, pen(rng))
    return Image.fromarray((np.clip(levels, 0, 1) * 65535).round().astype(np.uint16))


@kind
def low_contrast(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    grey = rng.uniform(0.35, 0.65)
    return photo(grey * (1 - rng.uniform(0.15, 0.25) * ink), rng, 0.006)


@kind
def crumpled_paper(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    folds = np.zeros(ink.shape)
    for n in (4, 8, 16):
        folds += scene.wobble(rng, ink.shape, cells=n) / n**0.5
    creases = 1 - 0.12 * np.exp(-((scene.wobble(rng, ink.shape, cells=5) / 0.02) ** 2))
    paper = sheet(rng, ink.shape) * (1 + 0.14 * folds) * creases
    return photo(paper * (1 - rng.uniform(0.7, 0.9) * ink), rng)


@kind
def askew(digit: Floats, rng: Random) -> Image.Image:
    """Lined paper seen from one side: sheared, and smaller at the far end."""
    ink = scene.placed(digit, rng, *size(rng), share=(0.35, 0.55))
    paper = ruled(rng, np.full(ink.shape, 0.93), graph=False, strength=(0.1, 0.3))
    image = scene.as_image(scene.written(paper, ink, pen(rng)))
    shear, far = rng.uniform(-0.12, 0.12), rng.uniform(-0.15, 0.15) / ink.shape[0]
    coefficients = (1, shear, -shear * ink.shape[0] / 2, 0.03, 1, 0, 0, far)
    seen = image.transform(
        image.size,
        Image.Transform.PERSPECTIVE,
        coefficients,
        Image.Resampling.BICUBIC,
        fillcolor=237,
    )
    return photo(np.asarray(seen) / 255 * light(rng, ink.shape), rng)


@kind
def spiral_notebook(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    height, width = ink.shape
    paper = ruled(rng, sheet(rng, (height, width)), graph=rng.random() < 0.5, strength=(0.05, 0.3))
    y, x = np.mgrid[:height, :width]
    pitch, radius = height / rng.integers(12, 22), min(height, width) * rng.uniform(0.01, 0.018)
    cx = width * rng.uniform(0.03, 0.06)
    away = np.hypot((y % pitch) - pitch / 2, x - cx)
    paper = scene.written(paper, np.clip(radius + 0.5 - away, 0, 1), rng.uniform(0.05, 0.3))
    return photo(scene.written(paper, ink, pen(rng)), rng)


@kind
def at_its_own_size(digit: Floats, rng: Random) -> Image.Image:
    """MNIST's file itself, 28x28, white on black; or black on white."""
    return scene.as_image(digit if rng.random() < 0.5 else 1 - digit)


@kind
def thumbnail(digit: Floats, rng: Random) -> Image.Image:
    side = int(rng.integers(40, 100))
    ink = scene.placed(digit, rng, side, side, share=(0.5, 0.75))
    return scene.as_image(scene.written(np.full(ink.shape, rng.uniform(0.85, 1)), ink, pen(rng)))


@kind
def screenshot_with_a_frame(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng), share=(0.3, 0.5))
    levels = scene.written(np.ones(ink.shape), ink, 0)
    inset, thick = int(rng.integers(0, 40)), int(rng.integers(1, 7))
    frame = np.zeros(ink.shape)
    frame[inset : ink.shape[0] - inset, inset : ink.shape[1] - inset] = 1
    inner = inset + thick
    frame[inner : ink.shape[0] - inner, inner : ink.shape[1] - inner] = 0
    levels = scene.written(levels, frame, rng.uniform(0, 0.7))
    return scene.as_image(levels if rng.random() < 0.6 else 1 - levels)


@kind
def whiteboard_with_glare(digit: Floats, rng: Random) -> Image.Image:
    ink = scene.placed(digit, rng, *size(rng))
    height, width = ink.shape
    board = rng.uniform(0.65, 0.8) * light(rng, (height, width), 0.3)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    cy, cx = rng.uniform(0, 1, 2)
    board = board + 0.3 * np.exp(-((y - cy) ** 2 + (x - cx) ** 2) / rng.uniform(0.01, 0.06))
    return photo(np.clip(board, 0, 1) * (1 - rng.uniform(0.6, 0.9) * ink), rng)


@kind
def long_strip(digit: Floats, rng: Random) -> Image.Image:
    short = int(rng.uniform(250, 400))
    block = scene.placed(digit, rng, short, short, share=(0.5, 0.75))
    before, after = (int(short * rng.uniform(0.1, 1)) for _ in range(2))
    level = rng.random() < 0.5
    ink = np.pad(block, ((0, 0), (before, after)) if level else ((before, after), (0, 0)))
    return photo(scene.written(sheet(rng, ink.shape), ink, pen(rng)), rng)


@kind
def ballpoint(digit: Floats, rng: Random) -> Image.Image:
    """Strokes much thinner than MNIST's."""
    ink = scene.placed(digit, rng, *size(rng))
    image = scene.as_image(ink)
    thin = np.asarray(image.filter(ImageFilter.MinFilter(9))) / 255
    left = np.maximum(thin, np.clip((ink - 0.8) * 5, 0, 1) * scene.ridge(ink))
    return photo(scene.written(sheet(rng, ink.shape), left, pen(rng)), rng)


@kind
def everything_at_once(digit: Floats, rng: Random) -> Image.Image:
    """Squared paper on a table, a shadow, a turn, dust and noise: an evening's snapshot."""
    ink = scene.placed(digit, rng, *size(rng), share=(0.3, 0.45))
    height, width = ink.shape
    paper = ruled(rng, np.full(ink.shape, 0.93), graph=rng.random() < 0.5, strength=(0.1, 0.3))
    paper = scene.written(paper, scene.specks(rng, (height, width), 12, 2.5), 0.4)
    page = scene.on_table(
        scene.written(paper, ink, pen(rng)), wood(rng, (height, width)), rng, "lt", 4
    )
    shade = 1 - 0.3 * hand(rng, (height, width))
    return photo(page * shade * light(rng, (height, width), 0.4), rng, 0.025)
