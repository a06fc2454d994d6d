"""A picture as a word of an address, as app/web/maths/packing.js describes and does it."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.config import PIXELS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BITS = 6
INK = 2**BITS - 1  # the last level; the first is paper
MOST = 1 + PIXELS  # letters
WORD = re.compile(rf"[A-Za-z0-9_-]{{1,{MOST}}}")
TOKEN = re.compile(r"0(0*)1|10(0*)1|11([01]{6})")


def pack(pixels: ArrayLike) -> str:
    """At most 785 letters of base64url for pixels (784,), each to half of 1/63.

    What is outside of [0, 1] is taken for its nearer end. Raises ValueError for another shape.
    """
    values = np.clip(np.asarray(pixels, dtype=np.float64).reshape(PIXELS), 0, 1)
    levels = np.floor(INK * values + 0.5).astype(int).tolist()
    short = "0" + _tokens(levels)
    plain = "1" + "".join(f"{level:06b}" for level in levels)
    bits = min(plain, short, key=len)
    bits += "0" * (-len(bits) % BITS)
    return "".join(LETTERS[int(bits[at : at + BITS], 2)] for at in range(0, len(bits), BITS))


def unpack(text: str) -> NDArray[np.float32] | None:
    """Pixels (784,) in [0, 1]; None for what packs no picture."""
    if not WORD.fullmatch(text):
        return None
    bits = "".join(f"{LETTERS.index(letter):06b}" for letter in text)
    first, rest = bits[0], bits[1:]
    levels = _levels(rest) if first == "0" else _plain_levels(rest)
    return None if levels is None else np.array(levels, dtype=np.float32) / INK


def _tokens(levels: list[int]) -> str:
    """The levels with runs of paper and of ink by their length."""
    bits = []
    at = 0
    while at < len(levels):
        level = levels[at]
        start = at
        at += 1
        if level not in (0, INK):
            bits.append(f"11{level:06b}")
            continue
        while at < len(levels) and levels[at] == level:
            at += 1
        bits.append(("10" if level else "0") + _gamma(at - start))
    return "".join(bits)


def _gamma(n: int) -> str:
    """Elias' gamma code: as many zeros as the number has bits after its first, then the number."""
    return f"{n:b}".zfill(2 * n.bit_length() - 1)


def _plain_levels(bits: str) -> list[int] | None:
    whole = BITS * PIXELS
    if len(bits) < whole or not _is_rest(bits[whole:]):
        return None
    return [int(bits[at : at + BITS], 2) for at in range(0, whole, BITS)]


def _levels(bits: str) -> list[int] | None:
    """The levels that tokens stand for, or None where they stand for no picture."""
    levels: list[int] = []
    at = 0
    while len(levels) < PIXELS:
        found = TOKEN.match(bits, at)
        if not found:
            return None
        at = found.end()
        paper, ink, level = found.groups()
        if level:
            levels.append(int(level, 2))
            continue
        more = len(ink if paper is None else paper)  # bits of the length after its first
        tail = bits[at : at + more]
        at += more
        n = int(f"1{tail}", 2)
        if len(tail) < more or n > PIXELS - len(levels):
            return None
        levels += [INK if paper is None else 0] * n
    return levels if _is_rest(bits[at:]) else None


def _is_rest(bits: str) -> bool:
    """Whether this fills the last letter, and no more."""
    return len(bits) < BITS and "1" not in bits
