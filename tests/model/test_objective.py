"""The objective against torch.distributions and against hand computations."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.distributions import Bernoulli, MultivariateNormal, Normal, kl_divergence

from model.config import ModelConfig, Posterior
from model.network import Autoencoder, FullCovarianceVAE, build
from model.objective import (
    draw_and_kl,
    floor_nats,
    importance_weighted_bound,
    kl_per_dim,
    kl_per_row,
    loss_terms,
    mean_squared_error,
    reconstruction_nats,
)
from tests.conftest import AUTOENCODERS, VAES

reals = st.floats(-20, 20, width=32)
logvars = st.floats(-12, 6, width=32)
BERNOULLI = ModelConfig(id="bernoulli")
GAUSSIAN = ModelConfig(id="gaussian", likelihood="gaussian", variance=0.03)


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
    assert torch.allclose(reconstruction_nats(logits, x, BERNOULLI).double(), expected)


def test_grey_pixels_count_as_expected_nats() -> None:
    x, logit = 0.3, 1.7
    p = 1 / (1 + math.exp(-logit))
    by_hand = -784 * (x * math.log(p) + (1 - x) * math.log(1 - p))
    got = reconstruction_nats(torch.full((1, 784), logit), torch.full((1, 784), x), BERNOULLI)
    assert got.item() == pytest.approx(by_hand, rel=1e-5)


def test_gaussian_reconstruction_is_minus_the_log_density(pictures: Tensor) -> None:
    logits = torch.randn(5, 784, generator=torch.Generator().manual_seed(2))
    density = Normal(torch.sigmoid(logits), math.sqrt(GAUSSIAN.variance))
    expected = -density.log_prob(pictures[:5]).sum(-1)
    got = reconstruction_nats(logits, pictures[:5], GAUSSIAN)
    assert torch.allclose(got, expected, rtol=1e-4)


def test_the_mse_is_read_back_from_the_nats(pictures: Tensor) -> None:
    logits = torch.randn(5, 784, generator=torch.Generator().manual_seed(6))
    expected = (pictures[:5] - torch.sigmoid(logits)).square().mean(-1)
    nats = reconstruction_nats(logits, pictures[:5], GAUSSIAN)
    assert torch.allclose(mean_squared_error(nats, GAUSSIAN), expected, rtol=1e-4)


def full_covariance(d: int) -> FullCovarianceVAE:
    """An untrained one whose posteriors are far from the prior and from diagonal."""
    torch.manual_seed(7)
    config = ModelConfig(id="t", latent_dim=d, hidden=(16,), posterior="full")
    model = build(config).requires_grad_(False)
    assert isinstance(model, FullCovarianceVAE)
    model.encoder.state_dict()["layers.1.weight"].mul_(30)
    return model


@pytest.mark.parametrize("d", [1, 2, 5])
def test_the_kl_of_a_full_covariance_is_that_of_torch_distributions(
    d: int, pictures: Tensor
) -> None:
    mu, factor = full_covariance(d).encode_factor(pictures[:20])
    posterior = MultivariateNormal(mu.double(), scale_tril=factor.double())
    prior = MultivariateNormal(torch.zeros(d).double(), torch.eye(d).double())
    got = kl_per_row(mu, factor).sum(-1).double()
    assert torch.allclose(got, kl_divergence(posterior, prior), rtol=1e-4)
    assert d == 1 or factor[:, 1, 0].abs().min() > 1e-3


def test_the_kl_of_a_diagonal_factor_is_the_diagonal_kl() -> None:
    mu, logvar = torch.randn(7, 3), torch.randn(7, 3)
    factor = torch.diag_embed(torch.exp(0.5 * logvar))
    assert torch.allclose(kl_per_row(mu, factor), kl_per_dim(mu, logvar), atol=1e-5)


def test_draws_of_a_full_covariance_have_it(pictures: Tensor) -> None:
    model = full_covariance(3)
    x = pictures[:1].expand(100_000, -1)
    z, _ = draw_and_kl(model, x, generator=torch.Generator().manual_seed(8))
    mu, factor = model.encode_factor(pictures[:1])
    covariance = (factor @ factor.mT)[0]
    assert torch.allclose(z.mean(0), mu[0], atol=0.02 * covariance.trace().sqrt().item())
    assert torch.allclose(
        torch.cov(z.T), covariance, rtol=0.05, atol=0.02 * covariance.max().item()
    )
    _, logvar = model.encode(pictures[:1])
    assert torch.allclose(logvar[0].exp(), covariance.diagonal(), rtol=1e-4)


@given(levels=st.lists(st.integers(0, 255), min_size=784, max_size=784), at=st.integers(0, 783))
def test_no_x_hat_costs_less_than_the_floor_and_x_itself_costs_it(
    levels: list[int], at: int
) -> None:
    x = torch.tensor([levels], dtype=torch.float64) / 255
    for config in (BERNOULLI, GAUSSIAN):
        floor = floor_nats(x, config)
        logits = torch.logit(x, eps=1e-12)
        itself = reconstruction_nats(logits, x, config)
        assert torch.allclose(itself, floor, atol=1e-6)
        logits[0, at] += 1.0
        other = reconstruction_nats(logits, x, config)
        assert other >= floor - 1e-6


def test_black_and_white_pictures_have_no_floor() -> None:
    assert floor_nats(torch.tensor([[0.0, 1.0] * 392]), BERNOULLI).tolist() == [0.0]


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
    expected = reconstruction_nats(model.decode(z), x, BERNOULLI) - log_ratio
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


def test_a_full_covariance_has_no_bound_yet(pictures: Tensor) -> None:
    with pytest.raises(ValueError, match="full covariance"):
        importance_weighted_bound(full_covariance(2), pictures[:3], samples=2)


@pytest.mark.parametrize("posterior", ["diagonal", "full"])
def test_the_gradient_reaches_both_nets(posterior: Posterior) -> None:
    model = build(ModelConfig(id="t", latent_dim=3, hidden=(8,), posterior=posterior))
    reconstruction, kl = loss_terms(model, torch.rand(4, 784))
    (reconstruction.mean() + kl.sum(-1).mean()).backward()
    gradients = [p.grad for p in model.parameters()]
    assert all(g is not None and g.abs().sum() > 0 for g in gradients)
