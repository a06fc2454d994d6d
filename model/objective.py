"""The two terms of the loss, in nats a picture, and the bounds made of them."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from model.config import Likelihood
from model.network import Autoencoder

GAUSSIAN_VARIANCE = 0.05  # of one pixel, about the MSE that a 2-D code leaves on MNIST


def reconstruction_nats(logits: Tensor, x: Tensor, likelihood: Likelihood) -> Tensor:
    """-log p(x|z), summed over pixels and not averaged, or beta would change its meaning.

    Args:
        logits: (..., 784); the decoder's mean is sigmoid(logits).
        x: the target, (..., 784) in [0, 1].
        likelihood: "bernoulli" for the greyscale BCE, "gaussian" for the squared error under a
            fixed variance of GAUSSIAN_VARIANCE a pixel, its constant included.

    Returns:
        (...), nats a picture.
    """
    if likelihood == "bernoulli":
        return F.binary_cross_entropy_with_logits(
            logits, x.expand_as(logits), reduction="none"
        ).sum(-1)
    squared = (x - torch.sigmoid(logits)).square().sum(-1)
    constant = 0.5 * x.shape[-1] * math.log(2 * math.pi * GAUSSIAN_VARIANCE)
    return squared / (2 * GAUSSIAN_VARIANCE) + constant


def floor_nats(x: Tensor, likelihood: Likelihood) -> Tensor:
    """The reconstruction of a perfect decoder, x_hat = x: no x_hat costs less.

    Args:
        x: (..., 784) in [0, 1].
        likelihood: for "bernoulli" the floor is the entropy of the pixels, 0 for black and white
            ones only; for "gaussian" it is the constant.

    Returns:
        (...), nats a picture.
    """
    if likelihood == "bernoulli":
        return (torch.special.entr(x) + torch.special.entr(1 - x)).sum(-1)
    constant = 0.5 * x.shape[-1] * math.log(2 * math.pi * GAUSSIAN_VARIANCE)
    return x.new_full(x.shape[:-1], constant)


def kl_per_dim(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, diag sigma^2) || N(0, I)) dimension by dimension, in nats; shapes as given.

    1/2 (mu^2 + sigma^2 - 1 - ln sigma^2), with expm1 in place of sigma^2 - 1: near the prior the
    plain form loses every digit in float32 (Kingma and Welling, arXiv 1312.6114, appendix B).
    """
    return 0.5 * (mu.square() + torch.expm1(logvar) - logvar)


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
    mu, logvar = model.encode(x if encoder_input is None else encoder_input)
    mu = mu.float()
    logvar = None if logvar is None else logvar.float()
    logits = model.decode(model.sample_posterior(mu, logvar, generator=generator)).float()
    kl = torch.zeros_like(mu) if logvar is None else kl_per_dim(mu, logvar)
    return reconstruction_nats(logits, x, model.config.likelihood), kl


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
        ValueError: for an autoencoder, which defines no p(x).
    """
    mu, logvar = model.encode(x)
    if logvar is None:
        raise ValueError(f"{model.config.id} is an autoencoder: it has no bound on p(x).")
    mu = mu.expand(samples, *mu.shape)  # (K, N, d)
    logvar = logvar.expand_as(mu)
    z = model.sample_posterior(mu, logvar, generator=generator)
    log_likelihood = -reconstruction_nats(model.decode(z), x, model.config.likelihood)  # (K, N)
    # log p(z) - log q(z|x); the ln 2 pi of the two cancel.
    epsilon = (z - mu) * torch.exp(-0.5 * logvar)
    log_ratio = 0.5 * (epsilon.square() + logvar - z.square()).sum(-1)  # (K, N)
    return math.log(samples) - torch.logsumexp(log_likelihood + log_ratio, dim=0)
