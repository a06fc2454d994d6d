"""What is measured of samples and of codes, against other libraries and closed forms."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch
from scipy import linalg, stats
from sklearn.mixture import GaussianMixture
from torch import Tensor
from torch.distributions import MultivariateNormal, kl_divergence

from model.config import ModelConfig
from model.experiments.beta import aligning
from model.experiments.between import direction, slant_of, width_of
from model.experiments.sampling import COMPONENTS, gaussian, mixture, prior
from model.experiments.scores import (
    copying_in_cells,
    copying_z,
    frechet_distance,
    information,
    nearest,
)
from model.network import build
from model.objective import draw_and_kl


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_the_frechet_distance_is_scipys() -> None:
    a = torch.randn(500, 6, generator=generator(), dtype=torch.float64)
    b = a @ torch.randn(6, 6, generator=generator(), dtype=torch.float64) + 0.3
    c_a, c_b = np.cov(a.numpy().T), np.cov(b.numpy().T)
    mean = ((a.mean(0) - b.mean(0)) ** 2).sum().item()
    expected = mean + np.trace(c_a + c_b - 2 * np.real(linalg.sqrtm(c_a @ c_b)))
    assert frechet_distance(a, b) == pytest.approx(expected)
    assert frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_copying_is_scipys_mann_whitney() -> None:
    sample = torch.randint(0, 40, (300,), generator=generator()).double()  # with ties
    held_out = torch.randint(5, 50, (200,), generator=generator()).double()
    u = stats.mannwhitneyu(sample.numpy(), held_out.numpy()).statistic
    spread = math.sqrt(300 * 200 * 501 / 12)
    assert copying_z(sample, held_out) == pytest.approx((u - 30_000) / spread)
    assert copying_z(sample, sample) == pytest.approx(0)
    assert copying_z(sample - 100, sample) < -15


def test_cells_with_too_few_do_not_count() -> None:
    near, far = torch.zeros(50), torch.ones(50)
    cells = torch.tensor([0] * 45 + [1] * 5)
    found = copying_in_cells(near, cells, far, cells, least=20)
    assert found["cells"] == 1
    assert found["z"] == pytest.approx(copying_z(near[:45], far[:45]))
    assert math.isnan(copying_in_cells(near, cells, far, cells + 2, least=20)["z"])


def test_the_error_over_cells_is_what_chance_makes_of_it() -> None:
    """Draws of one law in three cells of unlike size: the average's spread over many trials."""
    source = generator()
    cells = torch.tensor([0] * 30 + [1] * 90 + [2] * 60)
    trials = [
        copying_in_cells(
            torch.rand(180, generator=source),
            cells,
            torch.rand(180, generator=source),
            cells,
            least=20,
        )
        for _ in range(600)
    ]
    spread = np.std([trial["z"] for trial in trials])
    assert trials[0]["error"] == pytest.approx(math.sqrt(30**2 + 90**2 + 60**2) / 180)
    assert spread == pytest.approx(trials[0]["error"], rel=0.1)


def test_the_nearest_picture_is_found() -> None:
    pictures = torch.rand(700, 784, generator=generator())
    distances, which = nearest(pictures[[3, 600]] + 0.01, pictures)
    assert which.tolist() == [3, 600]
    assert distances.tolist() == pytest.approx([0.28, 0.28], rel=1e-3)


@pytest.mark.parametrize("posterior", ["diagonal", "full"])
def test_information_and_aggregate_share_the_kl(posterior: str) -> None:
    """Two posteriors far apart: I = ln 2, whatever their shape."""
    torch.manual_seed(1)
    model = build(ModelConfig(id="t", hidden=(8,), posterior=posterior))  # type: ignore[arg-type]
    bias = model.encoder.state_dict()["layers.1.bias"]
    weight = model.encoder.state_dict()["layers.1.weight"]
    with torch.no_grad():
        weight.zero_()
        weight[0] = 50.0
        bias.zero_()
        bias[2:4] = -3.0
    pictures = torch.stack((torch.zeros(784), torch.ones(784))).repeat(100, 1)
    with torch.inference_mode():
        z, kl = draw_and_kl(model, pictures, generator=generator())
        split = information(model, pictures, z, kl)
    assert split["information"] == pytest.approx(math.log(2), abs=1e-4)
    assert split["cap"] == pytest.approx(math.log(200))
    assert split["aggregate"] == pytest.approx(kl.sum(1).mean().item() - math.log(2), rel=1e-3)


def test_of_one_posterior_all_the_kl_is_the_aggregates() -> None:
    model = build(ModelConfig(id="t", hidden=(8,)))
    pictures = torch.rand(1, 784, generator=generator()).expand(50, -1)
    with torch.inference_mode():
        z, kl = draw_and_kl(model, pictures, generator=generator())
        split = information(model, pictures, z, kl)
        mu, logvar = model.encode(pictures[:1])
    assert logvar is not None
    posterior = MultivariateNormal(mu[0], torch.diag(logvar[0].exp()))
    expected = kl_divergence(posterior, MultivariateNormal(torch.zeros(2), torch.eye(2)))
    assert split["information"] == pytest.approx(0, abs=1e-5)
    assert split["aggregate"] == pytest.approx(expected.item(), abs=1e-5)


def test_draws_of_a_law_have_its_mean_and_covariance() -> None:
    z = torch.randn(4000, 3, generator=generator()) @ torch.randn(3, 3, generator=generator()) + 2
    draws = gaussian(z).draw(200_000, generator())
    assert torch.allclose(draws.mean(0), z.mean(0), atol=0.03)
    assert torch.allclose(torch.cov(draws.T), torch.cov(z.T), rtol=0.05, atol=0.05)
    assert prior(3).draw(100_000, generator()).std(0).tolist() == pytest.approx([1] * 3, abs=0.02)


def test_the_mixture_is_scikit_learns_at_the_codes_own_scale() -> None:
    z = torch.randn(3000, 2, generator=generator()) * 300 + 40
    law = mixture(z)
    plain = GaussianMixture(COMPONENTS, random_state=0, max_iter=300).fit((z / z.std()).numpy())
    scale = z.std().item()
    assert np.allclose(law.means, scale * plain.means_, rtol=1e-3, atol=1e-2)
    covariances = (law.factors @ law.factors.mT).numpy()
    assert np.allclose(covariances, scale**2 * plain.covariances_, rtol=1e-2)
    draws = law.draw(20_000, generator())
    assert draws.mean(0).tolist() == pytest.approx(z.mean(0).tolist(), abs=10)
    assert draws.std(0).tolist() == pytest.approx(z.std(0).tolist(), rel=0.05)


def test_axes_are_put_in_order_and_never_turned() -> None:
    codes = torch.randn(500, 3, generator=generator()) * torch.tensor([1.0, 3.0, 2.0])
    order = torch.tensor([[0.0, -1, 0], [0, 0, 1], [1, 0, 0]])
    assert torch.equal(aligning(codes @ order, codes), order.T)
    # Of a turned cloud, and of one without any spread, too only the order and signs are chosen.
    turn = torch.linalg.qr(torch.randn(3, 3, generator=generator())).Q
    for own in (codes @ turn, torch.zeros_like(codes)):
        found = aligning(own, codes)
        assert bool(((found == 0) | (found.abs() == 1)).all())
        assert torch.equal(found @ found.T, torch.eye(3))
        for other in itertools.permutations(range(3)):
            for signs in itertools.product((-1.0, 1.0), repeat=3):
                rival = torch.eye(3)[list(other)] * torch.tensor(signs)
                error = (own @ rival - codes).norm()
                assert (own @ found - codes).norm() <= error * (1 + 1e-6)


def bar(lean: float) -> Tensor:
    """A picture (1, 784) of a bar that leans ``lean`` columns to the right for each row up."""
    picture = torch.zeros(28, 28)
    for row in range(4, 24):
        picture[row, round(14 + lean * (14 - row))] = 1.0
    return picture.reshape(1, -1)


def test_slant_and_width_are_what_they_say() -> None:
    for lean in (-0.5, 0.0, 0.5):
        assert slant_of(bar(lean)).item() == pytest.approx(lean, abs=0.03)
    wide = torch.zeros(28, 28)
    wide[14, 4:24] = 1.0
    assert width_of(wide.reshape(1, -1)).item() == pytest.approx(np.std(np.arange(4, 24)), rel=1e-5)


def test_a_direction_is_the_step_of_one_standard_deviation() -> None:
    codes = torch.randn(20_000, 3, generator=generator())
    values = 5 * codes[:, 1] + 7
    found = direction(codes, values)
    assert found.tolist() == pytest.approx([0, codes[:, 1].std().item(), 0], abs=0.02)
