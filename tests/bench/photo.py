"""How long the browser takes to open and read a photo as a phone takes it."""

from __future__ import annotations

import base64
import io
from statistics import median
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from model.data import load_asset

SIZE = (4000, 3000)  # twelve megapixels
REPEATS = 5

OPEN = """async ([photo, repeats]) => {
  const { openPhoto } = await import("/app/web/models/photos.js");
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const file = new Blob([bytes], { type: "image/jpeg" });
  const times = [];
  for (let i = 0; i <= repeats; i++) { // the first one fetches the modules
    const start = performance.now();
    const { reading } = await openPhoto(file);
    if (i) times.push(performance.now() - start);
    if (!reading.sure) throw new Error("the photo was not read");
  }
  return times;
}"""


def photo() -> bytes:
    """A JPEG of blue ink on paper in uneven light, with a sensor's noise."""
    width, height = SIZE
    digit = (255 * load_asset("mnist")[0][0].reshape(28, 28)).byte().numpy()
    side = height // 2
    large = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
    ink = np.zeros((height, width), dtype=np.float32)
    top, left = (height - side) // 2, (width - side) // 2
    ink[top : top + side, left : left + side] = np.asarray(large, dtype=np.float32) / 255
    light = np.linspace(0.6, 0.95, width, dtype=np.float32)[None, :, None]
    paper, blue = np.array([0.95, 0.93, 0.88]), np.array([0.15, 0.18, 0.45])
    levels = light * (paper + ink[..., None] * (blue - paper))
    levels += np.random.default_rng(0).normal(0, 0.02, levels.shape)
    file = io.BytesIO()
    Image.fromarray((255 * levels.clip(0, 1)).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


def opening(browser: Browser, static: str) -> dict[str, Any]:
    """Ms from a file to its strokes and its square; ``static`` serves the project's files."""
    taken = photo()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{static}/tests/bench/empty.html")
    times = page.evaluate(OPEN, [base64.b64encode(taken).decode(), REPEATS])
    context.close()
    return {
        "ms": round(median(times)),
        "pixels": SIZE[0] * SIZE[1],
        "bytes": len(taken),
        "repeats": REPEATS,
        "what": "from the file to what was read of it, in a worker; the median",
    }
