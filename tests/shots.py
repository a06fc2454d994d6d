"""Pictures of every screen, and all of them on one sheet: `make shots`, then look in shots/.

Some alone: `python -m tests.shots --size phone --locale fa-IR --tab loss`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from tqdm import tqdm

from tests.bench.serve import module, serving
from tests.browser.conftest import launch_options
from tests.browser.hands import choose_model, rooms_of, show_room
from tests.browser.sight import DRAWS, wait_for_frames

FOLDER = Path(__file__).resolve().parent.parent / "shots"
SIZES = {
    "laptop": (1280, 800),
    "projector": (1920, 1080),
    "present": (1920, 1080),
    "phone": (390, 844),
    "small-phone": (360, 740),
}
THEMES = ("light", "dark")
LOCALES = ("en-US", "fa-IR")
MODELS = ("mnist-vae-2d", "mnist-vae-10d", "mnist-ae-2d")
TABS = ("reconstruct", "map", "sliders")
ROOM_TABS = ("generate", "loss")
ALL_TABS = (*TABS, "train", *ROOM_TABS)
DETAILS = ("because", "how")  # closed where the panel has not the height for them
REST = 1500  # ms until strips, lattices and draws have followed
CELL = 480  # pixels a picture on the sheet
COLUMNS = 6


def shoot(
    browser: Browser, url: str, size: str, theme: str, locale: str, tabs: Sequence[str]
) -> list[Path]:
    """Tabs with each model, and each room of experiments, of one size, theme and language."""
    width, height = SIZES[size]
    is_phone = "phone" in size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale=locale,
        has_touch=is_phone,
        is_mobile=is_phone,
    )
    page = context.new_page()
    page.goto(f"{url}/?__theme={theme}")
    wait_for_frames(page, DRAWS)
    if size == "present":
        page.locator('#settings [data-ref="gear"]').click()
        page.locator('#settings [data-ref="present"]').click()
        page.keyboard.press("Escape")
    paths: list[Path] = []

    def take(name: str) -> None:
        page.evaluate("(ms) => new Promise((done) => setTimeout(done, ms))", REST)
        paths.append(FOLDER / f"{name}-{size}-{theme}-{locale}.png")
        page.screenshot(path=paths[-1], full_page=is_phone)

    for model_id in MODELS if set(TABS) & set(tabs) else ():
        choose_model(page, model_id)
        for tab in TABS:
            if tab in tabs:
                page.locator(f"[data-tab={tab}]").click()
                take(f"{tab}-{model_id}")
        page.locator(f"[data-tab={TABS[0]}]").click()
    if "train" in tabs:
        train(page)
        take("train")
    for tab in ROOM_TABS:
        for room in rooms_of(page, tab) if tab in tabs else ():
            place = show_room(page, room)
            place.locator("[data-choice]").first.click()
            take(f"{tab}-{room}")
            if size == "laptop":
                open_details(place, f"{tab}-{room}", take)
    context.close()
    return paths


def train(page: Page) -> None:
    """Some hundred steps of the tab Train."""
    page.locator("[data-tab=train]").click()
    page.locator("#train [data-action=play]").click()
    page.wait_for_function("document.querySelector('#train').dataset.step > 500")
    page.locator("#train [data-action=play]").click()


def open_details(place: Locator, name: str, take: Callable[[str], None]) -> None:
    """A picture with each of a room's details open that are closed at first."""
    for detail in DETAILS:
        node = place.locator(f'[data-ref="{detail}"]:not([open])')
        if node.count() and node.is_visible():
            node.locator("summary").click()
            take(f"{name}-{detail}")


def sheet(paths: list[Path]) -> Image.Image:
    """All pictures, in rows of COLUMNS."""
    pictures = []
    for path in paths:
        with Image.open(path) as file:
            picture = file.convert("RGB")
        picture.thumbnail((CELL, CELL))
        pictures.append(picture)
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * CELL, rows * CELL), "grey")
    for k, picture in enumerate(pictures):
        whole.paste(picture, (CELL * (k % COLUMNS), CELL * (k // COLUMNS)))
    return whole


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--locale", choices=LOCALES, action="append")
    parser.add_argument("--tab", choices=ALL_TABS, action="append")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    FOLDER.mkdir(exist_ok=True)
    todo = list(product(chosen.size or SIZES, chosen.theme or THEMES, chosen.locale or LOCALES))
    paths = []
    with serving(module("app")) as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for size, theme, locale in tqdm(todo, desc="shots", unit="page"):
            paths += shoot(browser, url, size, theme, locale, chosen.tab or ALL_TABS)
        browser.close()
    sheet(sorted(paths)).save(FOLDER / "sheet.png")
    print(f"{len(paths)} pictures, and shots/sheet.png")


if __name__ == "__main__":
    main()
