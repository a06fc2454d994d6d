"""The browser's descent of a code against PyTorch: its gradient, and where it comes to."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

import model
from model.experiments.amortisation import improved, neg_elbo
from model.files import WEIGHTS
from tests.node import node

TOOL = Path(__file__).parent.parent / "web" / "tools" / "descend.js"
IDS = ("mnist-vae-2d", "mnist-vae-10d", "mnist-vae-2d-mse")
DRAWS = 8
ALLOWED = 0.15  # nats above the end that PyTorch finds in more steps


def descended(folder: Path, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the browser's code finds for each job; tests/web/tools/descend.js says what a job is."""
    (folder / "jobs.json").write_text(json.dumps(jobs))
    subprocess.run([node(), TOOL, folder / "jobs.json", folder / "out.json"], check=True)
    found: list[dict[str, Any]] = json.loads((folder / "out.json").read_text())
    return found


def job(model_id: str, x: Tensor, epsilon: Tensor, **changes: Any) -> dict[str, Any]:
    """Of one picture (784,), from the encoder's guess."""
    net = model.load(model_id)
    with torch.no_grad():
        mu, logvar = net.encode(x[None])
    assert logvar is not None
    config = net.config
    return {
        "decoder": str(WEIGHTS / model_id / "decoder.safetensors"),
        **{k: getattr(config, k) for k in ("activation", "likelihood", "variance")},
        "picture": x.tolist(),
        "mu": mu[0].tolist(),
        "logvar": logvar[0].tolist(),
        "epsilon": epsilon.flatten().tolist(),
    } | changes


def draws(d: int, seed: int, n: int = DRAWS) -> Tensor:
    return torch.randn((n, d), generator=torch.Generator().manual_seed(seed))


def test_the_gradient_is_autograds(tmp_path: Path, pictures: Tensor) -> None:
    cases = [
        *((model_id, i, False) for model_id in IDS for i in (0, 7, 18)),
        *((model_id, 3, True) for model_id in IDS),
    ]
    epsilons = [draws(model.load(model_id).config.latent_dim, i) for model_id, i, _ in cases]
    jobs = [
        job(model_id, pictures[i], epsilon, isPlain=is_plain)
        for (model_id, i, is_plain), epsilon in zip(cases, epsilons, strict=True)
    ]
    for case, asked, epsilon, found in zip(
        cases, jobs, epsilons, descended(tmp_path, jobs), strict=True
    ):
        net = model.load(case[0])
        mu, logvar = (torch.tensor(asked[k])[None].requires_grad_() for k in ("mu", "logvar"))
        x = pictures[case[1]][None]
        loss = neg_elbo(net, x, (mu, logvar), epsilon[:, None]).sum()
        loss.backward()
        total = found["cost"]["reconstruction"] + found["cost"]["kl"]
        assert total == pytest.approx(loss.item(), rel=1e-5, abs=1e-2)
        for name, leaf in (("mu", mu), ("logvar", logvar)):
            assert leaf.grad is not None
            ours = torch.tensor(found["gradient"][name])
            error = (ours - leaf.grad[0]).norm() / leaf.grad.norm()
            assert error < 1e-4, (case, name, error)


def test_it_comes_as_far_down_as_pytorch(tmp_path: Path, pictures: Tensor) -> None:
    """Both ends by draws that neither went by: PyTorch's after 400 steps."""
    for model_id in ("mnist-vae-2d", "mnist-vae-10d"):
        net = model.load(model_id)
        some = pictures[:4]
        d = net.config.latent_dim
        jobs = [job(model_id, x, draws(d, 0), descends=True) for x in some]
        ends = descended(tmp_path, jobs)
        judges = draws(d, 11, 512)[:, None]

        def cost(posteriors: list[dict[str, Any]], judges: Tensor = judges) -> Tensor:
            code = tuple(
                torch.tensor([p[k] for p in posteriors], dtype=torch.float32)
                for k in ("mu", "logvar")
            )
            with torch.no_grad():
                return neg_elbo(net, some, code, judges)  # type: ignore[arg-type]  # noqa: B023

        guess = tuple(torch.tensor([j[k] for j in jobs]) for k in ("mu", "logvar"))
        theirs = dict(zip(("mu", "logvar"), improved(net, some, guess), strict=True))  # type: ignore[arg-type]
        least = cost([{k: v[i].tolist() for k, v in theirs.items()} for i in range(len(some))])
        ours = cost([found["end"] for found in ends])
        assert (cost(jobs) - ours).mean() > 0.3
        assert (ours < least + ALLOWED).all(), (model_id, ours, least)
        for found in ends:
            before, after = (
                found[k]["reconstruction"] + found[k]["kl"] for k in ("before", "after")
            )
            assert after < before
