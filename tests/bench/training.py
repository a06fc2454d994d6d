"""Training in the page beside PyTorch: the same net and batch, each on one core."""

from __future__ import annotations

import time
from typing import Any

import torch
from playwright.sync_api import Browser, Page

from model.config import ModelConfig
from model.data import load_asset
from model.network import VAE
from model.objective import loss_terms

SECONDS = 60
HIDDEN = 128
BATCH = 128
RATE = 3e-3
LEARNT = 9000
# The time between one frame and the next while it trains.
WATCH = """() => {
  const gaps = (window.frameGaps = []);
  let last = performance.now();
  const note = (now) => {
    gaps.push(now - last);
    last = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}"""


def in_page(browser: Browser, url: str, seconds: float = SECONDS) -> dict[str, Any]:
    """The first preset from nothing, as a visitor sees it, with all that is drawn meanwhile."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-US")
    page.goto(f"{url}/#tab=train")
    page.wait_for_selector("#train[data-step='0']")
    page.evaluate(WATCH)
    page.locator("#train [data-action=play]").click()
    page.wait_for_timeout(1000 * seconds)
    gaps = sorted(page.evaluate("window.frameGaps"))
    page.locator("#train [data-action=play]").click()
    page.wait_for_selector("#train[data-pace=stopped]")
    found = {
        "what": "in the page",
        "seconds": seconds,
        "pictures_per_second": round(number(page, "step") * BATCH / seconds),
        "held_out_neg_elbo": round(number(page, "neg-elbo"), 1),
        "frame_p50_ms": round(gaps[len(gaps) // 2], 1),
        "frame_p99_ms": round(gaps[int(0.99 * len(gaps))], 1),
        "longest_frame_ms": round(gaps[-1], 1),
    }
    page.close()
    return found


def number(page: Page, name: str) -> float:
    return float(page.locator("#train").get_attribute(f"data-{name}") or "nan")


def in_pytorch(seconds: float = SECONDS) -> dict[str, Any]:
    """The same steps by PyTorch on one thread: nothing is drawn, measured or kept."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    pictures, _ = load_asset("mnist")
    learnt, held = pictures[:LEARNT], pictures[LEARNT:]
    net = VAE(ModelConfig(id="bench", hidden=(HIDDEN,)))
    adam = torch.optim.Adam(net.parameters(), lr=RATE)
    steps = 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        batch = learnt[torch.randint(LEARNT, (BATCH,))]
        reconstruction, kl = loss_terms(net, batch)
        adam.zero_grad()
        (reconstruction.mean() + kl.sum(-1).mean()).backward()
        adam.step()
        steps += 1
    took = time.perf_counter() - start
    with torch.inference_mode():
        reconstruction, kl = loss_terms(net, held)
    return {
        "what": "PyTorch",
        "seconds": seconds,
        "pictures_per_second": round(steps * BATCH / took),
        "held_out_neg_elbo": round((reconstruction.mean() + kl.sum(-1).mean()).item(), 1),
    }


def training(browser: Browser, url: str) -> dict[str, Any]:
    """Both, one after the other."""
    net = f"784-{HIDDEN}-2-{HIDDEN}-784, batch {BATCH}, Adam at {RATE}, {LEARNT} pictures of MNIST"
    return {"net": net, "rows": [in_page(browser, url), in_pytorch()]}
