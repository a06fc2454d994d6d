"""Reconstruct: what the page opens with, its pictures and its numbers, held to PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from model.network import Autoencoder
from model.objective import kl_per_dim, reconstruction_nats
from tests.browser.hands import choose_model
from tests.browser.sight import (
    FIRST,
    RECONSTRUCT,
    SEEN,
    X_HAT,
    evaluate_with,
    expect_pixels,
    frames,
    from_text,
    gaussians,
    number,
    pixels,
    wait_for_frames,
)
from tests.conftest import AUTOENCODERS, VAES

LOSS = '#reconstruct [data-ref="loss"]'
DRAWS = '#reconstruct [data-ref="draws"]'
SHEET = '#reconstruct [data-ref="sheet"]'
SPREAD = '#reconstruct [data-ref="spread"]'
ROWS = "#reconstruct .lx-code-row:not(.lx-code-head)"


def open_with(page: Page, model_id: str) -> None:
    """Choose a model, and wait until its own numbers and its sixteen draws stand."""
    for part in (LOSS, DRAWS):
        wait_for_frames(page, part)
    if model_id == VAES[0]:
        return
    before = [frames(page, part) for part in (LOSS, DRAWS)]
    choose_model(page, model_id)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{model_id}"]')).to_have_count(1)
    for part, n in zip((LOSS, DRAWS), before, strict=True):
        wait_for_frames(page, part, n)


def resample(page: Page) -> None:
    """Draw anew, and wait for the numbers and for all sixteen pictures."""
    before = [frames(page, part) for part in (LOSS, DRAWS)]
    page.get_by_role("button", name="Resample").click()
    for part, n in zip((LOSS, DRAWS), before, strict=True):
        wait_for_frames(page, part, n)


def seed_of(page: Page) -> int:
    return int(page.locator(RECONSTRUCT).get_attribute("data-seed") or 0)


def posterior_draws(page: Page, model: Autoencoder, x: Tensor, n: int) -> Tensor:
    """z = mu + sigma epsilon (n, d), in PyTorch, by the epsilon that the page drew."""
    mu, logvar = model.encode(x)
    assert logvar is not None
    epsilon = gaussians(page, seed_of(page), n * mu.shape[1]).reshape(n, -1)
    return mu + torch.exp(0.5 * logvar) * torch.from_numpy(epsilon)


def test_the_page_works_the_moment_it_opens(page: Page, engine: Engine, pictures: Tensor) -> None:
    picture = pictures[FIRST].numpy()
    expect_pixels(page, SEEN, picture, 1 / 255)
    expect_pixels(page, X_HAT, engine.reconstruct(picture, "mnist-vae-2d")[0])
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text("this device")
    expect(page.get_by_label("this device")).to_be_checked()


@pytest.mark.parametrize("name", VAES)
def test_the_numbers_are_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], pictures: Tensor, name: str
) -> None:
    """Every digit shown, for one draw after another: with the page's epsilon, in PyTorch."""
    model, x = shipped[name], pictures[FIRST : FIRST + 1]
    mu, logvar = model.encode(x)
    assert logvar is not None
    kl = kl_per_dim(mu, logvar)[0]
    mse = (torch.sigmoid(model.decode(mu)) - x).square().mean().item()
    open_with(page, name)
    seeds = set()
    for _ in range(6):
        seeds.add(seed_of(page))
        logits = model.decode(posterior_draws(page, model, x, 1))
        nats = reconstruction_nats(logits, x, model.config.likelihood).item()
        assert number(page, "reconstruction") == pytest.approx(nats, abs=0.06)
        assert number(page, "kl") == pytest.approx(kl.sum().item(), abs=0.06)
        assert number(page, "negElbo") == pytest.approx(nats + kl.sum().item(), abs=0.06)
        assert number(page, "mse") == pytest.approx(mse, abs=6e-5)
        resample(page)
    assert len(seeds) == 6


@pytest.mark.parametrize("name", VAES)
def test_the_code_is_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], pictures: Tensor, name: str
) -> None:
    """The table: mu, sigma and nats of each dimension, and the triangle where z was drawn."""
    model, x = shipped[name], pictures[FIRST : FIRST + 1]
    mu, logvar = model.encode(x)
    assert logvar is not None
    open_with(page, name)
    z = posterior_draws(page, model, x, 1)[0]
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


def sheet(page: Page) -> NDArray[np.float64]:
    """The sixteen pictures, (16, 784)."""
    shown = pixels(page, SHEET)
    assert shown.shape == (2 * 28, 8 * 28)
    return shown.reshape(2, 28, 8, 28).swapaxes(1, 2).reshape(16, 784)


@pytest.mark.parametrize("name", VAES)
def test_the_sixteen_draws_are_pytorchs(
    page: Page, shipped: dict[str, Autoencoder], pictures: Tensor, name: str
) -> None:
    model, x = shipped[name], pictures[FIRST : FIRST + 1]
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


def test_the_model_can_be_changed(page: Page, engine: Engine, pictures: Tensor) -> None:
    choose_model(page, "mnist-vae-10d")
    expect(page.locator(ROWS)).to_have_count(10)
    expected, _ = engine.reconstruct(pictures[FIRST].numpy(), "mnist-vae-10d")
    expect_pixels(page, X_HAT, expected)


def test_an_autoencoder_says_that_it_has_no_posterior(
    page: Page, engine: Engine, pictures: Tensor
) -> None:
    assert AUTOENCODERS
    choose_model(page, "mnist-ae-2d")
    expect(page.locator('#reconstruct [data-ref="codeName"]')).to_have_text("Code: a point z")
    for part in ("klPart", "elboPart"):
        expect(page.locator(f'#reconstruct [data-ref="{part}"]')).to_be_hidden()
    expect(page.locator('[data-ref="resample"]')).to_be_hidden()
    x_hat, report = engine.reconstruct(pictures[FIRST].numpy(), "mnist-ae-2d")
    expect_pixels(page, X_HAT, x_hat)
    shown = page.locator('#reconstruct [data-ref="reconstruction"]')
    expect(shown).to_have_text(f"{report['reconstruction_nats']:.1f}")
    # Nothing is drawn, and nothing of the VAE's draws is left.
    expect(page.locator(f"{SHEET}[width='28'], {SHEET}[width='300']")).to_have_count(1)
    assert pixels(page, SHEET).max() == 0


def test_the_autoencoder_beside_the_vae(page: Page, engine: Engine, pictures: Tensor) -> None:
    expect(page.locator('#reconstruct [data-ref="twin"]')).to_be_hidden()
    page.get_by_role("button", name="Compare with the autoencoder").click()
    x_hat, report = engine.reconstruct(pictures[FIRST].numpy(), "mnist-ae-2d")
    expect_pixels(page, '#reconstruct [data-ref="twinPicture"]', x_hat)
    hint = page.locator('#reconstruct [data-ref="twinHint"]')
    expect(hint).to_contain_text(f"MSE {report['mse']:.4f}")


def test_the_servers_engine_agrees(page: Page) -> None:
    by_browser = pixels(page, X_HAT)
    page.get_by_label("the server").check()
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text(
        "PyTorch, server"
    )
    expect_pixels(page, X_HAT, by_browser)
