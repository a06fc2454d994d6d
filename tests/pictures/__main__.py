"""Read the whole corpus, print a table and write results.json: python -m tests.pictures.

`before` in it is what the code read that looked for ink by one threshold over the whole picture.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import torch

from model.classifier import load_classifier
from tests.pictures.corpus import examples
from tests.pictures.kinds import KINDS
from tests.pictures.reading import seen, share_read

RESULTS = Path(__file__).parent / "results.json"
EACH = 60


def measure(kind: str) -> dict[str, Any]:
    """How many of a kind are read as what was written, in percent."""
    torch.set_num_threads(1)
    classifier = load_classifier("mnist")
    these = list(examples(kind, EACH))
    found = seen(these)
    return {
        "python": round(100 * share_read(classifier, found.in_python, these), 1),
        "browser": round(100 * share_read(classifier, found.in_browser, these), 1),
        "sure": round(100 * float(found.sure.mean()), 1),
        "apart": round(float(found.apart.mean()), 5),
    }


def main() -> None:
    kinds = json.loads(RESULTS.read_text())["kinds"]
    print(f"{'kind':26} before  Python  browser  sure  apart")
    with ProcessPoolExecutor(2) as pool:
        for kind, row in zip(KINDS, pool.map(measure, KINDS), strict=True):
            kinds[kind] |= row
            print(f"{kind:26} {kinds[kind]['before']:6} {row['python']:7} {row['browser']:8}"
                  f" {row['sure']:5} {row['apart']}", flush=True)  # fmt: skip
    means = {
        key: round(sum(row[key] for row in kinds.values()) / len(kinds), 2)
        for key in ("before", "python", "browser", "sure")
    }
    print("mean", means)
    result = {"command": "python -m tests.pictures", "digits_a_kind": EACH, "mean": means}
    RESULTS.write_text(json.dumps(result | {"kinds": kinds}, indent=2) + "\n")


if __name__ == "__main__":
    main()
