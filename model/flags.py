"""The command line of training: a row of the registry, its fields replaced by flags."""

from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from model.checkpoint import RESERVED
from model.config import ModelConfig, TrainConfig
from model.files import DATA, RUNS, WEIGHTS
from model.registry import ROWS, Row, row

Config = TypeVar("Config", ModelConfig, TrainConfig)


NO_FLAG = ("id", "pictures")  # --pictures is the folder of one's own


def parse(words: list[str] | None = None) -> argparse.Namespace:
    """The command line, or ``words`` in its place."""
    parser = argparse.ArgumentParser(
        description="Train a model of model/registry.py, or with --as an experiment of its own.",
        allow_abbrev=False,
    )
    parser.add_argument("id", nargs="?", choices=[r.model.id for r in ROWS])
    parser.add_argument("--as", dest="new_id", metavar="NEW-ID", help="write under another id")
    parser.add_argument(
        *("--pictures",),
        dest="folder",
        metavar="DIR",
        type=Path,
        help="a folder of your own pictures",
    )
    parser.add_argument("--name", help="what to call the data set of your own pictures")
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of originals a data set")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the model is written")
    parser.add_argument("--runs", type=Path, default=RUNS, help="where checkpoints are kept")
    parser.add_argument("--threads", type=int, help="PyTorch's threads")
    for kind in (ModelConfig, TrainConfig):
        group = parser.add_argument_group(f"in place of the row's {kind.__name__}")
        for name, hint in get_type_hints(kind).items():
            if name not in NO_FLAG:
                flag = f"--{name.replace('_', '-')}"
                group.add_argument(flag, default=argparse.SUPPRESS, **_options(hint))
    arguments = parser.parse_args(words)
    if wrong := _contradiction(arguments):
        parser.error(wrong)
    return arguments


def _contradiction(arguments: argparse.Namespace) -> str | None:
    """What does not go together on the command line."""
    if arguments.folder is None:
        if arguments.id is None:
            return "name a model of model/registry.py, or give --pictures DIR and --name NAME"
        return "--name is for --pictures DIR" if arguments.name is not None else None
    if arguments.name is None:
        return "--pictures DIR needs --name NAME, what to call the data set"
    if arguments.id or arguments.new_id or "dataset" in arguments:
        return "with --pictures DIR it is --name that names the data set and its model"
    return None


def _options(hint: Any) -> dict[str, Any]:
    """How argparse reads a field of the type ``hint``."""
    if hint is bool:
        return {"action": argparse.BooleanOptionalAction}
    if get_origin(hint) is Literal:
        return {"choices": get_args(hint)}
    if get_origin(hint) is tuple:
        return {"type": _widths, "metavar": "N,N,…"}
    if hint in (int, float):
        return {"type": hint, "metavar": "NUMBER"}
    return {"metavar": "NAME"}


def _widths(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(width) for width in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 512,512") from None


def chosen_row(arguments: argparse.Namespace, checkpoint: Path) -> Row:
    """The registry's row, or the experiment that the flags and ``--as`` make of it.

    Args:
        arguments: the command line.
        checkpoint: of the model's run; a folder without one was not written by this run.

    Raises:
        ValueError: when a value is out of its range, or a model would be overwritten by another.
    """
    listed = row(arguments.id)
    changed = Row(model=replaced(listed.model, arguments), train=replaced(listed.train, arguments))
    if arguments.new_id is None:
        if changed != listed:
            raise ValueError(
                f"{arguments.id} is trained as model/registry.py lists it; to train it with other "
                f"hyperparameters, name the result: --as NEW-ID."
            )
        return listed
    _check_new(arguments.new_id, arguments.weights, checkpoint)
    # What the row calls its twin is not the twin of what the flags have made of it.
    twin = changed.model.twin if "twin" in arguments else None
    model = dataclasses.replace(changed.model, id=arguments.new_id, twin=twin)
    return Row(model=model, train=changed.train)


def replaced(config: Config, arguments: argparse.Namespace) -> Config:
    """The configuration, its fields replaced by the flags that were given."""
    given = vars(arguments)
    names = [f.name for f in dataclasses.fields(config) if f.name not in NO_FLAG]
    return dataclasses.replace(config, **{name: given[name] for name in names if name in given})


def _check_new(new_id: str, weights: Path, checkpoint: Path) -> None:
    """Raise ValueError unless ``new_id`` can name a folder, and no other model has it."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", new_id) or new_id in RESERVED:
        raise ValueError(
            f"--as names a folder: letters, digits, '-', '_' and '.', and none of "
            f"{', '.join(RESERVED)}; it was {new_id!r}."
        )
    if new_id in {r.model.id for r in ROWS}:
        raise ValueError(f"--as {new_id} would overwrite that model; choose another id.")
    if (weights / new_id).exists() and not checkpoint.exists():
        raise ValueError(
            f"--as {new_id} would overwrite {weights / new_id}; delete it, or choose another id."
        )
