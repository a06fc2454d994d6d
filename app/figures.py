"""Plotly figures: pure functions of arrays. The browser fills in what changes.

They are written as the data that plotly.js reads: to import plotly's own classes for it takes the
app's start longer than all else that it does itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

COLOURS = 10  # that the page's styles have for classes, in each theme
SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up")  # one a turn of the colours


def map_figure(classes: Sequence[str]) -> dict[str, Any]:
    """The map without its points: a trace a class, the prior's rings, equal scales.

    Beyond ten classes the colours come again, with another shape. The browser adds each trace's x
    and y, the axes' titles, and all colours and sizes of type, which are the theme's.
    """
    traces = [
        {
            "type": "scattergl",
            "x": [],
            "y": [],
            "name": name,
            "mode": "markers",
            "marker": {
                "symbol": SYMBOLS[c // COLOURS % len(SYMBOLS)],
                "size": 4,
                "opacity": 0.75,
            },
            "hoverinfo": "skip",
        }
        for c, name in enumerate(classes)
    ]
    rings = [
        {"type": "circle", "x0": -sigmas, "y0": -sigmas, "x1": sigmas, "y1": sigmas}
        | {"line": {"width": 1.5, "dash": "dot"}}
        for sigmas in (1, 2, 3)
    ]
    names = [
        {"x": 0, "y": sigmas, "text": f"{sigmas}σ", "showarrow": False, "yshift": 8}
        for sigmas in (1, 2, 3)
    ]
    layout = {
        # The template "none" of Plotly in Python.
        "template": {"data": {"scatter": [{"type": "scatter"}]}},
        "autosize": True,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"zeroline": False},
        "yaxis": {"zeroline": False, "scaleanchor": "x", "scaleratio": 1},
        "shapes": rings,
        "annotations": names,
    }
    return {"data": traces, "layout": layout}
