"""The map's planes and its lattice, and the fields of Plotly that place them on the page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from safetensors.numpy import load_file
from torch import Tensor

from app.engine import Engine
from model.files import WEIGHTS
from tests.browser.hands import along, choose_model, drag, show_map, show_tab
from tests.browser.sight import (
    FIRST,
    MAP,
    expect_pixels,
    expect_values,
    frames,
    let_frames_pass,
    wait_for_frames,
)
from tests.browser.test_map import PLOT, POINT, TO_PAGE, X_HAT, chosen

TITLE = "#map .xtitle"


@pytest.fixture
def map_page(page: Page) -> Page:
    show_map(page)
    return page


def lay_lattice(page: Page) -> None:
    page.get_by_role("button", name="what each place decodes to").click()
    page.wait_for_function(f"() => {PLOT}.layout.images?.length === 1")


def choose_axes(page: Page, across: str, up: str) -> None:
    page.get_by_label("across", exact=True).select_option(label=across)
    page.get_by_label("up", exact=True).select_option(label=up)


def lattices(page: Page) -> int:
    return int(page.locator(MAP).get_attribute("data-lattices") or 0)


def lattice_image(page: Page) -> dict[str, Any]:
    """The lattice's pixels, and where Plotly puts them."""
    image: dict[str, Any] = page.evaluate(
        f"""async () => {{
          const {{ source, x, y, sizex, layer }} = {PLOT}.layout.images[0];
          const img = await createImageBitmap(await (await fetch(source)).blob());
          const canvas = new OffscreenCanvas(img.width, img.height);
          const context = canvas.getContext("2d");
          context.drawImage(img, 0, 0);
          const {{ data }} = context.getImageData(0, 0, img.width, img.height);
          const grey = Array.from({{ length: data.length / 4 }}, (_, i) => data[4 * i]);
          return {{ side: img.width, x, y, sizex, layer, grey }};
        }}"""
    )
    return image


@pytest.mark.both_hosts
def test_the_lattice_lies_under_the_points(map_page: Page, engine: Engine) -> None:
    lay_lattice(map_page)
    image = lattice_image(map_page)
    assert image["layer"] == "below"
    n = image["side"] // 28
    grey = np.array(image["grey"]).reshape(n, 28, n, 28) / 255
    step = image["sizex"] / n
    for row, column in ((0, 0), (n // 2, n // 2), (3, n - 2)):
        z = [image["x"] + (column + 0.5) * step, image["y"] - (row + 0.5) * step]
        expected = engine.decode_pictures([z], "mnist-vae-2d").reshape(28, 28)
        assert np.allclose(grey[row, :, column], expected, atol=0.02)


def test_a_drag_in_a_principal_plane_lays_no_lattice_anew(map_page: Page) -> None:
    """From 0 what lies off the plane stays 0 but for its last bits, whose sign turns at a move."""
    choose_model(map_page, "mnist-vae-10d")
    show_tab(map_page, "Sliders")
    map_page.get_by_role("button", name="Centre").click()
    expect_values(map_page, [0] * 10, 0)
    show_map(map_page)
    expect(map_page.locator(TITLE)).to_have_text("PC 1 (13%)")
    lay_lattice(map_page)
    assert lattices(map_page) == 1
    # The image of each lattice is another object: also one that is not counted would show.
    map_page.evaluate(f"() => {{ window.laid = {PLOT}.layout.images[0].source; }}")
    turns = [(-2, -2), (2, 2), (-2, 2), (2, -2), (0, 0)]
    corners = [map_page.evaluate(TO_PAGE, list(at)) for at in turns]
    for start, end in pairwise(corners):
        drag(map_page, along(start, end, 16), MAP)
        let_frames_pass(map_page)  # a hand that rests is when a lattice is laid
    assert lattices(map_page) == 1
    assert map_page.evaluate(f"() => window.laid === {PLOT}.layout.images[0].source")


def test_another_plane_has_its_own_lattice_and_none_when_it_is_switched_off(
    map_page: Page, engine: Engine, pictures: Tensor
) -> None:
    choose_model(map_page, "mnist-vae-10d")
    expect(map_page.locator(TITLE)).to_have_text("PC 1 (13%)")
    lay_lattice(map_page)
    choose_axes(map_page, "z₂", "z₅")
    expect(map_page.locator(TITLE)).to_contain_text("z₂")
    map_page.wait_for_function(
        f"""() => document.querySelector("#map").dataset.lattices >= "2" &&
          {PLOT}.layout.images?.length === 1"""
    )
    image = lattice_image(map_page)
    mu, _ = engine.encode(pictures[FIRST].numpy(), "mnist-vae-10d")
    n, step = image["side"] // 28, image["sizex"] * 28 / image["side"]
    z = mu.copy()
    z[1], z[4] = image["x"] + 3.5 * step, image["y"] - 5.5 * step
    grey = np.array(image["grey"]).reshape(n, 28, n, 28)[5, :, 3] / 255
    expected = engine.decode_pictures(z, "mnist-vae-10d").reshape(28, 28)
    assert np.allclose(grey, expected, atol=0.02)
    map_page.get_by_role("button", name="what each place decodes to").click()
    map_page.wait_for_function(f"() => !{PLOT}.layout.images?.length")


def test_planes_of_a_ten_dimensional_code(map_page: Page, engine: Engine, pictures: Tensor) -> None:
    choose_model(map_page, "mnist-vae-10d")
    for axis in ("across", "up"):
        expect(map_page.get_by_label(axis, exact=True).locator("option")).to_have_count(1 + 10)
    expect(map_page.locator(TITLE)).to_have_text("PC 1 (13%)")
    expect(map_page.locator('#map [data-ref="held"]')).to_be_visible()
    codes = load_file(WEIGHTS / "mnist-vae-10d" / "codes.safetensors")
    expected = codes["mu"].astype(np.float32) @ codes["components"][:2].T
    total = map_page.evaluate(f"() => {PLOT}.data.flatMap((t) => [...t.x]).sort((a, b) => a - b)")
    assert np.allclose(total, np.sort(expected[:, 0]), atol=1e-3)

    choose_axes(map_page, "z₂", "z₅")
    expect(map_page.locator(TITLE)).to_have_text("z₂")
    mu, _ = engine.encode(pictures[FIRST].numpy(), "mnist-vae-10d")
    before = frames(map_page, MAP)
    map_page.mouse.click(*map_page.evaluate(TO_PAGE, [1.0, -1.0]))
    wait_for_frames(map_page, MAP, before)
    z = mu.copy()
    z[1], z[4] = 1.0, -1.0
    expect_pixels(map_page, X_HAT, engine.decode_pictures(z, "mnist-vae-10d"), 0.05)


def test_the_points_of_another_model_are_its_own(map_page: Page, labels: Tensor) -> None:
    """There and back, faster than the codes arrive: what stands at the end is asked last."""
    for name in ("mnist-ae-2d", "mnist-vae-10d", "mnist-ae-2d", "mnist-vae-2d", "mnist-ae-2d"):
        choose_model(map_page, name)
    codes = load_file(WEIGHTS / "mnist-ae-2d" / "codes.safetensors")["mu"].astype(np.float32)
    own = np.sort(codes[labels.numpy() == 3][:, 0])
    map_page.wait_for_function(
        f"""own => {{
          const x = [...({PLOT}.data[3]?.x ?? [])].sort((a, b) => a - b);
          return x.length === own.length && x.every((value, i) => Math.abs(value - own[i]) < 1e-3);
        }}""",
        arg=own.tolist(),
    )
    expect(map_page.locator('#map [data-ref="words"]')).to_contain_text("Nothing told")


def test_plotlys_own_fields_mean_what_the_map_takes_them_for(map_page: Page) -> None:
    """`_offset`, `_length`, `d2p` and `p2d`, against the ticks that Plotly drew on the page."""
    axes = map_page.evaluate(
        f"""() => ["xaxis", "yaxis"].map((name) => {{
          const {{ _offset, _length, range, d2p, p2d }} = {PLOT}._fullLayout[name];
          const there = range.map((value) => d2p(value));
          return {{ offset: _offset, length: _length, range, there, back: there.map(p2d) }};
        }})"""
    )
    for axis, ends in zip(axes, ([0, 1], [1, 0]), strict=True):  # pages count downwards
        assert axis["length"] > 100
        assert axis["there"] == pytest.approx([end * axis["length"] for end in ends], abs=0.01)
        assert axis["back"] == pytest.approx(axis["range"], abs=1e-6)
    ticks = map_page.evaluate(
        """() => ["xtick", "ytick"].map((name) =>
          [...document.querySelectorAll(`#map .${name} text`)].map((node) => {
            const { left, right, top, bottom } = node.getBoundingClientRect();
            return [node.textContent.replace("−", "-"), (left + right) / 2, (top + bottom) / 2];
          }))"""
    )
    assert min(map(len, ticks)) >= 3
    for text, x, _ in ticks[0]:
        expected, _ = map_page.evaluate(TO_PAGE, [float(text), 0])
        assert x == pytest.approx(expected, abs=5)  # of the label's middle, with its minus sign
    for text, _, y in ticks[1]:
        _, expected = map_page.evaluate(TO_PAGE, [0, float(text)])
        assert y == pytest.approx(expected, abs=3)
    # And back: a click at a tick's own place on the page decodes that tick's value.
    text, x, _ = ticks[0][-2]
    _, _, y = ticks[1][-2]
    before = frames(map_page, POINT)
    map_page.mouse.click(x, y)
    wait_for_frames(map_page, POINT, before)
    assert chosen(map_page)[0] == pytest.approx(float(text), abs=0.06)
