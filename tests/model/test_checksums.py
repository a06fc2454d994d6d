"""SHA256SUMS holds of every shipped file, as sha256sum reads it, and whoever writes keeps it so."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from model.checkpoint import save
from model.checksums import differing, main, shipped, write_all
from model.data import write_pictures
from model.evaluate import complete, evaluate
from model.files import ROOT, SUMS, WEIGHTS, is_listed, read_sums, write_shipped
from model.network import build
from tests.model.small import SETTINGS, put_dataset, random_pictures, small_config

SMALL = "small-vae-2d"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder with a small model that was measured, its data set, and a list of its files."""
    put_dataset(tmp_path, *random_pictures(12))
    save(build(small_config()), small_config(), SETTINGS, tmp_path)
    evaluate(SMALL, tmp_path, bound=False)
    write_all(tmp_path)
    return tmp_path


def hashed(weights: Path) -> dict[str, str]:
    return {
        path.relative_to(weights).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in weights.rglob("*")
        if path.is_file() and path.parent != weights
    }


def test_every_shipped_file_is_listed_as_it_is() -> None:
    assert read_sums(WEIGHTS) == hashed(WEIGHTS), "after a change: python -m model.checksums"
    assert differing() == {}


def test_the_shipped_files_keep_their_bytes_in_every_checkout() -> None:
    """Git on Windows would end the lines of JSON otherwise."""
    assert re.search(r"^weights/\*\* -text$", (ROOT / ".gitattributes").read_text(), re.MULTILINE)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum here")
def test_sha256sum_reads_the_list() -> None:
    check = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    run = subprocess.run(check, cwd=WEIGHTS, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_byte_that_is_another_is_found_in_any_file(weights: Path) -> None:
    for name, path in shipped(weights).items():
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert list(differing(weights)) == [name]
        assert f"{path} has another SHA-256" in differing(weights)[name]
        path.write_bytes(content)
    assert differing(weights) == {}


def test_what_is_not_listed_or_not_there_passes(weights: Path) -> None:
    shutil.copytree(weights / SMALL, weights / "mine")
    (weights / SMALL / "metrics.json").unlink()
    assert differing(weights) == {}


def test_what_trains_and_measures_keeps_the_list_true(weights: Path) -> None:
    before = read_sums(weights)
    config = small_config(latent_dim=3)
    save(build(config), config, SETTINGS, weights)
    evaluate(SMALL, weights, bound=False)
    images, labels = random_pictures(9)
    write_pictures("small", images, labels, weights)
    other = small_config(id="another")
    save(build(other), other, SETTINGS, weights)
    assert read_sums(weights) == hashed(weights)
    assert read_sums(weights).keys() > before.keys()


def test_what_the_app_completes_is_entered_of_a_shipped_folder_alone(weights: Path) -> None:
    """Else whoever copies a newer net of their own over it would be told that it is broken."""
    shutil.copytree(weights / SMALL, weights / "mine")
    for name in (SMALL, "mine"):
        for missing in ("metrics.json", "codes.safetensors"):
            (weights / name / missing).unlink()
        complete(name, weights)
    assert is_listed(weights / SMALL)
    assert not is_listed(weights / "mine")
    assert read_sums(weights) == {
        name: digest for name, digest in hashed(weights).items() if not name.startswith("mine/")
    }


def test_where_there_is_no_list_none_is_begun(tmp_path: Path) -> None:
    write_shipped(tmp_path / "model" / "file", lambda path: path.write_text("text"))
    assert [path.name for path in tmp_path.rglob("*")] == ["model", "file"]


@pytest.mark.parametrize("text", ["junk\n", f"{'0' * 63}  a/b\n", f"{'0' * 64}\n", "\0" * 9])
def test_a_list_that_is_none_is_named(weights: Path, text: str) -> None:
    with (weights / SUMS).open("a") as file:
        file.write(text)
    with pytest.raises(ValueError, match=r"SHA256SUMS: line \d+ is no SHA-256.*model\.checksums"):
        differing(weights)


def test_the_command_writes_the_list_anew(weights: Path) -> None:
    before = (weights / SUMS).read_bytes()
    (weights / SUMS).write_text("junk")
    (weights / SMALL / ".config.json.abc").touch()  # what a writer that was killed leaves
    (weights / "README.md").touch()
    main(["--weights", str(weights)])
    assert (weights / SUMS).read_bytes() == before
