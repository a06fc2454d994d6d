"""A part of each experiment, computed again from the shipped bytes."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor

from model.evaluate import encode_all
from model.experiments import amortisation
from model.experiments.__main__ import EXPERIMENTS
from model.experiments.beta import aligning, ladder
from model.experiments.between import ATTRIBUTES, centroids, direction
from model.experiments.covariance import PAIRS, SIZES
from model.experiments.lab import Lab, decoded, generator, posterior_draws
from model.experiments.likelihood import NETS
from model.experiments.sampling import Mixture, N, floor_of, scored
from model.experiments.scores import information
from model.files import WEIGHTS
from model.network import FullCovarianceVAE
from model.objective import loss_terms
from model.registry import ROWS

MAIN = [row.model.id for row in ROWS if row.model.family == "main"]


@cache
def content(name: str) -> dict[str, Any]:
    return json.loads((WEIGHTS / "experiments" / f"{name}.json").read_text(encoding="utf-8"))


def figures(name: str) -> dict[str, Any]:
    return content(name)["figures"]


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab("test", quiet=True)


def terms(lab: Lab, model_id: str) -> tuple[float, float]:
    """Reconstruction and KL of the shipped pictures, as `model.evaluate` draws them."""
    net, source = lab.model(model_id), generator()
    pictures, _ = lab.shown(net.config.dataset)
    with torch.inference_mode():
        parts = [loss_terms(net, x, generator=source) for x in pictures.split(1000)]
    reconstruction = torch.cat([r for r, _ in parts]).double().mean().item()
    return reconstruction, torch.cat([kl for _, kl in parts]).double().sum(1).mean().item()


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_each_says_how_it_was_made(name: str) -> None:
    found = content(name)
    assert found["command"] == f"python -m model.experiments {name}"
    assert found["name"] == name
    assert set(found) == {
        *("name", "command", "protocol", "seed", "versions", "figures"),
    }
    assert set(found["protocol"]) == set(EXPERIMENTS[name].protocol)


@pytest.mark.parametrize("name", ["mnist", "fashion"])
def test_the_classifiers_are_as_good_as_they_say(lab: Lab, name: str) -> None:
    from model.classifier import accuracy

    said = json.loads((WEIGHTS / "data" / name / "classifier.json").read_text())
    assert accuracy(lab.classifier(name), *lab.shown(name)) == pytest.approx(said["accuracy"])
    assert said["accuracy"] >= {"mnist": 0.985, "fashion": 0.89}[name]


def law(found: dict[str, Any]) -> Mixture:
    return Mixture(*(torch.tensor(found[k]) for k in ("weights", "means", "factors")))


def test_sampling_is_of_all_main_models() -> None:
    assert list(figures("sampling")["models"]) == MAIN


@pytest.mark.parametrize(
    ("model_id", "name"), [("mnist-vae-10d", "prior"), ("mnist-ae-10d", "mixture")]
)
def test_samples_of_a_shipped_law_score_as_it_says(lab: Lab, model_id: str, name: str) -> None:
    said = figures("sampling")["models"][model_id]["laws"][name]
    samples = decoded(lab.model(model_id), law(said).draw(N, generator()))
    again = scored(lab, "mnist", samples)
    for key, value in again.items():
        assert said[key] == pytest.approx(value, rel=0.02), key  # the law has five digits


def test_the_floor_of_the_distance(lab: Lab) -> None:
    said = figures("sampling")["floors"]["mnist"]
    assert floor_of(lab, "mnist") == pytest.approx(said, rel=1e-3)


def test_no_pair_is_nearer_or_farther_than_its_pixels_say() -> None:
    pairs = [
        pair
        for data in figures("novelty")["datasets"].values()
        for found in data["models"].values()
        for pair in found["examples"]
    ]
    pairs += [pair for net in figures("memorising")["nets"] for pair in net["samples"]]
    assert len(pairs) == 4 * len(MAIN) + 8 * 8
    for pair in pairs:
        sample, near = (torch.tensor(pair[k]).float() / 255 for k in ("sample", "nearest"))
        assert pair["distance"] == pytest.approx((sample - near).norm().item(), abs=0.05)


def test_every_distance_is_in_a_histogram() -> None:
    for data in figures("novelty")["datasets"].values():
        counts = [data["held_out"], *data["models"].values()]
        assert {sum(found["histogram"]) for found in counts} == {figures("novelty")["n"]}


@pytest.mark.parametrize("model_id", ["mnist-vae-10d", "mnist-ae-2d"])
def test_centres_and_directions(lab: Lab, model_id: str) -> None:
    said = figures("between")["models"][model_id]
    pictures, labels = lab.shown("mnist")
    with torch.inference_mode():
        codes, _ = encode_all(lab.model(model_id), pictures)
    means, errors = centroids(codes, labels)
    assert torch.allclose(torch.tensor(said["centroids"]), means, rtol=1e-3, atol=1e-3)
    assert torch.allclose(torch.tensor(said["errors"]), errors, rtol=1e-3, atol=1e-3)
    for name, value_of in ATTRIBUTES.items():
        found = said["attributes"][name]
        step = direction(codes, value_of(pictures))
        assert torch.allclose(torch.tensor(found["direction"]), step, rtol=1e-2, atol=1e-3)
        low, high = torch.tensor(found["low"]), torch.tensor(found["high"])
        assert bool(((low <= step + 1e-4) & (step <= high + 1e-4)).all())


@pytest.mark.parametrize("d", [2, 10])
def test_the_rungs_cost_what_they_say(lab: Lab, d: int) -> None:
    rungs = figures("beta")["ladders"][str(d)]
    assert [rung["id"] for rung in rungs] == [config.id for config in ladder(lab, d)]
    for rung in rungs[:: 2 if d == 2 else 1]:
        expected = pytest.approx(terms(lab, rung["id"]), rel=1e-3, abs=1e-3)
        assert (rung["reconstruction_nats"], rung["kl_nats"]) == expected
        assert sum(rung["kl_per_dim"]) == pytest.approx(rung["kl_nats"], rel=1e-3, abs=1e-4)
        assert rung["aggregate"] == pytest.approx(
            rung["kl_nats"] - rung["information"], rel=1e-3, abs=0.02
        )
        assert rung["information"] <= figures("beta")["cap"] + 1e-3


def test_the_ladder_goes_from_all_to_nothing() -> None:
    rungs = figures("beta")["ladders"]["2"]
    assert rungs[0]["beta"] == 0
    assert len(rungs) >= 11
    assert rungs[-1]["kl_nats"] < 0.05 < rungs[-2]["kl_nats"]  # the last collapse is in between


def test_each_nets_axes_are_in_its_neighbours_order(lab: Lab) -> None:
    rungs = figures("beta")["ladders"]["2"]
    one = next(i for i, rung in enumerate(rungs) if rung["beta"] == 1)
    assert rungs[one]["frame"] == [[1, 0], [0, 1]]
    pictures, _ = lab.shown("mnist")
    with torch.inference_mode():
        codes = [encode_all(lab.model(r["id"]), pictures)[0] for r in rungs[one : one + 2]]
    frame = aligning(codes[1], codes[0])
    assert rungs[one + 1]["frame"] == frame.tolist()
    for rung in rungs:
        squares = torch.tensor(rung["frame"]) ** 2
        assert sorted(squares.flatten().tolist()) == [0, 0, 1, 1]  # ellipses stay along the axes


def test_information_is_found_again_by_other_draws(lab: Lab) -> None:
    said = next(r for r in figures("beta")["ladders"]["2"] if r["beta"] == 4)
    net, (pictures, _) = lab.model(said["id"]), lab.shown("mnist")
    z, kl = posterior_draws(net, pictures.flip(0))
    found = information(net, pictures.flip(0), z[:500], kl)
    assert found["information"] == pytest.approx(said["information"], abs=0.3)


def test_nets_of_few_pictures(lab: Lab) -> None:
    nets = figures("memorising")["nets"]
    assert len(nets) == 8
    for net in nets:
        assert net["gap"] == pytest.approx(
            net["test"]["reconstruction_nats"] - net["train"]["reconstruction_nats"], abs=0.01
        )
    for net in nets[:2]:
        found = (net["test"]["reconstruction_nats"], net["test"]["kl_nats"])
        assert found == pytest.approx(terms(lab, net["id"]), rel=1e-3)


def test_diagonal_and_full(lab: Lab) -> None:
    said = figures("covariance")
    assert [row["d"] for row in said["costs"]] == list(SIZES)
    for row in said["costs"]:
        assert row["numbers"] == {"diagonal": row["d"], "full": row["d"] * (row["d"] + 1) // 2}
    for d, pair in PAIRS.items():
        for kind, model_id in zip(("diagonal", "full"), pair, strict=True):
            found = said["pairs"][str(d)][kind]
            reconstruction, kl = terms(lab, model_id)
            assert found["neg_elbo"] == pytest.approx(reconstruction + kl, rel=1e-3)
    net = lab.model(PAIRS[2][1])
    assert isinstance(net, FullCovarianceVAE)
    mu, factor = net.encode_factor(lab.shown("mnist")[0][:1])
    first = said["ellipses"][0]["full"]
    assert first["mu"] == pytest.approx(mu[0].tolist(), rel=1e-3)
    said_covariance = torch.tensor(first["covariance"])
    assert torch.allclose(said_covariance, (factor @ factor.mT)[0], rtol=1e-3, atol=1e-7)


def test_likelihoods(lab: Lab) -> None:
    said = figures("likelihood")["nets"]
    pictures: Tensor = lab.shown("mnist")[0]
    for name, model_id in NETS.items():
        found, net = said[name], lab.model(model_id)
        with torch.inference_mode():
            mu, _ = encode_all(net, pictures)
        mse = (pictures - decoded(net, mu)).square().mean().item()
        assert found["mse"] == pytest.approx(mse, rel=1e-3)
        assert found["kl_nats"] == pytest.approx(terms(lab, model_id)[1], rel=1e-3, abs=1e-4)
    variance = lab.model(NETS["learned"]).config.variance
    assert said["learned"]["variance"] == pytest.approx(variance, rel=1e-4)
    assert said["averaged"]["beta"] == figures("likelihood")["factor"] == 784


def test_the_encoder_leaves_what_the_page_says(lab: Lab) -> None:
    """The guesses of all test pictures weighed again, and the gap of some of them."""
    model_id, some = "mnist-vae-10d", 60
    said = figures("amortisation")["models"][model_id]["test"]
    net = lab.model(model_id)
    pictures = lab.shown("mnist")[0][: amortisation.PICTURES]
    with torch.no_grad():
        guesses = [(x, net.encode(x)) for x in pictures.split(amortisation.PART)]
    costs = [
        amortisation.weighed(net, x, (mu, logvar), torch.Generator().manual_seed(1))
        for x, (mu, logvar) in guesses
        if logvar is not None
    ]
    assert torch.cat(costs).double().mean().item() == pytest.approx(said["guess"], abs=0.01)
    found = amortisation.measure_part(net, pictures[:some])
    gap = (found["guess"] - found["improved"]).mean().item()
    error = said["error"] * (amortisation.PICTURES / some) ** 0.5
    assert gap == pytest.approx(said["gap"], abs=4 * error)
    assert said["gap"] > 10 * said["error"]
