"""The room of diagonal and full covariances: counts, times, real ellipses, the nets' figures."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from model.files import WEIGHTS
from tests.browser.hands import rooms_of, show_room
from tests.browser.sight import frames, from_text, wait_for_frames

ROOM = "[data-room=covariance]"
FILE = WEIGHTS / "experiments" / "covariance.json"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="covariance has not been measured")


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return json.loads(FILE.read_text())["figures"]


@pytest.fixture
def room(page: Page) -> Page:
    rooms_of(page, "loss")
    show_room(page, "covariance")
    expect(page.locator(f"{ROOM} .lx-cov-ellipse").first).to_be_attached()
    return page


def text(page: Page, ref: str) -> str:
    return page.locator(f'{ROOM} [data-ref="{ref}"]').inner_text()


def slide(page: Page, ref: str, value: float) -> None:
    before = frames(page, "#loss")
    page.locator(f'{ROOM} input[data-ref="{ref}"]').fill(str(value))
    wait_for_frames(page, "#loss", before)


@pytest.mark.both_hosts
def test_numbers_and_times_follow_d(room: Page, figures: dict[str, Any]) -> None:
    for power in (1, 5, 9):
        d = 2**power
        if text(room, "dValue") != str(d):
            slide(room, "d", power)
        costs = next(row for row in figures["costs"] if row["d"] == d)
        assert text(room, "diagonalCount") == str(d)
        assert from_text(text(room, "fullCount")) == d * (d + 1) // 2
        for of in ("draw", "kl"):
            room.locator(f'{ROOM} input[data-ref="of-{of}"]').check()
            for way, time in costs[of].items():
                shown = from_text(text(room, f"{way}Time").removesuffix(" µs"))
                assert shown == pytest.approx(time, rel=0.06, abs=0.0051)
            ratio = costs[of]["full"] / costs[of]["diagonal"]
            if ratio >= 1.15:
                times = f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
                assert f"takes {times} times as long" in text(room, "ratio")


def test_the_plot_is_logarithmic_in_both(room: Page, figures: dict[str, Any]) -> None:
    of = "draw"
    for way in ("diagonal", "full"):
        points = room.locator(f"{ROOM} .lx-cov-point.lx-cov-{way}").evaluate_all(
            "nodes => nodes.map((n) => [n.cx.baseVal.value, n.cy.baseVal.value])"
        )
        x, y = np.array(points).T
        times = np.log([row[of][way] for row in figures["costs"]])
        sizes = np.log([row["d"] for row in figures["costs"]])
        assert np.corrcoef(x, sizes)[0, 1] == pytest.approx(1, abs=1e-6)
        assert np.corrcoef(y, times)[0, 1] == pytest.approx(-1, abs=1e-4)


def test_ellipses_are_the_nets_posteriors_at_true_size_and_enlarged(
    room: Page, figures: dict[str, Any]
) -> None:
    for times in (1, 5):
        if times > 1:
            slide(room, "times", times)
        for kind in ("diagonal", "full"):
            shown = room.locator(f'{ROOM} svg[data-kind="{kind}"] .lx-cov-ellipse').evaluate_all(
                """nodes => nodes.map((n) => {
                  const m = n.transform.baseVal.consolidate().matrix;
                  return [n.rx.baseVal.value, n.ry.baseVal.value, m.a, m.b, m.e, m.f];
                })"""
            )
            assert len(shown) == len(figures["ellipses"])
            for (rx, ry, cos, sin, x, y), posterior in zip(shown, figures["ellipses"], strict=True):
                mu, covariance = posterior[kind]["mu"], np.array(posterior[kind]["covariance"])
                assert [x, -y] == pytest.approx([100 * m for m in mu], abs=0.01)
                turn = np.array([[cos, sin], [-sin, cos]])  # the screen's y points down
                drawn = turn @ np.diag([rx, ry]) ** 2 @ turn.T / (2 * times * 100) ** 2
                scale = np.trace(covariance)
                assert drawn == pytest.approx(covariance, abs=0.02 * scale + 2e-9 / times)
                if kind == "diagonal":
                    quarter = math.degrees(math.atan2(sin, cos)) / 90
                    assert quarter == pytest.approx(round(quarter), abs=1e-3)
    expect(room.locator(f'{ROOM} [data-ref="scale"]')).to_have_text("enlarged")


def test_the_heat_maps_are_the_correlations(room: Page, figures: dict[str, Any]) -> None:
    for kind in ("diagonal", "full"):
        wanted = np.abs(np.array(figures["pairs"]["10"][kind]["correlation"]))
        opacity = room.locator(f'{ROOM} .lx-cov-heats svg[data-kind="{kind}"] [fill-opacity]')
        shown = opacity.evaluate_all("nodes => nodes.map((n) => +n.getAttribute('fill-opacity'))")
        assert np.reshape(shown, wanted.shape) == pytest.approx(wanted, abs=6e-4)
        largest = np.max(wanted - np.diag(np.diag(wanted)))
        name = {"diagonal": "diagonal", "full": "full covariance"}[kind]
        caption = room.locator(f'{ROOM} .lx-cov-heats figure:has([data-kind="{kind}"]) figcaption')
        expect(caption).to_have_text(f"{name}: {largest:.2f} at most")


def test_the_answer_is_what_was_measured(room: Page, figures: dict[str, Any]) -> None:
    pair = figures["pairs"]["10"]
    gain = pair["diagonal"]["neg_elbo"] - pair["full"]["neg_elbo"]
    truth = "much" if gain > 5 else "some" if gain >= 1 else "none"
    room.locator(f"{ROOM} [data-choice={truth}]").click()
    expect(room.locator(f"{ROOM} .lx-room-verdict")).to_have_class(re.compile("agrees"))
    answer = room.locator(f"{ROOM} .lx-room-answer")
    for net in pair.values():
        expect(answer).to_contain_text(f"{net['neg_elbo']:.1f}")
    if abs(gain) >= 0.05:
        expect(answer).to_contain_text(f"{abs(gain):.2f} nats {'better' if gain > 0 else 'worse'}")
    for nets in figures["pairs"].values():
        for net in nets.values():
            row = room.locator(f'{ROOM} [data-net="{net["id"]}"] td').all_text_contents()
            wanted = [net[k] for k in ("neg_elbo", "kl_nats", "information", "aggregate")]
            shown = [from_text(value.lstrip("≥≤ ")) for value in row[:4]]
            assert shown == pytest.approx(wanted, abs=0.051)
            is_bound = net["information"] > net["cap"] - 0.5
            assert [value[0] in "≥≤" for value in row[:4]] == [False, False, is_bound, is_bound]
    diagonal = pair["diagonal"]
    is_capped = diagonal["information"] > diagonal["cap"] - 0.5
    why = room.locator(f"{ROOM} .lx-room-why").text_content() or ""
    assert ("at its cap" in why) == is_capped
    assert ("at most the remaining" in why) == is_capped
    room.locator(f"{ROOM} .lx-room-how summary").click()
    assert "{" not in room.locator(f"{ROOM} .lx-room-how ul").inner_text()
