"""Two maps: the same picture on both, a hand on either, and how large they are."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

from model.files import WEIGHTS
from model.network import Autoencoder
from tests.browser.rooms import open_room
from tests.browser.sight import BYTE, FIRST, expect_pixels

IDS = {"vae": "mnist-vae-2d", "ae": "mnist-ae-2d"}


@pytest.fixture
def room(page: Page) -> Locator:
    room = open_room(page, "generate", "maps")
    room.locator('[data-ref="vae"][data-x]').wait_for()
    return room


@pytest.fixture
def codes(shipped: dict[str, Autoencoder], pictures: Tensor) -> dict[str, NDArray[np.float32]]:
    with torch.inference_mode():
        return {kind: shipped[name].encode(pictures)[0].numpy() for kind, name in IDS.items()}


def place(room: Locator, kind: str) -> NDArray[np.float64]:
    """Where the point is on a map."""
    found = room.locator(f'[data-ref="{kind}"]')
    return np.array([float(found.get_attribute(f"data-{axis}") or "nan") for axis in "xy"])


@torch.inference_mode()
def expect_decoded(page: Page, model: Autoencoder, kind: str, at: NDArray[np.float64]) -> None:
    x_hat = torch.sigmoid(model.decode(torch.tensor(at[None], dtype=torch.float32)))
    selector = f'[data-room="maps"] [data-ref="{kind}Picture"]'
    expect_pixels(page, selector, x_hat.reshape(28, 28), 2 * BYTE)


def expect_same_picture(
    page: Page,
    room: Locator,
    dragged: str,
    codes: dict[str, NDArray[np.float32]],
    shipped: dict[str, Autoencoder],
    pictures: Tensor,
) -> None:
    """The other map is at the code of the test picture that is nearest on the dragged one."""
    other = "ae" if dragged == "vae" else "vae"
    at = place(room, dragged)
    index = int(np.square(codes[dragged] - at).sum(1).argmin())
    assert place(room, other) == pytest.approx(codes[other][index], rel=1e-2, abs=1e-2)
    expect_pixels(page, '[data-room="maps"] [data-ref="between"]', pictures[index].reshape(28, 28))
    for kind, name in IDS.items():
        expect_decoded(page, shipped[name], kind, place(room, kind))


@pytest.mark.both_hosts
def test_my_picture_is_on_both_with_its_own_codes(
    page: Page,
    room: Locator,
    codes: dict[str, NDArray[np.float32]],
    shipped: dict[str, Autoencoder],
    pictures: Tensor,
) -> None:
    for kind, name in IDS.items():
        assert place(room, kind) == pytest.approx(codes[kind][FIRST], rel=1e-3, abs=1e-3)
        expect_decoded(page, shipped[name], kind, codes[kind][FIRST])
    expect_pixels(page, '[data-room="maps"] [data-ref="between"]', pictures[FIRST].reshape(28, 28))


@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_a_drag_on_one_moves_the_other(
    page: Page,
    room: Locator,
    kind: str,
    codes: dict[str, NDArray[np.float32]],
    shipped: dict[str, Autoencoder],
    pictures: Tensor,
) -> None:
    element = room.locator(f'[data-ref="{kind}"]')
    box = element.bounding_box()
    assert box
    before = place(room, kind)
    middle = (box["x"] + 0.5 * box["width"], box["y"] + 0.45 * box["height"])
    page.mouse.move(*middle)
    page.mouse.down()
    for step in (10, 20, 31):
        page.mouse.move(middle[0] + step, middle[1] - step)
    page.mouse.up()
    assert not np.allclose(place(room, kind), before)
    # The crosshair is under the mouse.
    cross = element.locator('[data-mark="chosen"]').bounding_box()
    assert cross
    assert cross["x"] + cross["width"] / 2 == pytest.approx(middle[0] + 31, abs=1.5)
    assert cross["y"] + cross["height"] / 2 == pytest.approx(middle[1] - 31, abs=1.5)
    expect_same_picture(page, room, kind, codes, shipped, pictures)
    element.press("Shift+ArrowLeft")
    expect_same_picture(page, room, kind, codes, shipped, pictures)
    expect(room.locator('.lx-room-stage [data-ref="said"]')).to_contain_text("Nearest test picture")
    room.get_by_role("button", name="My picture").click()
    assert place(room, kind) == pytest.approx(codes[kind][FIRST], rel=1e-3, abs=1e-3)


def test_how_many_times_as_large_is_said_by_the_metrics(page: Page, room: Locator) -> None:
    metrics = {
        kind: json.loads((WEIGHTS / name / "metrics.json").read_text())
        for kind, name in IDS.items()
    }
    spread = {kind: np.sqrt(np.square(m["mu_std"]).mean()) for kind, m in metrics.items()}
    ratio = spread["ae"] / spread["vae"]
    guesses = {"same": 1, "ten": 10, "fifty": 50, "more": 1000}
    truth = min(guesses, key=lambda name: abs(np.log(ratio / guesses[name])))
    room.locator(f'[data-choice="{truth}"]').click()
    expect(room.locator('[data-ref="verdict"]')).to_have_class("lx-room-verdict lx-agrees")
    told = room.locator('[data-ref="told"]')
    expect(told).to_contain_text(f"{ratio:.0f} times")
    expect(told).to_contain_text(f"{metrics['ae']['reconstruction_nats']:.1f} nats")
    low = min(metrics["ae"]["mu_min"])
    expect(told).to_contain_text(f"from {low:.0f}".replace("-", "−"))


def test_the_prior_is_a_dot_on_the_autoencoders_map(room: Locator) -> None:
    radii = {
        kind: float(
            room.locator(f'[data-ref="{kind}"] .lx-cloud-rings circle').last.get_attribute("r") or 0
        )
        for kind in IDS
    }
    assert radii["ae"] < 6
    assert radii["vae"] > 60
