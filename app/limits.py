"""How much the server takes on, from one visitor and in all."""

from __future__ import annotations

from dataclasses import dataclass

from app.reading.opening import MAX_BYTES

KB, MB = 10**3, 10**6
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Limits:
    """Bytes, seconds and counts; what is over is refused with a sentence, or removed."""

    body_bytes: int = MB  # of a request that brings no file: 784 numbers take 16 kB
    upload_bytes: int = MAX_BYTES + 64 * KB  # of one that does, its multipart frame included
    uploads_at_once: int = 8  # that are being received, of all visitors
    # A whole class has one address behind its school's router: these are a school's, too.
    uploads_of_one: int = 200 * MB
    uploads_window_s: float = 10 * MINUTE
    visitors: int = 4096  # that are remembered, the latest
    temp_bytes: int = 400 * MB  # of uploads and answers that are kept
    temp_entries: int = 4000  # files and folders, at each sweep
    upload_age_s: float = HOUR
    answer_age_s: float = 10 * MINUTE  # Gradio's own sweep takes what it has a list of
    sweep_every_s: float = 20
    waiting: int = 128  # calls that wait for their turn, in Gradio's queue and beside it
    told_every_s: float = 3  # who waits in Gradio's queue, which place they have
    computing: int = 2  # of those beside it, at a time: as many as there are cores
    heard_within_s: float = 20  # a call that nobody listens for by then is dropped
    sessions: int = 64  # whose state Gradio keeps; each call of the API is one


LIMITS = Limits()
