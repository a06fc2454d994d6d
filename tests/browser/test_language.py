"""The page in another language: changed at once, nothing lost, no word of the first one left."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from model.files import WEIGHTS
from tests.browser.conftest import Open
from tests.browser.hands import choose_model, rooms_of, show_room, stroke
from tests.browser.network import fail, weights_of
from tests.browser.sight import (
    DECODED_VIEW,
    DRAWS,
    HINT,
    NOTICES,
    PAD,
    frames,
    number,
    pixels,
    values,
    wait_for_frames,
)

SEVEN = [(0.3, 0.3), (0.7, 0.3), (0.45, 0.8)]
MODELS = ("mnist-vae-10d", "mnist-ae-2d")  # each kind and each size
TABS = ("reconstruct", "map", "sliders")
FONT = "Vazirmatn.woff2"
TIME = '#reconstruct [data-ref="engineTime"]'

# Names and symbols that Persian has no words of its own for, and the names of languages.
NAMES = {
    *(
        "Latent",
        "Explorer",
        "VAE",
        "Fashion",
        "MNIST",
        "PyTorch",
        "Plotly",
        "MSE",
        "BCE",
        "KL",
        "ELBO",
        "PC",
    ),
    *("Ctrl", "Shift", "Backspace", "English"),
    *("arXiv", "ln", "ms"),
}
# What is seen, heard or shown under the mouse, with the place where it stands.
SAID = """() => {
  const root = document.querySelector(".lx-root");
  const said = [document.title];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const isCommand = data.startsWith("python -m ");
    const isCode = isCommand || parentElement.closest("style, script, code, [lang=en]");
    if (data.trim() && !isCode && parentElement.checkVisibility()) said.push(data.trim());
  }
  for (const node of root.querySelectorAll("*")) {
    if (!node.checkVisibility()) continue;
    for (const name of ["aria-label", "aria-valuetext", "aria-description", "title", "alt"]) {
      if (node.getAttribute(name)) said.push(node.getAttribute(name));
    }
  }
  return said;
}"""
# The typefaces that are there when the first words are laid out.
AT_FIRST = """new MutationObserver((_, observer) => {
  if (!document.querySelector(".lx-header")) return;
  observer.disconnect();
  const loaded = [...document.fonts].filter(({ status }) => status === "loaded");
  window.atFirst = loaded.map(({ family }) => family.replaceAll('"', ""));
}).observe(document, { childList: true, subtree: true });"""


def show(page: Page, tab: str) -> None:
    page.locator(f"[data-tab={tab}]").click()
    wait_for_frames(page, {"sliders": DECODED_VIEW}.get(tab, f"#{tab}"))


def choose_language(page: Page, language: str) -> None:
    """Choose as a person does, and wait until the page is laid out in it."""
    page.locator('#settings [data-ref="language"]').select_option(language)
    expect(page.locator(f'.lx-root[data-language="{language}"]')).to_be_visible()


@pytest.fixture
def persian(open_page: Open) -> Page:
    page = open_page(locale="fa-IR")
    wait_for_frames(page, DRAWS)
    return page


def test_the_visitors_language_is_the_pages(persian: Page) -> None:
    root = persian.locator("html")
    expect(root).to_have_attribute("lang", "fa")
    expect(root).to_have_attribute("dir", "rtl")
    assert re.search("[\u0600-\u06ff]", persian.title())


@pytest.mark.both_hosts
def test_another_language_loses_nothing(page: Page) -> None:
    choose_model(page, "mnist-vae-10d")
    wait_for_frames(page, DRAWS, frames(page, DRAWS))
    stroke(page, SEVEN)
    drawn = pixels(page, PAD)
    show(page, "sliders")
    page.locator("#sliders input[type=number]").first.fill("1.25")
    page.keyboard.press("Enter")
    before = values(page)
    assert 1.25 in before
    choose_language(page, "fa")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("[data-tab=sliders]")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-tab=sliders]")).to_have_text("لغزنده‌ها")
    expect(page.locator("#chooser input[value='10']")).to_be_checked()
    assert values(page) == before
    show(page, "reconstruct")
    assert np.array_equal(pixels(page, PAD), drawn)
    expect(page.locator(HINT)).to_have_text("اکنون: \u2067نقاشی شما\u2069")
    choose_language(page, "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator(HINT)).to_have_text("Now: your drawing")


def test_a_chosen_language_is_kept_on_the_device(page: Page) -> None:
    choose_language(page, "fa")
    page.reload()
    expect(page.locator('.lx-root[data-language="fa"]')).to_be_visible()


def english(page: Page, where: str) -> list[str]:
    """What is said with an English word in it; names of models' folders are the same in all."""
    names = sorted((file.parent.name for file in WEIGHTS.glob("*/config.json")), reverse=True)
    folders = re.compile("|".join(map(re.escape, names)))
    return [
        f"{where}: {said}"
        for said in page.evaluate(SAID)
        if set(re.findall("[A-Za-z]{2,}", folders.sub("", said))) - NAMES
    ]


@pytest.mark.parametrize("model", MODELS)
def test_no_english_word_is_left_on_any_tab(persian: Page, model: str) -> None:
    choose_model(persian, model)
    persian.get_by_role("button", name="تنظیمات").click()
    found = []
    for tab in TABS:
        if tab != "reconstruct":
            persian.keyboard.press("Escape")
            show(persian, tab)
        persian.wait_for_load_state("networkidle")
        found += english(persian, tab)
    for tab in ("generate", "loss"):
        for room in rooms_of(persian, tab):
            place = show_room(persian, room)
            place.locator("[data-choice]").first.click()
            place.locator(".lx-room-how summary").click()
            found += english(persian, room)
    assert sorted(set(found)) == []


def test_sentences_have_persian_digits_and_formulas_have_not(persian: Page) -> None:
    for selector in (HINT, TIME, '#reconstruct [data-ref="negElbo"]', "#chooser"):
        said = persian.locator(selector).inner_text()
        assert re.search("[۰-۹]", said), said
        assert not re.search("[0-9]", said), said
    formula = persian.locator("#reconstruct table")
    assert re.search("[0-9]", formula.inner_text())
    assert not re.search("[۰-۹]", formula.inner_text())
    said = persian.locator('#reconstruct [data-ref="reconstruction"]').inner_text()
    western = said.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789."))
    choose_language(persian, "en")
    wait_for_frames(persian, DRAWS)
    expect(persian.locator('#reconstruct [data-ref="reconstruction"]')).to_have_text(western)
    assert number(persian, "reconstruction") > 0


def test_only_persian_fetches_its_typeface_and_has_it_before_its_words(open_page: Open) -> None:
    fetched: list[str] = []

    def listen(page: Page) -> None:
        page.on("request", lambda request: fetched.append(request.url))
        page.add_init_script(AT_FIRST)

    page = open_page(before=listen)
    wait_for_frames(page, DRAWS)
    assert page.evaluate("window.atFirst") == []
    assert not [url for url in fetched if "woff" in url]
    page = open_page(before=listen, locale="fa-IR")
    wait_for_frames(page, DRAWS)
    page.wait_for_load_state("networkidle")
    assert len([url for url in fetched if url.endswith(FONT)]) == 1
    assert page.evaluate("window.atFirst") == ["Vazirmatn"]


@pytest.mark.needs_server
def test_what_goes_wrong_is_said_in_persian(open_page: Open, tmp_path: Path) -> None:
    open_page.expected.append("Failed to load resource")
    page = open_page(locale="fa-IR", before=fail(weights_of("mnist-vae-10d")))
    wait_for_frames(page, DRAWS)
    file = tmp_path / "a.png"
    file.write_bytes(b"no picture")
    page.locator('#pad [data-ref="file"]').set_input_files(file)
    expect(page.locator("#pad .lx-wrong")).to_contain_text("نمی‌توان به‌صورت تصویر خواند")
    choose_model(page, "mnist-vae-10d")
    line = page.locator(f"{NOTICES} p")
    expect(line).to_contain_text("بارگذاری نشد: ارتباط برقرار نشد.")
    expect(line).to_contain_text("PyTorch")
    # The same trouble, in the other language, and still with a way out.
    choose_language(page, "en")
    expect(line).to_contain_text("could not be loaded: the connection failed.")
    expect(line.get_by_role("button", name="Try again")).to_be_visible()
