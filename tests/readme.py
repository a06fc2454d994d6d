"""The figures of README.md and weights/README.md, rendered from the measured files.

`python -m tests.readme` writes them in; tests/test_readme.py fails where they differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from model.checkpoint import survey
from model.files import WEIGHTS
from tests.claims import claims_table

ROOT = Path(__file__).resolve().parent.parent
PHOTOS = ROOT / "tests" / "pictures" / "results.json"
BENCH = ROOT / "tests" / "bench" / "results.json"
SOAK = ROOT / "tests" / "soak.json"

# -ELBO on MNIST's test set, binarised afresh, in Davidson et al. 2018 (arXiv 1804.00891), Table 1.
PUBLISHED = {"mnist-vae-2d": "137.1 (VAE), 133.7 (S-VAE)", "mnist-vae-10d": "97.7 (S-VAE)"}


def metrics(model_id: str) -> dict[str, Any]:
    return json.loads((WEIGHTS / model_id / "metrics.json").read_text())


def nats(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def results_table() -> str:
    """Obtained against published; every figure of a row is of the same pictures."""
    lines = [
        "| model | −ELBO | reconstruction | above the floor | KL | active dimensions "
        "| bound, 500 samples | MSE | published −ELBO |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in (config.id for config in survey().models if config.family == "main"):
        m = metrics(name)
        bound = m.get("importance_weighted_bound", {"n": m["n"], "nats": None})
        assert bound["n"] == m["n"], f"{name}: measure the bound on all {m['n']} pictures."
        above = m["reconstruction_nats"] - m["floor_nats"]
        active = "–" if m["active_units"] is None else f"{m['active_units']}"
        lines.append(
            f"| `{name}` | {nats(m['neg_elbo'])} | {nats(m['reconstruction_nats'])} "
            f"| {nats(above)} | {nats(m['kl_nats'])} | {active} | {nats(bound['nats'])} "
            f"| {m['mse']:.4f} | {PUBLISHED.get(name, '–')} |"
        )
    return "\n".join(lines)


def ratio(row: dict[str, Any], name: str, digits: int) -> str:
    """A ratio at p50 and at p95; a dash for the rows that the others are held against."""
    if f"{name}_p50" not in row:
        return "–"
    return f"{row[f'{name}_p50']:.{digits}f}, {row[f'{name}_p95']:.{digits}f}"


def bench_table(results: dict[str, Any] | None = None) -> str:
    """From a hand's input to the painted picture, in milliseconds, and what a start takes."""
    results = results or json.loads(BENCH.read_text())
    lines = [
        "| dragging | CPU | p50, ms | p95, ms | times the floor | plain way ÷ ours | requests |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in results["rows"]:
        cpu = "as it is" if row["cpu_throttle"] == 1 else f"throttled {row['cpu_throttle']}×"
        lines.append(
            f"| {row['what']} | {cpu} | {row['p50_ms']:.1f} | {row['p95_ms']:.1f} "
            f"| {ratio(row, 'times_floor', 1)} | {ratio(row, 'plain_over_ours', 0)} "
            f"| {row['requests']} |"
        )
    return "\n".join([*lines, "", *start_lines(results)])


def megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def start_lines(results: dict[str, Any]) -> list[str]:
    """What a start takes: the main thread's time in the page, and a bare clone's."""
    reading = max(row["ms"] for row in results["reading"])
    start = results["starting"]
    return [
        "| starting | |",
        "|---|---|",
        f"| reading a model's two files, the slowest model | {reading:.0f} ms |",
        "| longest script of ours while the page starts "
        f"| {start['longest_script_of_ours_ms']} ms |",
        f"| longest task while the page starts | {start['longest_task_ms']} ms |",
        "| the same in an empty page of Gradio "
        f"| {start['longest_task_of_an_empty_gradio_page_ms']} ms |",
        *site_lines(start),
        *photo_lines(results),
        *first_page_lines(results),
        f"| bare clone to first page, downloads included | {results['bare_clone']['seconds']} s |",
    ]


def site_lines(start: dict[str, Any]) -> list[str]:
    """The exported site's start; results that were measured before there was one have none."""
    if "longest_task_of_the_site_ms" not in start:
        return []
    return [
        f"| the same in the exported site | {start['longest_task_of_the_site_ms']} ms |",
        f"| what the first tab fetches | {megabytes(start['first_tab_bytes'])} |",
        "| the same from the exported site, nothing compressed "
        f"| {megabytes(start['first_tab_of_the_site_bytes'])} |",
    ]


def first_page_lines(results: dict[str, Any]) -> list[str]:
    """From the command to the first page; results from before it was measured have none."""
    if "first_page" not in results:
        return []
    page = results["first_page"]
    return [
        f"| `python -m app` to first page | {page['seconds']} s |",
        f"| the same without the bytecode of an earlier run "
        f"| {page['without_bytecode_seconds']} s |",
    ]


def photo_lines(results: dict[str, Any]) -> list[str]:
    """A photo opened and read; results that were measured before that was done here have none."""
    if "opening" not in results:
        return []
    photo = results["opening"]
    return [
        f"| a photo of {photo['megapixels']} megapixels opened and read, the first of a visit "
        f"| {photo['first_ms']} ms |",
        f"| the next one | {photo['ms']} ms |",
    ]


def photos_table() -> str:
    """How many digits a classifier reads of photos, by their kinds, the mean and the least."""
    measured = json.loads(PHOTOS.read_text())
    kinds, mean = measured["kinds"], measured["mean"]
    least = min(kinds, key=lambda kind: (kinds[kind]["browser"], kind))
    hard = ("lined paper", "graph paper", "table around", "dust", "vignette", "everything at once")
    rows = [(f"all {len(kinds)} kinds, the mean", mean), *((kind, kinds[kind]) for kind in hard)]
    lines = [f"| {name} | {row['before']:.0f} % | {row['browser']:.0f} % |" for name, row in rows]
    return "\n".join(
        [
            "| photos | one threshold | as it is read now |",
            "|---|---|---|",
            *lines,
            f"| the least of all, {least} | {kinds[least]['before']:.0f} % "
            f"| {kinds[least]['browser']:.0f} % |",
        ]
    )


def kilobytes(count: int) -> str:
    return megabytes(count) if count >= 1e6 else f"{count / 1e3:.0f} kB"


def load_table() -> str:
    """A class at once, beside the plain way, and what the server holds after many calls."""
    results = json.loads(BENCH.read_text())
    ours, plain = ({row["what"]: row for row in results["arrivals"]}[w] for w in ("app", "plain"))
    calls = {(row["what"], row["endpoint"]): row for row in results["api"]}
    floor = calls["empty", "/nothing"]
    held = json.loads(SOAK.read_text())["rows"]
    first = next(row for row in held if row["calls"] >= 1000)
    growth = held[-1]["resident_mib"] / first["resident_mib"] - 1

    def pace(row: dict[str, Any]) -> str:
        errors = f", {row['errors']} errors" if row["errors"] else ""
        return f"{row['per_second']:.0f} a second, p95 {row['p95_s']:.1f} s{errors}"

    def arrived(row: dict[str, Any]) -> str:
        errors = f", {row['errors']} errors" if row["errors"] else ""
        return f"{row['all_s']:.1f} s{errors}"

    lines = [
        ("visitors, until the last has the whole first tab", arrived(ours), arrived(plain)),
        (
            "what one of them fetches",
            *(kilobytes(row["first_tab_bytes"]) for row in (ours, plain)),
        ),
        ("coming back", *(kilobytes(row["coming_back_bytes"]) for row in (ours, plain))),
        *(
            (f"callers of `{name}`", pace(calls["app", name]), pace(calls["plain", name]))
            for name in ("/decode", "/reconstruct")
        ),
        ("the same of a function of Gradio's that does nothing", pace(floor), "–"),
    ]
    table = [
        f"| {ours['visitors']} at once | this app | plain Gradio |",
        "|---|---|---|",
        *(f"| {what} | {mine} | {theirs} |" for what, mine, theirs in lines),
        f"| memory after {held[-1]['calls']:,} mixed calls, against the first thousand "
        f"| {growth:+.1%} | – |",
    ]
    return "\n".join(table)


BLOCKS: dict[str, Callable[[], str]] = {
    "results": results_table,
    "claims": claims_table,
    "bench": bench_table,
    "load": load_table,
    "photos": photos_table,
}


def with_figures(text: str) -> str:
    """The text, what stands between its markers replaced by the figures of today."""
    for name, render in BLOCKS.items():
        marker = rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)"
        figures = render()
        if found := re.search(marker, text, re.DOTALL):
            text = text[: found.end(1)] + figures + text[found.start(2) :]
    return text


def main() -> None:
    for path in (ROOT / "README.md", WEIGHTS / "README.md"):
        path.write_text(with_figures(path.read_text()))


if __name__ == "__main__":
    main()
