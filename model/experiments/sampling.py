"""C4, C5: what comes out when codes are drawn from three laws, of VAEs and of autoencoders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from model.data import datasets
from model.experiments.lab import SEED, Experiment, Lab, decoded, generator, posterior_draws
from model.experiments.scores import confidence, features_of, frechet_distance

N = 10_000  # samples of each law
COMPONENTS = 10


@dataclass(frozen=True)
class Mixture:
    """A mixture of K Gaussians in d dimensions; a single Gaussian is one of K = 1."""

    weights: Tensor  # (K,)
    means: Tensor  # (K, d)
    factors: Tensor  # (K, d, d), lower triangular: each covariance is F F^T

    def draw(self, n: int, source: torch.Generator) -> Tensor:
        """n codes, (n, d)."""
        which = torch.multinomial(self.weights, n, replacement=True, generator=source)  # (n,)
        epsilon = torch.randn(n, self.means.shape[1], generator=source)
        return self.means[which] + (self.factors[which] @ epsilon[..., None]).squeeze(-1)

    def as_json(self) -> dict[str, Tensor]:
        return {"weights": self.weights, "means": self.means, "factors": self.factors}


def prior(d: int) -> Mixture:
    """N(0, I)."""
    return Mixture(torch.ones(1), torch.zeros(1, d), torch.eye(d)[None])


def gaussian(z: Tensor) -> Mixture:
    """The Gaussian with the mean and covariance of codes z (N, d)."""
    factor = torch.linalg.cholesky(torch.cov(z.double().T).reshape(z.shape[1], -1))
    return Mixture(torch.ones(1), z.mean(0)[None], factor.float()[None])


def mixture(z: Tensor) -> Mixture:
    """A mixture of COMPONENTS Gaussians fitted to codes z (N, d) by EM.

    Raises ImportError, with the mend, where scikit-learn is not installed.
    """
    try:
        from sklearn.mixture import GaussianMixture
    except ImportError as error:
        raise ImportError(
            "Fitting a mixture needs scikit-learn: pip install -r requirements-dev.txt"
        ) from error
    scale = z.std()  # EM adds a constant to each variance, and some codes go to hundreds
    found = GaussianMixture(COMPONENTS, random_state=SEED, max_iter=300).fit((z / scale).numpy())
    means = torch.tensor(found.means_, dtype=torch.float32)
    factors = torch.linalg.cholesky(torch.tensor(found.covariances_)).float()
    weights = torch.tensor(found.weights_, dtype=torch.float32)
    return Mixture(weights, scale * means, scale * factors)


def scored(lab: Lab, dataset_id: str, pictures: Tensor) -> dict[str, float]:
    """The Fréchet distance of pictures (N, 784) to the test set's, and how they are classified."""
    classifier = lab.classifier(dataset_id)
    real = features_of(classifier, lab.shown(dataset_id)[0])
    distance = frechet_distance(features_of(classifier, pictures), real)
    return {"frechet": distance, **confidence(classifier, pictures)}


def laws_of(lab: Lab, model_id: str) -> dict[str, Any]:
    """The three laws of one model's codes, and the scores of what is drawn from each."""
    model = lab.model(model_id)
    dataset_id = model.config.dataset
    z, _ = posterior_draws(model, lab.training(dataset_id))
    laws = {
        "prior": prior(model.config.latent_dim),
        "gaussian": gaussian(z),
        "mixture": mixture(z),
    }
    return {
        name: law.as_json() | scored(lab, dataset_id, decoded(model, law.draw(N, generator())))
        for name, law in laws.items()
    }


def reconstructions_of(lab: Lab, model_id: str) -> dict[str, float]:
    """The scores of the test pictures' own reconstructions, from one z ~ q(z|x) each."""
    model = lab.model(model_id)
    pictures, _ = lab.shown(model.config.dataset)
    z, _ = posterior_draws(model, pictures)
    return scored(lab, model.config.dataset, decoded(model, z))


def floor_of(lab: Lab, dataset_id: str) -> dict[str, float]:
    """Real against real: the two halves of the test pictures, at random."""
    pictures, _ = lab.shown(dataset_id)
    classifier = lab.classifier(dataset_id)
    order = torch.randperm(len(pictures), generator=generator())
    a, b = (features_of(classifier, pictures[half]) for half in order.chunk(2))
    return {"frechet": frechet_distance(a, b), **confidence(classifier, pictures)}


def measure(lab: Lab) -> dict[str, Any]:
    rows = lab.rows("main")
    models = {}
    for model_id in lab.watched([row.model.id for row in rows], "models"):
        models[model_id] = lab.part(
            model_id,
            lambda model_id=model_id: {  # type: ignore[misc]
                "laws": laws_of(lab, model_id),
                "reconstructions": reconstructions_of(lab, model_id),
            },
        )
    used = {row.model.dataset for row in rows}
    floors = {
        data.id: lab.part(f"floor {data.id}", lambda data=data: floor_of(lab, data.id))  # type: ignore[misc]
        for data in datasets(lab.weights)
        if data.id in used
    }
    return {"n": N, "floors": floors, "models": models}


EXPERIMENT = Experiment(
    name="sampling",
    protocol={
        "samples": N,
        "pictures": "x_hat of each code, the decoder's means; no pixel is drawn",
        "codes": "one z ~ q(z|x) of each training picture; an autoencoder's code itself",
        "laws": f"N(0, I); the Gaussian of these codes; a mixture of {COMPONENTS} fitted by EM",
        "frechet": "of the classifier's last hidden layer, against all shipped test pictures",
        "floor": "one random half of the test pictures against the other, 5,000 each",
        "confidence": "the mean probability of the likeliest class",
        "entropy": "of the classes' shares over all samples, in nats; at most ln 10 = 2.303",
    },
    measure=measure,
)
