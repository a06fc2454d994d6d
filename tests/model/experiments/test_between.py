"""Walks between codes and what is read on them, against closed forms and hand-made readings."""

from __future__ import annotations

import math

import pytest
import torch

from model.experiments.between import PAIRS, PLACES, lerp, pairs_of, read_along, slerp


def test_pairs_are_of_different_classes() -> None:
    labels = torch.randint(0, 10, (1000,), generator=torch.Generator().manual_seed(1))
    pairs = pairs_of(labels)
    assert pairs.shape == (PAIRS, 2)
    assert (labels[pairs[:, 0]] != labels[pairs[:, 1]]).all()
    assert len(pairs.unique(dim=0)) > 0.99 * PAIRS


def test_the_spherical_way_turns_evenly_and_its_length_changes_evenly() -> None:
    a, b = torch.tensor([[2.0, 0.0]]), torch.tensor([[0.0, 4.0]])
    for t in (0.0, 0.25, 0.5, 1.0):
        angle, length = t * math.pi / 2, 2 + 2 * t
        expected = [length * math.cos(angle), length * math.sin(angle)]
        assert slerp(a, b, t)[0].tolist() == pytest.approx(expected, abs=1e-5)


def test_without_a_great_circle_the_way_is_straight() -> None:
    a = torch.tensor([[1.0, 2.0], [1.0, 0.0], [0.0, 0.0]])
    b = torch.tensor([[2.0, 4.0], [-3.0, 0.0], [1.0, 1.0]])
    assert torch.equal(slerp(a, b, 0.25), lerp(a, b, 0.25))


def reading(*labels: int | None) -> torch.Tensor:
    """One walk (1, PLACES, 4): thirds that read as these classes; None reads as nothing."""
    rows = [
        torch.full((4,), 0.25) if label is None else torch.eye(4)[label] * 0.8 + 0.05
        for label in labels
    ]
    return torch.stack([rows[len(rows) * i // PLACES] for i in range(PLACES)])[None].double()


def test_a_walk_is_read_half_way_and_anywhere() -> None:
    walks = torch.cat(
        (
            reading(0, 0, 1),  # one of the two half-way
            reading(0, 2, 1),  # a third class half-way
            reading(0, None, 1),  # nothing half-way
            reading(0, 1, 1, 1, 3, 1),  # a third class somewhere
        )
    )
    found = read_along(walks)
    middle = {key: float(share) for key, share in found["middle"].items()}
    assert middle == pytest.approx({"one": 0.5, "third": 0.25, "nothing": 0.25})
    assert float(found["anywhere"]["third"]) == pytest.approx(0.5)
    assert float(found["anywhere"]["nothing"]) == pytest.approx(0.25)
    assert found["confidence"][0].item() == pytest.approx(0.85)
    assert found["confidence"][PLACES // 2].item() == pytest.approx((3 * 0.85 + 0.25) / 4)
