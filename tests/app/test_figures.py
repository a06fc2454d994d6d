"""The map's figure."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from app.figures import COLOURS, map_figure


def test_a_trace_a_class_and_rings_at_1_2_3_sigma() -> None:
    figure = map_figure([f"class {c}" for c in range(10)])
    assert [trace["name"] for trace in figure["data"]] == [f"class {c}" for c in range(10)]
    rings = figure["layout"]["shapes"]
    assert [(ring["type"], ring["x0"], ring["y1"]) for ring in rings] == [
        ("circle", -1, 1),
        ("circle", -2, 2),
        ("circle", -3, 3),
    ]
    # Unequal scales would turn the rings and the posterior's outline into lies.
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"
    assert figure["layout"]["yaxis"]["scaleratio"] == 1


def test_plotly_itself_reads_it_as_it_is() -> None:
    """Its classes refuse an unknown name, and write what they were given."""
    figure = map_figure(["a", "b"])
    assert go.Figure(figure).to_plotly_json() == figure
    figure["layout"].pop("template")
    made = go.Figure(figure).update_layout(template="none").to_plotly_json()
    assert made == map_figure(["a", "b"])


@pytest.mark.parametrize("count", [1, 3, 10, 11, 26, 50])
def test_as_many_classes_as_there_are_are_told_apart(count: int) -> None:
    """Beyond ten a colour comes again, with a shape that it had not."""
    traces = map_figure([f"class {c}" for c in range(count)])["data"]
    assert len(traces) == count
    looks = {(c % COLOURS, trace["marker"]["symbol"]) for c, trace in enumerate(traces)}
    assert len(looks) == count
