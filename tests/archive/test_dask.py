"""A Dask cluster finds what `lint` finds; its death loses nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proofer.archive import engines
from proofer.archive.plan import Plan
from tests.archive.test_archive import merged, pages, planned
from tests.cli.conftest import Proofer, folder, proofer

distributed = pytest.importorskip("distributed", reason="the extra `archive` is not installed")
pytest.importorskip("pyarrow")
__all__ = ["folder", "pages", "proofer"]
pytestmark = pytest.mark.filterwarnings("default")
LIGHT = ("--select", "D,K")


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A cluster in this process: what passes through it is pickled all the same."""
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        protocol="tcp",
        dashboard_address=None,
        silence_logs=50,
    ) as made:
        yield made


def test_a_cluster_finds_the_same(proofer: Proofer, pages: Path, cluster: Any) -> None:
    lint = proofer("lint", pages, "--no-cache", "--format", "json", *LIGHT)
    out = planned(proofer, pages)
    proofer("archive", "run", out, "--shard", "1/2")
    run = proofer("archive", "run", out, "--dask", cluster.scheduler_address)
    assert "left of the plan: 0" in run.err
    assert run.code == lint.code
    assert len(Plan(out).finished()) == len(Plan(out).windows)
    assert merged(proofer, out)[1] == lint.out


def test_a_part_that_is_there_is_not_made_again_by_another_worker(
    proofer: Proofer, pages: Path
) -> None:
    plan = Plan(planned(proofer, pages))
    made = engines._on_worker(str(plan.folder), 0)
    part = plan.part("findings", 0)
    written = part.stat().st_mtime_ns
    assert engines._on_worker(str(plan.folder), 0) == made
    assert part.stat().st_mtime_ns == written


def test_what_kills_workers_is_checked_here(
    proofer: Proofer, pages: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(planned(proofer, pages).relative_to(Path.cwd()))

    def die(folder: str, number: int) -> dict[str, Any]:
        assert Path(folder).is_absolute(), "workers have other working folders"
        if number == 1:
            raise distributed.scheduler.KilledWorker("x", SimpleNamespace(address="a"), 3)
        return {"number": number}

    apart: list[int] = []

    def check(plan: Plan, number: int) -> dict[str, Any]:
        apart.append(number)
        return {}

    monkeypatch.setattr(engines, "_on_worker", die)
    monkeypatch.setattr(engines, "_apart", check)
    numbers = range(len(plan.windows))
    done = engines.run_dask(plan, numbers, cluster.scheduler_address)
    assert sorted(number for number, _ in done) == list(numbers)
    assert apart == [1]


def test_a_cluster_that_does_not_answer_is_an_error(
    proofer: Proofer, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_TIMEOUT", 0.2)
    out = planned(proofer, pages)
    started = time.monotonic()
    result = proofer("archive", "run", out, "--dask", "tcp://127.0.0.1:9")
    assert result.code == 2
    assert "does not answer" in result.err
    assert "run it again" in result.err
    assert time.monotonic() - started < 20
