"""How long a phone's photo takes from its file to its reading, in a page that has seen none."""

from __future__ import annotations

import base64
import io
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.bench.startup import REPEATS, fresh
from tests.pictures.corpus import examples

SIDES = (4000, 3000)  # 12 megapixels
NOISE = 4  # of 255, as a phone's sensor has it
QUALITY = 88

OPEN = """async (content) => {
  const { PhotoReader } = await import("/app/web/models/photos.js");
  const file = await (await fetch(`data:image/jpeg;base64,${content}`)).blob();
  const reader = new PhotoReader();
  const times = [];
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    const { reading } = await reader.open(file);
    times.push(performance.now() - start);
    if (!reading.sure) throw new Error("the photo was not read");
  }
  return times;
}"""


def snapshot() -> bytes:
    """A JPEG of 12 megapixels: a digit on lined paper."""
    example = next(iter(examples("lined paper", 1)))
    large = np.asarray(example.image.convert("L").resize(SIDES), dtype=np.float32)
    noise = np.random.default_rng(0).normal(0, NOISE, large.shape)
    colours = (large + noise)[..., None] + np.array([5, 0, -8])
    buffer = io.BytesIO()
    image = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def visit(page: Page, content: str) -> list[float]:
    return page.evaluate(OPEN, content)


def opening(browser: Browser, static: str) -> dict[str, Any]:
    """Ms from a file to its reading, the first with the worker's start, and the next one.

    ``static`` serves the project's files.
    """
    content = base64.b64encode(snapshot()).decode()
    page = f"{static}/tests/bench/empty.html"
    visits = [fresh(browser, page, partial(visit, content=content)) for _ in range(REPEATS)]
    first, second = (round(median(times)) for times in zip(*visits, strict=True))
    return {
        "first_ms": first,
        "ms": second,
        "megapixels": round(SIDES[0] * SIDES[1] / 1e6),
        "repeats": REPEATS,
    }
