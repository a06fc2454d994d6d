"""What visitors upload: read where Gradio put it, seen in every way at once, removed by age.

Gradio keeps an upload in its folder under the hash of its content, so visitors who bring the same
file share it, and anyone can call a function with a path instead of an upload. Hence none deletes
anything, and none reads outside that folder. What is there is removed when it is old or too much:
Gradio's ``delete_cache`` removes the uploads and the answers that this run keeps a list of,
``sweep`` what is on no list, and the folders that Gradio leaves empty, ``make_room`` the oldest.
A run has a folder of its own and removes it at its end; what one that was killed left is removed by
``sweep_runs`` when the app is started a day later.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder

from app.engine import ArgumentError
from app.images import prepare_all
from app.limits import Limits

OUTSIDE = "/uploads"  # what Gradio's folder is called to those outside; see app/front/paths.py
HASH = re.compile(r"[0-9a-f]{64}")  # Gradio names a folder by the SHA-256 of the file in it
EMPTY_S = 60  # a folder that is empty for less is one that a file is just being written to
log = logging.getLogger(__name__)


def inside(path: str) -> str:
    """The path on this machine of one that was given outside; another stays as it is."""
    is_ours = path.startswith(f"{OUTSIDE}/")
    return str(Path(get_upload_folder()).resolve()) + path[len(OUTSIDE) :] if is_ours else path


def uploaded(path: str) -> Path:
    """The file of an upload. Raises ArgumentError when the path is not of one that is still there.

    Links are followed first, so that one in the folder cannot lead out of it.
    """
    try:
        file = Path(inside(path)).resolve()
        if file.is_relative_to(Path(get_upload_folder()).resolve()) and file.is_file():
            return file
    except (OSError, ValueError, RuntimeError):  # too long a name, a null byte, a loop of links
        pass
    raise ArgumentError(
        "image must be an upload of your own that is still there; upload it again.", "uploadGone"
    )


def prepare_upload(path: object) -> dict[str, Any]:
    """An uploaded picture seen in each way, 784 pixels in [0, 1] each.

    Returns {"mass": placed by its centre of mass, "box": placed by its box, "as_is": only shrunk,
    "sure": whether the strokes were told from the rest}.
    The file is read and left alone. Raises ArgumentError when the path is of no upload, and
    ImageError when the file is no picture that can be used.
    """
    if not isinstance(path, str):
        raise ArgumentError("path must be where an upload was put.")
    ways = prepare_all(uploaded(path))
    pixels = {way: seen.picture.reshape(-1).tolist() for way, seen in ways.items()}
    return pixels | {"sure": ways["mass"].sure}


def size_of(folder: Path) -> int:
    """How many bytes the files in a folder and below it have; those that vanish have none."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(f"{place}/{name}").st_size
    return total


def sweep(folder: Path, max_age_s: float) -> int:
    """Remove what Gradio put in its upload folder and is older than that many seconds.

    That is the files in folders named by a hash, and the files tmp…; and these folders when they
    have been empty for ``EMPTY_S``. Nothing else in ``folder`` is touched, and no link is followed.
    Age counts from the last time a file was written or moved there. What cannot be removed is
    logged and left. Returns how many files were removed.
    """
    now = time.time()
    newest = now - max_age_s
    removed = 0
    for path in sorted(folder.glob("*")):
        if path.is_dir() and not path.is_symlink():
            if HASH.fullmatch(path.name):
                removed += sum(_remove(file, newest) for file in sorted(path.glob("*")))
                _remove(path, now - min(max_age_s, EMPTY_S))
        elif path.name.startswith("tmp"):
            removed += _remove(path, newest)
    return removed


def make_room(folder: Path, most_bytes: float, most_entries: int) -> int:
    """Remove the oldest of what ``sweep`` may remove, until the rest is within both bounds.

    Bounds hold half of what they say afterwards, so that what comes next finds room. Returns how
    many files were removed.
    """
    found = []
    for file in [*folder.glob("*/*"), *folder.glob("tmp*")]:
        with contextlib.suppress(OSError):
            if file.parent == folder or HASH.fullmatch(file.parent.name):
                found.append((file.lstat().st_ctime, file.lstat().st_size, file))
    total = sum(size for _, size, _ in found)
    if total <= most_bytes and 2 * len(found) <= most_entries:  # each with its folder
        return 0
    removed, left = 0, len(found)
    for _, size, file in sorted(found):
        if total <= most_bytes / 2 and 2 * left <= most_entries / 2:
            break
        removed += _remove(file, math.inf)
        if file.parent != folder:
            _remove(file.parent, math.inf)
        total, left = total - size, left - 1
    return removed


def sweep_runs(parent: Path, prefix: str, max_age_s: float) -> None:
    """Remove the upload folders of runs that were killed: ``parent``'s folders named prefix….

    A run that lives touches its folder (see ``sweeping``); one untouched for that many seconds is
    swept whole, and removed where nothing but Gradio's files was in it.
    """
    newest = time.time() - max_age_s
    for folder in sorted(parent.glob(f"{prefix}*")):
        with contextlib.suppress(OSError):  # another user's, or another run was here first
            if not folder.is_symlink() and folder.is_dir() and folder.stat().st_mtime < newest:
                sweep(folder, -math.inf)
                folder.rmdir()


def _remove(path: Path, newest: float) -> bool:
    """Remove a file or an empty folder that changed before the time ``newest``."""
    try:
        if path.lstat().st_ctime >= newest:
            return False
        if not path.is_dir() or path.is_symlink():
            path.unlink()
            return True
        with contextlib.suppress(OSError):  # it is not empty
            path.rmdir()
    except FileNotFoundError:  # Gradio, or another server on the same folder, was here first
        pass
    except OSError as error:
        log.warning("%s cannot be removed: %s", path, error)
    return False


def forget(lists: Iterable[set[str]]) -> None:
    """Take from Gradio's lists what is no longer there, which it would keep in them for ever."""
    for paths in lists:
        paths.difference_update([path for path in list(paths) if not os.path.lexists(path)])


def sweeping(limits: Limits) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """A lifespan of Gradio's app that sweeps its upload folder at the start and every so often.

    For ``launch(app_kwargs={"lifespan": sweeping(…)})``. Let the limits' age of uploads exceed
    twice that of answers, so that Gradio removes first what it keeps a list of.
    """

    async def repeat(app: Any) -> None:
        while True:
            folder = Path(get_upload_folder())
            with contextlib.suppress(OSError):
                os.utime(folder)  # for sweep_runs of another run
            await asyncio.to_thread(sweep, folder, limits.upload_age_s)
            await asyncio.to_thread(make_room, folder, limits.temp_bytes, limits.temp_entries)
            await asyncio.to_thread(forget, app.get_blocks().temp_file_sets)
            await asyncio.sleep(limits.sweep_every_s)

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        task = asyncio.create_task(repeat(app))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    return lifespan
