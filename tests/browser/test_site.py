"""The exported site by itself: at a path of its own, without a network, embedded, in the dark."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.export import export
from model.files import WEIGHTS
from tests.browser.conftest import NETWORK, Open, served_site
from tests.browser.hands import choose_model, show_map, stroke
from tests.browser.network import PICTURES
from tests.browser.rooms import open_room
from tests.browser.sight import (
    DRAWS,
    HINT,
    NOTICES,
    X_HAT,
    expect_pixels,
    let_frames_pass,
    notice,
    pixels,
    wait_for_frames,
    wait_for_picture,
)
from tests.browser.test_shift import MOST, WATCH, layout_shift, shifts

pytestmark = pytest.mark.site_only

MODELS = ("mnist-vae-2d", "mnist-ae-2d")
EMBEDDED = {"gradio": "/?embed", "static": "/embed.html"}
BAR = ".lx-embedded-bar"
# What was fetched so far, and what of it the browser keeps.
IS_KEPT = """async () => {
  const [name] = await caches.keys();
  if (!name || !navigator.serviceWorker.controller) return false;
  const kept = new Set((await (await caches.open(name)).keys()).map(({ url }) => url));
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  return fetched.filter((url) => url.includes("/site/") && !url.endsWith("/sw.js"))
    .every((url) => kept.has(url));
}"""
KEPT = """async () => {
  const [name, ...others] = await caches.keys();
  if (others.length) throw new Error(`there are others: ${others}`);
  const root = new URL(".", document.baseURI).href;
  return (await (await caches.open(name)).keys()).map(({ url }) => url.replace(root, ""));
}"""


@pytest.fixture
def shown_weights(tmp_path: Path) -> Path:
    """A VAE and its twin, and what was measured: a site that is exported at once."""
    for name in (*MODELS, "data/mnist", "experiments"):
        shutil.copytree(WEIGHTS / name, tmp_path / "weights" / name)
    return tmp_path / "weights"


def files_of(site: Path) -> set[str]:
    first = (site / "sw.js").read_text().partition("\n")[0]
    return set(json.loads(first.removeprefix("self.site = ").removesuffix(";"))["files"])


def test_all_is_fetched_from_the_sites_own_path_and_once(open_page: Open) -> None:
    asked: list[str] = []
    page = open_page(before=lambda page: page.on("request", lambda r: asked.append(r.url)))
    wait_for_frames(page, DRAWS)
    page.wait_for_load_state("networkidle")
    own = [url for url in asked if not url.startswith("blob:")]
    assert all(url.startswith(f"{open_page.address}/") for url in own)
    assert sorted(own) == sorted(set(own))
    named = set(
        page.locator("link[rel=modulepreload]").evaluate_all("links => links.map(l => l.href)")
    )
    modules = {url for url in own if url.endswith(".js") and not url.endswith("theme.js")}
    assert named <= modules
    assert "text/fa.js" not in " ".join(own)


def test_the_second_visit_needs_no_network(
    open_page: Open, shown_weights: Path, tmp_path: Path
) -> None:
    """The file server is gone: all of the first tab is there, the map, a room, and an embedding."""
    open_page.expected.extend(NETWORK)
    with served_site(tmp_path / "host", shown_weights) as address:
        page = open_page(address=address, service_workers="allow")
        wait_for_frames(page, DRAWS)
        shown = pixels(page, X_HAT)
        with page.expect_response(PICTURES):  # of all test pictures the map shows the nearest
            page.get_by_role("button", name="Surprise me").click()
        show_map(page)
        room = open_room(page, "loss", "kl")
        question = room.locator(".lx-room-question").inner_text()
        page.wait_for_function(IS_KEPT)
    page.goto(f"{address}/")  # the plain page: a reload would open what the address says
    wait_for_frames(page, DRAWS)
    expect_pixels(page, X_HAT, shown)
    page.get_by_role("button", name="Clear").click()
    stroke(page, [(0.5, 0.2), (0.48, 0.5), (0.45, 0.8)])
    expect(page.locator(HINT)).to_contain_text("your drawing")
    expect(page.locator('#reconstruct [data-ref="engineTime"]')).to_contain_text("this device")
    show_map(page)
    room = open_room(page, "loss", "kl")
    expect(room.locator(".lx-room-question")).to_have_text(question)
    expect(page.locator(NOTICES)).to_be_hidden()
    page.goto(f"{address}/embed.html#tab=map")
    wait_for_frames(page, "#map .lx-plot-frame")
    page.goto(f"{address}/?__theme=dark")
    wait_for_picture(page)
    # What was never fetched is told of, as ever.
    choose_model(page, "mnist-ae-2d")
    expect(notice(page, "could not be loaded")).to_be_visible()


def test_a_new_version_drops_what_is_old_and_keeps_what_is_not(
    open_page: Open, shown_weights: Path, tmp_path: Path
) -> None:
    site = tmp_path / "host" / "a course" / "site"
    with served_site(tmp_path / "host", shown_weights) as address:
        page = open_page(address=address, service_workers="allow")
        wait_for_frames(page, DRAWS)
        page.wait_for_function(IS_KEPT)
        before = set(page.evaluate(KEPT))
        shutil.copytree(shown_weights / MODELS[0], shown_weights / f"{MODELS[0]}-copy")
        export(site, shown_weights)
        now = files_of(site)
        assert before - now, "the configuration has another name now"
        page.reload()
        expect(page.get_by_role("combobox", name="Model")).to_be_visible()  # at once
        page.evaluate(
            """async () => {
              const { waiting, installing } = await navigator.serviceWorker.ready;
              const worker = waiting ?? installing;
              if (!worker || worker.state === "installed") return;
              await new Promise((done) => worker.addEventListener("statechange", done));
            }"""
        )
        page.goto("about:blank")  # the old worker has no page any more
        page.goto(address)
        page.wait_for_function(
            f"async (now) => (await ({KEPT})()).every((url) => now.includes(url))",
            arg=sorted(now),
        )
        wait_for_picture(page)
        after = set(page.evaluate(KEPT))
        assert {name for name in before & now if "weights/" in name} <= after


def test_nothing_jumps_while_it_starts(open_page: Open) -> None:
    for locale in ("en-US", "fa-IR"):
        page = open_page(before=lambda page: page.add_init_script(WATCH), locale=locale)
        wait_for_frames(page, DRAWS)
        page.wait_for_load_state("networkidle")
        assert layout_shift(shifts(page)) <= MOST, shifts(page)


def test_a_browser_without_workers_shows_it_too(open_page: Open) -> None:
    page = open_page(
        before=lambda page: page.add_init_script("delete Navigator.prototype.serviceWorker"),
        service_workers="allow",
    )
    wait_for_picture(page)


def test_without_javascript_a_sentence_says_what_to_do(open_page: Open) -> None:
    page = open_page(before=lambda _: None, java_script_enabled=False)
    expect(page.locator("noscript p")).to_have_count(2)
    expect(page.locator("noscript p").first).to_contain_text("turn it on and reload")
    expect(page.locator("noscript p").first).to_be_visible()


def test_it_is_dark_where_the_device_is_and_follows_it(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    ground = "getComputedStyle(document.querySelector('.lx-root')).backgroundColor"
    wait_for_picture(page)
    dark = page.evaluate(ground)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.emulate_media(color_scheme="light")
    expect(page.locator("body.dark")).to_have_count(0)
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body.dark")).to_have_count(1)
    page.goto(f"{open_page.address}/?__theme=light")
    wait_for_picture(page)
    assert page.evaluate(ground) == "rgb(255, 255, 255)" != dark


def test_what_needs_a_server_is_not_offered(open_page: Open) -> None:
    page = open_page()
    wait_for_picture(page)
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("button", name="Present")).to_be_visible()
    expect(page.locator("#settings [name=lx-engine]").first).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Help").click()
    expect(page.get_by_text("There is no server that computes")).to_be_visible()
    expect(page.get_by_text("read by the server")).to_have_count(0)


@pytest.mark.both_hosts
def test_an_embedded_page_shows_one_tab_and_the_way_to_the_whole(
    open_page: Open, host: str
) -> None:
    asked = "#tab=sliders&model=mnist-vae-10d"
    page = open_page(EMBEDDED[host] + asked)
    expect(page.locator("#sliders input[type=range]")).to_have_count(10)
    expect(page.locator(".lx-panel").filter(visible=True)).to_have_count(1)
    for name in ("header", ".lx-tour-start"):
        expect(page.locator(f".lx-root {name}").first).to_be_hidden()
    link = page.get_by_role("link", name="Open in Latent Explorer")
    whole = str(link.evaluate("link => link.href"))
    assert set(whole.partition("#")[2].split("&")) == set(asked[1:].split("&"))
    page.goto(whole)
    expect(page.get_by_role("tab", name="Sliders")).to_be_visible()


@pytest.mark.parametrize("asked", ["", "#", "#tab=constructor&model=__proto__", "#tab=%E0%A4%A"])
def test_an_embedded_page_asked_for_nonsense_shows_the_first_tab(
    open_page: Open, asked: str
) -> None:
    page = open_page(f"/embed.html{asked}")
    wait_for_picture(page)
    expect(page.locator("#reconstruct[data-model=mnist-vae-2d]")).to_be_visible()


def test_an_experiment_that_is_embedded_leads_to_the_map_and_back(open_page: Open) -> None:
    page = open_page("/embed.html#tab=generate")
    back = page.get_by_role("button", name="Back to Generate")
    expect(page.locator("#tab-generate")).to_be_visible()
    expect(back).to_be_hidden()
    page.locator('[data-ref="chip-sampling"]').check(force=True)
    room = page.locator("[data-room=sampling]")
    room.locator('[data-ref="vae"] [role=gridcell]').first.click()
    room.get_by_role("button", name="Map").click()
    expect(page.locator("#tab-map")).to_be_visible()
    back.click()
    expect(page.locator("#tab-generate")).to_be_visible()
    expect(back).to_be_hidden()


BOXES = """() => [...document.querySelectorAll(".lx-root *")]
  .filter((node) => node.checkVisibility() && !node.closest(".lx-plot, svg, #pad"))
  .map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const { color, fontSize, fontFamily, backgroundColor } = getComputedStyle(node);
    const isText = node.tagName !== "INPUT";
    return [
      node.tagName, ...[x, y, width, height].map(Math.round),
      ...(isText ? [color, fontSize, fontFamily, backgroundColor] : []),
    ].join(" ");
  })"""
"""What each element outside the pad, where the upload is not offered, looks like."""


def looks(page: Page) -> dict[str, list[str]]:
    """The boxes of some tabs and rooms, each when all that it asks for has come and is drawn."""
    wait_for_frames(page, DRAWS)
    found = {}

    def take(name: str) -> None:
        page.wait_for_load_state("networkidle")
        expect(page.locator(NOTICES)).to_be_hidden()
        let_frames_pass(page)
        found[name] = page.evaluate(BOXES)

    for tab in ("reconstruct", "sliders"):
        page.locator(f"[data-tab={tab}]").click()
        wait_for_frames(page, {"sliders": "#decoded"}.get(tab, f"#{tab}"))
        take(tab)
    for tab, name in (("generate", "sampling"), ("loss", "kl")):
        open_room(page, tab, name)
        take(name)
    return found


def test_both_hosts_show_one_page(open_page: Open, server: str) -> None:
    here = looks(open_page("/?__theme=dark"))
    there = looks(open_page("/?__theme=dark", address=server))
    for name, boxes in here.items():
        assert boxes == there[name], name
