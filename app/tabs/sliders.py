"""Sliders: the decoder alone, one native slider a latent dimension."""

from __future__ import annotations

import math
from typing import Any

import gradio as gr

from app import bridge

INACTIVE_NATS = 0.05  # a dimension that carries less changes nothing one can see
PRIOR_REACH = 4.0  # of N(0, 1), 1 draw in 16,000 lies further out
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def slider_rows(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The sliders of one model of the catalogue, the most telling dimension first.

    A VAE's are ordered by the nats that each dimension carries over the test set, an
    autoencoder's, which has none, by the spread of its codes.
    """
    metrics = model["metrics"]
    kl = metrics["kl_per_dim"]
    weight = metrics["mu_std"] if kl is None else kl
    rows = []
    for dim in sorted(range(model["latent_dim"]), key=lambda k: -weight[k]):
        low, high = metrics["mu_min"][dim], metrics["mu_max"][dim]
        if kl is None:
            low, high = math.floor(low), math.ceil(high)
        else:
            reach = max(PRIOR_REACH, math.ceil(max(-low, high)))
            low, high = -reach, reach
        active = kl is None or kl[dim] >= INACTIVE_NATS
        name = f"z{str(dim + 1).translate(SUBSCRIPTS)}"
        says = f"spread {weight[dim]:.1f}" if kl is None else f"{weight[dim]:.2f} nats"
        rows.append(
            {
                "dim": dim,
                "minimum": low,
                "maximum": high,
                "active": active,
                "label": f"{name} · {says}" + ("" if active else " · inactive: changes nothing"),
            }
        )
    return rows


def build(catalogue: list[dict[str, Any]]) -> list[gr.Slider]:
    """Build the tab; returns the sliders, as many as the largest model needs."""
    first = slider_rows(catalogue[0])
    sliders = []
    gr.Markdown(
        "**Drag a slider and watch the digit change.** The dimensions that carry the most nats "
        "come first.",
        elem_classes="lx-lead",
    )
    with gr.Row(elem_id="sliders-row"):
        with gr.Column(scale=2, min_width=300, elem_id="slider-column"):
            with gr.Row(elem_classes="lx-button-row"):
                prior = gr.Button("Random, from the prior", size="sm", min_width=90)
                zero = gr.Button("Reset to 0", size="sm", min_width=90)
                mine = gr.Button("From my picture", size="sm", min_width=90)
            for rank in range(max(model["latent_dim"] for model in catalogue)):
                used = first[rank] if rank < len(first) else None
                sliders.append(
                    gr.Slider(
                        used["minimum"] if used else -PRIOR_REACH,
                        used["maximum"] if used else PRIOR_REACH,
                        value=0,
                        step=0.01,
                        label=used["label"] if used else f"slider {rank + 1}",
                        visible=used is not None,
                        elem_id=f"slider-{rank}",
                        elem_classes="lx-slider",
                        buttons=[],
                        interactive=True,
                    )
                )
        with gr.Column(scale=3, min_width=320):
            bridge.view("strips", "strips", "The decoded picture and the traversals")
    bridge.view("walk", "walk", "Walk from one picture to another")

    for button, function in ((prior, "randomZ"), (zero, "zeroZ"), (mine, "pictureZ")):
        button.click(None, None, None, js=bridge.call(function), api_visibility="private")
    return sliders
