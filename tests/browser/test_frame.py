"""The frame of the rooms: one place for the stage, an answer that stays open, a hand in sight."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, Open
from tests.browser.hands import rooms_of, show_room
from tests.browser.sight import DRAWS, wait_for_frames
from tests.browser.test_language import SAID

TABS = ("generate", "loss")
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


def told(page: Page, room: str) -> Locator:
    """Show a room and guess, so that its answer is there."""
    place = show_room(page, room)
    place.locator("[data-choice]").first.click()
    expect(place.locator(".lx-room-answer")).not_to_be_empty()
    return place


def is_seen(node: Locator) -> bool:
    """Whether all of it is in the window, and nothing lies over its middle."""
    return node.evaluate(
        """node => {
          const { left, top, right, bottom } = node.getBoundingClientRect();
          const isIn = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
          const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return isIn && (node.contains(over) || Boolean(over?.contains(node)));
        }"""
    )


def present(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Present").click()
    page.keyboard.press("Escape")
    expect(page.locator("html.lx-present, body.lx-present, .lx-present").first).to_be_attached()


@pytest.mark.parametrize("locale", ["en-US", "fa-IR"])
def test_the_stage_does_not_jump_from_room_to_room(open_page: Open, locale: str) -> None:
    page = open_page(locale=locale)
    wait_for_frames(page, DRAWS)
    tops = {}
    for tab in TABS:
        for room in rooms_of(page, tab):
            place = told(page, room)
            tops[room] = place.locator(".lx-room-stage").evaluate(
                "node => node.getBoundingClientRect().top"
            )
            question = place.locator(".lx-room-question").bounding_box()
            assert question
            assert question["y"] + question["height"] <= tops[room], room
            said = page.evaluate(SAID)
            assert [words for words in said if "`" in words] == [], room
    assert len(tops) == 10
    assert max(tops.values()) - min(tops.values()) <= 1, tops


@pytest.mark.parametrize("desk", [LAPTOP, {"width": 1920, "height": 1080}])
def test_the_answers_details_are_open_where_they_fit(open_page: Open, desk: dict[str, int]) -> None:
    page = open_page(viewport=desk)
    wait_for_frames(page, DRAWS)
    for tab in TABS:
        for room in rooms_of(page, tab):
            place = told(page, room)
            details = place.locator(".lx-room-more:not(.lx-room-how):visible")
            are_open = details.evaluate_all("nodes => nodes.map(({ open }) => open)")
            assert are_open[0], room
            panel = place.locator(".lx-room-said")
            assert panel.evaluate(
                "({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight"
            )
            if not all(are_open):  # one at a time, and each is a click away
                details.last.locator("summary").first.click()
                are_open = details.evaluate_all("nodes => nodes.map(({ open }) => open)")
                assert are_open == [False, True], room
            assert is_seen(place.locator(".lx-room-answer")), room


def test_present_keeps_the_correction_and_gives_the_stage_the_room(page: Page) -> None:
    present(page)
    for room in rooms_of(page, "generate"):
        place = told(page, room)
        width = place.locator(".lx-room-stage").evaluate("node => node.clientWidth")
        assert width >= 0.75 * LAPTOP["width"], room
        if room == "sampling":
            expect(place.locator(".lx-room-correction")).to_contain_text("autoencoder")
            assert is_seen(place.locator(".lx-room-correction"))
    for room in rooms_of(page, "loss"):
        for note in told(page, room).locator(".lx-room-stage [class$='-note']").all():
            assert not note.is_visible(), room


def test_on_a_phone_a_step_shows_what_it_makes(open_page: Open) -> None:
    page = open_page(**PHONE)
    wait_for_frames(page, DRAWS)
    rooms_of(page, "generate")
    room = show_room(page, "steps")
    room.locator('[data-ref="decode"]').click()
    pictures = room.locator('[data-ref="decode-part"]')
    expect(pictures).to_be_in_viewport()
    says = room.locator(".lx-steps-says").bounding_box()
    first = pictures.bounding_box()
    assert says
    assert first
    assert first["y"] - says["y"] - says["height"] < 60


def test_on_a_phone_the_chosen_sample_stays_in_sight(open_page: Open) -> None:
    page = open_page(**PHONE)
    wait_for_frames(page, DRAWS)
    rooms_of(page, "generate")
    room = show_room(page, "sampling")
    for kind in ("vae", "ae"):
        cell = room.locator(f'[data-ref="{kind}"] [role=gridcell]').first
        cell.click()
        expect(room.locator(f'[data-ref="{kind}"] [aria-selected=true]')).to_have_count(1)
        expect(room.locator('[data-ref="chosen"][data-nearest]')).to_be_attached()
        assert is_seen(room.locator('[data-ref="other"]')), kind


def test_on_a_phone_the_hand_of_beta_stays_in_sight(open_page: Open) -> None:
    page = open_page(**PHONE)
    wait_for_frames(page, DRAWS)
    rooms_of(page, "loss")
    room = show_room(page, "beta")
    for shown in (".lx-beta-map", ".lx-beta-plot", ".lx-beta-dims"):
        room.locator(shown).evaluate("node => node.scrollIntoView({ block: 'end' })")
        assert is_seen(room.locator("input[type=range]").first), shown
