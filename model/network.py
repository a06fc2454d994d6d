"""The encoder, the decoder, and the two models made of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from model.config import PIXELS, ModelConfig

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "silu": F.silu,
    "relu": F.relu,
    "gelu": F.gelu,
}


class MLP(nn.Module):
    """Linear layers with an activation between them, none after the last."""

    def __init__(self, widths: tuple[int, ...], activation: str, dropout: float = 0.0) -> None:
        super().__init__()
        self.layers = nn.ModuleList(itertools.starmap(nn.Linear, itertools.pairwise(widths)))
        self.activation = ACTIVATIONS[activation]
        self.dropout = dropout

    def forward(self, x: Tensor) -> Tensor:
        *hidden, last = self.layers
        for layer in hidden:
            x = F.dropout(self.activation(_linear(layer, x)), self.dropout, self.training)
        return _linear(last, x)


def _linear(layer: nn.Module, x: Tensor) -> Tensor:
    # Under autocast a code would be rounded to bfloat16, 0.4 % off: much of a posterior's sigma.
    # The narrow layers on its side stay in float32; they cost next to nothing.
    if min(layer.get_parameter("weight").shape) > 64:
        return layer(x)
    with torch.autocast(x.device.type, enabled=False):
        return layer(x.float())


class Autoencoder(nn.Module):
    """x -> z -> x_hat, with nothing said about how z is distributed.

    Args:
        config: the architecture.
        dropout: on the encoder's hidden units, while training only.
    """

    def __init__(self, config: ModelConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.config = config
        d = config.latent_dim
        self.encoder = MLP((PIXELS, *config.hidden, self.code_width(d)), config.activation, dropout)
        self.decoder = MLP((d, *reversed(config.hidden), PIXELS), config.activation)

    @staticmethod
    def code_width(d: int) -> int:
        """How many numbers the encoder gives for a code of d dimensions."""
        return d

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Map pictures (N, 784) in [0, 1] to (mu, logvar), each (N, d); here logvar is None."""
        return self.encoder(x), None

    def decode(self, z: Tensor) -> Tensor:
        """Map codes (N, d) to logits (N, 784); x_hat = sigmoid(logits)."""
        return self.decoder(z)

    def sample_posterior(
        self, mu: Tensor, logvar: Tensor | None, *, generator: torch.Generator | None = None
    ) -> Tensor:
        """Draw z for each picture, (N, d). An autoencoder's code is a point: z = mu."""
        return mu


class VAE(Autoencoder):
    """x -> q(z|x) = N(mu, diag sigma^2) -> z -> x_hat (Kingma and Welling, arXiv 1312.6114)."""

    def __init__(self, config: ModelConfig, dropout: float = 0.0) -> None:
        super().__init__(config, dropout)
        # Start near the prior (mu = 0, logvar = 0): otherwise the first KL is in the hundreds.
        with torch.no_grad():
            self.encoder.state_dict()[f"layers.{len(config.hidden)}.weight"].mul_(0.1)

    @staticmethod
    def code_width(d: int) -> int:
        return 2 * d

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map pictures (N, 784) in [0, 1] to the posterior's (mu, logvar), each (N, d)."""
        mu, logvar = self.encoder(x).chunk(2, dim=-1)  # (N, 2d) -> 2 x (N, d)
        return mu, logvar

    def sample_posterior(
        self, mu: Tensor, logvar: Tensor | None, *, generator: torch.Generator | None = None
    ) -> Tensor:
        """Draw z = mu + sigma * epsilon, (N, d), differentiable in mu and logvar."""
        assert logvar is not None
        epsilon = torch.randn(mu.shape, generator=generator)
        return mu + torch.exp(0.5 * logvar) * epsilon


class FullCovarianceVAE(VAE):
    """x -> q(z|x) = N(mu, L L^T) -> z -> x_hat; L is lower triangular, its diagonal above 0."""

    @staticmethod
    def code_width(d: int) -> int:
        return d + d * (d + 1) // 2

    def encode_factor(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map pictures (N, 784) in [0, 1] to mu (N, d) and the Cholesky factor L (N, d, d)."""
        d = self.config.latent_dim
        out = self.encoder(x).float()  # (N, d + d(d+1)/2)
        mu, log_diagonal, below = out.split((d, d, d * (d - 1) // 2), dim=-1)
        factor = torch.diag_embed(log_diagonal.exp())  # (N, d, d)
        rows, columns = torch.tril_indices(d, d, offset=-1)
        return mu, factor.index_put((torch.arange(len(x))[:, None], rows, columns), below)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map pictures (N, 784) to mu and the log variance of each dimension alone, (N, d)."""
        mu, factor = self.encode_factor(x)
        return mu, factor.square().sum(-1).log()  # the diagonal of L L^T


def build(config: ModelConfig, dropout: float = 0.0) -> Autoencoder:
    """A freshly initialised model of the configured kind and posterior."""
    if not config.is_variational:
        return Autoencoder(config, dropout)
    return (VAE if config.posterior == "diagonal" else FullCovarianceVAE)(config, dropout)
