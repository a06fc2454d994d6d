"""The room on whether samples are new: what it shows is what was measured."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from model.files import WEIGHTS
from tests.browser.sight import expect_pixels

ROOM = "[data-room=novelty]"
FRAME = f'{ROOM} [data-ref="frame"]'
READ = f'{ROOM} [data-ref="read"]'
SCORES = f"{ROOM} .lx-novelty-scores"
MODEL = "mnist-vae-10d"


@pytest.fixture(scope="module")
def mnist() -> dict[str, Any]:
    file = json.loads((WEIGHTS / "experiments" / "novelty.json").read_text())
    return file["figures"]["datasets"]["mnist"]


@pytest.fixture
def room(page: Page) -> Page:
    page.locator("[data-tab=generate]").click()
    page.get_by_role("radio", name="Is it new?").check()
    page.wait_for_selector(f'{ROOM} .lx-room-stage[data-model="{MODEL}"]')
    return page


def written(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def in_cells(found: dict[str, Any]) -> float:
    """All cells together: their mean by its standard error."""
    return float(found["z_in_cells"] / found["z_in_cells_error"])


def test_a_bin_is_read_and_the_scores_follow_the_model(room: Page, mnist: dict[str, Any]) -> None:
    own, edges = mnist["models"][MODEL], mnist["edges"]
    frame = room.locator(FRAME)
    frame.press("Home")
    for _ in range(16):
        frame.press("ArrowRight")
    said = (
        f"At {edges[16]:.1f} to {edges[17]:.1f}: {own['histogram'][16]} samples, "
        f"{mnist['held_out']['histogram'][16]} new pictures"
    )
    expect(room.locator(READ)).to_have_text(said)
    room.locator(f'{ROOM} [data-ref="rebuilt"]').click()
    rebuilt = own["rebuilt"]["histogram"][16]
    expect(room.locator(READ)).to_have_text(f"{said}, {rebuilt} sent through")
    expect(room.locator(SCORES)).to_contain_text(f"z = {written(own['rebuilt']['z'])}")
    for kind in ("ae", "vae"):
        room.locator(f'{ROOM} [data-ref="kind-{kind}"]').check()
        shown = mnist["models"][f"mnist-{kind}-10d"]
        expect(room.locator(SCORES)).to_contain_text(f"z = {written(shown['z'])}")
        expect(room.locator(SCORES)).to_contain_text(f"z = {written(in_cells(shown))}")


def test_a_mouse_reads_the_bin_under_it(room: Page, mnist: dict[str, Any]) -> None:
    counts = mnist["models"][MODEL]["histogram"]
    band = room.locator(f"{FRAME} .lx-novelty-band")
    box = room.locator(FRAME).bounding_box()
    assert box
    room.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(room.locator(READ)).to_contain_text("samples")
    marked = band.bounding_box()
    assert marked
    assert marked["x"] - 1 <= box["x"] + box["width"] / 2 <= marked["x"] + marked["width"] + 1
    at = int(room.locator(FRAME).get_attribute("aria-valuenow") or 0) - 1
    expect(room.locator(READ)).to_contain_text(f" {counts[at]} samples")


@pytest.mark.both_hosts
def test_the_pairs_are_the_measured_pictures(room: Page, mnist: dict[str, Any]) -> None:
    for of, examples in (
        ("sample", mnist["models"][MODEL]["examples"]),
        ("heldOut", mnist["held_out"]["examples"]),
    ):
        for i, example in enumerate(examples):
            levels = [[v / 255 for v in example[key]] for key in ("sample", "nearest")]
            expect_pixels(room, f'{ROOM} [data-ref="{of}{i}"]', levels[0])
            expect_pixels(room, f'{ROOM} [data-ref="{of}Nearest{i}"]', levels[1])
            says = room.locator(f'{ROOM} [data-ref="{of}Says{i}"]')
            expect(says).to_have_text(written(example["distance"]))


def test_the_answer_is_what_was_measured(room: Page, mnist: dict[str, Any]) -> None:
    own, held_out = mnist["models"][MODEL], mnist["held_out"]["median"]
    truth = "alike"
    if own["median"] < held_out / 2:
        truth = "copies"
    elif abs(in_cells(own)) > 3:
        truth = "nearer" if own["z_in_cells"] < 0 else "farther"
    room.locator(f"{ROOM} [data-choice={truth}]").click()
    expect(room.locator(f"{ROOM} .lx-room-verdict")).to_contain_text("You guessed it")
    said = room.locator(f"{ROOM} .lx-room-answer")
    for value in (own["median"], held_out):
        expect(said).to_contain_text(written(value))
    table = room.locator(f"{ROOM} .lx-novelty-table .lx-is-now")
    for value in (own["z"], in_cells(own)):
        expect(table).to_contain_text(written(value))
    why = room.locator(f"{ROOM} .lx-room-why")
    for value in (own["rebuilt"]["z"], own["rebuilt"]["z_samples"]):
        expect(why).to_contain_text(f"z = {written(value)}")
    expect(room.locator(f"{ROOM} .lx-novelty-table tbody tr")).to_have_count(
        len(mnist["models"]) + 1
    )
