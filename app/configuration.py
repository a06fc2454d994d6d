"""What the page is told at its start: data, the same for every host of the views."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly

from app.engine import MAX_BATCH, Engine
from app.figures import map_figure
from app.snapshot import Examples
from model.classifier import FILE as CLASSIFIER
from model.data import asset_path
from model.figures import rounded
from model.history import HISTORY

PLOTLY = Path(plotly.__file__).resolve().parent / "package_data" / "plotly.min.js"
MODEL_FILES = ("encoder", "decoder", "codes")
# What views read of a model that can be chosen, and of one that an experiment shows.
AXES = ("kl_per_dim", "mu_min", "mu_max", "mu_std")
ALL = (*AXES, "floor_nats", "loss_quantiles", "neighbour_distance", "reconstruction_nats")
DIGITS = 5


def model_path(engine: Engine, model_id: str, name: str) -> Path:
    """The file of a model that is one of MODEL_FILES."""
    return engine.weights / model_id / f"{name}.safetensors"


def configuration(engine: Engine, url_of: Callable[[Path], str]) -> dict[str, Any]:
    """The models, the data sets, what was measured, and where their files are.

    Args:
        engine: its snapshot of the weights folder.
        url_of: where the host serves a file, percent-encoded, relative to the page or absolute.

    Returns:
        JSON, as app/web/page.js's `Config` describes it.
    """

    def found(path: Path) -> str | None:
        """Where the host serves a file that need not be there."""
        return url_of(path) if path.is_file() else None

    return {
        "models": [
            row
            | {"metrics": _shown(row["metrics"], ALL if row["family"] == "main" else AXES)}
            | {
                "files": {name: url_of(model_path(engine, row["id"], name)) for name in MODEL_FILES}
                | {"history": found(engine.weights / row["id"] / HISTORY)}
            }
            for row in engine.catalogue()
        ],
        "datasets": [
            {
                "id": data.id,
                "title": data.title,
                "classes": data.classes,
                "n": data.n,
                "examples": data.examples,
                "offered": _packed(engine.examples[data.id]),
                "placing": data.centre if data.ink else "as-is",
                "pictures": url_of(asset_path(data.id, engine.weights)),
                "classifier": found(asset_path(data.id, engine.weights).parent / CLASSIFIER),
            }
            for data in engine.datasets.values()
        ],
        "experiments": {name: url_of(path) for name, path in engine.experiments.items()},
        # The log has the whole path; a visitor need not know where the server keeps its files.
        "problems": [
            [name, sentence.replace(str(engine.weights), "weights")]
            for name, sentence in engine.broken
        ],
        "plotly": url_of(PLOTLY),
        "figures": {data.id: map_figure(data.classes) for data in engine.datasets.values()},
        "maxBatch": MAX_BATCH,
    }


def _packed(examples: Examples) -> dict[str, Any]:
    """The pictures that the first tab shows, so that it waits for no file of ten thousand.

    Their bytes, (n, 784), deflated, in base64.
    """
    pixels = base64.b64encode(zlib.compress(examples.pixels, 9)).decode()
    return {"pixels": pixels, "labels": examples.labels}


def _shown(metrics: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The figures of these names, as exactly as anyone can see: the first tab waits for them."""
    return {name: rounded(metrics[name], DIGITS) for name in names if name in metrics}
