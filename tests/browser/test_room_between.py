"""The room between pictures: the walk, the centres and the directions, against PyTorch."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Page, expect
from torch import Tensor

from model.classifier import load_classifier
from model.experiments.between import WAYS
from model.files import WEIGHTS
from model.network import Autoencoder
from tests.browser.hands import choose_model, expect_chosen
from tests.browser.sight import expect_pixels

ROOM = "[data-room=between]"
NOW = f'{ROOM} [data-ref="now"]'
FILM = f'{ROOM} [data-ref="film"]'
PLOT = f'{ROOM} [data-ref="plot"]'
WALK = f'{ROOM} [data-ref="walk"]'
MODEL = "mnist-vae-10d"
PLACES, FILMED = 33, 17
SIDE = 28


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return json.loads((WEIGHTS / "experiments" / "between.json").read_text())


@pytest.fixture
def room(page: Page) -> Page:
    choose_model(page, MODEL)
    expect_chosen(page, MODEL)
    page.locator("[data-tab=generate]").click()
    page.get_by_role("radio", name="Between pictures").check()
    wait_for_walk(page)
    return page


def wait_for_walk(page: Page, more_than: int = 0) -> None:
    """Until the walk has been drawn, and read, more often than that."""
    page.wait_for_function(
        """([selector, n]) => {
          const { frames = 0, read = "[]" } = document.querySelector(selector)?.dataset ?? {};
          return Number(frames) > n && read !== "[]";
        }""",
        arg=[WALK, more_than],
    )


def drawn(page: Page) -> int:
    return int(page.locator(WALK).get_attribute("data-frames") or 0)


def decoded(model: Autoencoder, z: Tensor) -> Tensor:
    with torch.inference_mode():
        return torch.sigmoid(model.decode(z))


def film_of(model: Autoencoder, z: Tensor) -> Tensor:
    """Codes (PLACES, d) as the film shows them, (SIDE, FILMED * SIDE)."""
    some = decoded(model, z[:: (PLACES - 1) // (FILMED - 1)]).view(FILMED, SIDE, SIDE)
    return some.permute(1, 0, 2).reshape(SIDE, FILMED * SIDE)


def way(a: Tensor, b: Tensor, name: str = "straight") -> Tensor:
    """The codes (PLACES, d) from a (d,) to b (d,)."""
    return torch.cat([WAYS[name](a[None], b[None], i / (PLACES - 1)) for i in range(PLACES)])


@pytest.fixture
def ends(shipped: dict[str, Autoencoder], pictures: Tensor) -> tuple[Tensor, Tensor]:
    """The codes of the two pictures that the walk opens with."""
    with torch.inference_mode():
        mu, _ = shipped[MODEL].encode(pictures[:2])
    return mu[0], mu[1]


def press_at(page: Page, t: float) -> None:
    """Press on the plot where t is; the film's pictures stand at even distances."""
    box = page.locator(PLOT).bounding_box()
    assert box
    share = (0.5 + t * (FILMED - 1)) / FILMED
    page.mouse.click(box["x"] + share * box["width"], box["y"] + 0.4 * box["height"])


def test_the_walk_is_decoded_and_read_as_pytorch_does(
    room: Page, shipped: dict[str, Autoencoder], ends: tuple[Tensor, Tensor]
) -> None:
    classifier = load_classifier("mnist")
    for name in ("straight", "spherical"):
        if name == "spherical":
            before = drawn(room)
            room.locator(f"{ROOM} [data-ref=way-spherical]").check()
            wait_for_walk(room, before)
        z = way(*ends, name)
        expect_pixels(room, FILM, film_of(shipped[MODEL], z))
        p = classifier(decoded(shipped[MODEL], z)).softmax(1)
        shown = json.loads(room.locator(WALK).get_attribute("data-read") or "")
        top = p.topk(2, dim=1).values
        clear = (top[:, 0] - top[:, 1] > 0.02).tolist()  # float16 may turn the others
        wanted = p.argmax(1).tolist()
        assert [a for a, ok in zip(shown, clear, strict=True) if ok] == [
            a for a, ok in zip(wanted, clear, strict=True) if ok
        ]


@pytest.mark.both_hosts
def test_a_place_and_steps_aside_are_decoded_at_once(
    room: Page,
    shipped: dict[str, Autoencoder],
    ends: tuple[Tensor, Tensor],
    measured: dict[str, Any],
) -> None:
    a, b = ends
    press_at(room, 0.25)
    at = float(room.locator(PLOT).get_attribute("aria-valuenow") or "nan")
    assert at == pytest.approx(0.25, abs=0.01)
    room.locator(PLOT).press("Home")
    expect_pixels(room, NOW, decoded(shipped[MODEL], a[None])[0])
    room.locator(PLOT).press("End")
    expect_pixels(room, NOW, decoded(shipped[MODEL], b[None])[0])
    expect(room.locator(f'{ROOM} [data-ref="reading"]')).to_contain_text("reads a 2")

    slanted = measured["figures"]["models"][MODEL]["attributes"]["slanted"]
    room.locator(f'{ROOM} [data-ref="step1"]').fill("2")
    z = b + 2 * torch.tensor(slanted["direction"])
    expect_pixels(room, NOW, decoded(shipped[MODEL], z[None])[0])
    words = room.locator(f"{ROOM} .lx-between-about p")
    expect(words).to_contain_text(f"{100 * slanted['explained']:.0f}")
    angle = np.degrees(np.arccos(slanted["cosine"]))
    expect(words).to_contain_text(f"within {angle:.1f}°")
    room.get_by_role("button", name="Back to the walk").click()
    expect_pixels(room, NOW, decoded(shipped[MODEL], b[None])[0])


def test_a_walk_goes_from_the_centre_of_a_class(
    room: Page,
    shipped: dict[str, Autoencoder],
    ends: tuple[Tensor, Tensor],
    measured: dict[str, Any],
) -> None:
    centres = torch.tensor(measured["figures"]["models"][MODEL]["centroids"])
    classifier = load_classifier("mnist")
    own = classifier(decoded(shipped[MODEL], centres)).argmax(1) == torch.arange(10)
    expect(room.locator(f'{ROOM} [data-ref="right"]')).to_contain_text(f"{int(own.sum())} of 10")
    chip = room.locator(f'{ROOM} [data-class="4"]')
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect_pixels(room, FILM, film_of(shipped[MODEL], way(centres[4], ends[1])))
    chip.click()  # the picture again
    expect_pixels(room, FILM, film_of(shipped[MODEL], way(*ends)))


def test_the_answer_is_what_was_measured(room: Page, measured: dict[str, Any]) -> None:
    middle = measured["figures"]["models"][MODEL]["walks"]["straight"]["middle"]
    most = max(middle, key=lambda key: middle[key])
    room.locator(f"{ROOM} [data-choice={most}]").click()
    expect(room.locator(f"{ROOM} .lx-room-verdict")).to_contain_text("You guessed it")
    said = room.locator(f"{ROOM} .lx-room-answer")
    for share in middle.values():
        expect(said).to_contain_text(f"{100 * share:.0f}%")
