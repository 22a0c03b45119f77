"""bench.speed.stages measures every stage that it prints."""

from __future__ import annotations

from bench.speed import stages
from proofer.checking.pipeline import make_context
from proofer.config import Config


def test_each_stage_of_the_channel_is_measured() -> None:
    config = Config()
    _, parts, inner = stages.measure(["会议强调要深彻学习。\n" * 3], config, make_context(config))
    assert inner.keys() == {stage for stage, _, _ in stages.INNER}
    assert {stages.CHANNEL, stages.REST} <= parts.keys()
