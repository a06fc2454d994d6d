"""The rooms of experiments: a guess first, the stage under a hand, state that stays."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from app.engine import Engine
from model.files import WEIGHTS
from tests.browser.conftest import Open
from tests.browser.hands import At, Fingers, along, choose_model, rooms_of, show_room
from tests.browser.network import fail, mend
from tests.browser.sight import (
    DRAWS,
    FIRST,
    NOTICES,
    frames,
    from_text,
    let_frames_pass,
    wait_for_frames,
    wait_for_picture,
)

Serve = Callable[[Path], str]
KL = "[data-room=kl]"
PLOT = f"{KL} .lx-kl-plot"
TOTAL = f'{KL} [data-ref="total"]'
DRAWN = f"{KL} .lx-kl-draws"


def show_kl(page: Page) -> Locator:
    rooms_of(page, "loss")
    return show_room(page, "kl")


@pytest.fixture
def kl(page: Page) -> Page:
    show_kl(page)
    return page


@pytest.fixture
def phone(open_page: Open) -> Page:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    wait_for_picture(page)
    show_kl(page)
    return page


def read(page: Page, ref: str) -> float:
    return from_text(page.locator(f'{KL} [data-ref="{ref}"]').inner_text())


def code(page: Page, dims: int = 1) -> tuple[list[float], list[float]]:
    """μ and σ as they are shown."""
    mu, sigma = ([read(page, f"{of}Value{k}") for k in range(dims)] for of in ("mu", "sigma"))
    return mu, sigma


def closed_form(mu: list[float], sigma: list[float]) -> float:
    """KL from N(mu, diag sigma²) to N(0, I), by an oracle."""
    q = Normal(torch.tensor(mu, dtype=torch.float64), torch.tensor(sigma, dtype=torch.float64))
    p = Normal(torch.zeros(len(mu), dtype=torch.float64), torch.ones(len(mu), dtype=torch.float64))
    return float(kl_divergence(q, p).sum())


def expect_closed_form(page: Page, dims: int = 1) -> None:
    mu, sigma = code(page, dims)
    assert read(page, "total") == pytest.approx(closed_form(mu, sigma), abs=0.0051)


def middle(page: Page, handle: str) -> At:
    box = page.locator(f'{PLOT} [data-handle="{handle}"]').bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def beyond(at: At, dx: float, dy: float = 0) -> At:
    return at[0] + dx, at[1] + dy


def drag(page: Page, handle: str, dx: float, dy: float = 0) -> None:
    """By the mouse; each move is answered before the next."""
    start = middle(page, handle)
    page.mouse.move(*start)
    page.mouse.down()
    for point in along(start, beyond(start, dx, dy), 6)[1:]:
        before = frames(page, "#loss")
        page.mouse.move(*point)
        wait_for_frames(page, "#loss", before)
        expect_closed_form(page, 2 if page.locator(f'{KL} [data-ref="dims-2"]').is_checked() else 1)
    page.mouse.up()


def test_tabs_and_rooms_are_reached_by_the_keyboard(page: Page) -> None:
    page.locator("[data-tab=sliders]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-tab=generate]")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(page.locator("[data-tab=train]")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-tab=loss]")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("radio", name="What KL costs")).to_be_checked()
    expect(page.locator(PLOT)).to_be_visible()  # the room comes when it is first shown
    reached = set()
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.ref"))
    assert {"chip-kl", "choice-none", "plot", "dims-1", "mu0", "sigma0", "count"} <= reached


@pytest.mark.both_hosts
def test_nothing_of_a_room_is_fetched_before_it_is_shown(open_page: Open) -> None:
    fetched: list[str] = []
    page = open_page(before=lambda p: p.on("request", lambda r: fetched.append(r.url)))
    wait_for_frames(page, DRAWS)
    page.wait_for_load_state("networkidle")
    ours = re.compile(r"views/(room\.|roomChooser|rooms/)|styles/rooms|experiments/")
    assert [url for url in fetched if ours.search(url)] == []
    show_kl(page)
    assert [url for url in fetched if url.endswith("styles/rooms/kl.css")]


@pytest.mark.both_hosts
def test_the_answer_waits_for_a_guess(kl: Page) -> None:
    room = kl.locator(KL)
    expect(room.get_by_role("heading", level=2)).to_contain_text("How many nats")
    expect(room.locator(".lx-room-answer")).to_be_hidden()
    expect(room.locator(".lx-room-veil")).to_be_visible()
    room.get_by_role("button", name="about 100").click()
    expect(room.locator(".lx-room-veil")).to_be_hidden()
    expect(room.locator(".lx-room-verdict")).to_contain_text("about 100")
    expect(room.locator(".lx-room-verdict")).not_to_have_class(re.compile("agrees"))
    true = closed_form([0], [0.1])
    expect(room.locator(".lx-room-answer")).to_contain_text(f"= {true:.2f} nats")
    expect(room.get_by_role("button", name="about 100")).to_have_attribute("aria-pressed", "true")
    room.get_by_role("button", name="about 1.8").click()  # one may think again
    expect(room.locator(".lx-room-verdict")).to_have_class(re.compile("agrees"))
    expect(room.get_by_role("button", name="about 100")).to_have_attribute("aria-pressed", "false")
    room.get_by_text("How this was measured").click()
    expect(room.locator(".lx-room-how dl")).to_contain_text("Closed form")
    _, *command = shlex.split(room.locator(".lx-room-how code").inner_text())
    found = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    assert from_text(found.stdout.strip().removeprefix("tensor(").removesuffix(")")) == (
        pytest.approx(true, abs=1e-3)
    )
    room.get_by_role("button", name="Set it so").click()
    assert code(kl) == ([0], [0.1])
    assert read(kl, "total") == pytest.approx(true, abs=0.0051)


def test_the_impatient_see_the_answer_without_a_guess(kl: Page) -> None:
    room = kl.locator(KL)
    room.get_by_role("button", name="Show it without a guess").press("Enter")
    expect(room.locator(".lx-room-answer")).to_be_visible()
    expect(room.locator(".lx-room-verdict")).to_be_hidden()
    expect(room.locator("[data-choice]").first).to_be_focused()


def test_the_mouse_drags_both_handles(kl: Page) -> None:
    (mu,), (sigma,) = code(kl)
    drag(kl, "mu", -140)
    assert code(kl)[0][0] < mu - 1
    assert code(kl)[1] == [sigma]
    drag(kl, "sigma0", 60)
    assert code(kl)[1][0] > sigma + 0.5
    before = code(kl)
    drag(kl, "sigma0", -400)  # no further than to a line
    assert code(kl) == (before[0], [0.02])
    expect(kl.locator(".lx-kl-tall")).to_be_visible()


def test_a_press_beside_the_handles_takes_mu_there(kl: Page) -> None:
    box = kl.locator(PLOT).bounding_box()
    assert box
    before = frames(kl, "#loss")
    kl.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 30)
    wait_for_frames(kl, "#loss", before)
    assert code(kl)[0] == [pytest.approx(2, abs=0.02)]
    expect_closed_form(kl)


def test_two_numbers_have_an_ellipse_of_three_handles(kl: Page) -> None:
    kl.get_by_text("two numbers").click()
    expect_closed_form(kl, 2)
    drag(kl, "mu", -60, 40)
    mu, sigma = code(kl, 2)
    drag(kl, "sigma1", 0, -50)
    assert code(kl, 2)[0] == mu
    assert code(kl, 2)[1][0] == sigma[0]
    assert code(kl, 2)[1][1] > sigma[1] + 0.5
    drag(kl, "sigma0", 50)
    assert code(kl, 2)[1][0] > sigma[0] + 0.5
    ellipse = kl.locator(".lx-kl-posterior ellipse").last
    ratio = ellipse.evaluate("e => e.rx.baseVal.value / e.ry.baseVal.value")
    wide, high = code(kl, 2)[1]
    assert ratio == pytest.approx(wide / high, rel=0.01)


def test_keys_move_q_and_the_sliders(kl: Page) -> None:
    plot = kl.locator(PLOT)
    plot.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowRight"):
        before = frames(kl, "#loss")
        plot.press(key)
        wait_for_frames(kl, "#loss", before)
        expect_closed_form(kl)
    mu, sigma = code(kl)
    assert mu == [0.9]
    assert sigma == [pytest.approx(0.5 * 1.05**2, abs=0.001)]
    expect(kl.locator(f'{KL} [data-ref="said"]')).to_contain_text("μ 0.90")
    for label in ("centre μ", "width σ"):
        slider = kl.locator(f'{KL} input[type=range][aria-label^="{label}"]').first
        before = frames(kl, "#loss")
        slider.press("ArrowLeft")
        wait_for_frames(kl, "#loss", before)
        expect_closed_form(kl)
    assert code(kl)[0][0] < mu[0]
    assert code(kl)[1][0] < sigma[0]


def test_a_finger_drags_a_handle_any_way_and_elsewhere_scrolls_the_page(phone: Page) -> None:
    phone.locator(PLOT).scroll_into_view_if_needed()
    scrolled = phone.evaluate("scrollY")
    fingers = Fingers(phone)
    for handle, to in (("mu", (-60.0, -40.0)), ("sigma0", (30.0, -50.0))):
        before = code(phone)
        start = middle(phone, handle)
        count = frames(phone, "#loss")
        fingers.drag(along(start, beyond(start, *to)))
        wait_for_frames(phone, "#loss", count)
        assert code(phone) != before
        expect_closed_form(phone)
    assert phone.evaluate("scrollY") == scrolled
    box = phone.locator(PLOT).bounding_box()
    assert box
    count = frames(phone, "#loss")
    phone.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + 20)
    wait_for_frames(phone, "#loss", count)
    assert code(phone)[0] == [pytest.approx(-2, abs=0.1)]
    start = (box["x"] + 0.9 * box["width"], box["y"] + 200)
    fingers.drag(along(start, beyond(start, 0, -150)))
    phone.wait_for_function("before => scrollY > before", arg=scrolled)


def test_the_terms_are_drawn_about_zero(kl: Page) -> None:
    slider = kl.locator(f'{KL} [data-ref="sigma0"][type=range]')
    slider.fill("1.09")  # ln 3: the third term is less than 0
    values = [read(kl, f"value0{i}") for i in range(4)]
    (mu,), (sigma,) = code(kl)
    log = -0.5 - float(torch.log(torch.tensor(sigma)))
    assert values[:3] == pytest.approx([0.5 * mu**2, 0.5 * sigma**2, log], abs=0.0051)
    assert values[3] == pytest.approx(closed_form([mu], [sigma]), abs=0.0051)
    lefts = kl.evaluate(
        """() => ["part00", "part01", "part02", "sum0"].map((ref) => {
          const { left, right } = document.querySelector(`[data-room=kl] [data-ref=${ref}]`)
            .getBoundingClientRect();
          return [left, right];
        }).concat([(({ left, width }) => [left + width / 2])(
          document.querySelector("[data-room=kl] .lx-kl-zero").getBoundingClientRect())])"""
    )
    (mu_bar, sigma_bar, log_bar, _, (zero,)) = lefts
    assert mu_bar[0] == pytest.approx(zero, abs=2)
    assert sigma_bar[0] == pytest.approx(mu_bar[1], abs=1)
    assert log_bar[1] == pytest.approx(zero, abs=2)
    scale = (mu_bar[1] - mu_bar[0]) / values[0]
    assert log_bar[1] - log_bar[0] == pytest.approx(-scale * values[2], abs=2)


def test_the_estimate_comes_near_the_closed_form(kl: Page) -> None:
    def found(draws: int) -> tuple[float, float]:
        kl.locator(f"{DRAWN} input[type=range]").fill(str(len(str(draws)) - 1))
        expect(kl.locator(f'{DRAWN} [data-ref="n"]')).to_have_text(f"{draws:,}")
        drawn = kl.locator(DRAWN)
        mean, error = (float(drawn.get_attribute(f"data-{of}") or "") for of in ("mean", "error"))
        return mean, error

    true = closed_form(*code(kl))
    _, wide = found(10)
    mean, error = found(10_000)
    assert abs(mean - true) < 4 * error
    assert error < wide / 10
    points = kl.locator(".lx-kl-mean").get_attribute("d") or ""
    heights = [float(point.split()[1]) for point in points[1:].split("L")]
    line = kl.locator(".lx-kl-truth").get_attribute("d") or ""
    truth = float(line.split()[1].split("H")[0])
    assert abs(heights[-1] - truth) < 2.5
    assert abs(heights[-1] - truth) < max(abs(y - truth) for y in heights[:10])
    before = kl.locator(DRAWN).get_attribute("data-mean")
    kl.get_by_role("button", name="New draws").click()
    expect(kl.locator(DRAWN)).not_to_have_attribute("data-mean", str(before))


def test_my_pictures_bars_are_its_kl_and_go_into_the_calculator(
    kl: Page, engine: Engine, pictures: Tensor
) -> None:
    choose_model(kl, "mnist-vae-10d")
    rows = kl.locator(f"{KL} .lx-kl-mine button")
    expect(rows).to_have_count(10)
    _, report = engine.reconstruct(pictures[FIRST].numpy(), "mnist-vae-10d")
    shown = [from_text(text) for text in rows.locator("em").all_inner_texts()]
    assert shown == pytest.approx(report["kl_per_dim"], abs=0.02)
    rows.nth(3).click()
    assert read(kl, "total") == pytest.approx(report["kl_per_dim"][3], abs=0.02)
    kl.get_by_role("button", name="What if σ were 1?").click()
    shown = [from_text(text) for text in rows.locator("em").all_inner_texts()]
    assert shown == pytest.approx([0.5 * m * m for m in report["mu"]], abs=0.02)
    kl.wait_for_function(
        "() => Number(document.querySelector('[data-room=kl] [data-more]')?.dataset.more) > 10"
    )
    choose_model(kl, "mnist-ae-2d")
    expect(kl.locator(f"{KL} .lx-kl-saved")).to_contain_text("one point")
    expect(rows.first).to_be_hidden()


def test_another_language_keeps_the_rooms_state(kl: Page) -> None:
    kl.locator(KL).get_by_role("button", name="about 100").click()
    kl.get_by_text("two numbers").click()
    drag(kl, "mu", -60, 40)
    before = code(kl, 2), read(kl, "total")
    kl.locator('#settings [data-ref="language"]').select_option("fa")
    expect(kl.locator('.lx-root[data-language="fa"]')).to_be_visible()
    expect(kl.locator("[data-tab=loss]")).to_have_attribute("aria-selected", "true")
    expect(kl.locator(f'{KL} [data-choice="many"]')).to_have_attribute("aria-pressed", "true")
    expect(kl.locator(f"{KL} .lx-room-answer")).to_be_visible()
    expect(kl.locator(f'{KL} [data-ref="dims-2"]')).to_be_checked()
    assert (code(kl, 2), read(kl, "total")) == before


def test_a_room_that_cannot_be_loaded_is_told_of_and_tried_again(open_page: Open) -> None:
    open_page.expected += ["Failed to load resource", "Failed to fetch"]
    page = open_page(before=fail("**/rooms/kl.js"))
    wait_for_frames(page, DRAWS)
    page.locator("[data-tab=loss]").click()
    line = page.locator(f"{NOTICES} p")
    expect(line).to_contain_text("kl.js could not be loaded")
    mend(page, "**/rooms/kl.js")
    line.get_by_role("button", name="Try again").click()
    expect(page.locator(PLOT)).to_be_visible()
    expect(line).to_have_count(0)


def test_a_damaged_experiment_is_named_and_hides_no_room(
    open_page: Open, serve: Serve, tmp_path: Path
) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    shutil.copytree(WEIGHTS / "mnist-vae-2d", tmp_path / "mnist-vae-2d")
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "beta.json").write_text('{"name":')
    page = open_page(address=serve(tmp_path))
    wait_for_picture(page)
    line = page.locator("#problems p")
    expect(line).to_contain_text("The file experiments/beta.json in weights/ was left out")
    show_kl(page)
    let_frames_pass(page)
    expect_closed_form(page)
