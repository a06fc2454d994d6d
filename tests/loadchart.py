"""docs/load.svg: a hundred visitors and a hundred callers at once, the app beside the plain way.

`python -m tests.loadchart` draws it from tests/bench/results.json; a test fails where they differ.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.readme import BENCH, ROOT

CHART = ROOT / "docs" / "load.svg"
WIDTH, HEIGHT = 860, 300
TOP, BOTTOM = 56, 250  # of both panels
LEFT, MIDDLE = 48, 400  # where the first panel begins and ends
BARS, RIGHT = 560, 800  # where bars begin, and the longest ends
BAR, GAP = 18, 8
# Each stands out from white and from near black alike.
COLOURS = {"app": "#8b5cf6", "plain": "#d97706", "empty": "#6e7781"}
NAMES = {"app": "this app", "plain": "plain Gradio", "empty": "Gradio, doing nothing"}
INK = "#6e7781"


def text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def line(points: Sequence[tuple[float, float]], colour: str, width: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def step(most: float) -> int:
    """Seconds between two marks of an axis that ends there: at most eight marks."""
    return next(s for s in (1, 2, 5, 10, 20, 50, 100) if most / s <= 8)


def served(rows: Sequence[dict[str, Any]]) -> list[str]:
    """How many visitors have the whole first tab, by seconds since all of them came."""
    most = math.ceil(max(row["deciles_s"][-1] for row in rows))

    def at(seconds: float, share: float) -> tuple[float, float]:
        return LEFT + (MIDDLE - LEFT) * seconds / most, BOTTOM - (BOTTOM - TOP) * share

    visitors = rows[0]["visitors"]
    found = [text(LEFT, 24, f"{visitors} visitors at once: how many have the whole first tab")]
    found.append(line([at(0, 1), at(0, 0), at(most, 0)], INK, 1))
    found += [
        text(at(0, share)[0] - 6, at(0, share)[1] + 4, f"{share * visitors:.0f}", anchor="end")
        for share in (0, 0.5, 1)
    ]
    found += [
        text(at(second, 0)[0], BOTTOM + 18, f"{second} s", anchor="middle")
        for second in range(0, most + 1, step(most))
    ]
    for row in rows:
        deciles = row["deciles_s"]
        points = [at(s, k / (len(deciles) - 1)) for k, s in enumerate(deciles)]
        found.append(line([at(0, 0), (points[0][0], BOTTOM), *points], COLOURS[row["what"]], 2.5))
    return found


def bars(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Calls a second of each endpoint."""
    most = max(row["per_second"] for row in rows)
    found = [text(MIDDLE + 60, 24, f"{rows[0]['callers']} callers at once: calls a second")]
    y = TOP
    for endpoint in dict.fromkeys(row["endpoint"] for row in rows):
        for row in (row for row in rows if row["endpoint"] == endpoint):
            length = (RIGHT - BARS) * row["per_second"] / most
            found.append(
                f'<rect x="{BARS}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" '
                f'fill="{COLOURS[row["what"]]}"/>'
            )
            if row["what"] != "plain":
                found.append(text(BARS - 8, y + BAR - 4, endpoint, anchor="end"))
            found.append(text(BARS + length + 6, y + BAR - 4, f"{row['per_second']:.0f}"))
            y += BAR + GAP // 2
        y += GAP
    return found


def legend() -> list[str]:
    found, x = [], LEFT
    for what, name in NAMES.items():
        found.append(
            f'<rect x="{x}" y="280" width="12" height="12" rx="2" fill="{COLOURS[what]}"/>'
        )
        found.append(text(x + 18, 290, name))
        x += 40 + 8 * len(name)
    return found


def drawn(results: dict[str, Any]) -> str:
    """The chart as SVG."""
    parts = [*served(results["arrivals"]), *bars(results["api"]), *legend()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="13">',
            *parts,
            "</svg>\n",
        ]
    )


def main() -> None:
    CHART.write_text(drawn(json.loads(Path(BENCH).read_text())))


if __name__ == "__main__":
    main()
