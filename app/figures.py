"""Plotly figures: pure functions of arrays. The browser fills in what changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

COLOURS = 10  # that the page's styles have for classes, in each theme
SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up")  # one a turn of the colours


def map_figure(classes: Sequence[str]) -> dict[str, Any]:
    """The map without its points: a trace a class, the prior's rings, equal scales.

    Beyond ten classes the colours come again, with another shape. The browser adds each trace's x
    and y, the axes' titles, and all colours and sizes of type, which are the theme's.
    """
    figure = go.Figure()
    for c, name in enumerate(classes):
        symbol = SYMBOLS[c // COLOURS % len(SYMBOLS)]
        marker = {"symbol": symbol, "size": 4, "opacity": 0.75}
        figure.add_trace(go.Scattergl(x=[], y=[], name=name, mode="markers", marker=marker))
    for sigmas in (1, 2, 3):
        circle = {"x0": -sigmas, "y0": -sigmas, "x1": sigmas, "y1": sigmas}
        figure.add_shape(type="circle", line={"width": 1.5, "dash": "dot"}, **circle)
        figure.add_annotation(x=0, y=sigmas, text=f"{sigmas}σ", showarrow=False, yshift=8)
    figure.update_traces(hoverinfo="skip")
    figure.update_layout(
        template="none",
        autosize=True,
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={"zeroline": False},
        yaxis={"zeroline": False, "scaleanchor": "x", "scaleratio": 1},
    )
    return figure.to_plotly_json()
