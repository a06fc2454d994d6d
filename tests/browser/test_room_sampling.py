"""VAE and autoencoder: what is drawn, judged, placed and said, against PyTorch and the figures."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

from model.classifier import load_classifier
from model.experiments.scores import confidence, nearest
from model.network import Autoencoder
from tests.browser.conftest import Open
from tests.browser.hands import expect_chosen
from tests.browser.rooms import measured, open_room
from tests.browser.sight import (
    BYTE,
    DECODED,
    DRAWS,
    evaluate_with,
    expect_pixels,
    gaussians,
    wait_for_frames,
)

N, D = 64, 10
VAE, AE = "mnist-vae-10d", "mnist-ae-10d"


@pytest.fixture
def room(page: Page) -> Locator:
    return open_room(page, "generate", "sampling")


def sheet(kind: str) -> str:
    return f'[data-room="sampling"] [data-ref="{kind}"] canvas.lx-picture'


def tiled(pictures: Tensor) -> NDArray[np.float32]:
    """64 pictures (64, 784) as a sheet of 8 by 8."""
    return pictures.reshape(8, 8, 28, 28).permute(0, 2, 1, 3).reshape(224, 224).numpy()


@torch.inference_mode()
def drawn(model: Autoencoder, z: NDArray[np.float32]) -> Tensor:
    return torch.sigmoid(model.decode(torch.from_numpy(z.reshape(N, -1))))


def judged(page: Page, kind: str) -> dict[str, float]:
    """What the page says of the 64, once it has judged them."""
    selector = f'[data-room="sampling"] [data-ref="{kind}"][data-entropy]'
    found = page.locator(selector)
    return {
        name: float(found.get_attribute(f"data-{name}") or "nan")
        for name in ("confidence", "entropy")
    }


def spread(page: Page, kind: str) -> tuple[float, float]:
    """How far the 64 draws lie apart on the page, and how wide their map is."""
    cloud = page.locator(f'[data-room="sampling"] [data-ref="{kind}"] .lx-cloud')
    boxes = cloud.locator('[data-mark="samples"] circle').evaluate_all(
        "nodes => nodes.map((node) => node.getBoundingClientRect().x)"
    )
    assert len(boxes) == N
    box = cloud.bounding_box()
    assert box
    return float(np.ptp(boxes)), box["width"]


@pytest.mark.both_hosts
def test_both_draw_from_the_prior_with_the_same_epsilon(
    page: Page, room: Locator, shipped: dict[str, Autoencoder]
) -> None:
    z = gaussians(page, 1, N * D)
    classifier = load_classifier("mnist")
    for kind, model_id in (("vae", VAE), ("ae", AE)):
        pictures = drawn(shipped[model_id], z)
        expect_pixels(page, sheet(kind), tiled(pictures), 2 * BYTE)
        assert judged(page, kind) == pytest.approx(confidence(classifier, pictures), abs=2e-3)
    apart, width = spread(page, "vae")
    assert apart > 0.3 * width
    apart, width = spread(page, "ae")
    assert apart < 0.15 * width


def test_a_fitted_mixture_and_new_draws(
    page: Page, room: Locator, shipped: dict[str, Autoencoder]
) -> None:
    laws = measured("sampling")["figures"]["models"]
    room.locator('[data-ref="law-mixture"]').check(force=True)
    for seed in (1, (1664525 + 1013904223) % 2**32):
        for kind, model_id in (("vae", VAE), ("ae", AE)):
            z = evaluate_with(
                page,
                {"maths/mixture.js": "drawMixture"},
                "return Array.from(drawMixture(...argument));",
                [laws[model_id]["laws"]["mixture"], N, seed],
            )
            pictures = drawn(shipped[model_id], np.array(z, dtype=np.float32))
            expect_pixels(page, sheet(kind), tiled(pictures), 2 * BYTE)
        room.locator('[data-ref="again"]').click()


def test_the_answer_is_said_by_the_figures(page: Page, room: Locator) -> None:
    figures = measured("sampling")["figures"]
    vae, ae = (figures["models"][name]["laws"] for name in (VAE, AE))
    expect(room.locator('[data-ref="prior-ae-value"]')).to_have_text(
        f"{ae['prior']['frechet']:.1f}"
    )
    room.locator('[data-choice="ae"]').click()
    verdict = room.locator('[data-ref="verdict"]')
    agrees = ae["prior"]["frechet"] < vae["prior"]["frechet"] / 1.1
    assert ("lx-agrees" in (verdict.get_attribute("class") or "")) == agrees
    told = room.locator('[data-ref="told"]')
    for value in (vae["prior"], ae["prior"], figures["floors"]["mnist"]):
        expect(told).to_contain_text(f"{value['frechet']:.1f}")
    best = min(ae[law]["frechet"] for law in ("gaussian", "mixture"))
    says_too_much = best < 1.1 * vae["prior"]["frechet"]
    expect(room.locator(".lx-room-correction")).to_contain_text(
        "says too much" if says_too_much else "stays ahead"
    )
    # Two numbers have figures, and a verdict, of their own.
    room.locator('[data-ref="d-2"]').check(force=True)
    flat = figures["models"]["mnist-ae-2d"]["laws"]
    expect(told).to_contain_text(f"{flat['prior']['frechet']:.1f}")
    room.locator(".lx-room-how summary").click()
    expect(room.locator(".lx-room-how")).to_contain_text("10,000 codes")
    expect(room.locator(".lx-room-how code")).to_have_text("python -m model.experiments sampling")


def test_a_sample_is_reached_by_keys_and_taken_to_the_sliders(
    page: Page, room: Locator, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    own = drawn(shipped[AE], gaussians(page, 1, N * D))
    expect_pixels(page, sheet("ae"), tiled(own), 2 * BYTE)
    cells = room.locator('[data-ref="ae"] [role=gridcell]')
    cells.first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(cells.nth(17)).to_have_attribute("aria-selected", "true")
    expect(cells.nth(17)).to_be_focused()
    _, (index,) = nearest(own[17:18], pictures)
    expect(room.locator(f'[data-ref="chosen"][data-nearest="{index.item()}"]')).to_be_visible()
    expect_pixels(
        page, '[data-room="sampling"] [data-ref="other"]', pictures[index].reshape(28, 28)
    )
    room.get_by_role("button", name="Sliders").click()
    expect_chosen(page, AE)
    expect_pixels(page, DECODED, own[17].reshape(28, 28), 2 * BYTE)


def test_without_figures_the_prior_is_still_drawn_from(open_page: Open) -> None:
    def hide(page: Page) -> None:
        page.route("**/sampling*.json", lambda route: route.abort())

    open_page.expected += ["Failed to load resource", "Failed to fetch"]
    page = open_page(before=hide)
    wait_for_frames(page, DRAWS)
    room = open_room(page, "generate", "sampling")
    expect(
        page.locator("#status p").filter(has_text=re.compile(r"sampling.*\.json"))
    ).to_be_visible()
    expect(room.locator('[data-ref="law-gaussian"]')).to_be_disabled()
    wait_for_frames(page, '[data-room="sampling"] [data-ref="vae"] .lx-samples')
    page.unroute("**/sampling*.json")
    page.locator("#status").get_by_role("button", name="Try again").first.click()
    expect(room.locator('[data-ref="law-gaussian"]')).to_be_enabled()
