"""What is taken along: files hold what the screen shows, and the lines for Python give it."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

from app.engine import Engine
from tests.browser.conftest import Open
from tests.browser.hands import choose_model, rooms_of, show_room, show_tab
from tests.browser.sight import BYTE, X_HAT, pixels, wait_for_frames, wait_for_picture
from tests.browser.test_walk import STRIP

SVG = "{http://www.w3.org/2000/svg}"
LEAST = 560  # px of a picture's longer side that is of use on a slide


def keep(page: Page) -> Locator:
    """Open what can be taken along; its dialog."""
    page.locator('#share [data-ref="share"]').click()
    page.locator('#share [data-ref="keep"]').click()
    dialog = page.locator('[data-ref="keepDialog"]')
    expect(dialog).to_be_visible()
    return dialog


def saved(button: Locator, folder: Path) -> Path:
    """Press a button that saves a file; the file, by the name that the page gives it."""
    with button.page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def greys(path: Path) -> NDArray[np.float64]:
    with Image.open(path) as file:
        return np.asarray(file.convert("L"), dtype=np.float64) / 255


def test_a_picture_is_its_pixels_enlarged(page: Page, tmp_path: Path) -> None:
    seen = pixels(page, X_HAT)
    path = saved(keep(page).get_by_role("button", name="PNG: The rebuilt picture"), tmp_path)
    large = greys(path)
    assert large.shape[0] >= LEAST
    times = large.shape[0] // 28
    assert np.array_equal(large, np.kron(seen, np.ones((times, times))))
    assert path.name.startswith("mnist-vae-2d-")


def test_a_drawing_is_saved_as_it_looks(page: Page, tmp_path: Path) -> None:
    """Vectors with the dots among them; as pixels it is what the screen shows."""
    plot = page.locator(".lx-code-map").first
    plot.evaluate("node => document.activeElement.blur()")
    shown = np.asarray(Image.open(io.BytesIO(plot.screenshot())).convert("RGB"), dtype=float)
    dialog = keep(page)
    name = ": The code on a small map of all test pictures’ codes"
    svg = saved(dialog.get_by_role("button", name=f"SVG{name}"), tmp_path)
    root = ElementTree.parse(svg).getroot()
    assert root.tag == f"{SVG}svg"
    assert root.findall(f".//{SVG}circle")
    [dots] = root.findall(f".//{SVG}image")
    assert dots.attrib["href"].startswith("data:image/png;base64,")
    with Image.open(saved(dialog.get_by_role("button", name=f"PNG{name}"), tmp_path)) as file:
        size = (shown.shape[1], shown.shape[0])
        kept = np.asarray(file.convert("RGB").resize(size, Image.Resampling.BOX), dtype=float)
    assert np.abs(kept - shown).mean() < 6
    assert np.abs(kept - kept.mean((0, 1))).mean() > 3 * np.abs(kept - shown).mean()


def test_a_walk_is_a_gif_from_one_picture_to_the_other_and_back(
    page: Page, tmp_path: Path, engine: Engine, pictures: Tensor
) -> None:
    show_tab(page, "Sliders")
    wait_for_frames(page, STRIP)
    dialog = keep(page)
    path = saved(dialog.get_by_role("button", name="Walk", exact=True), tmp_path)
    assert path.name == "mnist-vae-2d-walk.gif"
    with Image.open(path) as gif:
        assert gif.info["loop"] == 0
        frames = [
            np.asarray(f.convert("L"), dtype=float)[5::10, 5::10] / 255
            for f in ImageSequence.Iterator(gif)
        ]
    middle = len(frames) // 2
    for place, index in ((0, 0), (middle, 1)):
        mu, _ = engine.encode(pictures[index].numpy(), "mnist-vae-2d")
        x_hat = engine.decode_pictures(mu, "mnist-vae-2d")[0]
        np.testing.assert_allclose(frames[place], x_hat.reshape(28, 28), atol=BYTE)
    for there, back in zip(frames[1:middle], frames[:middle:-1], strict=True):
        assert np.array_equal(there, back)
    assert any(np.abs(a - b).max() > 0.1 for a, b in itertools.pairwise(frames))


def test_one_number_is_a_gif_along_its_slider(page: Page, tmp_path: Path, engine: Engine) -> None:
    show_tab(page, "Sliders")
    wait_for_frames(page, STRIP)
    slider = page.locator("#lx-z1")
    low, high = (float(slider.get_attribute(end) or "nan") for end in ("min", "max"))
    path = saved(keep(page).get_by_role("button", name="z₂", exact=True), tmp_path)
    assert path.name == "mnist-vae-2d-z2.gif"
    code = json.loads(page.locator('[data-ref="json"]').inner_text())
    with Image.open(path) as gif:
        frames = [
            np.asarray(f.convert("L"))[5::10, 5::10] / 255 for f in ImageSequence.Iterator(gif)
        ]
    for place, value in ((0, low), (len(frames) // 2, high)):
        x_hat = engine.decode_pictures([code["z"][0], value], "mnist-vae-2d")[0]
        np.testing.assert_allclose(frames[place], x_hat.reshape(28, 28), atol=BYTE)


@pytest.mark.parametrize("model_id", ["mnist-vae-10d", "mnist-ae-2d"])
def test_the_code_as_json(page: Page, engine: Engine, pictures: Tensor, model_id: str) -> None:
    choose_model(page, model_id)
    keep(page)
    code = json.loads(page.locator('[data-ref="json"]').inner_text())
    mu, logvar = engine.encode(pictures[code["picture"]["index"]].numpy(), model_id)
    assert code["model"] == model_id
    np.testing.assert_allclose(code["mu"], mu, rtol=1e-3, atol=1e-3)
    assert code["z"] == code["mu"]
    if logvar is None:
        assert code["logvar"] is None
    else:
        np.testing.assert_allclose(code["logvar"], logvar, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("tab", ["Reconstruct", "Map"])
def test_the_lines_for_python_give_the_picture_on_the_screen(page: Page, tab: str) -> None:
    show_tab(page, tab)
    shown = X_HAT
    if tab == "Map":
        shown = '#map [data-ref="xHat"]'
        wait_for_frames(page, "#map")
        page.locator("#map .lx-plot-frame").press("ArrowRight")
    wanted = pixels(page, shown)
    keep(page)
    lines = page.locator('[data-ref="python"]').inner_text()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(lines, "shown", "exec"), {})
    path = printed.getvalue().strip().splitlines()[-1]
    np.testing.assert_allclose(greys(Path(path)), wanted, atol=BYTE)


def test_each_room_has_something_to_take_along(open_page: Open) -> None:
    """Named, previewed, and said to be saved under the room's name."""
    page = open_page()
    wait_for_picture(page)
    for tab in ("generate", "loss"):
        for room in rooms_of(page, tab):
            show_room(page, room).locator("[data-choice]").first.click()
            dialog = keep(page)
            pictures = dialog.locator("li")
            expect(pictures.first.locator("img")).to_have_js_property("complete", True)
            page.wait_for_function(
                """() => [...document.querySelectorAll('[data-ref="keepDialog"] li img')]
                  .every((image) => image.naturalWidth > 0)"""
            )
            names = pictures.locator("span").all_inner_texts()
            assert all(names), room
            assert len(set(names)) == len(names), room
            expect(dialog.locator('[data-ref="python"]')).to_be_hidden()
            page.keyboard.press("Escape")
