"""Are the files of weights/ those that were shipped? weights/SHA256SUMS says it, and is kept true.

What trains, measures or makes pictures enters each file as it writes it (``write_shipped``).
`python -m model.checksums` enters all files anew, after a change by hand that is meant.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from model.files import SUMS, WEIGHTS, read_sums, sha256, write_sums


def shipped(weights: Path = WEIGHTS) -> dict[str, Path]:
    """Every file in the folders of ``weights``, by its name there: mnist-vae-2d/config.json."""
    paths = [*weights.glob("*/*"), *weights.glob("data/*/*")]  # a folder may be a link: no **
    found = {path.relative_to(weights).as_posix(): path for path in sorted(paths)}
    return {
        name: path
        for name, path in found.items()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/"))
    }


def differing(weights: Path = WEIGHTS) -> dict[str, str]:
    """What is wrong with each file that is another than the list has, and what to do, by its name.

    A file that the list does not have is someone's own and passes; one that is missing is told of
    by who needs it. Reads every listed file, 60 MB in a quarter of a second.

    Raises ValueError when the list is no list.
    """
    sums, there = read_sums(weights), shipped(weights)
    mend = f"than {SUMS} has; restore it or, if the change is meant: python -m model.checksums"
    wrong = {}
    for name in sorted(sums.keys() & there.keys()):
        try:
            if sha256(there[name]) != sums[name]:
                wrong[name] = f"{there[name]} has another SHA-256 {mend}"
        except OSError as error:
            wrong[name] = f"{there[name]} cannot be read ({error}); restore it."
    return wrong


def write_all(weights: Path = WEIGHTS) -> int:
    """Write the list anew, of the files that are there; returns how many."""
    sums = {name: sha256(path) for name, path in shipped(weights).items()}
    write_sums(weights, sums)
    return len(sums)


def main(words: list[str] | None = None) -> None:
    """Do what the command line asks for; ``words`` stand in its place."""
    parser = argparse.ArgumentParser(description="Write SHA256SUMS of a weights folder anew.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    arguments = parser.parse_args(words)
    print(f"{arguments.weights / SUMS}: {write_all(arguments.weights)} files")


if __name__ == "__main__":
    main()
