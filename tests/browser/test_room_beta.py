"""The β ladder in the browser: what each net shows, against PyTorch and the file."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

import model
from model.files import WEIGHTS
from model.network import Autoencoder
from tests.browser.conftest import NETWORK, Open
from tests.browser.network import Held, fail, mend, weights_of
from tests.browser.sight import FIRST, expect_pixels, gaussians, notice
from tests.browser.test_reconstruct import seed_of

FILE = WEIGHTS / "experiments" / "beta.json"
ROOM = '#loss [data-room="beta"]'
SLIDER = f'{ROOM} [data-ref="slider"]'
SQUARE = f'{ROOM} [data-ref="square"]'
SAMPLES = f'{ROOM} [data-ref="samples"]'
REBUILT = f'{ROOM} [data-ref="rebuilt"]'
EVERY = 4  # which codes are drawn

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the ladder has not been measured")


@pytest.fixture(scope="module")
def ladders() -> dict[str, list[dict[str, Any]]]:
    """The rungs whose nets are there, by latent size."""
    there = set(model.available())
    found = json.loads(FILE.read_text())["figures"]["ladders"]
    return {d: [rung for rung in rungs if rung["id"] in there] for d, rungs in found.items()}


@pytest.fixture
def room(page: Page) -> Locator:
    page.locator('[data-tab="loss"]').click()
    page.locator('#loss [data-ref="chip-beta"]').check(force=True)
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", "mnist-vae-2d-beta-1")
    return page.locator(ROOM)


def part(room: Locator, ref: str) -> Locator:
    return room.locator(f'[data-ref="{ref}"]')


def net_of(rung: dict[str, Any]) -> tuple[Autoencoder, Tensor]:
    return model.load(rung["id"]), torch.tensor(rung["frame"])


def sheet(pictures: Tensor, columns: int) -> NDArray[np.float64]:
    """Pictures (N, 784) side by side, as a canvas has them."""
    rows = pictures.reshape(-1, columns, 28, 28)
    return rows.permute(0, 2, 1, 3).reshape(-1, columns * 28).double().numpy()


def choose(room: Locator, i: int) -> None:
    """Move the slider to a rung, by its own keys."""
    slider = part(room, "slider")
    slider.focus()
    slider.press("Home")
    for _ in range(i):
        slider.press("ArrowRight")


@torch.inference_mode()
@pytest.mark.parametrize("which", [0, -1])
def test_each_net_shows_its_own_figures_samples_and_rebuilding(
    room: Locator,
    page: Page,
    ladders: dict[str, list[dict[str, Any]]],
    pictures: Tensor,
    which: int,
) -> None:
    rungs = ladders["2"]
    rung = rungs[which]
    choose(room, rungs.index(rung))
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", rung["id"])
    assert float(part(room, "beta").inner_text()) == rung["beta"]
    loss = rung["reconstruction_nats"] + rung["kl_nats"]
    for ref, value in (("distortion", rung["reconstruction_nats"]), ("loss", loss)):
        assert float(part(room, ref).inner_text()) == pytest.approx(value, abs=0.051)
    assert float(part(room, "rate").inner_text()) == pytest.approx(rung["kl_nats"], abs=0.0051)
    used = sum(nats > 0.1 for nats in rung["kl_per_dim"])
    expect(part(room, "active")).to_have_text(f"{used} / 2")

    net, frame = net_of(rung)
    epsilon = torch.from_numpy(gaussians(page, seed_of(page), 32)).reshape(16, 2)
    expect_pixels(page, SAMPLES, sheet(net.decode(epsilon @ frame.T).sigmoid(), 4))
    mu, logvar = net.encode(pictures[FIRST : FIRST + 1])
    expect_pixels(page, REBUILT, sheet(net.decode(mu).sigmoid(), 1))

    # My picture lies where its code is turned to, in a window that holds the prior's rings.
    assert logvar is not None
    at = (mu @ frame)[0].tolist()
    x, y, ring, middle = room.evaluate(
        """(room) => {
          const of = (selector, name) => Number(room.querySelector(selector).getAttribute(name));
          const mine = ".lx-beta-mine circle";
          return [of(mine, "cx"), of(mine, "cy"), of(".lx-beta-ring:nth-of-type(3)", "r"),
            of(".lx-beta-ring", "cx")];
        }"""
    )
    assert [(x - middle) / ring, (middle - y) / ring] == pytest.approx(at, abs=0.01, rel=0.01)
    widest = room.evaluate(
        "(room) => Math.max(...[...room.querySelectorAll('.lx-beta-mine ellipse')].flatMap("
        "(node) => ['rx', 'ry'].map((name) => Number(node.getAttribute(name)))))"
    )
    sigma = torch.exp(0.5 * logvar).max().item()
    assert widest / ring == pytest.approx(2 * sigma, rel=0.01, abs=1e-4)

    # A diagonal posterior is drawn along the axes, and each axis has its own number's bar.
    turns = room.locator(".lx-beta-mine ellipse").evaluate_all(
        "(nodes) => nodes.map((node) => node.transform.baseVal[1].angle)"
    )
    assert all(turn % 90 == pytest.approx(0, abs=1e-3) for turn in turns)
    bars = part(room, "dims").locator("em").all_inner_texts()
    own = (frame.T.abs() @ torch.tensor(rung["kl_per_dim"])).tolist()
    assert [float(bar) for bar in bars] == pytest.approx(own, abs=0.0051)


def spread(room: Locator) -> float:
    """The root mean square distance of the inked points from the middle, in units of the prior."""
    return float(
        room.evaluate(
            """(room) => {
              const canvas = room.querySelector('[data-ref="cloud"]');
              const ring = room.querySelector(".lx-beta-ring:nth-of-type(3)");
              const unit = Number(ring.getAttribute("r"));
              const scale = canvas.width / (2 * Number(ring.getAttribute("cx")));
              const copy = document.createElement("canvas");
              copy.width = copy.height = canvas.width;
              const context = copy.getContext("2d", { willReadFrequently: true });
              context.drawImage(canvas, 0, 0);
              const { data } = context.getImageData(0, 0, canvas.width, canvas.width);
              let [total, n] = [0, 0];
              for (let i = 0; i < data.length / 4; i++) {
                if (!data[4 * i + 3]) continue;
                const x = (i % canvas.width) - canvas.width / 2;
                const y = Math.floor(i / canvas.width) - canvas.width / 2;
                total += (x * x + y * y) / (unit * scale) ** 2;
                n++;
              }
              return Math.sqrt(total / n);
            }"""
        )
    )


def test_a_posterior_that_is_the_prior_fills_it_though_its_centres_are_one_point(
    room: Locator, page: Page, ladders: dict[str, list[dict[str, Any]]]
) -> None:
    rungs = ladders["2"]
    if rungs[-1]["kl_nats"] > 0.05:
        pytest.skip("no net whose posterior is the prior")
    choose(room, len(rungs) - 1)
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", rungs[-1]["id"])
    assert spread(room) > 1  # the draws of N(0, I) lie sqrt(2) away
    part(room, "of-centres").check(force=True)
    expect(page.locator(SQUARE)).to_have_attribute("data-of", "centres")
    expect(part(room, "note")).to_contain_text("the centres μ")
    assert spread(room) < 0.2


@torch.inference_mode()
@pytest.mark.both_hosts
def test_the_cloud_has_a_dot_where_each_code_lies(
    room: Locator, page: Page, ladders: dict[str, list[dict[str, Any]]], pictures: Tensor
) -> None:
    rungs = ladders["2"]
    i = next(i for i, rung in enumerate(rungs) if rung["beta"] == 4)
    choose(room, i)
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", rungs[i]["id"])
    part(room, "of-centres").check(force=True)
    expect(page.locator(SQUARE)).to_have_attribute("data-of", "centres")
    net, frame = net_of(rungs[i])
    codes = net.encode(pictures[: 40 * EVERY : EVERY])[0] @ frame
    inside = codes[codes.abs().max(1).values < 3.5].tolist()
    assert len(inside) > 20
    inked = room.evaluate(
        """(room, codes) => {
          const canvas = room.querySelector('[data-ref="cloud"]');
          const middle = Number(room.querySelector(".lx-beta-ring").getAttribute("cx"));
          const unit = Number(room.querySelector(".lx-beta-ring:nth-of-type(3)").getAttribute("r"));
          const scale = canvas.width / (2 * middle);
          const context = canvas.getContext("2d");
          const { data } = context.getImageData(0, 0, canvas.width, canvas.width);
          const at = (v) => Math.floor((middle + v * unit) * scale);
          return codes.map(([x, y]) => data[4 * (at(-y) * canvas.width + at(x)) + 3]);
        }""",
        inside,
    )
    assert min(inked) > 0


def test_ten_numbers_have_their_own_ladder(
    room: Locator, page: Page, ladders: dict[str, list[dict[str, Any]]]
) -> None:
    if not ladders.get("10"):
        pytest.skip("no nets of ten numbers")
    part(room, "d-10").check(force=True)
    rungs = ladders["10"]
    expect(part(room, "slider")).to_have_attribute("max", str(len(rungs) - 1))
    expect(part(room, "dims").locator("b")).to_have_count(10)
    choose(room, 0)
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", rungs[0]["id"])
    expect(part(room, "carries")).to_contain_text("≥")


def test_the_answer_waits_for_a_guess_and_follows_the_figures(
    room: Locator, ladders: dict[str, list[dict[str, Any]]]
) -> None:
    expect(part(room, "told")).to_be_hidden()
    part(room, "choice-spread").click()
    last = ladders["2"][-1]
    if max(last["kl_per_dim"]) < 0.1:
        expect(part(room, "verdict")).to_contain_text("switch off")
        expect(part(room, "sentence")).to_contain_text(f"none at β = {last['beta']:g}.")
    best = min(ladders["2"], key=lambda r: r["reconstruction_nats"] + r["kl_nats"])
    expect(part(room, "answer")).to_contain_text(f"least at β = {best['beta']:g}")
    expect(part(room, "sentences")).not_to_contain_text("{")


def test_a_net_that_comes_late_is_not_shown_where_another_is_asked_for(
    open_page: Open, ladders: dict[str, list[dict[str, Any]]]
) -> None:
    first, late = ladders["2"][0], ladders["2"][-1]
    held: list[Held] = []
    page = open_page(before=lambda page: held.append(Held(page, weights_of(late["id"]))))
    page.locator('[data-tab="loss"]').click()
    page.locator('#loss [data-ref="chip-beta"]').check(force=True)
    room = page.locator(ROOM)
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", "mnist-vae-2d-beta-1")
    part(room, "slider").press("End")
    held[0].wait_for(2)
    expect(part(room, "wait")).to_be_visible()
    expect(part(room, "rate")).to_have_text(f"{late['kl_nats']:.2f}")  # the figures are there
    part(room, "slider").press("Home")
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", first["id"])
    held[0].let_go()
    page.wait_for_load_state("networkidle")
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", first["id"])
    expect(part(room, "wait")).to_be_hidden()


def test_a_net_that_cannot_be_had_is_told_of_and_tried_again(
    open_page: Open, ladders: dict[str, list[dict[str, Any]]]
) -> None:
    open_page.expected.extend(NETWORK)
    lost = ladders["2"][0]
    page = open_page(before=fail(weights_of(lost["id"])))
    page.locator('[data-tab="loss"]').click()
    page.locator('#loss [data-ref="chip-beta"]').check(force=True)
    room = page.locator(ROOM)
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", "mnist-vae-2d-beta-1")
    part(room, "slider").press("Home")
    line = notice(page, lost["id"])
    expect(line).to_be_visible()
    mend(page, weights_of(lost["id"]))
    page.locator("#status button").first.click()
    expect(page.locator(SQUARE)).to_have_attribute("data-beta", lost["id"])
