"""When weights, pictures or the server fail: the page says so, goes on, and tries again."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from tests.browser.conftest import NETWORK, Open
from tests.browser.hands import (
    along,
    choose_engine,
    choose_model,
    drag,
    expect_chosen,
    show_map,
    show_tab,
    stroke,
)
from tests.browser.network import CODES, PICTURES, SERVER, WEIGHTS, Counted, fail, mend, weights_of
from tests.browser.sight import (
    DECODED,
    DECODED_VIEW,
    FIRST,
    HINT,
    MAP,
    NOTICES,
    PAD,
    RECONSTRUCT,
    SEEN,
    X_HAT,
    expect_pixels,
    frames,
    notice,
    pixels,
    values,
    wait_for_frames,
    wait_for_picture,
)
from tests.browser.test_map import POINT, TO_PAGE, chosen
from tests.browser.test_map import X_HAT as MAP_X_HAT
from tests.browser.test_sliders import at
from tests.placing import centre

MODEL, OTHER, TWIN = "mnist-vae-2d", "mnist-vae-10d", "mnist-ae-2d"
MADE = f'{RECONSTRUCT} [data-ref="engineTime"]'
STROKES = 20


@pytest.fixture
def open_page(open_page: Open) -> Open:
    """Here requests fail because a test makes them."""
    open_page.expected.extend(NETWORK)
    return open_page


def with_damaged_weights(page: Page) -> None:
    page.route("**/decoder*.safetensors", lambda route: route.fulfill(body=b"\x10" * 100))


def without_decompression(page: Page) -> None:
    page.add_init_script("delete window.DecompressionStream")


def scribble(page: Page) -> None:
    """Twenty strokes, each another drawing's next."""
    for k in range(STROKES):
        y = 0.15 + 0.7 * k / STROKES
        stroke(page, [(0.3, y), (0.6, y + 0.02)])


def seen_of(page: Page) -> np.ndarray:
    """What the model must see of the ink on the pad."""
    return centre(pixels(page, PAD).astype(np.float32))


def decoded(engine: Engine, z: object, model: str = MODEL) -> np.ndarray:
    return engine.decode_pictures(z, model)  # type: ignore[arg-type]


@pytest.mark.needs_server
@pytest.mark.parametrize("trouble", [fail(WEIGHTS), with_damaged_weights], ids=["gone", "damaged"])
def test_the_server_takes_over(
    open_page: Open, engine: Engine, pictures: Tensor, trouble: Callable[[Page], None]
) -> None:
    page = open_page(before=trouble)
    wait_for_picture(page)
    expect(notice(page, "PyTorch on the server answers instead")).to_be_visible()
    expect(page.locator(MADE)).to_contain_text("PyTorch, server")
    expect_pixels(page, X_HAT, engine.reconstruct(pictures[FIRST].numpy(), MODEL)[0])


@pytest.mark.needs_server
def test_a_drag_goes_on_by_the_server(open_page: Open, engine: Engine) -> None:
    """A slider dragged all the way with the mouse: the picture follows, by PyTorch."""
    page = open_page(before=fail(WEIGHTS))
    wait_for_picture(page)
    show_tab(page, "Sliders")
    box = page.locator("#sliders input[type=range]").first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    asked = Counted(page, "component_server")
    way = along((box["x"] + box["width"] / 2, y), (box["x"] + 0.8 * box["width"], y))
    drag(page, way, DECODED_VIEW)
    assert len(asked) >= len(way) / 2
    shown = values(page)
    assert shown[0] > 2
    expect_pixels(page, DECODED, decoded(engine, at(shown)), 0.02)
    expect(page.locator(f'{DECODED_VIEW} [data-ref="engineTime"]')).to_contain_text(
        "PyTorch, server"
    )


@pytest.mark.needs_server
def test_test_pictures_come_from_the_server(open_page: Open, pictures: Tensor) -> None:
    page = open_page(before=without_decompression)
    wait_for_picture(page)
    page.get_by_role("button", name="Test picture 4, a 4").click()
    expect(page.locator(HINT)).to_contain_text("test picture 4, a 4")
    expect_pixels(page, SEEN, pictures[4], 1 / 255)


def test_a_view_that_cannot_start_says_so(open_page: Open) -> None:
    page = open_page(before=fail("**/hosts/gradio.js", "**/hosts/static.js"))
    expect(page.get_by_text("This page could not start")).to_be_visible()


@pytest.mark.needs_server
def test_a_page_without_its_configuration_says_so(open_page: Open) -> None:
    page = open_page(before=fail("**/assets/configuration-*.json"))
    expect(page.get_by_text("This page could not start")).to_be_visible()


@pytest.mark.needs_server
def test_the_server_stops_while_its_engine_is_chosen(open_page: Open, engine: Engine) -> None:
    """A drawing is on the pad and the map is clicked: this device answers, and nothing is lost."""
    page = open_page()
    wait_for_picture(page)
    choose_engine(page, "the server")
    expect(page.locator(MADE)).to_contain_text("PyTorch, server")
    page.get_by_role("button", name="Clear").click()
    stroke(page, [(0.5, 0.2), (0.48, 0.5), (0.45, 0.8)])
    expect_pixels(page, SEEN, seen_of(page), 2 / 255)
    drawn = pixels(page, PAD)
    show_map(page)
    expect(page.locator(f'{MAP} [data-ref="engineTime"]')).to_contain_text("PyTorch, server")

    fail(SERVER)(page)
    page.mouse.click(*page.evaluate(TO_PAGE, [1.0, 1.5]))
    expect(page.locator(f'{MAP} [data-ref="engineTime"]')).to_contain_text("this device")
    z = chosen(page)
    assert z == pytest.approx([1.0, 1.5], abs=0.02)
    expect_pixels(page, MAP_X_HAT, decoded(engine, [z]), 0.03)
    line = notice(page, "This device answers instead of the server")
    expect(line).to_be_visible()
    expect(
        page.locator("#settings input[value=server]")
    ).to_be_checked()  # what is wanted has not changed
    instead = page.locator('#settings [data-ref="engineHint"]')
    expect(instead).to_have_text("At present this device answers in the server’s place.")
    page.get_by_role("tab", name="Reconstruct").click()
    expect(page.locator(HINT)).to_contain_text("your drawing")
    assert (pixels(page, PAD) == drawn).all()

    mend(page, SERVER)
    line.get_by_role("button", name="Try again").click()
    expect(page.locator(MADE)).to_contain_text("PyTorch, server")
    expect(page.locator(NOTICES)).to_be_hidden()
    assert (pixels(page, PAD) == drawn).all()


@pytest.mark.needs_server
def test_the_notice_outlives_what_does_not_mend_it(open_page: Open) -> None:
    """A change of model or engine erases nothing that is still true."""
    page = open_page(before=fail(WEIGHTS))
    wait_for_picture(page)
    line = notice(page, "PyTorch on the server answers instead")
    expect(line).to_be_visible()
    choose_model(page, OTHER)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{OTHER}"]')).to_have_count(1)
    expect(line).to_be_visible()
    choose_engine(page, "the server")  # now that is what is wanted
    expect(page.locator(NOTICES)).to_be_hidden()
    choose_engine(page, "this device")
    expect(line).to_be_visible()
    mend(page, WEIGHTS)
    line.get_by_role("button", name="Try again").click()
    expect(page.locator(MADE)).to_contain_text("this device")
    expect(page.locator(NOTICES)).to_be_hidden()  # no error outlives the success after it


def test_a_model_that_neither_engine_has_gives_way_to_the_one_before(
    open_page: Open, engine: Engine
) -> None:
    page = open_page()
    wait_for_picture(page)
    fail(weights_of(OTHER), SERVER)(page)
    asked = Counted(page, OTHER, "component_server")
    choose_model(page, OTHER)
    line = notice(page, "VAE, 10 dimensions, MNIST could not be loaded")
    expect(line).to_contain_text("VAE, 2 dimensions, MNIST is shown instead")
    expect_chosen(page, MODEL)
    loads = len(asked)

    page.get_by_role("button", name="Clear").click()
    scribble(page)
    expect_pixels(page, SEEN, seen_of(page), 2 / 255)
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), MODEL)
    expect_pixels(page, X_HAT, expected, 0.03)
    assert len(asked) == loads  # no stroke tries it again

    mend(page, weights_of(OTHER), SERVER)
    choose_model(page, OTHER)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{OTHER}"]')).to_have_count(1)
    expect(page.locator(NOTICES)).to_be_hidden()
    choose_model(page, MODEL)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{MODEL}"]')).to_have_count(1)
    expect_pixels(page, X_HAT, expected, 0.03)  # of the drawing, still


def test_a_model_that_gave_way_comes_when_it_is_tried_again(open_page: Open) -> None:
    page = open_page()
    wait_for_picture(page)
    fail(weights_of(OTHER), SERVER)(page)
    choose_model(page, OTHER)
    line = notice(page, "could not be loaded")
    expect(line).to_be_visible()
    mend(page, weights_of(OTHER), SERVER)
    line.get_by_role("button", name="Try again").click()
    expect_chosen(page, OTHER)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{OTHER}"]')).to_have_count(1)
    expect(page.locator(NOTICES)).to_be_hidden()


@pytest.mark.parametrize(
    "beside",
    [pytest.param("server answers", marks=pytest.mark.needs_server), "server fails too"],
)
def test_a_twin_that_is_missing_is_not_asked_for_at_every_stroke(
    open_page: Open, engine: Engine, beside: str
) -> None:
    page = open_page()
    wait_for_picture(page)
    fail(weights_of(TWIN), *([SERVER] if beside == "server fails too" else []))(page)
    loads = Counted(page, f"{TWIN}/")
    asked = Counted(page, "component_server")
    page.get_by_role("button", name="Compare").click()
    if beside == "server fails too":
        expect(notice(page, "could not be loaded to compare with")).to_be_visible()
    else:
        expect(page.locator('#reconstruct [data-ref="twinHint"]')).to_contain_text("MSE")
    page.get_by_role("button", name="Clear").click()
    scribble(page)
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), MODEL)
    expect_pixels(page, X_HAT, expected, 0.03)
    assert len(loads) <= 2  # its two halves, once
    if beside == "server fails too":
        assert len(asked) <= 2
        expect(page.locator('#reconstruct [data-ref="twinHint"]')).to_contain_text(
            "could not be loaded"
        )
        mend(page, weights_of(TWIN), SERVER)
        notice(page, "to compare with").get_by_role("button", name="Try again").click()
    twin, _ = engine.reconstruct(seen_of(page).reshape(-1), TWIN)
    expect_pixels(page, '#reconstruct [data-ref="twinPicture"]', twin, 0.03)


def test_without_weights_and_server_the_drawing_is_kept_until_one_is_back(
    open_page: Open, engine: Engine
) -> None:
    page = open_page(before=fail(WEIGHTS, SERVER))
    line = notice(page, "What you draw is kept")
    expect(line).to_be_visible()
    loads = Counted(page, "coder", "component_server")
    page.get_by_role("button", name="Clear").click()
    scribble(page)
    expect(page.locator(HINT)).to_contain_text("your drawing")
    drawn = pixels(page, PAD)
    assert loads.urls == []
    mend(page, WEIGHTS, SERVER)
    line.get_by_role("button", name="Try again").click()
    expect_pixels(page, SEEN, seen_of(page), 2 / 255)
    expected, _ = engine.reconstruct(seen_of(page).reshape(-1), MODEL)
    expect_pixels(page, X_HAT, expected, 0.03)
    assert (pixels(page, PAD) == drawn).all()
    expect(page.locator(NOTICES)).to_be_hidden()


def test_pictures_that_cannot_be_had_are_told_of_and_drawing_goes_on(
    open_page: Open, pictures: Tensor
) -> None:
    page = open_page(before=fail(PICTURES, SERVER))
    expect_pixels(page, SEEN, pictures[FIRST], 1 / 255)  # it came with the page
    surprise = page.get_by_role("button", name="Surprise me")
    surprise.click()
    expect(page.locator(f"{NOTICES} p").first).to_be_visible()
    stroke(page, [(0.5, 0.2), (0.5, 0.8)])
    expect_pixels(page, SEEN, seen_of(page), 2 / 255)
    expect(page.locator(NOTICES)).to_be_hidden()
    surprise.click()
    mend(page, PICTURES, SERVER)
    page.locator(NOTICES).get_by_role("button", name="Try again").first.click()
    expect(page.locator(NOTICES)).to_be_hidden()
    expect(page.locator(HINT)).to_contain_text("test picture")
    index = int(
        re.findall(r"test picture ([\d,]+)", page.locator(HINT).inner_text())[0].replace(",", "")
    )
    expect_pixels(page, SEEN, pictures[index], 1 / 255)


@pytest.mark.both_hosts
def test_codes_that_cannot_be_had_leave_a_map_that_can_be_tried_again(open_page: Open) -> None:
    page = open_page(before=fail(CODES))
    wait_for_picture(page)
    page.get_by_role("tab", name="Map").click()
    line = page.locator(f"{NOTICES} p").first
    expect(line).to_be_visible()
    mend(page, CODES)
    line.get_by_role("button", name="Try again").click()
    wait_for_frames(page, "#map .lx-plot-frame")
    expect(page.locator(NOTICES)).to_be_hidden()
    before = frames(page, POINT)
    page.locator("#map .lx-plot").scroll_into_view_if_needed()
    page.mouse.click(*page.evaluate(TO_PAGE, [1.0, 1.0]))
    wait_for_frames(page, POINT, before)
