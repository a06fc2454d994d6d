"""What lies in weights/, and where: broken folders, none, other data sets, a path with #."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect
from safetensors.torch import save as save_tensors
from torch import Tensor

import model
from app.engine import Engine
from app.main import ROOT
from model.checkpoint import save
from model.config import ModelConfig, TrainConfig
from model.files import WEIGHTS
from model.network import build
from tests.browser.conftest import Open
from tests.browser.hands import show_map, show_tab, stroke
from tests.browser.sight import (
    FIRST,
    NOTICES,
    SEEN,
    X_HAT,
    expect_pixels,
    wait_for_frames,
    wait_for_picture,
)
from tests.browser.test_map import PLOT, TO_PAGE, chosen
from tests.serving import served

MODEL = "mnist-vae-2d"
PROBLEMS = "#problems"
Serve = Callable[[Path], str]


@pytest.mark.needs_server
def test_a_checkout_path_with_signs_that_urls_take_otherwise(
    open_page: Open, tmp_path: Path, engine: Engine, pictures: Tensor
) -> None:
    checkout = tmp_path / "a #1 100% b"
    for name in ("app", "model", "weights"):
        shutil.copytree(ROOT / name, checkout / name)
    with served(checkout) as address:
        page = open_page(address=address)
        wait_for_picture(page)
        expect_pixels(page, X_HAT, engine.reconstruct(pictures[FIRST].numpy(), MODEL)[0])
        expect(page.locator('#reconstruct [data-ref="engineTime"]')).to_contain_text("this device")
        show_map(page)
        expect(page.locator(NOTICES)).to_be_hidden()


def test_a_broken_folder_is_named_and_hides_no_other(
    open_page: Open, serve: Serve, tmp_path: Path
) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    shutil.copytree(WEIGHTS / MODEL, tmp_path / MODEL)
    broken = tmp_path / "my <b>own & broken"
    shutil.copytree(WEIGHTS / MODEL, broken)
    (broken / "config.json").write_text('{"model": {"latent_dim": ')
    page = open_page(address=serve(tmp_path))
    wait_for_picture(page)
    line = page.locator(f"{PROBLEMS} p")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(f"The folder {broken.name} in weights/ was left out")
    expect(line).to_contain_text("config.json")
    expect(page.locator("#chooser :is(input, select)").filter(visible=True)).to_have_count(0)
    # Its twin is not there: nothing to compare with is offered.
    expect(page.get_by_role("button", name="Compare")).to_have_count(0)


def test_a_copied_folder_is_a_model_of_its_own_name(
    open_page: Open, serve: Serve, tmp_path: Path
) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    for name in (MODEL, f"{MODEL}-copy"):
        shutil.copytree(WEIGHTS / MODEL, tmp_path / name)
    page = open_page(address=serve(tmp_path))
    wait_for_picture(page)
    copies = page.get_by_role("combobox", name="Model")
    options = copies.locator("option")
    expect(options).to_have_text(["VAE, 2 dimensions, MNIST", "VAE, 2 dimensions, MNIST (copy)"])
    copies.select_option(value=f"{MODEL}-copy")
    expect(page.locator(f'#reconstruct[data-model="{MODEL}-copy"]')).to_have_count(1)


@pytest.mark.needs_server
def test_a_folder_without_any_model_says_so(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    page = open_page(address=serve(tmp_path))
    expect(page.get_by_text("There is no model in weights/")).to_be_visible()
    expect(page.get_by_text("python -m model.train")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)


CLASSES = ["bar", "ring", "cross"]
LABELS = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]


def shapes() -> Tensor:
    """Twelve pictures of three classes, (12, 28, 28) uint8."""
    pictures = torch.zeros(12, 28, 28, dtype=torch.uint8)
    for index, label in enumerate(LABELS):
        size = 4 + index // 3
        low, high = 14 - size, 14 + size
        if label != 1:
            pictures[index, low:high, 13:16] = 255
        if label == 2:
            pictures[index, 13:16, low:high] = 255
        if label == 1:
            pictures[index, low:high, low:high] = 255
            pictures[index, low + 2 : high - 2, low + 2 : high - 2] = 0
    return pictures


@pytest.fixture
def shapes_weights(tmp_path: Path) -> Path:
    """A data set of three classes and twelve pictures, and a model of it that never trained."""
    folder = tmp_path / "data" / "shapes"
    folder.mkdir(parents=True)
    described = json.loads((WEIGHTS / "data" / "mnist" / "dataset.json").read_text())
    described |= {"title": "Shapes", "classes": CLASSES, "n": 12, "examples": [5, 1]}
    described |= {"centre": "box", "source": None}
    (folder / "dataset.json").write_text(json.dumps(described))
    tensors = {"images": shapes(), "labels": torch.tensor(LABELS, dtype=torch.uint8)}
    (folder / "pictures.safetensors.gz").write_bytes(gzip.compress(save_tensors(tensors)))
    torch.manual_seed(0)
    config = ModelConfig(id="shapes-vae-3d", dataset="shapes", latent_dim=3, hidden=(16, 8))
    save(build(config), config, TrainConfig(), tmp_path)
    return tmp_path


def chooses_on_the_map(page: Page, at: list[float]) -> None:
    page.mouse.click(*page.evaluate(TO_PAGE, at))
    expect(page.locator('#map [data-ref="nearestText"]')).to_contain_text(", “")


def test_a_data_set_of_another_shape_works_on_every_tab(
    open_page: Open, serve: Serve, shapes_weights: Path
) -> None:
    page = open_page(address=serve(shapes_weights))
    wait_for_picture(page)
    pictures = shapes().reshape(12, 784).float() / 255
    expect_pixels(page, SEEN, pictures[5], 1 / 255)  # the first example
    net = model.load("shapes-vae-3d", shapes_weights)
    x_hat = torch.sigmoid(net.decode(net.encode(pictures[5:6])[0]))
    expect_pixels(page, X_HAT, x_hat.numpy())
    buttons = page.locator("#pad .lx-thumbs button")
    expect(buttons).to_have_count(2)
    page.get_by_role("button", name="Test picture 1, “ring”").click()
    expect(page.locator('#pad [data-ref="hint"]')).to_contain_text("test picture 1, “ring”")
    for _ in range(3):
        page.get_by_role("button", name="Surprise me").click()
        expect(page.locator('#pad [data-ref="hint"]')).to_contain_text(", “")
    stroke(page, [(0.3, 0.3), (0.6, 0.6)])
    expect(page.locator('#pad [data-ref="hint"]')).to_contain_text("your drawing")

    show_map(page)
    traces = page.evaluate(f"() => {PLOT}.data.map((t) => [t.name, t.x.length])")
    assert traces == [[name, 4] for name in CLASSES]
    chooses_on_the_map(page, [0.01, 0.01])
    assert len(chosen(page)) == 3

    show_tab(page, "Sliders")
    expect(page.locator("#sliders input[type=range]")).to_have_count(3)
    wait_for_frames(page, "#walk .lx-strip .lx-picture")
    page.locator('#walk [data-ref="random-b"]').click()
    page.locator('#walk [data-ref="t"]').fill("1")
    expect(page.locator(NOTICES)).to_be_hidden()


@pytest.fixture
def clothes_weights(tmp_path: Path) -> Path:
    """MNIST's first model, and two of Fashion-MNIST that never trained."""
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    shutil.copytree(WEIGHTS / MODEL, tmp_path / MODEL)
    torch.manual_seed(0)
    for kind in ("vae", "ae"):
        name = f"fashion-{kind}-3d"
        config = ModelConfig(id=name, dataset="fashion", kind=kind, latent_dim=3, hidden=(16,))
        save(build(config), config, TrainConfig(), tmp_path)
    return tmp_path


WORDS = 'document.querySelector(".lx-root").innerText'


def test_clothes_are_called_what_they_are_and_nothing_is_called_a_digit(
    open_page: Open, serve: Serve, clothes_weights: Path
) -> None:
    page = open_page(address=serve(clothes_weights))
    wait_for_picture(page)
    assert "digit" in page.evaluate(WORDS)
    dataset = page.get_by_role("combobox", name="Data set")
    expect(dataset.locator("option")).to_have_text(["MNIST", "Fashion-MNIST"])
    dataset.select_option("fashion")
    hint = page.locator('#pad [data-ref="hint"]')
    expect(hint).to_have_text("Now: test picture 28, a sneaker")  # the data set's own first one
    page.get_by_role("button", name="Test picture 24, a bag").click()
    expect(hint).to_have_text("Now: test picture 24, a bag")
    # Of the two kinds there is a choice; the other data set's numbers are none.
    expect(page.get_by_role("radio", name="Autoencoder")).to_be_visible()
    expect(page.get_by_role("radio", name="2")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for tab in page.get_by_role("tab").all():
        tab.click()
        said = page.evaluate(WORDS)
        assert "digit" not in said, said
    show_map(page)
    expect(page.locator(".lx-class")).to_have_text(
        [
            *("T-shirt", "trousers", "pullover", "dress", "coat"),
            *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
        ]
    )
    for chip in page.locator(".lx-class").all():
        assert chip.evaluate("(chip) => chip.scrollWidth <= chip.clientWidth")
    show_tab(page, "Reconstruct")
    stroke(page, [(0.3, 0.3), (0.6, 0.6)])
    dataset.select_option("mnist")
    expect(hint).to_have_text("Now: your drawing")  # what a person made stays
