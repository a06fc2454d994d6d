"""The README says what was measured, and its front matter is what a Space needs."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
import yaml

from app.limits import LIMITS
from app.main import ROOT
from model.checkpoint import WEIGHTS
from tests.loadchart import CHART, drawn
from tests.readme import BENCH, BLOCKS, SOAK, with_figures
from tests.soak import MOST_GROWTH

MOST_ARRIVAL_S = 8
MOST_WAIT_S = 5  # of a hundred callers at once, 95 wait no longer
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("path", ["README.md", "weights/README.md"])
def test_the_figures_are_the_measured_ones(path: str) -> None:
    text = (ROOT / path).read_text()
    assert any(f"<!-- {name} -->" in text for name in BLOCKS)
    assert with_figures(text) == text, "run `python -m tests.readme`"


def test_the_readme_quotes_every_table() -> None:
    for name in BLOCKS:
        assert f"<!-- {name} -->\n|" in README


def test_the_bench_holds_what_it_promises() -> None:
    rows = json.loads(BENCH.read_text())["rows"]
    assert {(r["what"], r["cpu_throttle"]) for r in rows} == {
        (what, throttle)
        for what in ("floor", "slider", "map", "drawing", "plain Gradio slider")
        for throttle in (1, 4)
    }
    for row in rows:
        if not row["what"].startswith("plain"):
            assert row["requests"] == 0, row
            assert row["answered"] > 0.9 * row["inputs"], row


def test_a_class_at_once_is_served() -> None:
    results = json.loads(BENCH.read_text())
    arrivals = {row["what"]: row for row in results["arrivals"]}
    assert arrivals["app"]["visitors"] == arrivals["plain"]["visitors"] == 100
    assert arrivals["app"]["errors"] == 0
    assert arrivals["app"]["all_s"] <= MOST_ARRIVAL_S
    assert arrivals["app"]["first_tab_bytes"] <= 4.2e6
    assert arrivals["app"]["coming_back_bytes"] <= 50e3
    calls = {(row["what"], row["endpoint"]): row for row in results["api"]}
    for endpoint in ("/decode", "/reconstruct"):
        row = calls["app", endpoint]
        assert row["callers"] == 100
        assert row["errors"] == 0
        assert row["p95_s"] <= MOST_WAIT_S
        assert ("plain", endpoint) in calls
    assert ("empty", "/nothing") in calls  # the floor
    assert results["first_page"]["seconds"] <= 6


def test_what_many_calls_leave_behind_is_what_is_promised() -> None:
    rows = json.loads(SOAK.read_text())["rows"]
    assert rows[0]["calls"] == 1000
    assert rows[-1]["calls"] >= 19_000
    assert rows[-1]["resident_mib"] <= MOST_GROWTH * rows[0]["resident_mib"]
    assert max(row["descriptors"] for row in rows) <= rows[0]["descriptors"] + 10
    # Sweeping brings them under the bound; what comes between two sweeps is over it.
    assert max(row["temp_entries"] for row in rows) <= 1.5 * LIMITS.temp_entries


def test_the_chart_of_load_is_the_measured_one() -> None:
    written = CHART.read_text()
    assert written == drawn(json.loads(BENCH.read_text())), "run `python -m tests.loadchart`"
    ElementTree.fromstring(written)
    assert f"]({CHART.relative_to(ROOT)})" in README


def test_the_front_matter_describes_the_space() -> None:
    front = yaml.safe_load(README.split("---\n")[1])
    requirements = (ROOT / "requirements.txt").read_text()
    pinned = re.search(r"^gradio==(.+)$", requirements, re.MULTILINE)
    assert pinned
    assert front["sdk"] == "gradio"
    assert front["sdk_version"] == pinned[1]
    assert (ROOT / front["app_file"]).is_file()
    assert front["license"] == "mit"
    assert len(front["short_description"]) <= 60  # what the Hub accepts
    assert {"title", "emoji", "colorFrom", "colorTo", "python_version"} <= set(front)


def test_the_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test", "check", "bench", "train", "setup"} <= targets
    for command in re.findall(r"`make ([a-z]+)`", README):
        assert command in targets, command
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_links_within_the_project_lead_somewhere() -> None:
    for folder, text in ((ROOT, README), (WEIGHTS, (WEIGHTS / "README.md").read_text())):
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", text):
            assert (folder / target).exists(), target
