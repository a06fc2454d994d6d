"""Training: `python -m model.train ID`. Interrupt it whenever; the same command goes on."""

from __future__ import annotations

import argparse
import copy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from model.checkpoint import WEIGHTS, save, write_atomically
from model.config import ModelConfig, TrainConfig
from model.data import DATA, DataError, dataset, ensure, load_pictures
from model.evaluate import evaluate
from model.network import Autoencoder, build
from model.objective import loss_terms
from model.registry import ROWS, row

RUNS = Path(__file__).resolve().parent.parent / "runs"


class Run:
    """Everything that changes while a model trains, and can be saved and restored whole.

    The global random state belongs to the run while it trains, and is saved with it.
    """

    def __init__(self, config: ModelConfig, train: TrainConfig, n_pictures: int) -> None:
        torch.manual_seed(train.seed)
        self.config = config
        self.train = train
        self.epoch = 0
        self.model = build(config, train.dropout)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.steps_per_epoch = n_pictures // train.batch_size
        if self.steps_per_epoch < 1:
            raise ValueError(
                f"{n_pictures} pictures do not fill one batch of {train.batch_size}; "
                f"lower batch_size."
            )
        matrices = [p for p in self.model.parameters() if p.ndim > 1]
        biases = [p for p in self.model.parameters() if p.ndim < 2]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": train.weight_decay},
                {"params": biases, "weight_decay": 0.0},
            ],
            lr=train.learning_rate,
            betas=(0.9, 0.99),
        )
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, train.learning_rate, total_steps=self.total_steps, pct_start=0.1
        )

    @property
    def total_steps(self) -> int:
        return self.train.epochs * self.steps_per_epoch

    @property
    def step(self) -> int:
        return self.schedule.last_epoch

    def state_dict(self) -> dict[str, Any]:
        return {
            "config": [asdict(self.config), asdict(self.train)],
            "epoch": self.epoch,
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.epoch = state["epoch"]
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])


def train_step(run: Run, x: Tensor) -> tuple[float, float]:
    """One step on a batch x (N, 784); returns its reconstruction and KL, nats a picture."""
    encoder_input = torch.bernoulli(x) if run.train.binarise else x
    with torch.autocast("cpu", torch.bfloat16, enabled=run.train.bfloat16):
        reconstruction, kl = loss_terms(run.model, x, encoder_input=encoder_input)
    reconstruction_mean, kl_mean = reconstruction.mean(), kl.sum(-1).mean()
    warmup_steps = max(1.0, run.train.kl_warmup * run.total_steps)
    beta = run.config.beta * min(1.0, run.step / warmup_steps)

    run.optimizer.zero_grad(set_to_none=True)
    (reconstruction_mean + beta * kl_mean).backward()
    norm = nn.utils.clip_grad_norm_(run.model.parameters(), run.train.clip_norm)
    if norm.isfinite():  # one overflowing step would turn every weight into NaN
        run.optimizer.step()
    # The average follows quickly at first, so that it forgets the random start.
    decay = min(run.train.ema_decay, (1 + run.step) / (10 + run.step))
    run.schedule.step()
    with torch.no_grad():
        for mean, parameter in zip(run.average.parameters(), run.model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay)
    return reconstruction_mean.item(), kl_mean.item()


def train_epoch(run: Run, pictures: Tensor, bar: tqdm) -> None:
    """One pass over pictures (N, 784), the running terms shown on the bar."""
    run.model.train()
    order = torch.randperm(len(pictures))
    totals = torch.zeros(2)
    for i in range(run.steps_per_epoch):
        batch = order[i * run.train.batch_size : (i + 1) * run.train.batch_size]
        totals += torch.tensor(train_step(run, pictures[batch]))
        bar.update()
        if i % 20 == 19 or i == run.steps_per_epoch - 1:
            reconstruction, kl = (totals / (i + 1)).tolist()
            bar.set_postfix_str(
                f"epoch {run.epoch + 1}/{run.train.epochs}, "
                f"reconstruction {reconstruction:.1f} + KL {kl:.1f} nats"
            )
    run.epoch += 1


def train(
    config: ModelConfig,
    settings: TrainConfig,
    pictures: Tensor,
    checkpoint: Path,
    *,
    quiet: bool = False,
) -> Autoencoder:
    """Train to the last epoch, going on from ``checkpoint`` when it is there.

    Args:
        config: the model.
        settings: how to train it.
        pictures: (N, 784) in [0, 1].
        checkpoint: written after each epoch, atomically.
        quiet: no progress bar.

    Returns:
        The averaged model.

    Raises:
        ValueError: when the checkpoint is of another configuration.
        KeyboardInterrupt: passed on; the checkpoint holds the last whole epoch.
    """
    run = Run(config, settings, len(pictures))
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        if state["config"] != run.state_dict()["config"]:
            raise ValueError(
                f"{checkpoint} is of another configuration; delete it to start afresh."
            )
        run.load_state_dict(state)
    with tqdm(
        total=run.total_steps, initial=run.step, desc=config.id, unit="step", disable=quiet
    ) as bar:
        while run.epoch < settings.epochs:
            train_epoch(run, pictures, bar)
            write_atomically(checkpoint, lambda path: torch.save(run.state_dict(), path))
    return run.average.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description="Train a model of model/registry.py.")
    parser.add_argument("id", choices=[r.model.id for r in ROWS])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the IDX files")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the model is written")
    parser.add_argument("--runs", type=Path, default=RUNS, help="where checkpoints are kept")
    parser.add_argument("--threads", type=int, help="PyTorch's threads")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    chosen = row(arguments.id)
    checkpoint = arguments.runs / f"{arguments.id}.pt"
    try:
        data = dataset(chosen.model.dataset)
        ensure(data, arguments.data)
        pictures, _ = load_pictures(data, arguments.data, "train")
        trained = train(chosen.model, chosen.train, pictures, checkpoint)
        save(trained, chosen.model, chosen.train, arguments.weights)
        evaluate(arguments.id, arguments.weights)
    except KeyboardInterrupt:
        raise SystemExit(
            f"Interrupted. The same command goes on from the last whole epoch ({checkpoint})."
        ) from None
    except (DataError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
