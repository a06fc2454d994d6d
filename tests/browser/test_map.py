"""The map: points, hover, free clicks and drags, and my own picture on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from safetensors.numpy import load_file
from torch import Tensor

from app.engine import Engine
from model.files import WEIGHTS
from tests.browser.conftest import Open
from tests.browser.hands import along, choose_model, drag, show_map, show_tab
from tests.browser.network import PICTURES, Counted
from tests.browser.sight import (
    DECODED,
    FIRST,
    MAP,
    NOTICES,
    expect_pixels,
    expect_values,
    frames,
    let_frames_pass,
    wait_for_frames,
)
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


def lonely(codes: np.ndarray) -> int:
    """A point in the lower half of the view that is far from all others."""
    rim = np.flatnonzero((np.abs(codes).max(1) < 3.2) & (codes[:, 1] < -1))
    gaps = [np.sort(np.linalg.norm(codes - codes[i], axis=1))[1] for i in rim]
    return int(rim[np.argmax(gaps)])


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
    for digit in range(10):
        colour = map_page.locator(".lx-root").evaluate(
            "(root, c) => getComputedStyle(root).getPropertyValue(`--lx-class-${c}`).trim()", digit
        )
        target = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert (np.abs(rgb - target).max(2) < 45).sum() > 100, digit


@pytest.mark.both_hosts
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
    with map_page.expect_response(PICTURES):  # once, for the nearest picture
        map_page.mouse.click(*end)
    requests = Counted(map_page, "")
    drag(map_page, along(start, end), MAP)
    assert requests.urls == []
    expect(map_page.locator(POINT)).to_have_text(
        re.compile(r"z₁ = (2\.0|1\.9)\d\s+z₂ = (2\.0|1\.9)")
    )
    z = chosen(map_page)
    expect_pixels(map_page, X_HAT, engine.decode_pictures([z], "mnist-vae-2d"), 0.03)


def view(page: Page) -> tuple[float, float, float]:
    """The middle of the plot and half its width, by Plotly's axes."""
    ranges = page.evaluate(
        f"() => {PLOT}._fullLayout.xaxis.range.concat({PLOT}._fullLayout.yaxis.range)"
    )
    low, high, bottom, top = ranges
    return (low + high) / 2, (bottom + top) / 2, (high - low) / 2


def wait_for_half(page: Page, test: str) -> None:
    """Wait until half the plot's width, as `half`, passes a test in JavaScript."""
    page.wait_for_function(
        f"() => {{ const [a, b] = {PLOT}._fullLayout.xaxis.range; const half = (b - a) / 2;"
        f" return {test}; }}"
    )


def test_a_point_far_outside_is_one_for_the_sliders_too(map_page: Page, engine: Engine) -> None:
    """Zoomed out the map reaches beyond the sliders' usual ends, which then grow."""
    for _ in range(2):
        map_page.get_by_role("button", name="Zoom out").click()
    wait_for_half(map_page, "half > 6")
    target = [0.97 * view(map_page)[2], 0.5]
    before = frames(map_page, POINT)
    map_page.mouse.click(*map_page.evaluate(TO_PAGE, target))
    wait_for_frames(map_page, POINT, before)
    z = chosen(map_page)
    assert z == pytest.approx(target, abs=0.05)
    expect(map_page.locator("#map .lx-strange")).to_be_visible()  # far from all codes
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
    expect_pixels(map_page, DECODED, decoded, 0.03)


def test_what_is_far_from_every_code_is_marked_by_the_stated_distance(
    map_page: Page, codes: np.ndarray
) -> None:
    within = json.loads((WEIGHTS / "mnist-vae-2d" / "metrics.json").read_text())[
        "neighbour_distance"
    ]
    strange = []
    for target in ([0.0, 0.5], [-1.5, 0.0], [2.9, -2.2], [-2.9, -2.9], [1.0, -1.5]):
        before = frames(map_page, POINT)
        map_page.mouse.click(*map_page.evaluate(TO_PAGE, target))
        wait_for_frames(map_page, POINT, before)
        nearest = np.linalg.norm(codes - chosen(map_page), axis=1).min()
        if abs(nearest - within) < 0.01:
            continue  # the place is known to two decimals
        is_far = bool(nearest > within)
        strange.append(is_far)
        expect(map_page.locator("#map .lx-strange")).to_be_visible(visible=is_far)
        words = f"within {within:.2f}" if is_far else f"nearest is {nearest:.2f} away"
        expect(map_page.locator('#map [data-ref="verdict"]')).to_contain_text(words[:-6])
    assert {True, False} == set(strange)


def test_the_wheel_zooms_with_ctrl_about_the_mouse_and_else_is_the_pages(map_page: Page) -> None:
    usual = view(map_page)
    target = [2.0, -1.0]
    place = map_page.evaluate(TO_PAGE, target)
    map_page.mouse.move(*place)
    map_page.mouse.wheel(0, -300)
    let_frames_pass(map_page)
    assert view(map_page) == pytest.approx(usual)
    map_page.keyboard.down("Control")
    map_page.mouse.wheel(0, -300)
    map_page.keyboard.up("Control")
    wait_for_half(map_page, f"half < 0.6 * {usual[2]}")
    let_frames_pass(map_page)
    assert map_page.evaluate(TO_PAGE, target) == pytest.approx(place, abs=1.5)
    expect(map_page.locator(".lx-overview")).to_be_visible()
    map_page.get_by_role("button", name="Usual view").click()
    wait_for_half(map_page, f"Math.abs(half - {usual[2]}) < 1e-6")
    assert view(map_page) == pytest.approx(usual)
    expect(map_page.locator(".lx-overview")).to_be_hidden()


def test_the_plain_wheel_over_the_map_scrolls_the_page(open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 560})
    show_map(page)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    assert page.evaluate("document.scrollingElement.scrollHeight - innerHeight") > 100
    usual = view(page)
    box = page.locator("#map .lx-plot").bounding_box()
    assert box
    bottom = min(560, box["y"] + box["height"])
    page.mouse.move(box["x"] + box["width"] / 2, (box["y"] + bottom) / 2)
    page.mouse.wheel(0, 100)
    page.wait_for_function("scrollY === 100")
    assert view(page) == pytest.approx(usual)
    page.mouse.wheel(0, -60)
    page.wait_for_function("scrollY === 40")


def test_shift_and_drag_moves_the_map_and_not_the_point(map_page: Page) -> None:
    z = chosen(map_page)
    x, y, half = view(map_page)
    start, end = (map_page.evaluate(TO_PAGE, at) for at in ([0, 0], [1.0, 0.5]))
    map_page.keyboard.down("Shift")
    map_page.mouse.move(*start)
    map_page.mouse.down()
    map_page.mouse.move(*end, steps=8)
    map_page.mouse.up()
    map_page.keyboard.up("Shift")
    map_page.wait_for_function(f"() => {PLOT}._fullLayout.xaxis.range[0] < {x - half - 0.9}")
    let_frames_pass(map_page)
    assert view(map_page) == pytest.approx((x - 1.0, y - 0.5, half), abs=0.03)
    assert chosen(map_page) == z
    cross = map_page.locator('[data-mark="chosen"]').bounding_box()
    at = map_page.evaluate(TO_PAGE, z)
    assert cross
    assert cross["x"] + cross["width"] / 2 == pytest.approx(at[0], abs=1.5)


def test_a_zoom_stays_over_tabs_and_languages_and_goes_with_the_model(map_page: Page) -> None:
    map_page.get_by_role("button", name="Zoom in").click()
    wait_for_half(map_page, "half < 3")
    zoomed = view(map_page)
    show_tab(map_page, "Sliders")
    show_tab(map_page, "Map")
    assert view(map_page) == pytest.approx(zoomed)
    choose_model(map_page, "mnist-ae-2d")
    wait_for_half(map_page, "half > 20")


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


@pytest.mark.both_hosts
def test_hovering_shows_the_points_own_picture_on_top(
    map_page: Page, codes: np.ndarray, pictures: Tensor, labels: Tensor
) -> None:
    index = lonely(codes)
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


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Classes").get_by_role("button", name=name, exact=True)


def shown(page: Page) -> list[bool]:
    """Whether each class's points are on the plot."""
    flags: list[bool] = page.evaluate(f"() => {PLOT}._fullData.slice(0, 10).map((t) => t.visible)")
    return flags


def wait_for_shown(page: Page, classes: Iterable[int]) -> None:
    wanted = [c in classes for c in range(10)]
    page.wait_for_function(
        f"wanted => wanted.every((is, c) => is === ({PLOT}._fullData[c]?.visible === true))",
        arg=wanted,
    )


def test_the_legend_hides_a_class_and_its_points_no_longer_answer(
    map_page: Page, codes: np.ndarray, labels: Tensor
) -> None:
    index = lonely(codes)
    digit = int(labels[index])
    chip(map_page, str(digit)).click()
    expect(chip(map_page, str(digit))).to_have_attribute("aria-pressed", "false")
    wait_for_shown(map_page, set(range(10)) - {digit})
    assert map_page.locator("#map .lx-labels b").all_inner_texts() == [
        str(c) for c in range(10) if c != digit
    ]
    map_page.mouse.move(*map_page.evaluate(TO_PAGE, codes[index].tolist()))
    expect(map_page.locator(f'{TIP}[data-index="{index}"]')).to_have_count(0)
    chip(map_page, str(digit)).click()
    wait_for_shown(map_page, range(10))


def test_a_class_is_isolated_by_a_double_click_or_by_keys_and_all_come_back(map_page: Page) -> None:
    chip(map_page, "4").dblclick()
    wait_for_shown(map_page, {4})
    chip(map_page, "7").click()
    wait_for_shown(map_page, {4, 7})
    chip(map_page, "7").click()
    chip(map_page, "4").dblclick()
    wait_for_shown(map_page, range(10))
    chip(map_page, "9").focus()
    map_page.keyboard.press("Shift+Enter")
    wait_for_shown(map_page, {9})
    map_page.keyboard.press("Enter")  # hiding the last one shows all again
    wait_for_shown(map_page, range(10))


def test_layers_come_and_go(map_page: Page) -> None:
    layers = map_page.get_by_role("group", name="Show")
    expect(layers.get_by_role("button", name="dots")).to_have_attribute("aria-pressed", "true")
    layers.get_by_role("button", name="outlines").click()
    map_page.wait_for_function(
        f"() => {PLOT}.data.filter((t) => t.type === 'contour').length === 10"
    )
    layers.get_by_role("button", name="dots").click()
    wait_for_shown(map_page, ())
    layers.get_by_role("button", name="outlines").click()
    map_page.wait_for_function(f"() => {PLOT}.data.every((t) => t.type !== 'contour')")
    layers.get_by_role("button", name="prior").click()
    map_page.wait_for_function(f"() => {PLOT}.layout.shapes.length === 0")
    expect(map_page.locator('[data-mark="draws"]')).to_have_count(0)
    layers.get_by_role("button", name="my draws").click()
    expect(map_page.locator('[data-mark="draws"]')).to_have_count(1)


def test_an_outline_holds_nine_of_ten_of_its_class(
    map_page: Page, codes: np.ndarray, labels: Tensor
) -> None:
    """Counted on the density that Plotly draws: points of the class above the outer level."""
    map_page.get_by_role("button", name="outlines").click()
    map_page.wait_for_function(
        f"() => {PLOT}.data.filter((t) => t.type === 'contour').length === 10"
    )
    traces = map_page.evaluate(
        f"""() => {PLOT}.data.filter((t) => t.type === "contour").map((t) => (
          {{ z: t.z.map((row) => [...row]), x0: t.x0, y0: t.y0, dx: t.dx,
             start: t.contours.start, end: t.contours.end }}))"""
    )
    for digit, trace in enumerate(traces):
        own = codes[labels.numpy() == digit]
        z, step = np.array(trace["z"]), trace["dx"]
        column = np.rint((own[:, 0] - trace["x0"]) / step).astype(int)
        row = np.rint((own[:, 1] - trace["y0"]) / step).astype(int)
        inside = (column >= 0) & (row >= 0) & (column < z.shape[1]) & (row < z.shape[0])
        heights = z[row[inside], column[inside]]
        assert (heights >= trace["start"]).mean() == pytest.approx(0.9, abs=0.02)
        assert (heights >= trace["end"]).mean() == pytest.approx(0.5, abs=0.02)


def test_the_map_speaks(map_page: Page, codes: np.ndarray, labels: Tensor) -> None:
    before = frames(map_page, POINT)
    map_page.mouse.click(*map_page.evaluate(TO_PAGE, [1.0, 0.6]))
    wait_for_frames(map_page, POINT, before)
    z = chosen(map_page)
    nearest = int(labels[np.linalg.norm(codes - z, axis=1).argmin()])
    expect(map_page.locator('#map [role="status"][data-ref="said"]')).to_have_text(
        f"z₁ = {z[0]:.2f}, z₂ = {z[1]:.2f}, looks like a {nearest}"
    )


def test_my_picture_and_its_true_posterior(
    map_page: Page, engine: Engine, pictures: Tensor
) -> None:
    mu, logvar = engine.encode(pictures[FIRST].numpy(), "mnist-vae-2d")
    assert logvar is not None
    sigma = np.exp(0.5 * logvar)
    map_page.get_by_role("button", name="Go to my picture").click()
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
    assert chosen(map_page) == pytest.approx(mu.tolist(), abs=0.0051)  # the point comes along


def test_an_autoencoders_map_has_no_prior(map_page: Page) -> None:
    rings = f"() => {PLOT}.layout.shapes.length"
    assert map_page.evaluate(rings) == 3
    choose_model(map_page, "mnist-ae-2d")
    expect(map_page.locator('#map [data-ref="words"]')).to_contain_text("Nothing told")
    map_page.wait_for_function(f"() => {PLOT}.layout.shapes.length === 0")
    for layer in ("prior", "my draws"):
        expect(map_page.get_by_role("button", name=layer)).to_have_count(0)
    expect(map_page.locator('[data-mark="posterior"]')).to_have_count(0)
    expect(map_page.locator('[data-mark="my-picture"]')).to_have_count(1)


# The least room, in pixels, between two labels, and between a label and the crosshair's arms.
CLEAR = """() => {
  const boxOf = (node) => node.getBoundingClientRect();
  const labels = [...document.querySelectorAll("#map .lx-labels b:not([hidden])")].map(boxOf);
  const cross = boxOf(document.querySelector('#map [data-mark="chosen"]'));
  const gap = (a, b) => Math.max(
    Math.max(a.left, b.left) - Math.min(a.right, b.right),
    Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom));
  const pairs = labels.flatMap((a, i) => labels.slice(i + 1).map((b) => gap(a, b)));
  return [labels.length, Math.min(...pairs), Math.min(...labels.map((label) => gap(label, cross)))];
}"""


@pytest.mark.parametrize("model", ["mnist-vae-2d", "mnist-ae-2d"])
def test_labels_lie_on_no_other_and_make_way_for_the_crosshair(map_page: Page, model: str) -> None:
    choose_model(map_page, model)
    expect(map_page.locator(NOTICES)).to_be_hidden()
    expect(map_page.locator("#map .lx-waiting")).to_have_count(0)
    assert map_page.evaluate(CLEAR)[0] == 10
    boxes = [box for b in map_page.locator("#map .lx-labels b").all() if (box := b.bounding_box())]
    for box in boxes:
        before = frames(map_page, POINT)
        map_page.mouse.click(box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2)
        wait_for_frames(map_page, POINT, before)
        count, apart, clear = map_page.evaluate(CLEAR)
        assert count == 10
        assert apart >= -0.5, box
        assert clear >= 0, box


def test_a_point_out_of_sight_has_a_mark_at_the_edge_that_goes_to_it(map_page: Page) -> None:
    mark = map_page.get_by_role("button", name="Go to the point")
    expect(mark).to_be_hidden()
    before = frames(map_page, POINT)
    map_page.mouse.click(*map_page.evaluate(TO_PAGE, [2.5, 2.0]))
    wait_for_frames(map_page, POINT, before)
    z = chosen(map_page)
    map_page.mouse.move(*map_page.evaluate(TO_PAGE, [-2.0, -1.0]))
    map_page.keyboard.down("Control")
    map_page.mouse.wheel(0, -500)
    map_page.keyboard.up("Control")
    expect(mark).to_be_visible()
    box, zoom = mark.bounding_box(), map_page.get_by_role("group", name="Zoom").bounding_box()
    assert box
    assert zoom
    at = map_page.evaluate(TO_PAGE, z)
    turn = float(mark.evaluate("b => parseFloat(b.style.getPropertyValue('--lx-turn'))"))
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert turn == pytest.approx(np.arctan2(at[1] - middle[1], at[0] - middle[0]), abs=0.02)
    assert box["x"] + box["width"] <= zoom["x"]  # covers none of its buttons
    expect(map_page.locator('#map [data-mark="chosen"]')).to_be_hidden()
    mark.focus()
    map_page.keyboard.press("Enter")
    expect(map_page.locator('#map [data-mark="chosen"]')).to_be_visible()
    expect(mark).to_be_hidden()
    expect(map_page.locator("#map .lx-plot-frame")).to_be_focused()
    assert chosen(map_page) == z
    assert view(map_page)[:2] == pytest.approx(z, abs=0.02)
