"""The shape of the two models, and what they share."""

from __future__ import annotations

import pytest
import torch

from model.config import Kind, ModelConfig
from model.network import VAE, Autoencoder, build


@pytest.mark.parametrize("kind", ["vae", "ae"])
@pytest.mark.parametrize("latent_dim", [1, 2, 10])
def test_shapes(kind: str, latent_dim: int) -> None:
    model = build(ModelConfig(id="t", kind=kind, latent_dim=latent_dim, hidden=(16, 8)))  # type: ignore[arg-type]
    mu, logvar = model.encode(torch.rand(7, 784))
    assert mu.shape == (7, latent_dim)
    assert (logvar is None) == (kind == "ae")
    assert model.decode(mu).shape == (7, 784)


def test_the_decoder_mirrors_the_encoder() -> None:
    model = build(ModelConfig(id="t", hidden=(32, 16)))
    assert [tuple(v.shape) for k, v in model.decoder.state_dict().items() if "weight" in k] == [
        (16, 2),
        (32, 16),
        (784, 32),
    ]


def test_the_autoencoder_has_the_vaes_nets_but_for_logvar() -> None:
    vae = build(ModelConfig(id="v", hidden=(32, 16)))
    ae = build(ModelConfig(id="a", kind="ae", hidden=(32, 16)))
    assert isinstance(vae, VAE)
    assert not isinstance(ae, VAE)
    shapes = [{k: tuple(v.shape) for k, v in m.state_dict().items()} for m in (vae, ae)]
    differ = {k for k in shapes[0] if shapes[0][k] != shapes[1][k]}
    assert differ == {"encoder.layers.2.weight", "encoder.layers.2.bias"}


def test_twins_of_one_seed_start_alike_up_to_the_vaes_last_encoder_layer() -> None:
    """As weights/README.md says: from there on they have other weights and other draws."""
    starts = []
    kinds: tuple[Kind, ...] = ("vae", "ae")
    for kind in kinds:
        torch.manual_seed(0)
        starts.append(build(ModelConfig(id="t", kind=kind, hidden=(32, 16))).state_dict())
    vae, ae = starts
    for layer in (0, 1):
        key = f"encoder.layers.{layer}.weight"
        assert torch.equal(vae[key], ae[key])
    last = "encoder.layers.2.weight"
    assert vae[last].shape == (4, 16)
    assert ae[last].shape == (2, 16)
    assert torch.allclose(vae[last][:2], 0.1 * ae[last])
    assert not torch.equal(vae["decoder.layers.0.weight"], ae["decoder.layers.0.weight"])


def test_draws_have_the_posteriors_mean_and_spread() -> None:
    vae = build(ModelConfig(id="t"))
    mu = torch.tensor([[1.0, -2.0]]).expand(200_000, 2)
    logvar = torch.log(torch.tensor([[0.25, 4.0]])).expand(200_000, 2)
    z = vae.sample_posterior(mu, logvar, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(z.mean(0), torch.tensor([1.0, -2.0]), atol=0.02)
    assert torch.allclose(z.std(0), torch.tensor([0.5, 2.0]), atol=0.02)


def test_an_autoencoders_code_is_a_point() -> None:
    ae: Autoencoder = build(ModelConfig(id="t", kind="ae"))
    mu = torch.randn(3, 2)
    assert torch.equal(ae.sample_posterior(mu, None), mu)


def test_dropout_acts_in_training_only() -> None:
    model = build(ModelConfig(id="t", hidden=(64,)), dropout=0.5)
    x = torch.rand(2, 784)
    assert not torch.equal(model.encode(x)[0], model.encode(x)[0])
    model.eval()
    assert torch.equal(model.encode(x)[0], model.encode(x)[0])
