"""Plotly figures: pure functions of arrays. The browser fills in what changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

# Petroff (arXiv 2107.02270): ten colours kept apart under each kind of colour blindness.
PALETTE = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up")  # one a turn of the palette
RING_COLOUR = "#8b5cf6"


def map_figure(classes: Sequence[str]) -> dict[str, Any]:
    """The map without its points: a trace a class, the prior's rings, equal scales.

    Beyond ten classes the colours come again, with another shape. The browser adds each trace's x
    and y, the axes' titles and the theme's text colour.
    """
    figure = go.Figure()
    for c, name in enumerate(classes):
        colour = PALETTE[c % len(PALETTE)]
        symbol = SYMBOLS[c // len(PALETTE) % len(SYMBOLS)]
        figure.add_trace(
            go.Scattergl(
                x=[],
                y=[],
                name=name,
                mode="markers",
                marker={"color": colour, "symbol": symbol, "size": 4, "opacity": 0.75},
                hoverinfo="none",
            )
        )
    for sigmas in (1, 2, 3):
        figure.add_shape(
            type="circle",
            x0=-sigmas,
            y0=-sigmas,
            x1=sigmas,
            y1=sigmas,
            line={"color": RING_COLOUR, "width": 1.5, "dash": "dot"},
        )
        figure.add_annotation(
            x=0,
            y=sigmas,
            text=f"{sigmas}σ",
            showarrow=False,
            yshift=8,
            font={"color": RING_COLOUR, "size": 12},
        )
    figure.update_layout(
        template="none",
        autosize=True,
        dragmode=False,
        hovermode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 52, "r": 8, "t": 8, "b": 46},
        font={"size": 13},
        legend={
            "orientation": "h",
            "y": 1.0,
            "yanchor": "bottom",
            "x": 0,
            "itemsizing": "constant",
            "font": {"size": 14},
        },
        xaxis={"zeroline": False, "title": {"text": ""}},
        yaxis={"zeroline": False, "title": {"text": ""}, "scaleanchor": "x", "scaleratio": 1},
    )
    return figure.to_plotly_json()
