"""Four steps: each shows what the model really does, by hand and by itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from model.classifier import load_classifier
from model.files import WEIGHTS
from model.network import Autoencoder
from tests.browser.conftest import Open
from tests.browser.hands import choose_model
from tests.browser.rooms import measured, open_room
from tests.browser.sight import BYTE, DRAWS, expect_pixels, gaussians, wait_for_frames

SHEET = '[data-room="steps"] [data-ref="sheet"] canvas'
STEPS = ("train", "encode", "sample", "decode")
N = 16


@pytest.fixture
def room(page: Page) -> Locator:
    return open_room(page, "generate", "steps")


def expect_step(room: Locator, name: str) -> None:
    expect(room.locator("[aria-current=step]")).to_have_attribute("data-ref", name)


@torch.inference_mode()
def expect_drawn(page: Page, model: Autoencoder, seed: int) -> None:
    """Wait until the sheet shows what the decoder makes of the seed's draws from N(0, I)."""
    z = torch.from_numpy(gaussians(page, seed, N * model.config.latent_dim).reshape(N, -1))
    x_hat = torch.sigmoid(model.decode(z)).reshape(4, 4, 28, 28)
    expect_pixels(page, SHEET, x_hat.permute(0, 2, 1, 3).reshape(112, 112), 2 * BYTE)


@pytest.mark.both_hosts
def test_each_step_adds_what_it_does(
    page: Page, room: Locator, shipped: dict[str, Autoencoder]
) -> None:
    cloud = room.locator('[data-ref="cloud"]')
    expect_step(room, "train")
    expect(cloud.locator('[data-mark="mine"]')).to_have_count(0)
    room.locator('[data-ref="encode"]').click()
    expect(cloud.locator('[data-mark="mine"]')).to_have_count(1)
    expect(cloud).to_have_attribute("data-draws", "0")
    room.locator('[data-ref="sample"]').click()
    expect(cloud).to_have_attribute("data-draws", str(N))
    expect(cloud.locator("circle:visible")).to_have_count(N + 3)  # the rings too
    expect(room.locator('[data-ref="sheet"]')).to_have_class(re.compile("lx-steps-veiled"))
    room.locator('[data-ref="decode"]').click()
    expect_drawn(page, shipped["mnist-vae-2d"], 1)
    room.locator('[data-ref="again"]').click()
    expect_drawn(page, shipped["mnist-vae-2d"], (1664525 + 1013904223) % 2**32)


def test_the_draws_lie_where_their_codes_are(page: Page, room: Locator) -> None:
    room.locator('[data-ref="sample"]').click()
    marks = '[data-room="steps"] [data-mark="draws"] circle'
    expect(page.locator(marks)).to_have_count(N)
    at = page.locator(marks).evaluate_all(
        """nodes => nodes.map((node) => {
          const { x, y, width, height } = node.getBoundingClientRect();
          return [x + width / 2, y + height / 2];
        })"""
    )
    ring = page.locator('[data-room="steps"] .lx-cloud-rings circle').last.bounding_box()
    assert ring
    middle = np.array([ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2])
    sigma = ring["width"] / 6  # its radius is 3 σ
    z = gaussians(page, 1, 2 * N).reshape(N, 2)
    assert np.allclose((np.array(at) - middle) / sigma, z * [1, -1], atol=0.05)


def test_the_curves_are_those_of_the_run_or_none(
    open_page: Open, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    for name in ("data", "mnist-vae-2d", "mnist-ae-2d"):
        shutil.copytree(WEIGHTS / name, tmp_path / name)
    (tmp_path / "mnist-ae-2d" / "history.json").unlink(missing_ok=True)
    train = {"reconstruction_nats": [200.0, 150.0, 130.5], "kl_nats": [3.0, 4.0, 7.0]}
    test = {"reconstruction_nats": [198.0, 152.0, 133.0], "kl_nats": [2.5, 4.0, 6.5]}
    history = {"seconds": 9, "threads": 1, "n_train": 2000, "n_test": 2000}
    content = json.dumps(history | {"train": train, "test": test})
    (tmp_path / "mnist-vae-2d" / "history.json").write_text(content)
    page = open_page(address=serve(tmp_path))
    wait_for_frames(page, DRAWS)
    room = open_room(page, "generate", "steps")
    curves = room.locator('[data-ref="curves"]')
    expect(curves).to_have_attribute("data-epochs", "3")
    expect(room.locator('[data-ref="says"]')).to_contain_text("3 times")
    plot = room.locator('[data-ref="reconstruction_nats-plot"]')
    label = "Reconstruction over 3 epochs: from 198.0 to 133.0 nats a picture"
    expect(plot).to_have_attribute("aria-label", label)
    path = plot.locator("path.lx-steps-line.lx-is-test").get_attribute("d") or ""
    at = np.array([point.split() for point in path.removeprefix("M").split("L")], dtype=float)
    assert at.shape == (3, 2)
    # Heights go by the figures: the same part of the way at the second epoch.
    share = (at[1, 1] - at[0, 1]) / (at[2, 1] - at[0, 1])
    assert share == pytest.approx((198 - 152) / (198 - 133.0), abs=0.01)
    untold = room.locator('[data-ref="untold"]')
    expect(untold).to_be_hidden()
    choose_model(page, "mnist-ae-2d")
    expect(curves).to_have_attribute("data-epochs", "0")
    expect(untold).to_be_visible()
    expect(plot).to_be_hidden()


def test_an_autoencoder_has_no_law_of_its_own(
    page: Page, room: Locator, shipped: dict[str, Autoencoder]
) -> None:
    choose_model(page, "mnist-ae-2d")
    room.locator('[data-ref="sample"]').click()
    expect(room.locator('[data-ref="says"]')).to_contain_text("no law of its own")
    # They fall on one spot, which a lens shows: its draws lie apart.
    lens = room.locator('[data-ref="lens"]')
    expect(lens).to_be_visible()
    boxes = [box.bounding_box() for box in lens.locator('[data-mark="draws"] circle').all()]
    assert len(boxes) == N
    spots = np.array([[box["x"], box["y"]] for box in boxes if box])
    assert np.ptp(spots, axis=0).min() > 40
    room.locator('[data-ref="decode"]').click()
    expect_drawn(page, shipped["mnist-ae-2d"], 1)
    # Whether they look alike is read from the pictures.
    z = torch.from_numpy(gaussians(page, 1, 2 * N).reshape(N, 2))
    with torch.inference_mode():
        pictures = torch.sigmoid(shipped["mnist-ae-2d"].decode(z))
        top = load_classifier("mnist")(pictures).softmax(1).max(1)
    kinds = len(top.indices[top.values >= 0.5].unique())
    assert kinds > 1
    expect(room.locator('[data-ref="says"]')).to_contain_text(f"reads {kinds} different classes")


def test_it_plays_by_itself_until_the_last_step(page: Page, room: Locator) -> None:
    room.locator('[data-ref="encode"]').click()
    expect(room.locator('[data-mark="mine"]')).to_have_count(1)
    page.clock.install()
    play = room.get_by_role("button", name="Play")
    play.click()
    for name in STEPS:
        expect_step(room, name)
        page.clock.run_for(3600)
    expect_step(room, "decode")
    expect(play).to_have_attribute("aria-pressed", "false")
    play.click()
    expect_step(room, "train")
    room.locator('[data-ref="sample"]').click()  # a hand has the last word
    page.clock.run_for(8000)
    expect_step(room, "sample")


def test_the_answer_has_the_figures_of_the_chosen_size(page: Page, room: Locator) -> None:
    figures = measured("sampling")["figures"]["models"]
    room.locator('[data-choice="decoder"]').click()
    expect(room.locator('[data-ref="verdict"]')).to_have_class("lx-room-verdict lx-agrees")
    for model_id in ("mnist-vae-2d", "mnist-vae-10d"):
        choose_model(page, model_id)
        laws, rebuilt = figures[model_id]["laws"], figures[model_id]["reconstructions"]
        told = room.locator('[data-ref="told"]')
        expect(told).to_contain_text(f"{100 * laws['prior']['confidence']:.0f}% certain of them")
        expect(room.locator(".lx-steps-gap")).to_contain_text(f"{rebuilt['frechet']:.1f}")
