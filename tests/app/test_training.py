"""The browser's training against PyTorch's: gradients, fifty steps, and a saved net."""

from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

import model
from model.config import ModelConfig
from model.network import VAE
from model.objective import kl_per_dim, reconstruction_nats
from tests.node import node

TOOL = Path(__file__).parent.parent / "web" / "tools" / "train.js"
ACTIVATIONS = ("silu", "relu", "gelu")
BETAS = (0, 0.5, 4)
# Odd sizes, which the kernel pads: 3 numbers a code, 20 and 12 units, 5 pictures.
SHAPE = {"latent_dim": 3, "hidden": [20, 12], "activation": "silu"}
STEPS = 50


def trained(folder: Path, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the browser's code finds for each job; tests/web/tools/train.js says what a job is."""
    (folder / "jobs.json").write_text(json.dumps(jobs))
    subprocess.run([node(), TOOL, folder / "jobs.json", folder / "out.json"], check=True)
    found: list[dict[str, Any]] = json.loads((folder / "out.json").read_text())
    return found


def job(pictures: Tensor, **changes: Any) -> dict[str, Any]:
    return {
        "shape": SHAPE,
        "batch": len(pictures),
        "seed": 7,
        "pictures": (pictures * 255).round().int().flatten().tolist(),
        "dials": {"beta": 1, "noise": True, "rate": 1e-3},
        "steps": 1,
    } | changes


def vae(shape: dict[str, Any], tensors: dict[str, list[float]]) -> VAE:
    """PyTorch's net with the weights that the browser drew."""
    net = VAE(ModelConfig(id="x", **shape | {"hidden": tuple(shape["hidden"])}))
    state = net.state_dict()
    net.load_state_dict({k: torch.tensor(tensors[k]).view_as(v) for k, v in state.items()})
    return net


def terms(net: VAE, x: Tensor, epsilon: Tensor | None) -> tuple[Tensor, Tensor]:
    """Both terms of pictures x (n, 784), averaged; epsilon (n, d), or None for z = mu."""
    mu, logvar = net.encode(x)
    z = mu if epsilon is None else mu + torch.exp(0.5 * logvar) * epsilon
    reconstruction = reconstruction_nats(net.decode(z), x, net.config)
    return reconstruction.mean(), kl_per_dim(mu, logvar).sum(-1).mean()


@pytest.fixture(scope="module")
def few(pictures: Tensor) -> Tensor:
    return pictures[:5]


def test_every_gradient_is_pytorchs(tmp_path: Path, few: Tensor) -> None:
    cases = [
        *itertools.product(ACTIVATIONS, BETAS, [True], [False]),
        *itertools.product(ACTIVATIONS, [0.5], [False], [True]),  # without noise, without SIMD
    ]
    jobs = [
        job(
            few,
            shape=SHAPE | {"activation": activation},
            dials={"beta": beta, "noise": noise, "rate": 1e-3},
            isPlain=plain,
        )
        for activation, beta, noise, plain in cases
    ]
    for case, asked, found in zip(cases, jobs, trained(tmp_path, jobs), strict=True):
        _, beta, noise, plain = case
        net = vae(asked["shape"], found["first"])
        [order], [noises] = found["orders"], found["noises"]
        epsilon = torch.tensor(noises).view(len(few), -1) if noise else None
        reconstruction, kl = terms(net, few[order], epsilon)
        (reconstruction + beta * kl).backward()
        assert found["isFast"] != plain
        assert found["terms"][0]["reconstruction"] == pytest.approx(reconstruction.item(), rel=1e-5)
        assert found["terms"][0]["kl"] == pytest.approx(kl.item(), rel=1e-4)
        for name, parameter in net.named_parameters():
            gradient = parameter.grad
            assert gradient is not None
            ours = torch.tensor(found["gradients"][name]).view_as(gradient)
            error = (ours - gradient).norm() / gradient.norm()
            assert error < 1e-4, (case, name, error)


def test_fifty_steps_lose_what_pytorchs_lose(tmp_path: Path, pictures: Tensor) -> None:
    some = pictures[:70]  # of which an epoch sees 64
    shape = SHAPE | {"latent_dim": 2, "hidden": [32]}
    dials = {"beta": 0.7, "noise": True, "rate": 2e-3}
    jobs = [
        job(some, shape=shape, batch=16, dials=dials, steps=STEPS, isPlain=plain)
        for plain in (False, True)
    ]
    for found in trained(tmp_path, jobs):
        net = vae(shape, found["first"])
        adam = torch.optim.Adam(net.parameters(), lr=dials["rate"])
        for order, noise, ours in zip(
            found["orders"], found["noises"], found["terms"], strict=True
        ):
            reconstruction, kl = terms(net, some[order], torch.tensor(noise).view(16, 2))
            assert ours["reconstruction"] == pytest.approx(reconstruction.item(), abs=1e-3)
            assert ours["kl"] == pytest.approx(kl.item(), abs=1e-3)
            adam.zero_grad()
            (reconstruction + dials["beta"] * kl).backward()
            adam.step()
        assert len(found["terms"]) == STEPS
        assert found["terms"][-1]["reconstruction"] < 0.7 * found["terms"][0]["reconstruction"]


def test_each_epoch_sees_each_picture_at_most_once(tmp_path: Path, few: Tensor) -> None:
    [found] = trained(tmp_path, [job(few, batch=2, steps=6)])
    epochs = [[*found["orders"][at], *found["orders"][at + 1]] for at in (0, 2, 4)]
    assert all(len(set(epoch)) == 4 for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1


def test_a_saved_net_loads_and_measures_the_same(tmp_path: Path, few: Tensor) -> None:
    folder = tmp_path / "mnist-vae-3d-mine"
    folder.mkdir()
    [found] = trained(tmp_path, [job(few, steps=3, folder=str(folder))])
    net = model.load(folder.name, tmp_path)
    assert isinstance(net, VAE)
    reconstruction, kl = terms(net, few, None)
    assert found["measured"]["reconstruction"] == pytest.approx(reconstruction.item(), rel=1e-5)
    assert found["measured"]["kl"] == pytest.approx(kl.item(), rel=1e-4)
