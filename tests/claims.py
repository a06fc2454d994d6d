"""The README's table of what the lecture says and what was measured, from weights/experiments."""

from __future__ import annotations

import json
from typing import Any

from model.files import WEIGHTS

YES, NO = "yes", "no"


def figures(name: str) -> dict[str, Any]:
    path = WEIGHTS / "experiments" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["figures"]


def sampling() -> tuple[str, str]:
    found = figures("sampling")
    vae, ae = (found["models"][f"mnist-{kind}-10d"]["laws"] for kind in ("vae", "ae"))
    own, prior, fitted = (law["frechet"] for law in (vae["prior"], ae["prior"], ae["mixture"]))
    says = (
        f"Fréchet distance to real digits at d = 10: from N(0, I) the VAE {own:.1f}, the"
        f" autoencoder {prior:.1f}; the autoencoder from a mixture fitted to its codes"
        f" {fitted:.1f}; real against real {found['floors']['mnist']['frechet']:.1f}"
    )
    return says, f"from N(0, I) {YES if prior > own else NO}; fitted {YES if fitted > own else NO}"


def pulling() -> tuple[str, str]:
    rungs = figures("beta")["ladders"]["2"]
    far = [rung["aggregate"] for rung in rungs]
    one = next(rung["aggregate"] for rung in rungs if rung["beta"] == 1)
    says = (
        f"KL(q(z) ‖ p(z)) of the cloud at d = 2: {far[0]:.1f} nats at β = 0, {one:.2f} at β = 1,"
        f" {abs(far[-1]):.2f} at β = {rungs[-1]['beta']:g}"
    )
    return says, YES if far == sorted(far, reverse=True) else "not at every step"


def memorising() -> tuple[str, str]:
    nets = {(net["n"], net["beta"]): net["gap"] for net in figures("memorising")["nets"]}
    (free, paid), many = ([nets[n, beta] for beta in (0, 1)] for n in (100, 10_000))
    says = (
        f"new pictures cost more than seen ones, without the KL and with it: {free:.0f} and"
        f" {paid:.0f} nats when trained on 100, {many[0]:.0f} and {many[1]:.0f} on 10,000"
    )
    if paid < 0.1 * free:
        return says, YES
    return says, "lessened, not prevented" if paid < 0.9 * free else NO


def collapse() -> tuple[str, str]:
    rungs = figures("beta")["ladders"]["2"]
    active = [rung["active_units"] for rung in rungs]
    one, none = (rungs[active.index(k)]["beta"] for k in (1, 0))
    best = min(rungs, key=lambda rung: rung["reconstruction_nats"] + rung["kl_nats"])
    says = (
        f"at d = 2 one dimension is left at β = {one:g}, none at β = {none:g}; −ELBO is least at"
        f" β = {best['beta']:g}"
    )
    return says, YES if active == sorted(active, reverse=True) else "not at every step"


def diagonal() -> tuple[str, str]:
    found = figures("covariance")
    gains = [
        pair["full"]["neg_elbo"] - pair["diagonal"]["neg_elbo"] for pair in found["pairs"].values()
    ]
    widest = found["costs"][-1]
    times = widest["draw"]["full"] / widest["draw"]["diagonal"]
    says = (
        f"a full covariance changes −ELBO by {gains[0]:+.1f} and {gains[1]:+.1f} nats at d = 2 and"
        f" 10; a draw at d = {widest['d']} takes {times:,.0f} times as long"
    )
    return says, YES if times > 1 and min(gains) > -1 else "at a price"


def likelihoods() -> tuple[str, str]:
    bce, mse, mean = (figures("likelihood")["nets"][k] for k in ("bce", "mse", "averaged"))
    says = (
        f"MSE of a pixel after BCE {bce['mse']:.4f}, after MSE {mse['mse']:.4f}; with the mean"
        f" over pixels in place of the sum the code carries {mean['kl_nats']:.2f} nats"
    )
    alike = abs(bce["mse"] / mse["mse"] - 1) < 0.05
    return says, "either will do, summed" if alike and mean["kl_nats"] < 0.05 else "it matters"


ROWS = (
    ("C4: an autoencoder cannot generate", sampling),
    ("C7: KL pulls the codes to the prior", pulling),
    ("C8: KL keeps a VAE from memorising", memorising),
    ("C9, C12: more β switches dimensions off", collapse),
    ("C10: diagonal is simple and cheap", diagonal),
    ("C11: the reconstruction term is MSE or BCE", likelihoods),
)


def claims_table() -> str:
    """A row a claim that a measurement can answer."""
    lines = ["| the lecture says | measured here | does it hold? |", "|---|---|---|"]
    lines += [
        f"| {claim} | {says} | {holds} |"
        for claim, (says, holds) in ((claim, measure()) for claim, measure in ROWS)
    ]
    return "\n".join(lines)
