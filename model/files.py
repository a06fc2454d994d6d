"""Where things are kept, and how a file is written there: whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "weights"  # what is shipped: a folder a model, and data/, a folder a data set
DATA = ROOT / "data"  # a folder of originals a data set, as they were fetched
RUNS = ROOT / "runs"  # a checkpoint a model that trains
SUMS = "SHA256SUMS"  # in weights/: the SHA-256 of each shipped file, as sha256sum -c reads it
_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_DEEPEST = 3  # folders from a file up to weights/: that of data/ID/ is the deepest


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then rename it: all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)  # mkstemp's 0600 would hide the file from another user's server
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_shipped(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file of a weights folder atomically, and enter its SHA-256 in the folder's list.

    Where there is no list none is begun. Raises ValueError as ``read_sums`` does.
    """
    write_atomically(path, write)
    if weights := _listing(path):
        name = path.absolute().relative_to(weights).as_posix()
        write_sums(weights, read_sums(weights) | {name: sha256(path)})


def is_listed(folder: Path) -> bool:
    """Whether the list knows a file of this folder: it is shipped, and not someone's own.

    Raises ValueError as ``read_sums`` does.
    """
    weights = _listing(folder / "any")
    if weights is None:
        return False
    inside = folder.absolute().relative_to(weights).as_posix() + "/"
    return any(name.startswith(inside) for name in read_sums(weights))


def sha256(path: Path) -> str:
    """Of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_sums(weights: Path) -> dict[str, str]:
    """The SHA-256 of each file's name in ``weights`` that the list has; empty without a list.

    Raises ValueError when the list cannot be read, or has a line that is no SHA-256 and a name.
    """
    path = weights / SUMS
    mend = "restore it, or write it anew: python -m model.checksums"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} cannot be read ({error}); {mend}") from error
    found = {}
    for number, line in enumerate(lines, 1):
        if not (match := _SUM.fullmatch(line)):
            raise ValueError(f"{path}: line {number} is no SHA-256 with a file's name; {mend}")
        found[match[2]] = match[1]
    return found


def write_sums(weights: Path, sums: Mapping[str, str]) -> None:
    """Write the list, by name."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    write_atomically(weights / SUMS, lambda path: path.write_bytes(text.encode()))


def _listing(path: Path) -> Path | None:
    """The folder above a file that has a list."""
    above = list(path.absolute().parents)[:_DEEPEST]
    return next((folder for folder in above if (folder / SUMS).is_file()), None)
