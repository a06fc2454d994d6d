"""Pictures of every screen, and all of them on one sheet: `make shots`, then look in shots/."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tqdm import tqdm

from tests.bench.serve import module, serving
from tests.browser.conftest import launch_options
from tests.browser.hands import choose_model, rooms_of, show_room
from tests.browser.sight import DRAWS, wait_for_frames

FOLDER = Path(__file__).resolve().parent.parent / "shots"
SIZES = {"laptop": (1280, 800), "projector": (1920, 1080), "phone": (390, 844)}
THEMES = ("light", "dark")
LOCALES = ("en-US", "fa-IR")
MODELS = ("mnist-vae-2d", "mnist-vae-10d", "mnist-ae-2d")
TABS = ("reconstruct", "map", "sliders")
ROOM_TABS = ("generate", "loss")
REST = 1500  # ms until strips, lattices and draws have followed
CELL = 480  # pixels a picture on the sheet
COLUMNS = 6


def shoot(browser: Browser, url: str, size: str, theme: str, locale: str) -> list[Path]:
    """Each tab with each model, and each room of experiments, of one size, theme and language."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale=locale,
        has_touch=size == "phone",
        is_mobile=size == "phone",
    )
    page = context.new_page()
    page.goto(f"{url}/?__theme={theme}")
    wait_for_frames(page, DRAWS)
    paths: list[Path] = []

    def take(name: str) -> None:
        page.evaluate("(ms) => new Promise((done) => setTimeout(done, ms))", REST)
        paths.append(FOLDER / f"{name}-{size}-{theme}-{locale}.png")
        page.screenshot(path=paths[-1])

    for model_id in MODELS:
        choose_model(page, model_id)
        for tab in TABS:
            page.locator(f"[data-tab={tab}]").click()
            take(f"{tab}-{model_id}")
        page.locator(f"[data-tab={TABS[0]}]").click()
    page.locator("[data-tab=train]").click()
    page.locator("#train [data-action=play]").click()
    page.wait_for_function("document.querySelector('#train').dataset.step > 500")
    page.locator("#train [data-action=play]").click()
    take("train")
    for tab in ROOM_TABS:
        for room in rooms_of(page, tab):
            show_room(page, room).locator("[data-choice]").first.click()
            take(f"{tab}-{room}")
    context.close()
    return paths


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


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    todo = list(product(SIZES, THEMES, LOCALES))
    paths = []
    with serving(module("app")) as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for size, theme, locale in tqdm(todo, desc="shots", unit="page"):
            paths += shoot(browser, url, size, theme, locale)
        browser.close()
    sheet(sorted(paths)).save(FOLDER / "sheet.png")
    print(f"{len(paths)} pictures, and shots/sheet.png")


if __name__ == "__main__":
    main()
