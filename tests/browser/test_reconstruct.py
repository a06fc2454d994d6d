"""Reconstruct: what the page opens with, its pictures and its numbers, held to PyTorch."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from model.data import load_dataset
from model.files import WEIGHTS
from model.network import Autoencoder
from model.objective import kl_per_dim, reconstruction_nats
from tests.browser.conftest import Open
from tests.browser.hands import choose_engine, choose_model, stroke
from tests.browser.sight import (
    DRAWS,
    FIRST,
    RECONSTRUCT,
    SEEN,
    X_HAT,
    evaluate_with,
    expect_pixels,
    frames,
    from_text,
    gaussians,
    let_frames_pass,
    number,
    pixels,
    wait_for_frames,
)
from tests.conftest import AUTOENCODERS, VAES

LOSS = '#reconstruct [data-ref="loss"]'
SHEET = '#reconstruct [data-ref="sheet"]'
SPREAD = '#reconstruct [data-ref="spread"]'
ROWS = "#reconstruct .lx-code-row:not(.lx-code-head)"


def open_with(page: Page, model_id: str) -> None:
    """Choose a model, and wait until its own numbers and its sixteen draws stand."""
    wait_for_frames(page, DRAWS)
    choose_model(page, model_id)
    # What stands between two choices, such as another size of the new kind, is drawn too.
    expect(page.locator(f'{DRAWS}[data-model="{model_id}"]')).to_have_count(1)


def resample(page: Page) -> None:
    """Draw anew, and wait for the numbers and for all sixteen pictures."""
    before = frames(page, DRAWS)
    page.get_by_role("button", name="Draw again").click()
    wait_for_frames(page, DRAWS, before)


def seed_of(page: Page) -> int:
    return int(page.locator(RECONSTRUCT).get_attribute("data-seed") or 0)


def posterior_draws(page: Page, model: Autoencoder, x: Tensor, n: int) -> Tensor:
    """z = mu + sigma epsilon (n, d), in PyTorch, by the epsilon that the page drew."""
    mu, logvar = model.encode(x)
    assert logvar is not None
    epsilon = gaussians(page, seed_of(page), n * mu.shape[1]).reshape(n, -1)
    return mu + torch.exp(0.5 * logvar) * torch.from_numpy(epsilon)


def opened_with(model: Autoencoder, assets: dict[str, tuple[Tensor, Tensor]]) -> Tensor:
    """The picture (1, 784) that the page shows when a model of its data set is chosen."""
    data = load_dataset(model.config.dataset)
    first = data.examples[0]
    return assets[data.id][0][first : first + 1]


@pytest.mark.both_hosts
def test_the_page_works_the_moment_it_opens(page: Page, engine: Engine, pictures: Tensor) -> None:
    picture = pictures[FIRST].numpy()
    expect_pixels(page, SEEN, picture, 1 / 255)
    expect_pixels(page, X_HAT, engine.reconstruct(picture, "mnist-vae-2d")[0])
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text("this device")
    expect(page.locator("#settings input[value=browser]")).to_be_checked()


def test_what_the_first_tab_shows_waits_for_no_file_of_pictures(open_page: Open) -> None:
    fetched: list[str] = []
    page = open_page(before=lambda page: page.on("request", lambda r: fetched.append(r.url)))
    wait_for_frames(page, DRAWS)
    page.wait_for_load_state("networkidle")
    assert any("/encoder" in url for url in fetched)
    assert not any("pictures" in url.rsplit("/", 1)[1] for url in fetched if "weights" in url)


@pytest.mark.parametrize("name", VAES)
def test_the_numbers_are_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], assets: dict[str, tuple[Tensor, Tensor]], name: str
) -> None:
    """The mean over sixteen draws, one lot after another: with the page's epsilon, in PyTorch."""
    model = shipped[name]
    x = opened_with(model, assets)
    mu, logvar = model.encode(x)
    assert logvar is not None
    kl = kl_per_dim(mu, logvar)[0]
    mse = (torch.sigmoid(model.decode(mu)) - x).square().mean().item()
    open_with(page, name)
    seeds = set()
    for _ in range(6):
        seeds.add(seed_of(page))
        logits = model.decode(posterior_draws(page, model, x, 16))
        each = reconstruction_nats(logits, x.expand(16, -1), model.config)
        nats = each.mean().item()
        assert number(page, "reconstruction") == pytest.approx(nats, abs=0.06)
        deviation = page.locator(f'{LOSS} [data-ref="deviation"]').inner_text()
        assert from_text(deviation.removeprefix("± ")) == pytest.approx(each.std().item(), abs=0.06)
        assert number(page, "kl") == pytest.approx(kl.sum().item(), abs=0.06)
        assert number(page, "negElbo") == pytest.approx(nats + kl.sum().item(), abs=0.06)
        assert number(page, "mse") == pytest.approx(mse, abs=6e-5)
        resample(page)
    assert len(seeds) == 6


def test_where_frames_are_slow_the_loss_that_stays_is_of_the_draws(page: Page) -> None:
    """A frame that took longer than the measuring left the first glance's loss standing."""
    wait_for_frames(page, DRAWS)
    page.evaluate(
        """() => {
          const next = window.requestAnimationFrame.bind(window);
          window.requestAnimationFrame = (act) => next(() => setTimeout(() => next(act), 500));
        }"""
    )
    before = frames(page, DRAWS)
    page.get_by_role("button", name="Surprise me").click()
    wait_for_frames(page, DRAWS, before)
    let_frames_pass(page, 2)
    expect(page.locator(LOSS)).to_have_attribute("data-of", "draws")
    expect(page.locator(f"{DRAWS}.lx-stale")).to_have_count(0)


def test_each_dimension_of_a_long_code_is_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    """The rows: mu, sigma and nats of each dimension, and the dot where z was drawn."""
    model, x = shipped["mnist-vae-10d"], pictures[FIRST : FIRST + 1]
    mu, logvar = model.encode(x)
    assert logvar is not None
    open_with(page, "mnist-vae-10d")
    z = posterior_draws(page, model, x, 16)[0]
    kl = kl_per_dim(mu, logvar)[0]
    rows = page.locator(ROWS)
    expect(rows).to_have_count(model.config.latent_dim)
    for k in range(model.config.latent_dim):
        shown = rows.nth(k).locator(".lx-number").all_inner_texts()
        assert from_text(shown[0]) == pytest.approx(mu[0, k].item(), abs=0.006)
        assert from_text(shown[1]) == pytest.approx(logvar[0, k].div(2).exp().item(), abs=0.006)
        nats = rows.nth(k).locator(".lx-nats").inner_text()
        assert from_text(nats) == pytest.approx(kl[k].item(), abs=0.006)
        # Where the axis has 0 and 1 is read off the bar of mu, so that its width is not assumed.
        at = rows.nth(k).evaluate(
            """row => [".lx-posterior", ".lx-mu", ".lx-draw"].map((part) => {
              const { left, width } = row.querySelector(part).style;
              return [parseFloat(left), parseFloat(width) || 0];
            })"""
        )
        (left, width), (centre, _), (draw, _) = at
        assert left + width / 2 == pytest.approx(centre, abs=0.01)
        sigma = logvar[0, k].div(2).exp().item()
        expected = centre + width / 4 * (z[k] - mu[0, k]).item() / sigma
        assert draw == pytest.approx(expected, abs=0.02)


def equation(page: Page) -> NDArray[np.float64]:
    """z, mu, sigma and epsilon of the chosen draw as the page writes them, (d, 4)."""
    rows = page.locator("#reconstruct .lx-equation tbody tr")
    lines = [rows.nth(k).locator("td[class]").all_inner_texts() for k in range(rows.count())]
    return np.array([[from_text(text) for text in line] for line in lines])


def circles(page: Page) -> dict[str, list[tuple[float, float]]]:
    """Where the marks stand on the square of the code, 0 to 1 from its left and its top."""
    return page.locator("#reconstruct .lx-cloud").evaluate(
        """svg => {
          const box = svg.getBoundingClientRect();
          const at = (node) => {
            const { left, top, width, height } = node.getBoundingClientRect();
            return [(left + width / 2 - box.left) / box.width,
              (top + height / 2 - box.top) / box.height];
          };
          const whole = ".lx-cloud > g:not(.lx-cloud-lens)";
          const of = (part) => [...svg.querySelectorAll(`${whole} ${part}`)];
          return Object.fromEntries(["mu", "z", "draws circle", "ellipse"]
            .map((name) => [name, of(`.lx-cloud-${name}`).map(at)]));
        }"""
    )


def test_a_code_of_two_numbers_is_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    """The formula of a draw, digit by digit, and each draw's place on the square from -4 to 4."""
    model, x = shipped["mnist-vae-2d"], pictures[FIRST : FIRST + 1]
    mu, logvar = model.encode(x)
    assert logvar is not None
    sigma = torch.exp(0.5 * logvar)
    open_with(page, "mnist-vae-2d")
    z = posterior_draws(page, model, x, 16)
    for draw in (0, 5, 15):
        page.get_by_label("The draw to look at").fill(str(draw + 1))
        written = equation(page)
        epsilon = (z[draw] - mu[0]) / sigma[0]
        expected = torch.stack([z[draw], mu[0], sigma[0], epsilon], dim=1).numpy()
        assert np.abs(written[:, :3] - expected[:, :3]).max() <= 0.00051
        assert np.abs(written[:, 3] - expected[:, 3]).max() <= 0.0051
        shown = circles(page)
        places = torch.stack([0.5 + z[:, 0] / 8, 0.5 - z[:, 1] / 8], dim=1).numpy()
        assert np.abs(np.array(shown["draws circle"]) - places).max() < 0.002
        assert np.abs(np.array(shown["z"][0]) - places[draw]).max() < 0.002
        centre = np.array([0.5 + mu[0, 0].item() / 8, 0.5 - mu[0, 1].item() / 8])
        assert np.abs(np.array(shown["mu"][0]) - centre).max() < 0.002


def test_sigma_can_be_exaggerated_and_the_loss_is_not(
    page: Page, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    model, x = shipped["mnist-vae-2d"], pictures[FIRST : FIRST + 1]
    mu, _ = model.encode(x)
    open_with(page, "mnist-vae-2d")
    nats = number(page, "negElbo")
    before = frames(page, DRAWS)
    page.get_by_label("σ multiplied by").fill("20")
    wait_for_frames(page, DRAWS, before)
    expect(page.get_by_text("exaggerated")).to_be_visible()
    z = mu + 20 * (posterior_draws(page, model, x, 16) - mu)
    assert np.abs(sheet(page) - torch.sigmoid(model.decode(z)).numpy()).max() <= 1.5 / 255
    assert number(page, "negElbo") == nats


def test_the_bar_says_how_a_picture_stands_among_the_test_pictures(
    page: Page, pictures: Tensor
) -> None:
    """A usual picture, and one that is no digit, against the quantiles in metrics.json."""
    open_with(page, "mnist-vae-2d")
    quantiles = json.loads((WEIGHTS / "mnist-vae-2d" / "metrics.json").read_text())[
        "loss_quantiles"
    ]
    at = dict(zip(quantiles["levels"], quantiles["nats"], strict=True))
    assert at[0.25] < number(page, "negElbo") < at[0.75]
    expect(page.get_by_text("About as much as for a typical test picture")).to_be_visible()
    bar = page.locator(f'{LOSS} [data-ref="bar"]')
    expect(bar).to_have_attribute("aria-label", re.compile(f"{at[0.05]:.0f} to {at[0.95]:.0f}"))
    page.get_by_role("button", name="Clear").click()
    for row in np.linspace(0.1, 0.9, 6):
        stroke(page, [(0.1, row), (0.9, row)])
    expect(page.get_by_text("unlike what the model has learnt")).to_be_visible()
    assert number(page, "negElbo") > at[0.99]


def sheet(page: Page) -> NDArray[np.float64]:
    """The sixteen pictures, (16, 784)."""
    shown = pixels(page, SHEET)
    assert shown.shape == (28, 16 * 28)
    return shown.reshape(28, 16, 28).swapaxes(0, 1).reshape(16, 784)


@pytest.mark.parametrize("name", VAES)
def test_the_sixteen_draws_are_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], assets: dict[str, tuple[Tensor, Tensor]], name: str
) -> None:
    model = shipped[name]
    x = opened_with(model, assets)
    open_with(page, name)
    for _ in range(2):
        x_hat = torch.sigmoid(model.decode(posterior_draws(page, model, x, 16))).numpy()
        assert np.abs(sheet(page) - x_hat).max() <= 1.5 / 255
        heat = evaluate_with(
            page,
            {"views/paint.js": "heat"},
            """return argument.map((std) => {
              const data = new Uint8ClampedArray(4);
              heat(std, data, 0);
              return data[0] / 255;
            });""",
            x_hat.std(0).tolist(),
        )
        expect_pixels(page, SPREAD, heat, 3 / 255)
        resample(page)


def test_the_colours_of_the_spread_rise_from_black_to_white_at_a_quarter(page: Page) -> None:
    colours = evaluate_with(
        page,
        {"views/paint.js": "heat"},
        """return argument.map((std) => {
          const data = new Uint8ClampedArray(4);
          heat(std, data, 0);
          return [...data].slice(0, 3);
        });""",
        [0, *np.linspace(0.01, 0.24, 24).tolist(), 0.25, 0.5],
    )
    assert colours[0] == [0, 0, 0]
    assert colours[-2] == colours[-1] == [255, 255, 255]
    brightness = np.array(colours[:-1]).sum(1)
    assert (np.diff(brightness) > 0).all()


@pytest.mark.both_hosts
def test_the_model_can_be_changed(page: Page, engine: Engine, pictures: Tensor) -> None:
    choose_model(page, "mnist-vae-10d")
    expect(page.locator(ROWS)).to_have_count(10)
    expected, _ = engine.reconstruct(pictures[FIRST].numpy(), "mnist-vae-10d")
    expect_pixels(page, X_HAT, expected)


def test_an_autoencoder_says_only_what_is_true_of_one(
    page: Page, engine: Engine, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    assert AUTOENCODERS
    open_with(page, "mnist-ae-2d")
    expect(page.locator('#reconstruct [data-ref="codeName"]')).to_have_text("The code: one point z")
    for part in ("klPart", "elboPart"):
        expect(page.locator(f'#reconstruct [data-ref="{part}"]')).to_be_hidden()
    for word in ("σ", "draw", "posterior", "expected, "):
        expect(page.locator("#reconstruct").get_by_text(word).filter(visible=True)).to_have_count(0)
    x_hat, report = engine.reconstruct(pictures[FIRST].numpy(), "mnist-ae-2d")
    expect_pixels(page, X_HAT, x_hat)
    shown = page.locator('#reconstruct [data-ref="reconstruction"]')
    expect(shown).to_have_text(f"{report['reconstruction_nats']:.1f}")
    # In place of draws: what lies 5 % of the codes' spread away.
    model = shipped["mnist-ae-2d"]
    mu, _ = model.encode(pictures[FIRST : FIRST + 1])
    metrics = json.loads((WEIGHTS / "mnist-ae-2d" / "metrics.json").read_text())
    epsilon = torch.from_numpy(gaussians(page, seed_of(page), 32)).reshape(16, 2)
    z = mu + 0.05 * torch.tensor(metrics["mu_std"]) * epsilon
    assert np.abs(sheet(page) - torch.sigmoid(model.decode(z)).numpy()).max() <= 2.5 / 255


def test_the_autoencoder_beside_the_vae(page: Page, engine: Engine, pictures: Tensor) -> None:
    expect(page.locator('#reconstruct [data-ref="twin"]')).to_be_hidden()
    page.get_by_role("button", name="Compare with the autoencoder").click()
    x_hat, report = engine.reconstruct(pictures[FIRST].numpy(), "mnist-ae-2d")
    expect_pixels(page, '#reconstruct [data-ref="twinPicture"]', x_hat)
    hint = page.locator('#reconstruct [data-ref="twinHint"]')
    expect(hint).to_contain_text(f"MSE {report['mse']:.4f}")


@pytest.mark.needs_server
def test_the_servers_engine_agrees(page: Page) -> None:
    by_browser = pixels(page, X_HAT)
    choose_engine(page, "the server")
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text(
        "PyTorch, server"
    )
    expect_pixels(page, X_HAT, by_browser)
