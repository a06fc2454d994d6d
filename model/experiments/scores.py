"""What is measured of samples and of codes: pure functions of tensors."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from model.classifier import Classifier
from model.network import Autoencoder, FullCovarianceVAE

BATCH = 1000


@torch.inference_mode()
def features_of(classifier: Classifier, pictures: Tensor) -> Tensor:
    """The classifier's last hidden layer of pictures (N, 784), (N, f) in float64."""
    return torch.cat([classifier.features(x) for x in pictures.split(BATCH)]).double()


def frechet_distance(a: Tensor, b: Tensor) -> float:
    """Between the Gaussians fitted to features a (N, f) and b (M, f), float64.

    |m_a - m_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)) (Heusel et al., arXiv 1706.08500), with the
    classifier's features in place of Inception's: comparable among rows of one table only.
    """
    mean = (a.mean(0) - b.mean(0)).square().sum()
    c_a, c_b = torch.cov(a.T), torch.cov(b.T)
    values, vectors = torch.linalg.eigh(c_a)
    root = vectors * values.clamp_min(0).sqrt() @ vectors.T
    # tr (C_a C_b)^(1/2) = tr (R C_b R)^(1/2) with R = C_a^(1/2), which is symmetric.
    cross = torch.linalg.eigvalsh(root @ c_b @ root).clamp_min(0).sqrt().sum()
    return max(0.0, (mean + c_a.trace() + c_b.trace() - 2 * cross).item())


@torch.inference_mode()
def confidence(classifier: Classifier, pictures: Tensor) -> dict[str, float]:
    """How sure the classifier is of pictures (N, 784), and how evenly it spreads over the classes.

    confidence: the mean probability of the likeliest class. entropy: of the classes' shares over
    all pictures, in nats; the most is ln C.
    """
    p = torch.cat([classifier(x).double().softmax(1) for x in pictures.split(BATCH)])  # (N, C)
    shares = p.mean(0)
    return {
        "confidence": p.max(1).values.mean().item(),
        "entropy": -(shares * shares.clamp_min(1e-12).log()).sum().item(),
    }


def nearest(queries: Tensor, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """The Euclidean distance (N,) from queries (N, 784) to the nearest of pictures, and which."""
    distances, indices = [], []
    for part in queries.split(BATCH // 4):
        found = torch.cdist(part, pictures).min(1)
        distances.append(found.values)
        indices.append(found.indices)
    return torch.cat(distances), torch.cat(indices)


def copying_z(sample: Tensor, held_out: Tensor) -> float:
    """Are distances (N,) of samples to the training set shorter than those (M,) of held-out ones?

    The Mann-Whitney U of the two, as a z-score: 0 when they are alike, far below 0 when the model
    copies, far above when it keeps away from its training pictures (Meehan, Chaudhuri and
    Dasgupta, arXiv 2004.05675, equation 1, in one cell; their test averages over cells).
    """
    n, m = len(sample), len(held_out)
    both = torch.cat((sample, held_out)).double()
    _, inverse, counts = both.unique(return_inverse=True, return_counts=True)
    ranks = (counts.cumsum(0) - (counts - 1) / 2)[inverse]  # ties share their mean rank
    u = ranks[:n].sum() - n * (n + 1) / 2  # how often a sample is the farther of a pair
    return ((u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)).item()


def copying_in_cells(
    sample: Tensor, sample_cells: Tensor, held_out: Tensor, held_out_cells: Tensor, *, least: int
) -> dict[str, float | int]:
    """``copying_z`` averaged over the cells that hold at least ``least`` of both, by their weight.

    The weight of a cell is its share of the held-out pictures (arXiv 2004.05675, section 3).

    Returns:
        z, the average; error, its standard error where a model neither copies nor keeps away: each
        cell's own z then varies by 1, and they are independent; cells, how many counted.
    """
    total, weight, squares, cells = 0.0, 0, 0, 0
    for cell in held_out_cells.unique():
        own, other = sample[sample_cells == cell], held_out[held_out_cells == cell]
        if min(len(own), len(other)) >= least:
            total += len(other) * copying_z(own, other)
            weight += len(other)
            squares += len(other) ** 2
            cells += 1
    return {
        "z": total / weight if weight else float("nan"),
        "error": math.sqrt(squares) / weight if weight else float("nan"),
        "cells": cells,
    }


@torch.inference_mode()
def information(model: Autoencoder, pictures: Tensor, z: Tensor, kl: Tensor) -> dict[str, float]:
    """Split the KL of a VAE into what z tells of x, and what the aggregate differs from the prior.

    E KL(q(z|x) || p(z)) = I(x; z) + KL(q(z) || p(z)) (Hoffman and Johnson 2016), with q(z) the
    mixture of all N posteriors; I cannot be found above ln N.

    Args:
        model: a VAE.
        pictures: (N, 784).
        z: one draw of each posterior, (N, d).
        kl: by dimension, (N, d).

    Returns:
        information and aggregate, in nats, and cap = ln N.
    """
    mu, scale_tril = _posteriors(model, pictures)
    inverse = torch.linalg.inv(scale_tril)  # (N, d, d)
    log_det = scale_tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)  # (N,)
    own, mixture = [], []
    for start in range(0, len(z), 100):
        some = z[start : start + 100].double()
        white = torch.einsum("nij,mnj->mni", inverse, some[:, None] - mu)  # (m, N, d)
        # The ln 2 pi of own and mixture cancel.
        log_q = -0.5 * white.square().sum(-1) - log_det  # (m, N)
        rows = torch.arange(len(some))
        own.append(log_q[rows, start + rows])
        mixture.append(log_q.logsumexp(1) - math.log(len(mu)))
    found = (torch.cat(own) - torch.cat(mixture)).mean().item()
    total = kl.double().sum(1).mean().item()
    return {"information": found, "aggregate": total - found, "cap": math.log(len(mu))}


def _posteriors(model: Autoencoder, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """mu (N, d) and the Cholesky factor (N, d, d) of each posterior, in float64."""
    if isinstance(model, FullCovarianceVAE):
        parts = [model.encode_factor(x) for x in pictures.split(BATCH)]
        return torch.cat([m for m, _ in parts]).double(), torch.cat([f for _, f in parts]).double()
    codes = [model.encode(x) for x in pictures.split(BATCH)]
    mu = torch.cat([m for m, _ in codes]).double()
    logvar = torch.cat([v for _, v in codes if v is not None]).double()
    return mu, torch.diag_embed(torch.exp(0.5 * logvar))
