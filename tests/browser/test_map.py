"""The map: points, hover, free clicks and drags, and my own picture on it."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from safetensors.numpy import load_file
from torch import Tensor

from app.engine import Engine
from model.files import WEIGHTS
from tests.browser.hands import along, choose_model, drag, show_map, show_tab
from tests.browser.network import Counted
from tests.browser.sight import FIRST, MAP, expect_pixels, expect_values, frames, wait_for_frames
from tests.browser.sight import from_text as number

X_HAT = '#map [data-ref="xHat"]'
POINT = '#map [data-ref="point"]'
TIP = "#map .lx-tip"
PLOT = 'document.querySelector("#map .lx-plot")'

# Where a point of the plane is on the page, by Plotly's own axes.
TO_PAGE = """([x, y]) => {
  const plot = document.querySelector("#map .lx-plot");
  const { xaxis, yaxis } = plot._fullLayout;
  const box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
}"""


@pytest.fixture
def map_page(page: Page) -> Page:
    show_map(page)
    return page


@pytest.fixture(scope="module")
def codes() -> np.ndarray:
    """mu of the test pictures at d = 2, (10000, 2)."""
    tensors = load_file(WEIGHTS / "mnist-vae-2d" / "codes.safetensors")
    return tensors["mu"].astype(np.float32)


def chosen(page: Page) -> list[float]:
    """The point that the map says it decoded."""
    text = page.locator(POINT).inner_text()
    return [number(value) for value in re.findall(r"= ([−\d.]+)", text)]


def test_all_ten_thousand_codes_are_drawn(
    map_page: Page, codes: np.ndarray, labels: Tensor
) -> None:
    traces = map_page.evaluate(f"() => {PLOT}.data.map((t) => [t.name, [...t.x], [...t.y]])")
    assert [name for name, _, _ in traces] == list("0123456789")
    for name, x, y in traces:
        own = codes[labels.numpy() == int(name)]
        assert np.allclose(np.column_stack([x, y]), own, atol=1e-6)


def test_points_are_seen_on_the_screen(map_page: Page) -> None:
    """The plot's own pixels: many, and of the palette's colours."""
    image = map_page.locator("#map .lx-plot").screenshot()
    rgb = np.asarray(Image.open(BytesIO(image)).convert("RGB"), dtype=float)
    for colour in ("3f90da", "ffa90e", "bd1f01"):
        target = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
        assert (np.abs(rgb - target).max(2) < 45).sum() > 150, colour


def test_a_click_anywhere_decodes_that_point(map_page: Page, engine: Engine) -> None:
    for target in ([1.5, 1.0], [-3.2, -3.2]):
        before = frames(map_page, POINT)
        map_page.mouse.click(*map_page.evaluate(TO_PAGE, target))
        wait_for_frames(map_page, POINT, before)
        z = chosen(map_page)
        assert z == pytest.approx(target, abs=0.02)
        expect_pixels(map_page, X_HAT, engine.decode_pictures([z], "mnist-vae-2d"), 0.03)


def test_a_drag_decodes_all_the_way_without_the_server(map_page: Page, engine: Engine) -> None:
    start, end = (map_page.evaluate(TO_PAGE, p) for p in ([-2, -2], [2, 2]))
    requests = Counted(map_page, "")
    drag(map_page, along(start, end), MAP)
    assert requests.urls == []
    expect(map_page.locator(POINT)).to_have_text(
        re.compile(r"z₁ = (2\.0|1\.9)\d\s+z₂ = (2\.0|1\.9)")
    )
    z = chosen(map_page)
    expect_pixels(map_page, X_HAT, engine.decode_pictures([z], "mnist-vae-2d"), 0.03)


def test_a_point_far_outside_is_one_for_the_sliders_too(map_page: Page, engine: Engine) -> None:
    """The whole map reaches beyond the sliders' usual ends: they grow to hold what is chosen."""
    map_page.get_by_role("button", name="Whole map").click()
    map_page.wait_for_function(
        f"() => {{ const [a, b] = {PLOT}._fullLayout.xaxis.range; return b > 6; }}"
    )
    reach = map_page.evaluate(f"() => {PLOT}._fullLayout.xaxis.range[1]")
    target = [0.97 * reach, 0.5]
    before = frames(map_page, POINT)
    map_page.mouse.click(*map_page.evaluate(TO_PAGE, target))
    wait_for_frames(map_page, POINT, before)
    z = chosen(map_page)
    assert z == pytest.approx(target, abs=0.05)
    show_tab(map_page, "Sliders")
    rows = map_page.locator("#sliders input[type=range]").evaluate_all(
        "all => all.map((r) => [+r.dataset.dim, +r.min, +r.max, r.valueAsNumber])"
    )
    expect_values(map_page, [z[dim] for dim, *_ in rows], 0.0051)
    for dim, low, high, thumb in rows:
        assert low <= z[dim] <= high
        assert thumb == pytest.approx(z[dim], abs=0.0051)
    assert max(high for *_, high, _ in rows) > 5  # beyond where it ended before
    decoded = engine.decode_pictures([z], "mnist-vae-2d")
    expect_pixels(map_page, '#strips [data-ref="xHat"]', decoded, 0.03)


def test_arrow_keys_move_the_point(map_page: Page) -> None:
    map_page.locator(".lx-plot-frame").focus()
    x, y = chosen(map_page)
    for key in ("ArrowRight", "ArrowUp"):
        before = frames(map_page, POINT)
        map_page.keyboard.press(key)
        wait_for_frames(map_page, POINT, before)
    moved = chosen(map_page)
    assert moved[0] > x + 0.1
    assert moved[1] > y + 0.1


def test_hovering_shows_the_points_own_picture_on_top(
    map_page: Page, codes: np.ndarray, pictures: Tensor, labels: Tensor
) -> None:
    index = int(np.argmax(codes[:, 0]))  # at the rim, so that no other is nearer
    map_page.mouse.move(*map_page.evaluate(TO_PAGE, codes[index].tolist()))
    tip = map_page.locator(TIP)
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(f"{int(labels[index])} · picture {index}")
    expect_pixels(map_page, f"{TIP} canvas", pictures[index], 1 / 255)
    ring = map_page.locator('[data-mark="hovered"]')
    expect(ring).to_be_visible()
    box = ring.bounding_box()
    at = map_page.evaluate(TO_PAGE, codes[index].tolist())
    assert box
    assert box["x"] + box["width"] / 2 == pytest.approx(at[0], abs=2)
    assert box["y"] + box["height"] / 2 == pytest.approx(at[1], abs=2)


def test_the_legend_hides_a_class_and_its_points_no_longer_answer(
    map_page: Page, codes: np.ndarray, labels: Tensor
) -> None:
    index = int(np.argmax(codes[:, 0]))
    digit = int(labels[index])
    map_page.locator("#map .legendtoggle").nth(digit).click()
    map_page.wait_for_function(
        f"""c => {PLOT}._fullData[c].visible === "legendonly" &&
          !{PLOT}.layout.annotations.some(({{ text }}) => text === `<b>${{c}}</b>`)""",
        arg=digit,
    )
    map_page.mouse.move(*map_page.evaluate(TO_PAGE, codes[index].tolist()))
    expect(map_page.locator(f'{TIP}[data-index="{index}"]')).to_have_count(0)


def test_my_picture_and_its_true_posterior(
    map_page: Page, engine: Engine, pictures: Tensor
) -> None:
    mu, logvar = engine.encode(pictures[FIRST].numpy(), "mnist-vae-2d")
    assert logvar is not None
    sigma = np.exp(0.5 * logvar)
    map_page.get_by_role("button", name="Zoom to my picture").click()
    map_page.wait_for_function(
        f"half => {{ const [a, b] = {PLOT}._fullLayout.xaxis.range; return b - a < half; }}",
        arg=40 * float(sigma.max()),
    )
    points = map_page.locator('[data-mark="posterior"]').get_attribute("points")
    outline = np.array([[float(v) for v in p.split(",")] for p in (points or "").split()])
    corners = map_page.evaluate(
        f"""([mx, my, sx, sy]) => {{
          const {{ xaxis, yaxis }} = {PLOT}._fullLayout;
          return [mx - 2 * sx, mx + 2 * sx].map((x) => xaxis._offset + xaxis.d2p(x)).concat(
            [my + 2 * sy, my - 2 * sy].map((y) => yaxis._offset + yaxis.d2p(y)));
        }}""",
        [*map(float, mu), *map(float, sigma)],
    )
    got = [*outline.min(0), *outline.max(0)]
    left, right, top, bottom = corners
    assert got == pytest.approx([left, top, right, bottom], abs=1.5)
    assert right - left > 60  # large enough to see


def test_an_autoencoders_map_has_no_prior(map_page: Page) -> None:
    rings = f"() => {PLOT}.layout.shapes.length"
    assert map_page.evaluate(rings) == 3
    choose_model(map_page, "mnist-ae-2d")
    expect(map_page.locator('#map [data-ref="words"]')).to_contain_text("no prior")
    assert map_page.evaluate(rings) == 0
    expect(map_page.locator('[data-mark="posterior"]')).to_have_count(0)
    expect(map_page.locator('[data-mark="my-picture"]')).to_have_count(1)
