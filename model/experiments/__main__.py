"""`python -m model.experiments NAME` measures one experiment, or all that are named.

What it finds is written to weights/experiments/NAME.json. Interrupt it whenever; the same command
goes on with the part that was broken off.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from model.experiments import (
    amortisation,
    beta,
    between,
    covariance,
    likelihood,
    memorising,
    novelty,
    sampling,
)
from model.experiments.lab import Experiment, Lab
from model.fetch import DataError
from model.files import DATA, RUNS, WEIGHTS

EXPERIMENTS: dict[str, Experiment] = {
    module.EXPERIMENT.name: module.EXPERIMENT
    for module in (
        *(sampling, novelty, between, beta, memorising),
        *(covariance, likelihood, amortisation),
    )
}


def run(experiment: Experiment, lab: Lab) -> Path:
    """Measure one experiment and write its file; answers with where it is."""
    return lab.write(experiment, experiment.measure(lab))


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the lecture's experiments.")
    parser.add_argument(
        "names",
        nargs="+",
        choices=[*EXPERIMENTS, "all"],
        metavar="NAME",
        help=f"all, or any of {', '.join(EXPERIMENTS)}",
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--threads", type=int, help="PyTorch's threads")
    arguments = parser.parse_args(words)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    names = list(EXPERIMENTS) if "all" in arguments.names else arguments.names
    try:
        for name in names:
            lab = Lab(name, arguments.weights, arguments.data, arguments.runs)
            print(f"wrote {run(EXPERIMENTS[name], lab)}")
    except KeyboardInterrupt:
        raise SystemExit("Interrupted. The same command goes on where it was.") from None
    except (DataError, FileNotFoundError, ImportError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
