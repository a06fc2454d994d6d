"""Pictures of every screen, and all of them on one sheet: `make shots`, then look in shots/."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tqdm import tqdm

from tests.bench.serve import module, serving
from tests.browser.conftest import launch_options
from tests.browser.hands import choose_model
from tests.browser.sight import DRAWS, wait_for_frames

FOLDER = Path(__file__).resolve().parent.parent / "shots"
SIZES = {"laptop": (1280, 800), "projector": (1920, 1080), "phone": (390, 844)}
THEMES = ("light", "dark")
LOCALES = ("en-US", "fa-IR")
MODELS = ("mnist-vae-2d", "mnist-vae-10d", "mnist-ae-2d")
REST = 1500  # ms until strips, lattices and draws have followed
CELL = 480  # pixels a picture on the sheet
COLUMNS = 6


def shoot(browser: Browser, url: str, size: str, theme: str, locale: str) -> list[Path]:
    """Each tab with each model, of one size, theme and language."""
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
    paths = []
    for model_id in MODELS:
        choose_model(page, model_id)
        for button in page.locator("[data-tab]").all():
            button.click()
            page.evaluate("(ms) => new Promise((done) => setTimeout(done, ms))", REST)
            tab = button.get_attribute("data-tab")
            path = FOLDER / f"{tab}-{model_id}-{size}-{theme}-{locale}.png"
            page.screenshot(path=path)
            paths.append(path)
        _go_to_first_tab(page)
    context.close()
    return paths


def _go_to_first_tab(page: Page) -> None:
    page.locator("[data-tab]").first.click()


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
