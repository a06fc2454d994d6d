"""Answers that come late, and choices made meanwhile: the last thing wanted is what stands."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from tests.browser.conftest import Open
from tests.browser.hands import (
    choose_engine,
    choose_model,
    expect_chosen,
    show_map,
    show_tab,
    stroke,
)
from tests.browser.network import SERVER, WEIGHTS, Held, weights_of
from tests.browser.sight import (
    DECODED,
    FIRST,
    HINT,
    NOTICES,
    PAD,
    RECONSTRUCT,
    SEEN,
    X_HAT,
    expect_pixels,
    expect_values,
    frames,
    let_frames_pass,
    notice,
    pixels,
)
from tests.browser.test_map import TO_PAGE, chosen
from tests.browser.test_sliders import in_order
from tests.placing import centre

MODEL, OTHER = "mnist-vae-2d", "mnist-vae-10d"
LEFT = [(0.3, 0.2), (0.28, 0.5), (0.3, 0.8)]
RIGHT = [(0.6, 0.25), (0.8, 0.3), (0.65, 0.75)]


def seen_of(page: Page) -> np.ndarray:
    return centre(pixels(page, PAD).astype(np.float32))


def test_another_model_and_back_while_it_loads(
    page: Page, engine: Engine, pictures: Tensor
) -> None:
    held = Held(page, weights_of(OTHER))
    choose_model(page, OTHER)
    expect(notice(page, "Loading VAE, 10 dimensions, MNIST")).to_be_visible()
    held.wait_for(1)
    choose_model(page, MODEL)
    expect(page.locator(NOTICES)).to_be_hidden()
    held.let_go()
    page.wait_for_load_state("networkidle")
    let_frames_pass(page)
    expect_chosen(page, MODEL)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{MODEL}"]')).to_have_count(1)
    page.get_by_role("button", name="Test picture 4, a 4").click()
    expected, _ = engine.reconstruct(pictures[4].numpy(), MODEL)
    expect_pixels(page, X_HAT, expected)
    choose_model(page, OTHER)  # and it still comes when it is wanted
    expected, _ = engine.reconstruct(pictures[4].numpy(), OTHER)
    expect_pixels(page, X_HAT, expected)


def test_strokes_while_a_model_loads_are_answered_by_it(page: Page, engine: Engine) -> None:
    held = Held(page, weights_of(OTHER))
    choose_model(page, OTHER)
    page.get_by_role("button", name="Clear").click()
    stroke(page, RIGHT)
    held.let_go()
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), OTHER)
    expect_pixels(page, X_HAT, expected, 0.03)


def test_the_first_picture_never_replaces_a_drawing(open_page: Open, engine: Engine) -> None:
    holds: list[Held] = []
    page = open_page(before=lambda page: holds.append(Held(page, WEIGHTS)))
    expect(page.locator(PAD)).to_be_visible()
    holds[0].wait_for(1)
    expect(page.locator(HINT)).to_contain_text(f"test picture {FIRST}")
    page.get_by_role("button", name="Clear").click()
    stroke(page, RIGHT)
    expect(page.locator(HINT)).to_contain_text("your drawing")
    drawn = pixels(page, PAD)
    holds[0].let_go()
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), MODEL)
    expect_pixels(page, X_HAT, expected, 0.03)
    expect(page.get_by_role("button", name="Test picture 4, a 4")).to_be_visible()
    let_frames_pass(page)
    assert (pixels(page, PAD) == drawn).all()
    expect(page.locator(HINT)).to_contain_text("your drawing")
    expect_pixels(page, SEEN, seen_of(page), 2 / 255)


def test_clear_and_draw_by_the_server_leaves_no_old_ink(page: Page, engine: Engine) -> None:
    """Also while the answer to the old drawing is still on its way."""
    choose_engine(page, "the server")
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text(
        "PyTorch, server"
    )
    page.get_by_role("button", name="Clear").click()
    held = Held(page, SERVER)
    stroke(page, LEFT)
    held.wait_for(1)
    page.get_by_role("button", name="Clear").click()
    stroke(page, RIGHT)
    held.let_go()
    drawn = pixels(page, PAD)
    assert drawn[:, :60].max() == 0  # of the first drawing, which was on the left
    assert drawn[:, 70:].max() > 0.9
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), MODEL)
    expect_pixels(page, X_HAT, expected, 0.03)
    let_frames_pass(page)
    expect_pixels(page, SEEN, seen_of(page), 2 / 255)
    expect_pixels(page, X_HAT, expected, 0.03)


def test_late_answers_of_the_server_paint_over_nothing_newer(page: Page, engine: Engine) -> None:
    """Its engine is asked, then this device is chosen and draws on: the late answer is dropped."""
    choose_engine(page, "the server")
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text(
        "PyTorch, server"
    )
    page.get_by_role("button", name="Clear").click()
    held = Held(page, SERVER)
    stroke(page, LEFT)
    held.wait_for(1)
    choose_engine(page, "this device")
    stroke(page, RIGHT)
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), MODEL)
    expect_pixels(page, X_HAT, expected, 0.03)
    painted = frames(page, RECONSTRUCT)
    held.let_go()
    page.wait_for_load_state("networkidle")
    let_frames_pass(page)
    assert frames(page, RECONSTRUCT) == painted  # not even for a moment
    expect_pixels(page, X_HAT, expected, 0.03)
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text("this device")


def test_a_change_of_engine_keeps_the_point(page: Page, engine: Engine) -> None:
    show_map(page)
    page.mouse.click(*page.evaluate(TO_PAGE, [1.0, 1.5]))
    page.wait_for_function(
        """() => /z₁ = (1\\.0|0\\.9)/.test(
          document.querySelector('#map [data-ref="point"]').innerText)"""
    )
    z = chosen(page)
    made = page.locator('#map [data-ref="engineTime"]')
    for label, words in (("the server", "PyTorch, server"), ("this device", "this device")):
        choose_engine(page, label)
        expect(made).to_contain_text(words)
        assert chosen(page) == z
        expected = engine.decode_pictures([z], MODEL)
        expect_pixels(page, '#map [data-ref="xHat"]', expected, 0.03)


def test_another_model_has_its_own_point_whatever_the_engine(
    page: Page, engine: Engine, pictures: Tensor
) -> None:
    """A z of two numbers, a model of ten, and the engine changed in between."""
    show_tab(page, "Sliders")
    page.locator("#sliders input[type=number]").first.fill("2.5")
    choose_model(page, OTHER)
    choose_engine(page, "the server")
    mu, _ = engine.encode(pictures[FIRST].numpy(), OTHER)
    expect(page.locator("#sliders input[type=range]")).to_have_count(10)
    expect_values(page, in_order(mu, OTHER))
    expect_pixels(page, DECODED, engine.decode_pictures(mu, OTHER), 0.02)
    made = page.locator('#decoded [data-ref="engineTime"]')
    expect(made).to_contain_text("PyTorch, server")
