"""C5: between pictures: walks, the classes' centres, and directions of what can be measured.

A direction comes with its uncertainty, and not as a bare arrow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from model.config import SIDE
from model.evaluate import encode_all
from model.experiments.lab import Experiment, Lab, decoded, generator

RESAMPLES = 200
INK = 0.5  # a pixel at least so bright is ink
STEPS = (-2.0, -1.0, 0.0, 1.0, 2.0)  # standard deviations of the attribute along its direction
PAIRS = 500  # walks, each between two test pictures of different classes
PLACES = 33  # pictures on each, an odd number: one is half-way
SURE = 0.5  # the least probability of the likeliest class with which a picture is read as it


def ink_of(pictures: Tensor) -> Tensor:
    """How thick: the share (N,) of the pixels of pictures (N, 784) that is ink, grey counted."""
    return pictures.mean(1)


def width_of(pictures: Tensor) -> Tensor:
    """How wide: the standard deviation (N,) of the ink's columns, in pixels."""
    return _moments(pictures)[0].sqrt()


def slant_of(pictures: Tensor) -> Tensor:
    """How slanted: columns to the right for each row up, (N,), by least squares over the ink."""
    _, rows, both = _moments(pictures)
    return -both / rows.clamp_min(1e-6)


def _moments(pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The ink's variance over columns, over rows, and their covariance, each (N,)."""
    mass = pictures.view(-1, SIDE, SIDE)
    total = mass.sum((1, 2)).clamp_min(1e-6)
    at = torch.arange(SIDE, dtype=mass.dtype)
    x = mass.sum(1) @ at / total  # (N,)
    y = mass.sum(2) @ at / total
    xx = mass.sum(1) @ at.square() / total - x.square()
    yy = mass.sum(2) @ at.square() / total - y.square()
    xy = torch.einsum("nij,i,j->n", mass, at, at) / total - x * y
    return xx, yy, xy


ATTRIBUTES: dict[str, Callable[[Tensor], Tensor]] = {
    "thicker": ink_of,
    "slanted": slant_of,
    "wider": width_of,
}


def direction(codes: Tensor, values: Tensor) -> Tensor:
    """The step in z (d,) for one standard deviation of a value, by regression of codes on it."""
    standard = (values - values.mean()) / values.std()
    return (standard[:, None] * (codes - codes.mean(0))).mean(0)


def bootstrap(codes: Tensor, values: Tensor) -> Tensor:
    """The direction in RESAMPLES resamples of codes (N, d) and values (N,), (RESAMPLES, d)."""
    source, n = generator(), len(codes)
    found = []
    for _ in range(RESAMPLES):
        some = torch.randint(n, (n,), generator=source)
        found.append(direction(codes[some], values[some]))
    return torch.stack(found)


def attribute_of(lab: Lab, model_id: str, name: str, codes: Tensor) -> dict[str, Any]:
    """A direction with its interval, and what the decoder makes of it, for one attribute."""
    model, value_of = lab.model(model_id), ATTRIBUTES[name]
    pictures, labels = lab.shown(model.config.dataset)
    values = value_of(pictures)
    step, resampled = direction(codes, values), bootstrap(codes, values)
    cosines = torch.cosine_similarity(resampled, step[None])
    centres = centroids(codes, labels)[0]
    effect = torch.stack([value_of(decoded(model, centres + s * step)) for s in STEPS])
    share = 1 - (values - codes_fit(codes, values)).var() / values.var()
    return {
        "direction": step,
        "low": resampled.quantile(0.025, 0),
        "high": resampled.quantile(0.975, 0),
        "cosine": cosines.quantile(0.05),  # 95 of 100 resamples point nearer than this
        "explained": share,
        "mean": values.mean(),
        "std": values.std(),
        "effect": (effect.mean(1) - values.mean()) / values.std(),  # (len(STEPS),)
    }


def codes_fit(codes: Tensor, values: Tensor) -> Tensor:
    """The values (N,) that a linear function of codes (N, d) predicts best."""
    design = torch.cat((codes, torch.ones(len(codes), 1)), 1).double()
    return (design @ torch.linalg.lstsq(design, values.double()[:, None]).solution)[:, 0].float()


def centroids(codes: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """The mean code of each class and its standard error, each (C, d)."""
    groups = [codes[labels == c] for c in range(int(labels.max()) + 1)]
    means = torch.stack([g.mean(0) for g in groups])
    return means, torch.stack([g.std(0) / len(g) ** 0.5 for g in groups])


def pairs_of(labels: Tensor) -> Tensor:
    """Indices (PAIRS, 2) of pictures whose labels (N,) differ, at random."""
    source = generator()
    both = torch.randint(len(labels), (4 * PAIRS, 2), generator=source)
    return both[labels[both[:, 0]] != labels[both[:, 1]]][:PAIRS]


def lerp(a: Tensor, b: Tensor, t: float) -> Tensor:
    """On the straight lines from codes a (N, d) to b (N, d)."""
    return a + t * (b - a)


def slerp(a: Tensor, b: Tensor, t: float) -> Tensor:
    """On the great circles between the directions of a (N, d) and b (N, d), lengths in between.

    Where two are parallel or opposite there is no one great circle: lerp.
    """
    long_a, long_b = a.norm(dim=1, keepdim=True), b.norm(dim=1, keepdim=True)
    unit_a, unit_b = a / long_a.clamp_min(1e-6), b / long_b.clamp_min(1e-6)
    angle = (unit_a * unit_b).sum(1, keepdim=True).clamp(-1, 1).acos()
    sine = angle.sin()
    turned = (((1 - t) * angle).sin() * unit_a + (t * angle).sin() * unit_b) / sine
    length = long_a + t * (long_b - long_a)
    has_circle = (sine >= 1e-4) & (long_a >= 1e-6) & (long_b >= 1e-6)
    return torch.where(has_circle, length * turned, lerp(a, b, t))


WAYS: dict[str, Callable[[Tensor, Tensor, float], Tensor]] = {"straight": lerp, "spherical": slerp}


def read_along(p: Tensor) -> dict[str, Any]:
    """What a classifier reads on walks, from probabilities (walks, PLACES, C).

    A picture whose likeliest class has less than SURE reads as nothing; a third class is one that
    neither end reads as.
    """
    most, which = p.max(2)
    read = torch.where(most >= SURE, which, -1)  # (walks, PLACES)
    ends = which[:, [0, -1]]
    third = (read >= 0) & (read[:, :, None] != ends[:, None, :]).all(2)
    nothing, half = read < 0, PLACES // 2
    return {
        "confidence": most.mean(0),  # (PLACES,)
        "middle": {
            "one": 1 - (third | nothing)[:, half].double().mean(),
            "third": third[:, half].double().mean(),
            "nothing": nothing[:, half].double().mean(),
        },
        "anywhere": {
            "third": third.any(1).double().mean(),
            "nothing": nothing.any(1).double().mean(),
        },
    }


def walks_of(lab: Lab, model_id: str, codes: Tensor, labels: Tensor) -> dict[str, Any]:
    """What the classifier reads on both ways between PAIRS pairs of test pictures."""
    model = lab.model(model_id)
    classifier = lab.classifier(model.config.dataset)
    a, b = codes[pairs_of(labels)].unbind(1)
    found = {}
    for way, between in WAYS.items():
        z = torch.stack([between(a, b, i / (PLACES - 1)) for i in range(PLACES)], 1)
        p = classifier(decoded(model, z.flatten(0, 1))).double().softmax(1)
        found[way] = read_along(p.unflatten(0, (len(a), PLACES)))
    return found


@torch.inference_mode()
def measure_model(lab: Lab, model_id: str) -> dict[str, Any]:
    model = lab.model(model_id)
    pictures, labels = lab.shown(model.config.dataset)
    codes, _ = encode_all(model, pictures)
    means, errors = centroids(codes, labels)
    return {
        "centroids": means,
        "errors": errors,
        "attributes": {name: attribute_of(lab, model_id, name, codes) for name in ATTRIBUTES},
        "walks": walks_of(lab, model_id, codes, labels),
    }


def measure(lab: Lab) -> dict[str, Any]:
    ids = [row.model.id for row in lab.rows("main")]
    models = {
        model_id: lab.part(model_id, lambda model_id=model_id: measure_model(lab, model_id))  # type: ignore[misc]
        for model_id in lab.watched(ids, "models")
    }
    return {"steps": STEPS, "models": models}


EXPERIMENT = Experiment(
    name="between",
    protocol={
        "resamples": RESAMPLES,
        "pairs": PAIRS,
        "places": PLACES,
        "sure": SURE,
        "pictures": "all shipped test pictures, each at its mu",
        "thicker": "the mean brightness of the picture",
        "slanted": "columns to the right for each row up, by least squares over the ink",
        "wider": "the standard deviation of the ink's columns, in pixels",
        "direction": "the regression of mu on the standardised value; one step is one std",
        "uncertainty": f"{RESAMPLES} bootstrap resamples of the pictures; intervals of 95 %",
        "effect": "measured on what is decoded from each class's mean code plus so many steps",
        "walks": f"between the mu of {PAIRS} pairs of test pictures of different classes; a "
        f"picture reads as a class from a probability of {SURE} on; a third class is neither end's",
    },
    measure=measure,
)
