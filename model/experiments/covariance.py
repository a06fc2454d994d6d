"""C10: why diagonal covariances: what they save, and what they cost."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from model.evaluate import encode_all, measure
from model.experiments.lab import Experiment, Lab, generator, posterior_draws
from model.experiments.scores import information
from model.network import FullCovarianceVAE, build
from model.objective import kl_per_dim, kl_per_row, loss_terms
from model.registry import row

SIZES = (2, 4, 8, 16, 32, 64, 128, 256, 512)
BATCH = 64  # posteriors at once
REPEATS = 15
TRAIN_BATCH = 256
PAIRS = {
    2: ("mnist-vae-2d-beta-1", "mnist-vae-2d-full-covariance"),
    10: ("mnist-vae-10d-beta-1", "mnist-vae-10d-full-covariance"),
}
N_ELLIPSES = 60
N_INFORMATION = 2000


def processor_seconds(work: Callable[[], object]) -> float:
    """The median time that the processor gives ``work`` on one thread, whatever else it does."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        work()
        times = []
        for _ in range(REPEATS):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    finally:
        torch.set_num_threads(threads)
    return sorted(times)[REPEATS // 2]


def microseconds(work: Callable[[], object]) -> float:
    """One posterior's share of ``work``, in µs."""
    return 1e6 * processor_seconds(work) / BATCH


def training_step(lab: Lab, model_id: str) -> float:
    """The time of a batch's loss and its gradient, in ms; fresh weights take as long as trained."""
    net = build(lab.model(model_id).config)
    x = lab.shown(net.config.dataset)[0][:TRAIN_BATCH].clone()  # may have been read for inference

    def step() -> None:
        net.zero_grad()
        reconstruction, kl = loss_terms(net, x)
        (reconstruction + kl.sum(-1)).mean().backward()

    return 1e3 * processor_seconds(step)


@torch.inference_mode()
def costs(d: int) -> dict[str, Any]:
    """Numbers, and the time of a draw and of a KL for one posterior of d dimensions."""
    source = generator()
    mu = torch.randn(BATCH, d, generator=source)
    logvar = torch.randn(BATCH, d, generator=source)
    # The covariance is what a net would have to give; its factor is what a draw needs.
    root = torch.randn(BATCH, d, d, generator=source) / d**0.5
    covariance = root @ root.mT + torch.eye(d)
    factor = torch.linalg.cholesky(covariance)
    epsilon = torch.randn(BATCH, d, generator=source)
    return {
        "d": d,
        "numbers": {"diagonal": d, "full": d * (d + 1) // 2},
        "draw": {
            "diagonal": microseconds(lambda: mu + torch.exp(0.5 * logvar) * epsilon),
            "factor": microseconds(lambda: mu + (factor @ epsilon[..., None])[..., 0]),
            "full": microseconds(
                lambda: mu + (torch.linalg.cholesky(covariance) @ epsilon[..., None])[..., 0]
            ),
        },
        "kl": {
            "diagonal": microseconds(lambda: kl_per_dim(mu, logvar).sum(-1)),
            "factor": microseconds(lambda: kl_per_row(mu, factor).sum(-1)),
            "full": microseconds(lambda: full_kl(mu, covariance)),
        },
    }


def full_kl(mu: Tensor, covariance: Tensor) -> Tensor:
    """1/2 (|mu|^2 + tr S - d - ln det S) of mu (N, d) and S (N, d, d); O(d^3), for the det."""
    trace = covariance.diagonal(dim1=-2, dim2=-1).sum(-1)
    d = mu.shape[-1]
    return 0.5 * (mu.square().sum(-1) + trace - d - torch.logdet(covariance))


@torch.inference_mode()
def posterior_of(lab: Lab, model_id: str) -> dict[str, Any]:
    """What one net costs, how its KL splits, and how its codes' dimensions are correlated."""
    model = lab.model(model_id)
    pictures, _ = lab.shown(model.config.dataset)
    mu, _ = encode_all(model, pictures)
    metrics = measure(model, pictures, mu)
    z, kl = posterior_draws(model, pictures)
    inside = None
    if isinstance(model, FullCovarianceVAE):
        factor = model.encode_factor(pictures)[1]
        inside = correlation_inside(factor @ factor.mT)
    return {
        "id": model_id,
        **{k: metrics[k] for k in ("neg_elbo", "reconstruction_nats", "kl_nats")},
        **information(model, pictures, z[:N_INFORMATION], kl),
        "correlation": torch.corrcoef(z.T),
        "correlation_inside": inside,
    }


def correlation_inside(covariance: Tensor) -> float:
    """The median over posteriors of their largest correlation of two dimensions; S is (N, d, d)."""
    std = covariance.diagonal(dim1=-2, dim2=-1).sqrt()
    each = covariance / (std[:, :, None] * std[:, None, :])
    off = each - torch.eye(each.shape[-1])
    return off.abs().amax((1, 2)).median().item()


@torch.inference_mode()
def ellipses(lab: Lab) -> list[dict[str, Any]]:
    """The posteriors of the same test pictures by both nets of two dimensions, at true scale."""
    diagonal, full = (lab.model(model_id) for model_id in PAIRS[2])
    assert isinstance(full, FullCovarianceVAE)
    pictures, labels = lab.shown(diagonal.config.dataset)
    some = pictures[:N_ELLIPSES]
    mu, logvar = diagonal.encode(some)
    assert logvar is not None
    full_mu, factor = full.encode_factor(some)
    covariance = factor @ factor.mT
    return [
        {
            "label": int(labels[i]),
            "diagonal": {"mu": mu[i], "covariance": torch.diag(logvar[i].exp())},
            "full": {"mu": full_mu[i], "covariance": covariance[i]},
        }
        for i in range(N_ELLIPSES)
    ]


def measure_all(lab: Lab) -> dict[str, Any]:
    return {
        "costs": [lab.part(f"d = {d}", lambda d=d: costs(d)) for d in lab.watched(SIZES, "costs")],  # type: ignore[misc]
        "pairs": {
            d: {
                kind: {
                    **lab.part(model_id, lambda model_id=model_id: posterior_of(lab, model_id)),  # type: ignore[misc]
                    "step_ms": lab.part(
                        f"step of {model_id}",
                        lambda model_id=model_id: training_step(lab, model_id),  # type: ignore[misc]
                    ),
                }
                for kind, model_id in zip(("diagonal", "full"), pair, strict=True)
            }
            for d, pair in PAIRS.items()
        },
        "ellipses": lab.part("ellipses", lambda: ellipses(lab)),
        "processor": platform.machine(),
    }


EXPERIMENT = Experiment(
    name="covariance",
    protocol={
        "times": f"processor time, the median of {REPEATS} runs over {BATCH} posteriors at once, "
        "one thread, µs a posterior, on the machine that ran it",
        "step": f"the loss of {TRAIN_BATCH} pictures and its gradient, ms",
        "full": "from a covariance: a Cholesky factor for each draw, a determinant for each KL",
        "factor": "from a Cholesky factor that a net gives at once: no O(d^3), but d (d + 1)/2 "
        "numbers",
        "nets": "784-192-192-d and back, 25 epochs, beta = 1, alike but for the posterior",
        "terms": "nats a picture over all shipped test pictures, one z ~ q(z|x) each",
        "information": f"I(x; z) by {N_INFORMATION} draws against the mixture of all posteriors; "
        "it cannot be found above ln 10,000 = 9.21 nats",
        "correlation": "of one draw of each test picture's posterior: the aggregate's",
        "repeats": REPEATS,
        "posteriors": BATCH,
        "epochs": row(PAIRS[2][1]).train.epochs,
        "ellipses": N_ELLIPSES,
        "information_draws": N_INFORMATION,
        "batch": TRAIN_BATCH,
    },
    measure=measure_all,
)
