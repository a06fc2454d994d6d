"""Files that someone means badly with, or a phone really has: made here, none is kept."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin


def drawn(size: tuple[int, int] = (120, 120), mode: str = "L") -> Image.Image:
    """One thick stroke on white paper."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).line([(40, 20), (70, 100)], fill=0, width=12)
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, rows: int) -> bytes:
    """A bilevel PNG that says it is that large, and holds so many rows, all zero."""
    packer = zlib.compressobj(9)
    row = bytes(1 + -(-width // 8))
    data = b"".join(packer.compress(row * 100) for _ in range(rows // 100)) + packer.flush()
    header = struct.pack(">II", width, height) + b"\x01\0\0\0\0"
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def texts(count: int, each: int) -> PngImagePlugin.PngInfo:
    """Metadata that unpacks to count times each bytes."""
    info = PngImagePlugin.PngInfo()
    for number in range(count):
        info.add_text(f"note {number}", "a" * each, zip=True)
    return info


def floats(value: float) -> Image.Image:
    levels = np.asarray(drawn(), dtype=np.float32) / 255
    levels[:10] = value
    return Image.fromarray(levels)


def sixteen() -> Image.Image:
    return Image.fromarray(np.asarray(drawn(), dtype=np.uint16) * 257)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/secret")</script></svg>'
HTML = b"<script>alert(1)</script>"
FINE, BAD = True, False
# What each is, and whether a picture must come of it; None where either is right.
CORPUS: dict[str, tuple[Callable[[], bytes], bool | None]] = {
    "whole": (lambda: saved(drawn()), FINE),
    "empty": (lambda: b"", BAD),
    "text": (lambda: b"four", BAD),
    "SVG": (lambda: SVG, BAD),
    "HTML": (lambda: HTML, BAD),
    "PDF": (lambda: b"%PDF-1.7\n" + bytes(500), BAD),
    "pickle": (lambda: b"\x80\x04cposix\nsystem\n(S'true'\ntR.", BAD),
    "truncated PNG": (lambda: saved(drawn())[:200], BAD),
    "truncated JPEG": (lambda: saved(drawn(), "JPEG")[:700], BAD),
    "only a header": (lambda: saved(drawn())[:33], BAD),
    "PNG and HTML": (lambda: saved(drawn()) + HTML, FINE),
    "GIF and script": (lambda: b"GIF89a/*" + bytes(20) + b"*/=1;" + HTML, BAD),
    "JPEG and ZIP": (lambda: saved(drawn(), "JPEG") + b"PK\x03\x04" + bytes(100), FINE),
    "20000x20000 declared": (lambda: png(20_000, 20_000, 0), BAD),
    "20000x20000": (lambda: png(20_000, 20_000, 20_000), BAD),
    "most pixels that are read": (lambda: png(10_000, 10_000, 10_000), BAD),  # all one colour
    "2147483647x1 declared": (lambda: png(2**31 - 1, 1, 0), BAD),
    "1x20000": (lambda: saved(Image.new("L", (1, 20_000), 255)), BAD),
    "a line of 20000": (lambda: saved(Image.linear_gradient("L").resize((20_000, 1))), None),
    "one colour": (lambda: saved(Image.new("RGB", (300, 300), (9, 99, 199))), BAD),
    "one pixel": (lambda: saved(Image.new("L", (1, 1))), BAD),
    "TIFF of NaN": (lambda: saved(floats(float("nan")), "TIFF"), FINE),
    "TIFF of infinity": (lambda: saved(floats(float("inf")), "TIFF"), FINE),
    "TIFF all NaN": (lambda: saved(Image.fromarray(np.full((60, 60), np.nan, "f4")), "TIFF"), BAD),
    "16 bits": (lambda: saved(sixteen()), FINE),
    "CMYK": (lambda: saved(drawn(mode="CMYK"), "JPEG"), FINE),
    "palette": (lambda: saved(drawn(mode="P")), FINE),
    "bilevel": (lambda: saved(drawn(mode="1"), "TIFF", compression="group4"), FINE),
    "animated": (
        lambda: saved(drawn(), "GIF", save_all=True, append_images=[drawn((90, 90))] * 50),
        FINE,
    ),
    "animated WebP": (
        lambda: saved(drawn(), "WEBP", save_all=True, append_images=[drawn()] * 9),
        FINE,
    ),
    "megabytes of metadata": (
        lambda: saved(drawn(), "JPEG", exif=b"Exif\0\0" + bytes(65_000)),
        None,
    ),
    "a metadata bomb": (lambda: saved(drawn(), pnginfo=texts(90, 10**6)), None),
}
# What a browser may send as a file's name, and what it may be kept as.
NAMES = (
    "../../../../etc/passwd.png",
    "..\\..\\secret.png",
    "/etc/cron.d/a.png",
    "C:\\Windows\\a.png",
    "a\0b.png",
    "~root/a.png",
    "." * 200 + ".png",
    "n" * 5000 + ".png",
    "<img src=x onerror=alert(1)>.png",
    "%2e%2e%2fa.png",
    "نُه.png",
    "",
    ".",
    "..",
    "con.png",
    "-rf.png",
)
