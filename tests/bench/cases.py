"""What is dragged: each case's way there, its handle, and what the probe listens to and watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from tests.browser.sight import wait_for_frames, wait_for_picture

PROBE = (Path(__file__).parent / "probe.js").read_text()
MOVES = 240  # inputs of one drag
PACE = 0.03  # seconds between them: a hand's pace, and room for the frame to end
WARM_UP = 40  # of them, not counted: the compiler is still at work


@dataclass(frozen=True)
class Probe:
    """An event on ``target`` is answered when ``attribute`` of ``changed`` is set."""

    event: str
    target: str
    changed: str
    attribute: str = "data-frames"
    subtree: bool = False


@dataclass(frozen=True)
class Case:
    name: str
    server: str  # whose page: "app", "plain" or "floor"
    open: Callable[[Page], None]
    handle: str
    level: bool  # dragged along a line, and not all over
    probe: Probe
    path: str = "/"


def open_reconstruct(page: Page) -> None:
    wait_for_picture(page)
    page.get_by_role("button", name="Clear").click()


def open_map(page: Page) -> None:
    wait_for_picture(page)
    page.get_by_role("tab", name="Map").click()
    wait_for_frames(page, "#map .lx-plot-frame")  # Plotly's plot is there
    page.wait_for_function("document.querySelector('#map [data-ref=nearestText]').textContent")
    with page.expect_response("**/pictures.safetensors.gz"):  # once, for the nearest picture
        page.locator("#map .lx-plot-frame").click(position={"x": 200, "y": 300})


def open_sliders(page: Page) -> None:
    wait_for_picture(page)
    page.get_by_role("tab", name="Sliders").click()
    wait_for_frames(page, "#decoded")
    page.wait_for_selector("#sliders input[type=range]")


def open_plain(page: Page) -> None:
    page.wait_for_selector("input[type=range]")
    page.wait_for_selector("#picture", state="attached")


def open_floor(page: Page) -> None:
    wait_for_frames(page, "canvas")


CASES = (
    Case(
        name="floor",
        server="floor",
        path="/tests/bench/floor.html",
        open=open_floor,
        handle="input[type=range]",
        level=True,
        probe=Probe(event="input", target="input", changed="canvas"),
    ),
    Case(
        name="slider",
        server="app",
        open=open_sliders,
        handle="#sliders input[type=range]",
        level=True,
        probe=Probe(event="input", target="#sliders", changed="#decoded"),
    ),
    Case(
        name="map",
        server="app",
        open=open_map,
        handle=".lx-plot-frame",
        level=False,
        probe=Probe(event="pointermove", target=".lx-plot-frame", changed="#map"),
    ),
    Case(
        name="drawing",
        server="app",
        open=open_reconstruct,
        handle='[data-ref="pad"]',
        level=False,
        probe=Probe(event="pointermove", target='[data-ref="pad"]', changed="#reconstruct"),
    ),
    Case(
        name="plain Gradio slider",
        server="plain",
        open=open_plain,
        handle="input[type=range]",
        level=True,
        probe=Probe(
            event="input",
            target="body",
            changed="#picture",
            attribute="src",
            subtree=True,  # Gradio makes the <img> anew
        ),
    ),
)


def zigzag(box: dict[str, float], n: int) -> Iterator[tuple[float, float]]:
    """n points back and forth across a box, every one a little apart from the last."""
    for i in range(n):
        phase = abs((i / 40) % 2 - 1)
        yield (
            box["x"] + box["width"] * (0.15 + 0.7 * phase),
            box["y"] + box["height"] * (0.2 + 0.6 * i / n),
        )


def drag(page: Page, selector: str, *, level: bool) -> None:
    """Press on an element and move MOVES times, PACE apart."""
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    points = [(x, y if level else py) for x, py in zigzag(dict(box), MOVES)]  # type: ignore[arg-type]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points:
        page.mouse.move(*point)
        time.sleep(PACE)
    page.mouse.up()
    page.evaluate("new Promise((done) => setTimeout(done, 300))")  # the plain way lags behind


def measure(browser: Browser, url: str, case: Case, throttle: int) -> dict[str, Any]:
    """One drag, in ms from input to paint; the processor slowed down ``throttle`` times."""
    # A page that draws nothing by itself while it is measured.
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-US"
    )
    page = context.new_page()
    page.add_init_script(PROBE)
    page.goto(url + case.path)
    case.open(page)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.evaluate("(probe) => window.startProbe(probe)", asdict(case.probe))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    drag(page, case.handle, level=case.level)
    times = np.array(page.evaluate("window.probeTimes"))
    context.close()
    counted = times[min(WARM_UP, len(times) // 4) :]
    if not len(counted):
        raise SystemExit(f"error: {case.name}: no input was answered")
    return {
        "what": case.name,
        "cpu_throttle": throttle,
        "answered": len(times),
        "inputs": MOVES,
        "p50_ms": round(float(np.quantile(counted, 0.5)), 2),
        "p95_ms": round(float(np.quantile(counted, 0.95)), 2),
        "requests": len(requests),
    }


def with_ratios(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each of our rows beside the floor and the plain way, at the same throttle."""
    at = {(row["what"], row["cpu_throttle"]): row for row in rows}
    compared = []
    for row in rows:
        floor = at["floor", row["cpu_throttle"]]
        plain = at["plain Gradio slider", row["cpu_throttle"]]
        ratios: dict[str, float] = {}
        if row not in (floor, plain):
            for name in ("p50", "p95"):
                mine = row[f"{name}_ms"]
                ratios[f"times_floor_{name}"] = round(mine / floor[f"{name}_ms"], 2)
                ratios[f"plain_over_ours_{name}"] = round(plain[f"{name}_ms"] / mine, 1)
        compared.append(row | ratios)
    return compared
