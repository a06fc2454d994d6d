"""The two terms of the loss, in nats a picture, and the bounds made of them."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from model.config import PIXELS, ModelConfig
from model.network import Autoencoder, FullCovarianceVAE


def reconstruction_nats(logits: Tensor, x: Tensor, config: ModelConfig) -> Tensor:
    """-log p(x|z), summed over pixels and not averaged, or beta would change its meaning.

    Args:
        logits: (..., 784); the decoder's mean is sigmoid(logits).
        x: the target, (..., 784) in [0, 1].
        config: its likelihood is "bernoulli" for the greyscale BCE, or "gaussian" for the squared
            error under the config's variance of a pixel, its constant included.

    Returns:
        (...), nats a picture.
    """
    if config.likelihood == "bernoulli":
        return F.binary_cross_entropy_with_logits(
            logits, x.expand_as(logits), reduction="none"
        ).sum(-1)
    squared = (x - torch.sigmoid(logits)).square().sum(-1)
    return squared / (2 * config.variance) + _gaussian_constant(config)


def mean_squared_error(nats: Tensor, config: ModelConfig) -> Tensor:
    """The MSE of a pixel behind a gaussian reconstruction_nats: what that function computed."""
    return (nats - _gaussian_constant(config)) * 2 * config.variance / PIXELS


def floor_nats(x: Tensor, config: ModelConfig) -> Tensor:
    """The reconstruction of a perfect decoder, x_hat = x: no x_hat costs less.

    Args:
        x: (..., 784) in [0, 1].
        config: for a "bernoulli" likelihood the floor is the entropy of the pixels, 0 for black
            and white ones only; for a "gaussian" it is the constant.

    Returns:
        (...), nats a picture.
    """
    if config.likelihood == "bernoulli":
        return (torch.special.entr(x) + torch.special.entr(1 - x)).sum(-1)
    return x.new_full(x.shape[:-1], _gaussian_constant(config))


def _gaussian_constant(config: ModelConfig) -> float:
    return 0.5 * PIXELS * math.log(2 * math.pi * config.variance)


def kl_per_dim(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, diag sigma^2) || N(0, I)) dimension by dimension, in nats; shapes as given.

    1/2 (mu^2 + sigma^2 - 1 - ln sigma^2), with expm1 in place of sigma^2 - 1: near the prior the
    plain form loses every digit in float32 (Kingma and Welling, arXiv 1312.6114, appendix B).
    """
    return 0.5 * (mu.square() + torch.expm1(logvar) - logvar)


def kl_per_row(mu: Tensor, factor: Tensor) -> Tensor:
    """KL(N(mu, L L^T) || N(0, I)) in nats, (..., d), split into d parts by the rows of L.

    1/2 (mu_i^2 + sum_j L_ij^2 - 1 - 2 ln L_ii); their sum is 1/2 (|mu|^2 + tr S - d - ln det S)
    with S = L L^T. For a diagonal L it is ``kl_per_dim``.

    Args:
        mu: (..., d).
        factor: L, (..., d, d), lower triangular with a diagonal above 0.
    """
    log_diagonal = factor.diagonal(dim1=-2, dim2=-1).log()
    return 0.5 * (mu.square() + factor.square().sum(-1) - 1) - log_diagonal


def draw_and_kl(
    model: Autoencoder, x: Tensor, *, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """One z ~ q(z|x) for each picture x (N, 784), and the KL of q(z|x) by dimension; both (N, d).

    An autoencoder's z is its code, and its KL is zero: it has none. ``generator`` draws epsilon,
    the global one when None.
    """
    if isinstance(model, FullCovarianceVAE):
        mu, factor = model.encode_factor(x)
        epsilon = torch.randn(mu.shape, generator=generator)
        z = mu + (factor @ epsilon[..., None]).squeeze(-1)  # (N, d, d) @ (N, d, 1)
        return z, kl_per_row(mu, factor)
    mu, logvar = model.encode(x)
    mu = mu.float()
    logvar = None if logvar is None else logvar.float()
    z = model.sample_posterior(mu, logvar, generator=generator)
    return z, torch.zeros_like(mu) if logvar is None else kl_per_dim(mu, logvar)


def loss_terms(
    model: Autoencoder,
    x: Tensor,
    *,
    encoder_input: Tensor | None = None,
    generator: torch.Generator | None = None,
) -> tuple[Tensor, Tensor]:
    """The reconstruction at one sampled z, and the KL by dimension.

    Args:
        model: a VAE, or an autoencoder (its KL is zero: it has none).
        x: the targets, (N, 784) in [0, 1].
        encoder_input: what the encoder sees, when it is not x itself.
        generator: draws epsilon; the global one when None.

    Returns:
        reconstruction (N,) and kl (N, d), both in nats; beta is not applied.
    """
    z, kl = draw_and_kl(model, x if encoder_input is None else encoder_input, generator=generator)
    return reconstruction_nats(model.decode(z).float(), x, model.config), kl


def importance_weighted_bound(
    model: Autoencoder, x: Tensor, *, samples: int, generator: torch.Generator | None = None
) -> Tensor:
    """An upper bound on -log p(x), tighter than the -ELBO (Burda et al., arXiv 1509.00519).

    -log 1/K sum_k p(x|z_k) p(z_k) / q(z_k|x), z_k ~ q(z|x).

    Args:
        model: a VAE.
        x: (N, 784) in [0, 1].
        samples: K.
        generator: draws epsilon; the global one when None.

    Returns:
        (N,), nats.

    Raises:
        ValueError: for an autoencoder, which defines no p(x), and for a full covariance.
    """
    mu, logvar = model.encode(x)
    if logvar is None:
        raise ValueError(f"{model.config.id} is an autoencoder: it has no bound on p(x).")
    if model.config.posterior == "full":
        raise ValueError(f"{model.config.id}: the bound of a full covariance is not written.")
    mu = mu.expand(samples, *mu.shape)  # (K, N, d)
    logvar = logvar.expand_as(mu)
    z = model.sample_posterior(mu, logvar, generator=generator)
    log_likelihood = -reconstruction_nats(model.decode(z), x, model.config)  # (K, N)
    # log p(z) - log q(z|x); the ln 2 pi of the two cancel.
    epsilon = (z - mu) * torch.exp(-0.5 * logvar)
    log_ratio = 0.5 * (epsilon.square() + logvar - z.square()).sum(-1)  # (K, N)
    return math.log(samples) - torch.logsumexp(log_likelihood + log_ratio, dim=0)
