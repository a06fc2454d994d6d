"""The map: points, hover, free clicks and drags, lattice, planes, and my own picture on it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from safetensors.numpy import load_file
from torch import Tensor

from app.engine import Engine
from model.checkpoint import WEIGHTS
from tests.browser.conftest import (
    Open,
    along,
    choose_model,
    drag,
    frames,
    pixels,
    wait_for_frames,
    wait_for_picture,
)

VIEW = "#map [data-view]"
X_HAT = '#map [data-ref="xHat"]'
POINT = '#map [data-ref="point"]'

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
    page.get_by_role("tab", name="Map").click()
    wait_for_frames(page, VIEW)
    page.locator("#map .lx-plot").scroll_into_view_if_needed()
    return page


def chosen(page: Page) -> list[float]:
    text = page.locator(POINT).inner_text()
    return [float(v.replace("−", "-")) for v in re.findall(r"= ([−\d.]+)", text)]


def decoded(engine: Engine, z: list[float], model: str = "mnist-vae-2d") -> np.ndarray:
    return (1 / (1 + np.exp(-engine.decode([z], model)[0]))).reshape(28, 28)


def test_all_ten_thousand_codes_are_drawn(map_page: Page, labels: Tensor) -> None:
    codes = load_file(WEIGHTS / "mnist-vae-2d" / "codes.safetensors")["mu"].astype(np.float32)
    traces = map_page.evaluate(f"() => {PLOT}.data.map((t) => [t.name, [...t.x], [...t.y]])")
    assert [name for name, _, _ in traces] == list("0123456789")
    for name, x, y in traces:
        own = codes[labels.numpy() == int(name)]
        assert np.allclose(np.column_stack([x, y]), own, atol=1e-6)


def test_points_are_seen_on_the_screen(map_page: Page) -> None:
    """The plot's own pixels: many, and of the palette's colours."""
    image = map_page.locator("#map .lx-plot").screenshot()
    from io import BytesIO

    from PIL import Image

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
        assert np.allclose(pixels(map_page, X_HAT), decoded(engine, z), atol=0.03)


def test_a_drag_decodes_all_the_way_without_the_server(map_page: Page, engine: Engine) -> None:
    start, end = (map_page.evaluate(TO_PAGE, p) for p in ([-2, -2], [2, 2]))
    requests: list[str] = []
    map_page.on("request", lambda request: requests.append(request.url))
    drag(map_page, along(start, end), VIEW)
    assert requests == []
    end_text = re.compile(r"z₁ = (2\.0|1\.9)\d\s+z₂ = (2\.0|1\.9)")
    expect(map_page.locator(POINT)).to_have_text(end_text)
    assert np.allclose(pixels(map_page, X_HAT), decoded(engine, chosen(map_page)), atol=0.03)


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
    map_page: Page, pictures: Tensor, labels: Tensor
) -> None:
    codes = load_file(WEIGHTS / "mnist-vae-2d" / "codes.safetensors")["mu"].astype(np.float32)
    index = int(np.argmax(codes[:, 0]))  # at the rim, so that no other is nearer
    map_page.mouse.move(*map_page.evaluate(TO_PAGE, codes[index].tolist()))
    tip = map_page.locator(".lx-tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(f"{int(labels[index])} · picture {index}")
    assert np.allclose(
        pixels(map_page, ".lx-tip canvas").reshape(-1), pictures[index], atol=1 / 255
    )
    ring = map_page.locator('[data-mark="hovered"]')
    expect(ring).to_be_visible()
    box = ring.bounding_box()
    at = map_page.evaluate(TO_PAGE, codes[index].tolist())
    assert box
    assert box["x"] + box["width"] / 2 == pytest.approx(at[0], abs=2)
    assert box["y"] + box["height"] / 2 == pytest.approx(at[1], abs=2)


def test_the_legend_hides_a_class_and_its_points_no_longer_answer(
    map_page: Page, labels: Tensor
) -> None:
    codes = load_file(WEIGHTS / "mnist-vae-2d" / "codes.safetensors")["mu"].astype(np.float32)
    index = int(np.argmax(codes[:, 0]))
    digit = int(labels[index])
    map_page.locator("#map .legendtoggle").nth(digit).click()
    map_page.wait_for_function(
        """c => document.querySelector("#map .lx-plot")._fullData[c].visible === "legendonly" """,
        arg=digit,
    )
    map_page.mouse.move(*map_page.evaluate(TO_PAGE, codes[index].tolist()))
    expect(map_page.locator(f'.lx-tip[data-index="{index}"]')).to_have_count(0)
    assert (
        map_page.evaluate(f"() => {PLOT}.layout.annotations.map((a) => a.text)").count(
            f"<b>{digit}</b>"
        )
        == 0
    )


def test_my_picture_and_its_true_posterior(
    map_page: Page, engine: Engine, pictures: Tensor
) -> None:
    mu, logvar = engine.encode(pictures[30].numpy(), "mnist-vae-2d")
    assert logvar is not None
    sigma = np.exp(0.5 * logvar)
    map_page.get_by_role("button", name="Zoom to my picture").click()
    map_page.wait_for_function(
        """half => { const [a, b] = document.querySelector("#map .lx-plot")._fullLayout.xaxis.range;
          return b - a < half; }""",
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


def test_the_lattice_lies_under_the_points(map_page: Page, engine: Engine) -> None:
    map_page.get_by_label("decoded lattice").check()
    map_page.wait_for_function(
        """() => document.querySelector("#map .lx-plot").layout.images?.length === 1"""
    )
    image = map_page.evaluate(
        """async () => {
          const plot = document.querySelector("#map .lx-plot");
          const { source, x, y, sizex, layer } = plot.layout.images[0];
          const img = await createImageBitmap(await (await fetch(source)).blob());
          const canvas = new OffscreenCanvas(img.width, img.height);
          const context = canvas.getContext("2d");
          context.drawImage(img, 0, 0);
          const { data } = context.getImageData(0, 0, img.width, img.height);
          const grey = Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
          return { side: img.width, x, y, sizex, layer, grey };
        }"""
    )
    assert image["layer"] == "below"
    n = image["side"] // 28
    grey = np.array(image["grey"]).reshape(n, 28, n, 28) / 255
    step = image["sizex"] / n
    for row, column in ((0, 0), (n // 2, n // 2), (3, n - 2)):
        z = [image["x"] + (column + 0.5) * step, image["y"] - (row + 0.5) * step]
        assert np.allclose(grey[row, :, column], decoded(engine, z), atol=0.02)


def test_planes_of_a_ten_dimensional_code(map_page: Page, engine: Engine, pictures: Tensor) -> None:
    choose_model(map_page, "VAE, 10 dimensions")
    plane = map_page.get_by_label("The plane to look at")
    expect(plane.locator("option")).to_have_count(1 + 45)
    title = "#map .xtitle"
    expect(map_page.locator(title)).to_contain_text("principal component 1 of μ")
    codes = load_file(WEIGHTS / "mnist-vae-10d" / "codes.safetensors")
    expected = codes["mu"].astype(np.float32) @ codes["components"][:2].T
    total = map_page.evaluate(f"() => {PLOT}.data.flatMap((t) => [...t.x]).sort((a, b) => a - b)")
    assert np.allclose(total, np.sort(expected[:, 0]), atol=1e-3)

    plane.select_option(label="z₂ and z₅")
    expect(map_page.locator(title)).to_contain_text("z₂; the rest held")
    mu, _ = engine.encode(pictures[30].numpy(), "mnist-vae-10d")
    before = frames(map_page, VIEW)
    map_page.mouse.click(*map_page.evaluate(TO_PAGE, [1.0, -1.0]))
    wait_for_frames(map_page, VIEW, before)
    z = mu.copy()
    z[1], z[4] = 1.0, -1.0
    assert np.allclose(
        pixels(map_page, X_HAT), decoded(engine, z.tolist(), "mnist-vae-10d"), atol=0.05
    )


def test_an_autoencoders_map_has_no_prior(map_page: Page) -> None:
    rings = """() => document.querySelector("#map .lx-plot").layout.shapes.length"""
    assert map_page.evaluate(rings) == 3
    choose_model(map_page, "Autoencoder, 2 dimensions")
    expect(map_page.locator('#map [data-ref="words"]')).to_contain_text("no prior")
    assert map_page.evaluate(rings) == 0
    expect(map_page.locator('[data-mark="posterior"]')).to_have_count(0)
    expect(map_page.locator('[data-mark="mine"]')).to_have_count(1)


def test_a_finger_drags_the_point_on_a_phone(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    wait_for_picture(page)
    page.get_by_role("tab", name="Map").click()
    wait_for_frames(page, VIEW)
    page.locator("#map .lx-plot").scroll_into_view_if_needed()
    page.touchscreen.tap(*page.evaluate(TO_PAGE, [1.0, 1.0]))
    expect(page.locator(POINT)).to_contain_text(re.compile(r"z₁ = (1\.0|0\.9)"))
