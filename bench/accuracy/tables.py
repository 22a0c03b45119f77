"""The tables of accuracy: what systems got on the labelled sets, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from proofer.evaluation.rates import Rates, Score, share

THRESHOLDS = (0.5, 0.9)
"""Confidences from which on corrections are made."""


@dataclass(slots=True)
class Tally:
    """What one system got on one set."""

    scores: dict[float, Score]
    bins: dict[int, tuple[int, int, float]]
    """By tenths of confidence: corrections, right ones, sum of the confidences."""
    failures: Counter[str] = field(default_factory=Counter)
    """Detectors that failed, and on how many documents."""
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Count in what a part of the set got."""
        for threshold, more in other.scores.items():
            self.scores[threshold] += more
        for tenth, values in other.bins.items():
            held = self.bins.get(tenth, (0, 0, 0.0))
            self.bins[tenth] = (held[0] + values[0], held[1] + values[1], held[2] + values[2])
        self.failures += other.failures
        self.seconds += other.seconds


def empty() -> Tally:
    """Return the tally of nothing."""
    return Tally({threshold: Score() for threshold in THRESHOLDS}, {})


Tallies = Mapping[str, Mapping[str, Tally]]
"""What each system got on each set."""


def page(profile: str, command: str, model: str, tallies: Tallies) -> str:
    """Return the file of `docs/measurements` for a profile.

    Args:
        profile: name of the profile.
        command: options that it was measured with.
        model: what is to be said of the language model.
        tallies: what came out.
    """
    head = [
        f"# Accuracy: the profile `{profile}`\n",
        f"<!-- Written by `python -m bench.accuracy.findings --write {command}`. -->\n",
        f"Language model: {model}.\n",
    ]
    return "\n".join([*head, *rates(tallies), *reliabilities(tallies["proofer"])])


def is_joint(name: str) -> bool:
    """Whether a set is made of others."""
    return name.startswith("page all")


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share in per cent; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.{digits}f}"


def triple(rates: Rates) -> str:
    """Return precision, recall and F1."""
    return " / ".join(percent(each) for each in (rates.precision, rates.recall, rates.f1))


def by_sentence(name: str, system: str, threshold: str, total: Score) -> list[str]:
    """Return the cells of a line of the table by sentence."""
    flagged = f"{percent(total.any_flag.precision)} / {percent(total.any_flag.recall)}"
    clean = f"{percent(total.false_positive_rate)} / {percent(total.clean_flagged)}"
    rates = [
        triple(total.detection),
        triple(total.correction),
        percent(total.common.f1),
        flagged,
        clean,
    ]
    return [name, f"{total.wrong} of {total.sentences}", system, threshold, *rates]


def by_character(name: str, system: str, threshold: str, total: Score) -> list[str]:
    """Return the cells of a line of the table by character."""
    rates = f"{percent(total.error_rate_before, 2)} → {percent(total.error_rate_after, 2)}"
    made = [str(total.edits), percent(total.edits_right), str(total.harmful)]
    alarms = "–" if total.alarm_rate is None else f"{total.alarm_rate:.2f}"
    flags = [percent(total.places_found), alarms]
    return [
        name,
        str(total.characters),
        system,
        threshold,
        rates,
        percent(total.gone),
        *made,
        *flags,
    ]


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return (
        "\n".join("| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *lines))
        + "\n"
    )


def rates(tallies: Tallies) -> Iterator[str]:
    """Yield both tables of rates; the peer has no confidence, so one line of it is all."""
    lines = [
        (
            name,
            system,
            f"{threshold:g}" if system == "proofer" else "",
            held[name].scores[threshold],
        )
        for name in tallies["proofer"]
        for system, held in tallies.items()
        for threshold in (THRESHOLDS if system == "proofer" else THRESHOLDS[:1])
    ]
    yield "## By sentence (in %)\n"
    columns = [
        "set",
        "with error",
        "system",
        "≥",
        "detection P / R / F1",
        "correction P / R / F1",
        "common F1",
    ]
    head = [*columns, "any flag P / R", "clean changed / flagged"]
    yield table(head, (by_sentence(*line) for line in lines))
    yield "## By character (in %, alarms in 1,000 characters)\n"
    columns = [
        "set",
        "characters",
        "system",
        "≥",
        "error rate",
        "gone",
        "edits",
        "right",
        "harmful",
    ]
    head = [*columns, "places flagged", "alarms"]
    yield table(head, (by_character(*line) for line in lines))


def reliabilities(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield what the corrections of each tenth of confidence were worth."""
    yield "## Reliability: confidence said → share right (number)\n"
    kept = {name: one for name, one in tallies.items() if one.bins}
    if not kept:
        yield "No corrections.\n"
        return
    tenths = sorted({tenth for one in kept.values() for tenth in one.bins})
    lines = [
        [name, *(reliability(one.bins.get(tenth)) for tenth in tenths)]
        for name, one in kept.items()
    ]
    yield table(["set", *(f"{at / 10:.1f}-{(at + 1) / 10:.1f}" for at in tenths)], lines)


def reliability(values: tuple[int, int, float] | None) -> str:
    """Return what was said, what was right and how often, of one tenth."""
    if values is None:
        return ""
    count, right, total = values
    return f".{round(100 * total / count):02d} → {percent(share(right, count), 0)} % ({count})"
