"""Training: `python -m model.train ID`. Interrupt it whenever; the same command goes on.

A flag changes one hyperparameter of the model's row, and `--as NEW-ID` names the result. With
`--pictures DIR --name NAME` it trains on anyone's pictures (model/own_pictures.py).
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from model import own_pictures
from model.checkpoint import save
from model.config import ModelConfig, TrainConfig
from model.data import load_asset, load_dataset
from model.evaluate import evaluate
from model.fetch import DataError, ensure, load_pictures
from model.files import write_atomically
from model.flags import chosen_row, parse
from model.history import History
from model.network import build
from model.objective import loss_terms, mean_squared_error
from model.registry import Row
from model.runs import AFRESH, read_run

VARIANCE_DECAY = 0.99  # of a learned variance, the moving average of the batches' MSE


class Run:
    """Everything that changes while a model trains, and can be saved and restored whole.

    The global random state belongs to the run while it trains, and is saved with it.

    Args:
        config: the model.
        train: how to train it.
        pictures: (N, 784) in [0, 1]; a run goes on with the same ones only.
    """

    def __init__(self, config: ModelConfig, train: TrainConfig, pictures: Tensor) -> None:
        torch.manual_seed(train.seed)
        self.config = config
        self.train = train
        self.fingerprint = hashlib.sha256(pictures.contiguous().numpy().data).hexdigest()
        self.epoch = 0
        self.history = History()
        self.model = build(config, train.dropout)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.steps_per_epoch = len(pictures) // train.batch_size
        if self.steps_per_epoch < 1:
            raise ValueError(
                f"{len(pictures)} pictures do not fill one batch of {train.batch_size}; "
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
            self.optimizer,
            train.learning_rate,
            total_steps=max(11, self.total_steps),  # of 10 a tenth is one, and it divides by zero
            pct_start=0.1,
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
            "pictures": self.fingerprint,
            "epoch": self.epoch,
            "history": asdict(self.history),
            "variance": self.model.config.variance,
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.epoch = state["epoch"]
        self.history = History(**state["history"])
        self.set_variance(state["variance"])
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])

    def set_variance(self, variance: float) -> None:
        """Measure the squared error of both models under another variance of a pixel."""
        config = replace(self.config, variance=variance)
        self.model.config = self.average.config = config

    def resume(self, checkpoint: Path) -> None:
        """Go on from a checkpoint. Raises ValueError when it is not one of this very run."""
        state = read_run(checkpoint, self.state_dict()["config"])
        if state.get("pictures") != self.fingerprint:
            raise ValueError(f"{checkpoint} was trained on other pictures; {AFRESH}")
        self.load_state_dict(state)


def train_step(run: Run, x: Tensor) -> tuple[float, float] | None:
    """One step on a batch x (N, 784); returns its reconstruction and KL, nats a picture.

    A step whose gradient is not finite would turn every weight into NaN: it is skipped, changes
    nothing, and None is returned.
    """
    encoder_input = torch.bernoulli(x) if run.train.binarise else x
    with torch.autocast("cpu", torch.bfloat16, enabled=run.train.bfloat16):
        reconstruction, kl = loss_terms(run.model, x, encoder_input=encoder_input)
    reconstruction_mean, kl_mean = reconstruction.mean(), kl.sum(-1).mean()
    warmup_steps = max(1.0, run.train.kl_warmup * run.total_steps)
    beta = run.config.beta * min(1.0, run.step / warmup_steps)

    run.optimizer.zero_grad(set_to_none=True)
    (reconstruction_mean + beta * kl_mean).backward()
    norm = nn.utils.clip_grad_norm_(run.model.parameters(), run.train.clip_norm)
    if not norm.isfinite():
        return None
    run.optimizer.step()
    # The average follows quickly at first, so that it forgets the random start.
    decay = min(run.train.ema_decay, (1 + run.step) / (10 + run.step))
    run.schedule.step()
    with torch.no_grad():
        for mean, parameter in zip(run.average.parameters(), run.model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay)
    if run.train.learn_variance:
        # The variance that is best for the batch is its MSE (Rybkin et al., arXiv 2006.13202).
        mse = mean_squared_error(reconstruction_mean.detach(), run.model.config).item()
        before = run.model.config.variance
        run.set_variance(before + (1 - VARIANCE_DECAY) * (mse - before))
    return reconstruction_mean.item(), kl_mean.item()


def epoch_order(n: int, steps: int, batch_size: int) -> Tensor:
    """Which of n pictures each of ``steps`` batches sees, (steps, batch_size).

    All of them in a random order, again and again where they are fewer than the steps need.
    """
    needed = steps * batch_size
    passes = [torch.randperm(n) for _ in range(-(-needed // n))]
    return torch.cat(passes)[:needed].view(steps, batch_size)


def train_epoch(run: Run, pictures: Tensor, bar: tqdm) -> None:
    """As many steps as one pass over pictures (N, 784), the running terms shown on the bar.

    Raises ValueError when every step was skipped: nothing was learnt, and nothing will be.
    """
    run.model.train()
    seen = pictures[: run.train.pictures]
    order = epoch_order(len(seen), run.steps_per_epoch, run.train.batch_size)
    totals, taken = torch.zeros(2), 0
    for i, batch in enumerate(order):
        terms = train_step(run, seen[batch])
        if terms is not None:
            totals += torch.tensor(terms)
            taken += 1
        bar.update()
        if taken and (i % 20 == 19 or i == run.steps_per_epoch - 1):
            reconstruction, kl = (totals / taken).tolist()
            skipped = f", {i + 1 - taken} steps skipped" if taken <= i else ""
            bar.set_postfix_str(
                f"epoch {run.epoch + 1}/{run.train.epochs}, "
                f"reconstruction {reconstruction:.1f} + KL {kl:.1f} nats{skipped}"
            )
    if not taken:
        raise ValueError(
            f"{run.config.id}: no gradient of epoch {run.epoch + 1} was finite, every step was "
            f"skipped, and no model is written. Check the pictures for values that are not in "
            f"[0, 1], or lower learning_rate, and start afresh."
        )
    run.epoch += 1


def train(
    config: ModelConfig,
    settings: TrainConfig,
    pictures: Tensor,
    checkpoint: Path,
    *,
    held_out: Tensor | None = None,
    quiet: bool = False,
) -> Run:
    """Train to the last epoch, going on from ``checkpoint`` when it is there.

    Args:
        config: the model.
        settings: how to train it.
        pictures: (N, 784) in [0, 1].
        checkpoint: written after each epoch, atomically.
        held_out: (M, 784) in [0, 1], measured after each epoch and never trained on.
        quiet: no progress bar.

    Returns:
        The run; its ``average`` is the model to keep.

    Raises:
        ValueError: when the checkpoint is of another configuration or of other pictures, and
            when an epoch passes without one finite gradient.
        KeyboardInterrupt: passed on; the checkpoint holds the last whole epoch.
    """
    run = Run(config, settings, pictures)
    if checkpoint.is_file():
        run.resume(checkpoint)
    done = run.epoch * run.steps_per_epoch
    with tqdm(
        total=run.total_steps, initial=done, desc=config.id, unit="step", disable=quiet
    ) as bar:
        while run.epoch < settings.epochs:
            start = time.process_time()
            train_epoch(run, pictures, bar)
            run.history.seconds += time.process_time() - start
            run.history.record(run.average.eval(), pictures[: settings.pictures], held_out)
            write_atomically(checkpoint, lambda path: torch.save(run.state_dict(), path))
    run.average.eval()
    return run


def _listed(arguments: argparse.Namespace, checkpoint: Path) -> tuple[Row, Tensor]:
    """The row that the command line names, and the pictures (N, 784) to train on.

    Raises DataError when these cannot be had, and ValueError as chosen_row does.
    """
    chosen = chosen_row(arguments, checkpoint)
    data = load_dataset(chosen.model.dataset, arguments.weights)
    if data.source is None:
        raise DataError(f"{data.id} has nothing to train on: its dataset.json has no source.")
    folder = arguments.data / data.id
    ensure(data.source, folder, "train")
    return chosen, load_pictures(data.source, folder, "train")


def main(words: list[str] | None = None) -> None:
    """Train what the command line asks for; ``words`` stand in its place."""
    arguments = parse(words)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    is_own = arguments.folder is not None
    model_id = own_pictures.model_id(arguments) if is_own else arguments.new_id or arguments.id
    checkpoint = arguments.runs / f"{model_id}.pt"
    try:
        prepare = own_pictures.prepare if is_own else _listed
        chosen, pictures = prepare(arguments, checkpoint)
        held_out, _ = load_asset(chosen.model.dataset, arguments.weights)
        run = train(chosen.model, chosen.train, pictures, checkpoint, held_out=held_out)
        saved = save(run.average, run.average.config, chosen.train, arguments.weights)
        n_train = chosen.train.pictures or len(pictures)
        run.history.write(saved, n_train=n_train, n_test=len(held_out))
        evaluate(chosen.model.id, arguments.weights, bound=chosen.model.family == "main")
    except KeyboardInterrupt:
        raise SystemExit(
            f"Interrupted. The same command goes on from the last whole epoch ({checkpoint})."
        ) from None
    except (DataError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
