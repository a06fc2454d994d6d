"""The room of four errors: one picture and one z through four nets, and what was measured."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Page, expect
from torch import Tensor

import model
from model.files import WEIGHTS
from model.network import Autoencoder
from model.objective import kl_per_dim, reconstruction_nats
from tests.browser.hands import along, rooms_of, show_room
from tests.browser.sight import (
    FIRST,
    expect_pixels,
    frames,
    from_text,
    gaussians,
    pixels,
    wait_for_frames,
)

ROOM = "[data-room=likelihood]"
PAD = f'{ROOM} [data-ref="pad"]'
FILE = WEIGHTS / "experiments" / "likelihood.json"
NETS = {
    "bce": "mnist-vae-2d-beta-1",
    "mse": "mnist-vae-2d-mse",
    "learned": "mnist-vae-2d-mse-learned-variance",
    "averaged": "mnist-vae-2d-averaged",
}
DRAWS = 16

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="likelihood has not been measured")


@pytest.fixture(scope="module")
def nets() -> dict[str, Autoencoder]:
    return {name: model.load(model_id) for name, model_id in NETS.items()}


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return json.loads(FILE.read_text())["figures"]["nets"]


@pytest.fixture
def room(page: Page) -> Page:
    rooms_of(page, "loss")
    show_room(page, "likelihood")
    return page


def shown(page: Page, ref: str) -> float:
    return from_text(page.locator(f'{ROOM} [data-ref="{ref}"]').inner_text())


@torch.inference_mode()
def picture_of(net: Autoencoder, z: Tensor) -> NDArray[np.float32]:
    return torch.sigmoid(net.decode(z[None])).reshape(28, 28).numpy()


@torch.inference_mode()
@pytest.mark.both_hosts
def test_each_net_rebuilds_my_picture_and_says_its_own_loss(
    room: Page, nets: dict[str, Autoencoder], pictures: Tensor
) -> None:
    x = pictures[FIRST]
    seed = 1  # that the page opens with
    epsilon = torch.from_numpy(gaussians(room, seed, 2 * DRAWS).reshape(DRAWS, 2))
    for name, net in nets.items():
        mu, logvar = net.encode(x[None])
        assert logvar is not None
        expect_pixels(room, f'{ROOM} [data-ref="mine-{name}"]', picture_of(net, mu[0]))
        expect(room.locator(f'{ROOM} [data-ref="error-{name}"]')).not_to_have_text("–")
        x_hat = torch.sigmoid(net.decode(mu))[0]
        assert shown(room, f"mse-{name}") == pytest.approx(
            float((x - x_hat).square().mean()), abs=2e-4
        )
        assert shown(room, f"kl-{name}") == pytest.approx(
            float(kl_per_dim(mu, logvar).sum()), abs=0.02
        )
        z = mu + torch.exp(0.5 * logvar) * epsilon
        error = float(reconstruction_nats(net.decode(z), x, net.config).mean())
        assert shown(room, f"error-{name}") == pytest.approx(error, abs=0.3)


def test_all_nets_decode_the_z_under_a_hand(room: Page, nets: dict[str, Autoencoder]) -> None:
    box = room.locator(PAD).bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    end = (middle[0] - box["width"] / 4, middle[1] - box["height"] / 8)
    room.mouse.move(*middle)
    room.mouse.down()
    for point in along(middle, end, 5)[1:]:
        before = frames(room, "#loss")
        room.mouse.move(*point)
        wait_for_frames(room, "#loss", before)
    room.mouse.up()
    at = room.locator(f"{PAD} output").inner_text()
    z = torch.tensor([from_text(value) for value in at.split(", ")])
    assert z.tolist() == pytest.approx([-2, 1], abs=0.06)
    for name, net in nets.items():
        expect_pixels(room, f'{ROOM} [data-ref="z-{name}"]', picture_of(net, z))


def test_arrow_keys_move_z(room: Page, nets: dict[str, Autoencoder]) -> None:
    room.locator(PAD).focus()
    for key in ("ArrowRight", "Shift+ArrowUp"):
        room.keyboard.press(key)
    expect(room.locator(f"{PAD} output")).to_have_text("0.60, 0.00")
    expect(room.locator(f"{PAD} .lx-unseen")).to_contain_text("0.60, 0.00")
    z = torch.tensor([0.6, 0.0])
    expect_pixels(room, f'{ROOM} [data-ref="z-mse"]', picture_of(nets["mse"], z))


def test_the_answer_is_what_was_measured(room: Page, figures: dict[str, Any]) -> None:
    room.locator(f"{ROOM} [data-choice=nothing]").click()
    averaged, bce = figures["averaged"], figures["bce"]
    verdict = room.locator(f"{ROOM} .lx-room-verdict")
    carries_nothing = averaged["kl_nats"] < 0.01
    if carries_nothing:
        expect(verdict).to_have_class(re.compile("agrees"))
    else:
        expect(verdict).not_to_have_class(re.compile("agrees"))
    answer = room.locator(f"{ROOM} .lx-room-answer")
    for value, decimals in ((averaged["kl_nats"], 2), (averaged["mse"], 4), (bce["mse"], 4)):
        expect(answer).to_contain_text(f"{value:.{decimals}f}")
    for name, net in figures.items():
        row = room.locator(f'{ROOM} .lx-lik-figures [data-net="{name}"] td')
        # The table may be in details that are closed.
        assert row.all_text_contents()[:2] == [f"{net['mse']:.4f}", f"{net['kl_nats']:.2f}"]
    weights = room.locator(f"{ROOM} .lx-lik-weights em").all_text_contents()
    betas = [net["beta_of_squared_error"] or net["beta"] for net in figures.values()]
    assert [float(text) for text in weights] == pytest.approx(betas, abs=5.1e-4)
    room.locator(f"{ROOM} .lx-room-how summary").click()
    expect(room.locator(f"{ROOM} .lx-room-how")).to_contain_text(
        "python -m model.experiments likelihood"
    )
    assert "{" not in room.locator(f"{ROOM} .lx-room-how ul").inner_text()


def test_sum_or_mean_marks_the_nets_that_are_meant(room: Page) -> None:
    meant = f"{ROOM} .lx-is-meant"
    expect(room.locator(meant)).to_have_count(3)
    room.locator(f"{ROOM} label").filter(has_text="mean over pixels").click()
    expect(room.locator(meant)).to_have_count(1)
    expect(room.locator(meant)).to_have_attribute("data-net", "averaged")
    expect(room.locator(f'{ROOM} [data-ref="formula"]')).to_contain_text("β = 784")


def test_another_picture_goes_through_all_nets(
    room: Page, nets: dict[str, Autoencoder], pictures: Tensor
) -> None:
    before = room.locator(f'{ROOM} [data-ref="mse-bce"]').inner_text()
    room.get_by_role("button", name="Another").click()
    expect(room.locator(f'{ROOM} [data-ref="mse-bce"]')).not_to_have_text(before)
    x = torch.tensor(pixels(room, f'{ROOM} [data-ref="seen"]').flatten(), dtype=torch.float32)
    nearest = int((pictures - x).square().sum(1).argmin())
    mu, _ = nets["mse"].encode(pictures[nearest][None])
    expect_pixels(room, f'{ROOM} [data-ref="mine-mse"]', picture_of(nets["mse"], mu[0].detach()))
