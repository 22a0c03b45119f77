"""The tool that trains the language model, run on a made-up language of sixty characters."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from proofer.language.model import CharacterModel
from tests.paths import ROOT

ALPHABET = [chr(0x4E00 + number) for number in range(60)]


def sentences(seed: int, lines: int) -> list[str]:
    """Lines of a language in which each character prefers a few followers."""
    rng = np.random.default_rng(seed)
    result = []
    for _ in range(lines):
        row, line = int(rng.integers(60)), []
        for _ in range(int(rng.integers(14, 30))):
            row = (row * 7 + int(rng.geometric(0.4))) % 60
            line.append(ALPHABET[row])
        result.append("".join(line) + "。")
    return result


def train(shared: Path, output: Path, *options: str) -> CharacterModel:
    environment = os.environ | {"PROOFER_SHARED": str(shared), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-m",
        "tools.language_model.build",
        "--output",
        str(output),
        *options,
    ]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return CharacterModel.load(output)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "corpora").mkdir()
    for name, seed in (("xwlb_train", 1), ("laws", 2)):
        with lzma.open(folder / "corpora" / f"{name}.txt.xz", "wt", encoding="utf-8") as handle:
            handle.write("\n".join(sentences(seed, 600)))
    return folder


@pytest.fixture(scope="module")
def trained(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> CharacterModel:
    return train(shared, tmp_path_factory.mktemp("model"), "--budget", "1500")


def test_a_trained_model_is_a_distribution(trained: CharacterModel) -> None:
    for context in ["一", "一丁丂", "".join(ALPHABET[:6])]:
        scores = trained.totals(
            [context + char for char in trained.vocabulary.characters if char != "。"]
        )
        assert (10 ** (scores - trained.totals([context])[0])).sum() < 1.03
        scores = trained.totals([context + char for char in ALPHABET])
        assert (10 ** (scores - trained.totals([context])[0])).sum() > 0.8


def test_a_trained_model_knows_its_language(trained: CharacterModel) -> None:
    fresh = sentences(3, 50)
    shuffled = ["".join(np.random.default_rng(4).permutation(list(line))) for line in fresh]
    right, wrong = trained.totals(fresh, start=True), trained.totals(shuffled, start=True)
    assert (right > wrong).all()
    size = sum(map(len, fresh))
    assert 10 ** (-right.sum() / size) < 12
    assert 10 ** (-wrong.sum() / size) > 40


def test_pruning_keeps_to_the_budget(shared: Path, tmp_path: Path) -> None:
    train(shared, tmp_path, "--budget", "700")
    kept = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))["ngrams"]
    assert 600 < sum(kept[1:]) <= 700


def test_pruning_by_entropy_beats_pruning_by_counts(shared: Path, tmp_path: Path) -> None:
    counted = train(shared, tmp_path / "counts", "--thresholds", "0,3,4,4")
    kept = json.loads((tmp_path / "counts" / "model.json").read_text(encoding="utf-8"))["ngrams"]
    chosen = train(shared, tmp_path / "entropy", "--budget", str(sum(kept[1:])))
    fresh = sentences(5, 100)
    assert chosen.totals(fresh, start=True).sum() > counted.totals(fresh, start=True).sum()


def test_training_is_deterministic(shared: Path, tmp_path: Path, trained: CharacterModel) -> None:
    again = train(shared, tmp_path, "--budget", "1500")
    texts = sentences(6, 20)
    np.testing.assert_array_equal(again.totals(texts), trained.totals(texts))


def test_excluded_texts_are_not_trained_on(shared: Path, tmp_path: Path) -> None:
    secret = tmp_path / "page.txt"
    # Broken into lines and spaced, as a page is: the run of characters counts, not the layout.
    secret.write_text(
        "\n".join(" ".join(line[:8]) + "\n" + line[8:] for line in sentences(1, 600)),
        encoding="utf-8",
    )
    model = train(shared, tmp_path / "model", "--exclude", str(secret), "--news-weight", "0")
    header = json.loads((tmp_path / "model" / "model.json").read_text(encoding="utf-8"))
    # A line or two of the other corpus may share a run by chance.
    assert 590 <= header["lines"] <= 600
    assert model.vocabulary.size > 60
