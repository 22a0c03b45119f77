"""How many planted errors of fixed form are found: phrases, characters, encodings, numbers, units.

    python -m bench.accuracy.fixed_forms [--characters N] [--seed N] [--missed N]

Errors are planted in clean news and reports, one in 750 characters at most, of the kinds that OCR
and encodings make: a character of a set phrase misread as a look-alike, lost or doubled; a letter
for a digit; a character under another code or in traditional form. `right` counts first suggestions
that give back what stood there. Planted errors are kinder than real ones. False alarms:
python -m bench.accuracy.false_alarms --detector G002 G003 G004 N010 N011 N012 N020.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from functools import lru_cache

import regex

from proofer.checking.pipeline import make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.document.edits import apply
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.language.scripts import default_scripts
from tools.sources.clean_texts import clean_texts, document_of
from tools.sources.planted import Planted, plant

TEXTS = (
    "xwlb_train",
    "gov_reports_2026",
    "xinhua_2025",
    "peoples_daily_ner",
    "peoples-daily-typos",
)
Planter = Callable[[str, random.Random, Context], "tuple[Span, str] | None"]
_SHORTEST = 6


@lru_cache(maxsize=1)
def _phrases(context_digest: str, phrases: tuple[str, ...]) -> regex.Pattern[str]:
    del context_digest
    long = [each for each in phrases if len(regex.findall(r"\p{Han}", each)) >= _SHORTEST]
    return regex.compile("|".join(map(regex.escape, sorted(long, key=len, reverse=True))))


def _in_phrase(part: str, chooser: random.Random, context: Context, last: int = 0) -> Span | None:
    """Return a random Han character in a set phrase of `part`; not one of its `last` ones."""
    pattern = _phrases(context.dictionaries.digest, tuple(context.dictionaries.kind("phrases")))
    matches = list(pattern.finditer(part))
    if not matches:
        return None
    match = chooser.choice(matches)
    at = chooser.choice(
        [at for at in range(match.start(), match.end() - last) if regex.match(r"\p{Han}", part[at])]
    )
    return Span(at, at + 1)


def _misread(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    span = _in_phrase(part, chooser, context)
    near = context.shapes.neighbours(span.of(part), 8) if span else ()
    return (span, chooser.choice(near)) if span and near else None


def _lost(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    span = _in_phrase(part, chooser, context)
    return (span, "") if span else None


def _added(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    span = _in_phrase(
        part, chooser, context, last=2
    )  # behind the phrase it would not be the phrase's error
    near = context.shapes.neighbours(span.of(part), 8) if span else ()
    return (span, span.of(part) + chooser.choice(near)) if span and near else None


def _matching(pattern: str, replace: Callable[[str, random.Random], str]) -> Planter:
    """Return what plants `replace` at a random match of `pattern`."""
    compiled = regex.compile(pattern)

    def planter(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
        del context
        matches = list(compiled.finditer(part))
        if not matches:
            return None
        match = chooser.choice(matches)
        wrong = replace(match[0], chooser)
        return (Span(*match.span()), wrong) if wrong != match[0] else None

    return planter


def _letter(number: str, chooser: random.Random) -> str:
    at = chooser.choice([at for at, digit in enumerate(number) if digit in "01"])
    return number[:at] + ("O" if number[at] == "0" else chooser.choice("lI")) + number[at + 1 :]


def _full_width(number: str, chooser: random.Random) -> str:
    at = chooser.randrange(len(number))
    return number[:at] + chr(ord(number[at]) + 0xFEE0) + number[at + 1 :]


_TRADITIONAL = {right[0]: character for character, right in default_scripts().traditional.items()}
_RADICALS = {"月": "⽉", "日": "⽇", "一": "⼀", "生": "⽣", "人": "⼈", "长": "⻓", "大": "⼤"}
_LETTERS = str.maketrans("日人工口下", "HAIDF")
_KANA = {"二": "ニ", "力": "カ", "口": "ロ", "工": "エ", "八": "ハ"}
PLANTERS: dict[str, tuple[str, Planter]] = {
    "phrase: look-alike": ("G002", _misread),
    "phrase: lost": ("G002", _lost),
    "phrase: added": ("G002", _added),
    "letter in a number": (
        "N010",
        _matching(r"(?<![\d.,A-Za-z])(?=\d*[01])\d{2,6}(?=[年月日%万亿元吨])", _letter),
    ),
    "digits of two widths": ("N010", _matching(r"(?<![\d.,A-Za-z])\d{2,6}(?![\d.,])", _full_width)),
    "full-width separator": (
        "N010",
        _matching(r"(?<!\d)\d{1,3},\d{3}(?!\d)", lambda old, _: old.replace(",", "，")),
    ),
    "speck in a date": (
        "N010",
        _matching(r"\d月\d{1,2}日", lambda old, _: old.replace("月", "月.")),
    ),
    "broken ℃ and ‰": (
        "N012",
        _matching("(?<=\\d)[℃‰]", lambda old, _: '"C' if old == "℃" else "%o"),
    ),
    "radical": ("G003", _matching(f"[{''.join(_RADICALS)}]", lambda old, _: _RADICALS[old])),
    "invisible": (
        "G003",
        _matching(
            r"(?<=\p{Han})\p{Han}", lambda old, chooser: chooser.choice("\u200b\ufeff\x08") + old
        ),
    ),
    "traditional": (
        "G003",
        _matching(f"[{''.join(_TRADITIONAL)}]", lambda old, _: _TRADITIONAL[old]),
    ),
    "kana": (
        "G003",
        _matching(rf"(?<=\p{{Han}})[{''.join(_KANA)}](?=\p{{Han}})", lambda old, _: _KANA[old]),
    ),
    "丶 for 、": ("G003", _matching(r"(?<=\p{Han})、(?=\p{Han})", lambda old, _: "丶")),
    "letter for a character": (
        "G003",
        _matching(r"(?<=\p{Han})[日人工口下](?=\p{Han})", lambda old, _: old.translate(_LETTERS)),
    ),
    "GBK as Latin-1": (
        "G004",
        _matching(r"\p{Han}{2,8}", lambda old, _: old.encode("gbk", "replace").decode("latin-1")),
    ),
    "UTF-8 as Windows-1252": ("G004", _matching(r"\p{Han}{2,8}", lambda old, _: _as_cp1252(old))),
    "UTF-8 as GBK": ("G004", _matching(r"\p{Han}{4,8}", lambda old, _: _as_gbk(old))),
}


def _as_cp1252(text: str) -> str:
    raw = text.encode()
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _as_gbk(text: str) -> str:
    try:
        return text.encode().decode("gbk")
    except UnicodeDecodeError:
        return text


def _restores(finding: Finding, planted: Planted, place: Span) -> bool:
    if not finding.suggestions:
        return False
    edits = [edit for edit in finding.suggestions[0].edits if edit.span.end <= place.end + 12]
    return apply(planted.text[: place.end + 12], edits)[-24:] in planted.right


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=200_000, help="of each text")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--missed", type=int, default=0, metavar="N", help="print N errors that were not found"
    )
    options = parser.parse_args()
    context = make_context(Config())
    texts = [
        text
        for name, _, parts in clean_texts(options.characters)
        if name in TEXTS
        for text in parts
    ]
    print(f"{'error':24}{'code':>6}{'planted':>8}{'found':>8}{'right':>8}{'recall':>8}")
    for name, (code, planter) in PLANTERS.items():
        total = hit = right = 0
        missed: list[str] = []
        for number, text in enumerate(texts):
            planted = plant(text, planter, context, options.seed + number)
            findings = list(detectors()[code].detect(document_of(planted.text), context))
            for place in planted.places:
                wide = Span(max(0, place.start - 1), place.end + 1)
                near = [
                    each
                    for each in findings
                    if any(span.overlaps(wide) for span in (each.span, *each.related))
                ]
                total, hit = total + 1, hit + bool(near)
                right += any(_restores(each, planted, place) for each in near)
                if not near:
                    missed.append(
                        planted.text[max(0, place.start - 8) : place.end + 8].replace("\n", "⏎")
                    )
        print(f"{name:24}{code:>6}{total:8}{hit:8}{right:8}{hit / max(1, total):8.2f}")
        for line in missed[: options.missed]:
            print(f"    {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
