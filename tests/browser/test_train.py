"""A VAE is trained in the page: it learns, obeys at once, rests, and goes on after a reload."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

import model
from model.objective import loss_terms
from tests.browser.conftest import Open
from tests.browser.sight import BYTE, let_frames_pass, pixels, wait_for_frames
from tests.browser.test_screens import DESKS, LOCALES, PHONE, faults, settled_faults

HELD = 9000  # the first picture that is held out
KEPT = """() => new Promise((done) => {
  const request = indexedDB.open("latent-explorer", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("training");
  request.onsuccess = () => {
    const store = request.result.transaction("training").objectStore("training");
    store.get("last").onsuccess = ({ target }) => {
      request.result.close();
      done(target.result?.step ?? 0);
    };
  };
})"""


def opened(page: Page) -> Locator:
    """The training's view, when its net and its pictures are there."""
    page.locator("[data-tab=train]").click()
    wait_for_frames(page, "#train")
    return page.locator("#train")


@pytest.fixture
def view(page: Page) -> Locator:
    return opened(page)


def press(view: Locator, action: str) -> None:
    view.locator(f"[data-action={action}]").click()


def number(view: Locator, name: str) -> float:
    return float(view.get_attribute(f"data-{name}") or "nan")


def wait_for_step(page: Page, step: int) -> None:
    page.wait_for_function(
        "step => +document.querySelector('#train').dataset.step >= step", arg=step
    )


def wait_until_kept(page: Page) -> None:
    """Until the step that was told last is the one that is kept."""
    step = "document.querySelector('#train').dataset.step"
    page.wait_for_function(f"async () => await ({KEPT})() == {step}")


def trained(view: Locator, steps: int) -> int:
    """Train so many steps or a few more, and rest; the step that it rests at, which is kept."""
    press(view, "play")
    wait_for_step(view.page, steps)
    press(view, "play")
    expect(view).to_have_attribute("data-at-rest", "true")
    wait_until_kept(view.page)
    return int(number(view, "step"))


@pytest.mark.both_hosts
def test_it_learns(page: Page, view: Locator, pictures: Tensor) -> None:
    at_first = number(view, "neg-elbo")
    lattice = pixels(page, '#train [data-ref="lattice"]')
    assert 500 < at_first < 600  # 784 ln 2 = 543: the nets know nothing
    trained(view, 100)
    assert number(view, "neg-elbo") < 250
    assert number(view, "rate") > 0
    assert np.abs(pixels(page, '#train [data-ref="lattice"]') - lattice).max() > 0.5
    rebuilt = pixels(page, '#train [data-ref="rebuilt"]')  # (8 * 28, 2 * 28)
    shown = pictures[HELD : HELD + 8].reshape(8 * 28, 28).numpy()
    assert np.abs(rebuilt[:, :28] - shown).max() < BYTE
    assert np.abs(rebuilt[:, 28:] - shown).mean() < 0.2
    for curve in ("reconstruction", "kl", "sum", "held"):
        assert float(view.locator(f'[data-ref="at-{curve}"]').inner_text()) > 0


def test_a_step_is_a_step_by_hand_or_key(page: Page, view: Locator) -> None:
    press(view, "once")
    expect(view).to_have_attribute("data-step", "1")
    view.locator("[data-action=once]").focus()
    page.keyboard.press("Enter")
    expect(view).to_have_attribute("data-step", "2")
    press(view, "again")
    expect(view).to_have_attribute("data-step", "0")


def test_slow_motion_goes_step_by_step(page: Page, view: Locator) -> None:
    press(view, "slow")
    expect(view.locator("[data-action=slow]")).to_have_attribute("aria-pressed", "true")
    wait_for_step(page, 2)
    press(view, "slow")
    expect(view).to_have_attribute("data-pace", "stopped")


def test_beta_acts_at_once_and_is_in_the_address(page: Page, view: Locator) -> None:
    press(view, "once")
    view.locator("#lx-train-beta").focus()
    page.keyboard.press("End")
    page.wait_for_function("location.hash.includes('train.beta=30')")
    press(view, "once")
    expect(view.locator('output[data-ref="loss"]')).to_contain_text("+ 30 ·")
    expect(view).to_have_attribute("data-step", "2")  # the same run


def test_a_preset_begins_anew(page: Page, view: Locator) -> None:
    press(view, "once")
    view.locator('[data-ref="preset-plain"]').check(force=True)
    expect(view).to_have_attribute("data-step", "0")
    expect(view.locator("#lx-train-beta")).to_have_value("0")
    expect(view.locator('[data-ref="noise"]')).not_to_be_checked()
    expect(view.locator('[data-ref="elboName"]')).to_contain_text("reconstruction")
    page.wait_for_function("location.hash.includes('train.preset=plain')")


def test_ten_pictures_are_learnt_by_heart(view: Locator) -> None:
    view.locator('[data-ref="preset-few"]').check(force=True)
    expect(view).to_have_attribute("data-step", "0")
    trained(view, 600)
    learnt = float(view.locator('[data-ref="at-sum"]').inner_text())
    assert learnt < 100 < 250 < number(view, "neg-elbo")


def test_a_reload_goes_on_where_it_was(page: Page, view: Locator) -> None:
    step = trained(view, 50)
    neg_elbo = number(view, "neg-elbo")
    page.reload()
    opened(page)
    assert (number(view, "step"), number(view, "neg-elbo")) == (step, neg_elbo)


def test_it_rests_while_another_tab_is_shown(page: Page, view: Locator) -> None:
    press(view, "play")
    wait_for_step(page, 20)
    page.locator("[data-tab=reconstruct]").click()
    expect(view).to_have_attribute("data-at-rest", "true")
    step = number(view, "step")
    let_frames_pass(page)
    assert number(view, "step") == step
    page.locator("[data-tab=train]").click()
    wait_for_step(page, int(step) + 1)


def test_an_infinite_loss_is_told_of(page: Page, view: Locator) -> None:
    page.evaluate(
        """() => {
          const post = Worker.prototype.postMessage;
          Worker.prototype.postMessage = function (order) {
            if (order.open) order.open.dials.rate = 1e30;
            post.call(this, order);
          };
        }"""
    )
    press(view, "again")
    press(view, "play")
    expect(view.locator('[data-ref="told"]')).to_contain_text("infinite")
    expect(view).to_have_attribute("data-pace", "stopped")


def test_another_language_goes_on_with_the_same_net(page: Page, view: Locator) -> None:
    step = trained(view, 20)
    page.locator('[data-ref="language"]').select_option("fa")
    expect(view.locator("[data-action=play]")).to_contain_text("آموزش")
    wait_for_frames(page, "#train")
    assert number(view, "step") == step


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_desk_it_is_one_screen(open_page: Open, locale: str) -> None:
    page = open_page(locale=locale)
    view = opened(page)
    for preset in ("minute", "plain"):
        view.locator(f'[data-ref="preset-{preset}"]').check(force=True)
        expect(view).to_have_attribute("data-step", "0")
        press(view, "once")
        for desk, (width, height) in DESKS.items():
            page.set_viewport_size({"width": width, "height": height})
            least = 16 if desk == "projector" else 11
            assert settled_faults(page, desk, least) == [], preset


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_phone_the_cloud_stands_over_beta(open_page: Open, locale: str) -> None:
    page = open_page(viewport=PHONE, locale=locale, has_touch=True, is_mobile=True)
    view = opened(page)
    press(view, "once")
    assert faults(page, one_screen=False, least=11) == []
    view.locator("#lx-train-beta").evaluate("node => node.scrollIntoView({ block: 'end' })")
    box = view.locator('[data-ref="cloud"]').bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["width"] >= 300


def expect_taken(page: Page, model_id: str) -> None:
    """A net that was trained here is the chosen model, and its codes are on the map."""
    expect(page.locator("[data-tab=map]")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#chooser")).to_have_attribute("data-model", model_id)
    wait_for_frames(page, "#map .lx-plot-frame")


def test_the_net_is_a_model_of_every_tab(page: Page, view: Locator) -> None:
    step = trained(view, 60)
    for nth in (1, 2):
        press(view, "use")
        expect_taken(page, f"mnist-vae-2d-mine-{nth}")
        expect(page.locator('#chooser [data-ref="same"] option')).to_have_count(1 + nth)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the header"
        page.locator("[data-tab=train]").click()
    page.locator("[data-tab=reconstruct]").click()
    page.wait_for_function(
        "document.querySelector('#reconstruct [data-ref=xHat]')?.dataset.blank === undefined"
    )
    page.locator("[data-tab=train]").click()
    assert number(view, "step") == step
    page.locator("[data-tab=map]").click()
    page.wait_for_function("location.hash.includes('tab=map')")
    page.reload()
    expect_taken(page, "mnist-vae-2d-mine-2")  # the link names it, and the browser has kept it


def test_drawings_are_learnt_and_kept(page: Page, view: Locator) -> None:
    view.locator(".lx-train-more summary").click()
    view.locator("input[value=mine]").check(force=True)
    play = view.locator("[data-action=play]")
    pad = view.locator(".lx-train-pad canvas")
    for k in range(5):
        expect(play).to_be_disabled()
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        page.mouse.move(box["x"] + 20 + 10 * k, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] + 90, steps=3)
        page.mouse.up()
        press(view, "add")
    expect(play).to_be_enabled()
    trained(view, 60)
    rebuilt = pixels(page, '#train [data-ref="rebuilt"]')
    assert np.abs(rebuilt[:, 28:] - rebuilt[:, :28]).mean() < 0.1  # by heart
    page.reload()
    expect(view.locator(".lx-train-shelf [data-ref=says]")).to_contain_text("5 drawings")
    expect(play).to_be_enabled()


def test_a_saved_net_is_pytorchs_and_is_opened_again(
    page: Page, view: Locator, tmp_path: Path, pictures: Tensor
) -> None:
    trained(view, 60)
    with page.expect_download() as download:
        press(view, "save")
    archive = tmp_path / download.value.suggested_filename
    download.value.save_as(archive)
    with zipfile.ZipFile(archive) as files:
        assert files.testzip() is None
        files.extractall(tmp_path)
    net = model.load(archive.stem, tmp_path)
    with torch.inference_mode():
        reconstruction, kl = loss_terms(net, pictures[HELD:])
    neg_elbo = reconstruction.mean() + kl.sum(-1).mean()
    assert number(view, "neg-elbo") == pytest.approx(neg_elbo.item(), abs=3)  # another epsilon
    view.locator("input[type=file]").set_input_files(archive)
    expect_taken(page, "mnist-vae-2d-mine-1")


def test_a_file_that_is_no_net_is_told_of(view: Locator, tmp_path: Path) -> None:
    file = tmp_path / "other.zip"
    file.write_bytes(b"PK is not enough")
    view.locator("input[type=file]").set_input_files(file)
    expect(view.get_by_role("alert")).to_contain_text("no ZIP archive")
