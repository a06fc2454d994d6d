"""The objective against torch.distributions and against hand computations."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.distributions import Bernoulli, Normal, kl_divergence

from model.config import ModelConfig
from model.network import Autoencoder, build
from model.objective import (
    GAUSSIAN_VARIANCE,
    floor_nats,
    importance_weighted_bound,
    kl_per_dim,
    loss_terms,
    reconstruction_nats,
)
from tests.conftest import AUTOENCODERS, VAES

reals = st.floats(-20, 20, width=32)
logvars = st.floats(-12, 6, width=32)


@given(mu=reals, logvar=logvars)
def test_kl_is_that_of_torch_distributions(mu: float, logvar: float) -> None:
    posterior = Normal(torch.tensor(mu).double(), torch.tensor(logvar).double().mul(0.5).exp())
    expected = kl_divergence(posterior, Normal(0.0, 1.0)).item()
    got = kl_per_dim(torch.tensor([mu]), torch.tensor([logvar])).item()
    assert got == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_kl_keeps_its_digits_near_the_prior() -> None:
    logvar = torch.tensor([1e-4])
    exact = 0.5 * (math.expm1(1e-4) - 1e-4)  # 2.5e-9, in float64
    assert kl_per_dim(torch.zeros(1), logvar).item() == pytest.approx(exact, abs=4e-12)


def test_bernoulli_reconstruction_is_minus_the_log_probability(pictures: Tensor) -> None:
    logits = torch.randn(5, 784, generator=torch.Generator().manual_seed(1)) * 3
    x = (pictures[:5] > 0.5).float()
    expected = -Bernoulli(logits=logits.double()).log_prob(x.double()).sum(-1)
    assert torch.allclose(reconstruction_nats(logits, x, "bernoulli").double(), expected)


def test_grey_pixels_count_as_expected_nats() -> None:
    x, logit = 0.3, 1.7
    p = 1 / (1 + math.exp(-logit))
    by_hand = -784 * (x * math.log(p) + (1 - x) * math.log(1 - p))
    got = reconstruction_nats(torch.full((1, 784), logit), torch.full((1, 784), x), "bernoulli")
    assert got.item() == pytest.approx(by_hand, rel=1e-5)


def test_gaussian_reconstruction_is_minus_the_log_density(pictures: Tensor) -> None:
    logits = torch.randn(5, 784, generator=torch.Generator().manual_seed(2))
    density = Normal(torch.sigmoid(logits), math.sqrt(GAUSSIAN_VARIANCE))
    expected = -density.log_prob(pictures[:5]).sum(-1)
    got = reconstruction_nats(logits, pictures[:5], "gaussian")
    assert torch.allclose(got, expected, rtol=1e-4)


@given(levels=st.lists(st.integers(0, 255), min_size=784, max_size=784), at=st.integers(0, 783))
def test_no_x_hat_costs_less_than_the_floor_and_x_itself_costs_it(
    levels: list[int], at: int
) -> None:
    x = torch.tensor([levels], dtype=torch.float64) / 255
    for likelihood in ("bernoulli", "gaussian"):
        floor = floor_nats(x, likelihood)
        logits = torch.logit(x, eps=1e-12)
        itself = reconstruction_nats(logits, x, likelihood)
        assert torch.allclose(itself, floor, atol=1e-6)
        logits[0, at] += 1.0
        other = reconstruction_nats(logits, x, likelihood)
        assert other >= floor - 1e-6


def test_black_and_white_pictures_have_no_floor() -> None:
    assert floor_nats(torch.tensor([[0.0, 1.0] * 392]), "bernoulli").tolist() == [0.0]


@pytest.mark.parametrize("name", VAES)
def test_neg_elbo_against_numpy(
    name: str, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    """The whole chain for one picture, in float64 NumPy, with the same epsilon."""
    model = shipped[name]
    x = pictures[:1]
    reconstruction, kl = loss_terms(model, x, generator=torch.Generator().manual_seed(3))

    def net(values: np.ndarray, prefix: str) -> np.ndarray:
        weights = {k: v.double().numpy() for k, v in getattr(model, prefix).state_dict().items()}
        last = len(weights) // 2 - 1
        for k in range(last + 1):
            values = values @ weights[f"layers.{k}.weight"].T + weights[f"layers.{k}.bias"]
            if k < last:
                values = values / (1 + np.exp(-values))
        return values

    target = x.double().numpy()
    mu, logvar = np.split(net(target, "encoder"), 2, axis=1)
    epsilon = torch.randn(mu.shape, generator=torch.Generator().manual_seed(3)).double().numpy()
    p = 1 / (1 + np.exp(-net(mu + np.exp(logvar / 2) * epsilon, "decoder")))
    nats = -(target * np.log(p) + (1 - target) * np.log(1 - p)).sum()
    divergence = 0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum()
    assert reconstruction.item() == pytest.approx(nats, rel=1e-4)
    assert kl.sum().item() == pytest.approx(divergence, rel=1e-4)


@pytest.mark.parametrize("name", VAES)
def test_one_importance_sample_is_the_plain_estimate(
    name: str, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    model, x = shipped[name], pictures[:20]
    got = importance_weighted_bound(model, x, samples=1, generator=torch.Generator().manual_seed(4))
    mu, logvar = model.encode(x)
    assert logvar is not None
    posterior = Normal(mu, torch.exp(0.5 * logvar))
    epsilon = torch.randn((1, *mu.shape), generator=torch.Generator().manual_seed(4))[0]
    z = mu + posterior.scale * epsilon
    log_ratio = (Normal(0.0, 1.0).log_prob(z) - posterior.log_prob(z)).sum(-1)
    expected = reconstruction_nats(model.decode(z), x, "bernoulli") - log_ratio
    assert torch.allclose(got, expected, rtol=1e-4)


@pytest.mark.parametrize("name", VAES)
def test_more_importance_samples_tighten_the_bound(
    name: str, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    bounds = [
        importance_weighted_bound(
            shipped[name], pictures[:200], samples=k, generator=torch.Generator().manual_seed(5)
        ).mean()
        for k in (1, 10, 100)
    ]
    assert bounds[0] > bounds[1] > bounds[2]


@pytest.mark.parametrize("name", AUTOENCODERS)
def test_an_autoencoder_has_no_bound_and_no_kl(
    name: str, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    _, kl = loss_terms(shipped[name], pictures[:3])
    assert torch.all(kl == 0)
    with pytest.raises(ValueError, match="autoencoder"):
        importance_weighted_bound(shipped[name], pictures[:3], samples=2)


def test_the_gradient_reaches_both_nets() -> None:
    model = build(ModelConfig(id="t", latent_dim=3, hidden=(8,)))
    reconstruction, kl = loss_terms(model, torch.rand(4, 784))
    (reconstruction.mean() + kl.sum(-1).mean()).backward()
    gradients = [p.grad for p in model.parameters()]
    assert all(g is not None and g.abs().sum() > 0 for g in gradients)
