"""What a test sees of the page: pixels, numbers, notices, and how to wait until they are there."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

import numpy as np
from numpy.typing import ArrayLike, NDArray
from playwright.sync_api import Locator, Page, TimeoutError, expect

SAMPLED = 0.02  # of a pixel, on average: a photo is sampled, and samples lie elsewhere
BYTE = 1.5 / 255  # a canvas rounds to bytes, and float16 weights leave both sides a little apart
FIRST = 30  # the test picture that the page opens with

RECONSTRUCT = "#reconstruct"
MAP = "#map"
DECODED_VIEW = "#decoded"
PAD = '#pad [data-ref="pad"]'
HINT = '#pad [data-ref="hint"]'
SEEN = '#reconstruct [data-ref="seen"]'
X_HAT = '#reconstruct [data-ref="xHat"]'
DECODED = '#decoded [data-ref="xHat"]'
DRAWS = '#reconstruct [data-ref="draws"]'
NOTICES = "#status"

# The grey levels of a canvas, row by row; and numbers that came in letters, which is how many of
# them go over in a thousandth of the time that lists take.
LEVELS = """const bytes = (canvas) => {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]);
};
const levels = (canvas) => Float32Array.from(bytes(canvas), (value) => value / 255);
const inLetters = (bytes) =>
  btoa(bytes.reduce((letters, byte) => letters + String.fromCharCode(byte), ""));
const fromLetters = (letters) =>
  new Float32Array(Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0)).buffer);"""


def in_letters(numbers: ArrayLike) -> str:
    """Any array as float32, for ``fromLetters`` in the page."""
    return base64.b64encode(np.asarray(numbers, dtype="<f4").tobytes()).decode()


def frames(page: Page, selector: str) -> int:
    """How often a view has been painted."""
    return int(page.locator(selector).get_attribute("data-frames") or 0)


def wait_for_frames(page: Page, selector: str, more_than: int = 0) -> None:
    """Wait until the view has been painted more often than that."""
    page.wait_for_function(
        "([selector, n]) => Number(document.querySelector(selector)?.dataset.frames ?? 0) > n",
        arg=[selector, more_than],
    )


def wait_for_picture(page: Page) -> None:
    """Wait until the picture that the page opens with has been reconstructed."""
    expect(page.locator('#reconstruct [data-ref="engineTime"]')).to_contain_text(
        " ms", timeout=30_000
    )


def let_frames_pass(page: Page, n: int = 40) -> None:
    """Let the page draw n frames: for what would show in the next frames if it were wrong."""
    page.evaluate(
        """n => new Promise((done) => {
          const next = () => (n-- ? requestAnimationFrame(next) : done());
          next();
        })""",
        n,
    )


def pixels(page: Page, selector: str) -> NDArray[np.float64]:
    """What a canvas shows, as grey levels (H, W) in [0, 1]."""
    height, width, letters = page.locator(selector).evaluate(
        f"""canvas => {{
          {LEVELS}
          return [canvas.height, canvas.width, inLetters(bytes(canvas))];
        }}"""
    )
    values = np.frombuffer(base64.b64decode(letters), dtype=np.uint8)
    return values.reshape(height, width) / 255


def expect_seen(page: Page, *wanted: NDArray[np.float64], within: float = SAMPLED) -> None:
    """What the model sees comes to be one of these, on average over its pixels."""
    page.wait_for_function(
        f"""([selector, wanted, within]) => {{
          {LEVELS}
          const seen = levels(document.querySelector(selector));
          return wanted.map(fromLetters).some((one) =>
            one.reduce((sum, value, i) => sum + Math.abs(seen[i] - value), 0) / 784 < within);
        }}""",
        arg=[SEEN, [in_letters(one) for one in wanted], within],
    )


def expect_pixels(page: Page, selector: str, expected: ArrayLike, atol: float = BYTE) -> None:
    """Wait until the canvas shows these grey levels."""
    wanted = np.asarray(expected, dtype=np.float64)
    try:
        page.wait_for_function(
            f"""([selector, letters, atol]) => {{
              {LEVELS}
              const wanted = fromLetters(letters);
              const canvas = document.querySelector(selector);
              const shown = canvas ? levels(canvas) : [];
              return shown.length === wanted.length &&
                shown.every((value, i) => Math.abs(value - wanted[i]) <= atol);
            }}""",
            arg=[selector, in_letters(wanted), atol],
        )
    except TimeoutError:
        shown = pixels(page, selector).reshape(-1)
        assert shown.shape == wanted.reshape(-1).shape, f"{selector} has other pixels"
        worst = np.abs(shown - wanted.reshape(-1)).max()
        raise AssertionError(f"{selector} differs by up to {worst:.4f} a pixel") from None


def from_text(text: str) -> float:
    """A number as the page writes it."""
    return float(text.replace("−", "-").replace(",", ""))


def number(page: Page, ref: str) -> float:
    """A number of the Reconstruct tab."""
    return from_text(page.locator(f'#reconstruct [data-ref="{ref}"]').inner_text())


def values(page: Page) -> list[float]:
    """The sliders' number boxes, in their order."""
    inputs = page.locator("#sliders input[type=number]")
    return [float(inputs.nth(k).input_value()) for k in range(inputs.count())]


def expect_values(page: Page, expected: Sequence[float], atol: float = 0.0051) -> None:
    """Wait until the number boxes show these values, to their two decimals or more."""
    try:
        page.wait_for_function(
            """([expected, atol]) => {
              const boxes = [...document.querySelectorAll("#sliders input[type=number]")];
              return boxes.length === expected.length &&
                boxes.every(({ value }, k) => Math.abs(+value - expected[k]) <= atol);
            }""",
            arg=[list(map(float, expected)), atol],
        )
    except TimeoutError:
        assert values(page) == list(expected)
        raise


def notice(page: Page, words: str) -> Locator:
    """The line of the page's notices that says this."""
    return page.locator(f"{NOTICES} p").filter(has_text=words)


def evaluate_with(page: Page, modules: dict[str, str], body: str, argument: Any = None) -> Any:
    """Run JavaScript in the page with names imported from its own modules.

    Args:
        page: any page of the app.
        modules: by a file's path in app/web/, the names to import from it, with commas between.
        body: statements that may use these names and ``argument``.
        argument: JSON.
    """
    styles = page.locator('link[rel=stylesheet][href$="/styles/index.css"]')
    styles.wait_for(state="attached")  # the page asks for it first, at either host
    web = urljoin(str(styles.evaluate("link => link.href")), "..")
    lines = [
        f"const {{ {names} }} = await import({web + file!r});" for file, names in modules.items()
    ]
    return page.evaluate(f"async (argument) => {{ {' '.join(lines)} {body} }}", argument)


def gaussians(page: Page, seed: int, n: int) -> NDArray[np.float32]:
    """The page's own draws from N(0, 1) of that seed."""
    drawn = evaluate_with(
        page,
        {"maths/random.js": "gaussians"},
        "return Array.from(gaussians(...argument));",
        [seed, n],
    )
    return np.array(drawn, dtype=np.float32)
