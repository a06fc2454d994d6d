"""Few training pictures in the browser: both nets' curves, figures and samples, as in the file."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from model.files import WEIGHTS
from tests.browser.sight import expect_pixels, from_text

FILE = WEIGHTS / "experiments" / "memorising.json"
ROOM = '#loss [data-room="memorising"]'
SIDES = {"free": 0, "paid": 1}

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="this has not been measured")


@pytest.fixture(scope="module")
def nets() -> dict[tuple[int, float], dict[str, Any]]:
    found = json.loads(FILE.read_text())["figures"]["nets"]
    return {(net["n"], net["beta"]): net for net in found}


@pytest.fixture
def room(page: Page) -> Locator:
    page.locator('[data-tab="loss"]').click()
    page.locator('#loss [data-ref="chip-memorising"]').check(force=True)
    expect(page.locator(f"{ROOM} .lx-room-stage")).to_have_attribute("data-n", "100")
    return page.locator(ROOM)


def part(room: Locator, ref: str) -> Locator:
    return room.locator(f'[data-ref="{ref}"]')


def figure(room: Locator, ref: str) -> float:
    return from_text(part(room, ref).inner_text())


def points(room: Locator, side: str, curve: str) -> np.ndarray[Any, Any]:
    """The corners of a curve, in pixels."""
    d = part(room, f"{side}Svg").locator(f".lx-memo-{curve}").get_attribute("d") or ""
    return np.array(re.findall(r"([\d.]+) ([\d.]+)", d), dtype=float)


@pytest.mark.both_hosts
def test_each_size_shows_both_nets_as_the_file_has_them(
    room: Locator, page: Page, nets: dict[tuple[int, float], dict[str, Any]]
) -> None:
    for n in sorted({n for n, _ in nets if (n, 0) in nets and (n, 1) in nets}):
        room.locator(f'input[value="{n}"]').check(force=True)
        expect(room.locator(".lx-room-stage")).to_have_attribute("data-n", str(n))
        for side, beta in SIDES.items():
            net = nets[n, beta]
            assert figure(room, f"{side}-gap") == pytest.approx(net["gap"], abs=0.051)
            assert figure(room, f"{side}-copying") == pytest.approx(net["copying_z"], abs=0.051)
            nearer = part(room, f"{side}-nearer").inner_text().removesuffix("%")
            assert float(nearer) == pytest.approx(100 * net["nearer_to_seen"], abs=0.051)
            past = net["curves"]["test"][-1] - min(net["curves"]["test"])
            assert figure(room, f"{side}-best") == pytest.approx(past, abs=0.051)
            for row, key in (("samples", "sample"), ("nearest", "nearest")):
                shown = np.array([sample[key] for sample in net["samples"]]) / 255
                shown = shown.reshape(-1, 28, 28).transpose(1, 0, 2).reshape(28, -1)
                expect_pixels(page, f'{ROOM} [data-ref="{side}-{row}"]', shown)


def test_the_curves_of_both_nets_lie_on_the_same_axes(
    room: Locator, nets: dict[tuple[int, float], dict[str, Any]]
) -> None:
    heights: list[float] = []
    nats: list[float] = []
    for side, beta in SIDES.items():
        for curve in ("train", "test"):
            drawn = points(room, side, curve)
            measured = nets[100, beta]["curves"][curve]
            assert len(drawn) == len(measured)
            heights.extend(drawn[:, 1])
            nats.extend(measured)
    slope, start = np.polyfit(nats, heights, 1)
    assert slope < 0
    np.testing.assert_allclose(start + slope * np.array(nats), heights, atol=0.1)


def test_the_verdict_compares_the_gaps(
    room: Locator, nets: dict[tuple[int, float], dict[str, Any]]
) -> None:
    part(room, "choice-yes").click()
    free, paid = nets[100, 0], nets[100, 1]
    says = part(room, "sentence")
    expect(says).to_contain_text(" nats")
    told = [float(value) for value in re.findall(r"\d+\.\d", says.inner_text())]
    assert told == pytest.approx([paid["gap"], free["gap"]], abs=0.051)
    if 0.1 * free["gap"] < paid["gap"] < 0.9 * free["gap"]:
        if paid["nearer_to_seen"] > free["nearer_to_seen"] + 0.04:
            expect(part(room, "verdict")).to_contain_text("it depends")
            for net in (free, paid):
                expect(says).to_contain_text(f"{100 * net['nearer_to_seen']:.0f}%")
        else:
            expect(part(room, "verdict")).to_contain_text("it lessens it")
            expect(says).to_contain_text("does not prevent it")
    why = part(room, "why")
    expect(why).to_contain_text(f"ln 100 = {math.log(100):.1f}")
    can_name = paid["train"]["kl_nats"] >= math.log(100)
    expect(why).to_contain_text("enough to name" if can_name else "too little to name")
    expect(part(room, "sentences")).not_to_contain_text("{")
