"""A page as OCR-D has it between two steps."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<pc:PcGts xmlns:pc="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15" pcGtsId="p">
<pc:Metadata><pc:Creator>an engine</pc:Creator><pc:Created>2026-01-01T00:00:00</pc:Created>
<pc:LastChange>2026-01-01T00:00:00</pc:LastChange></pc:Metadata>
<pc:Page imageFilename="IMG/p1.png" imageWidth="900" imageHeight="400">
<pc:TextRegion id="r1"><pc:Coords points="0,0 900,0 900,400 0,400"/>
"""
TAIL = "</pc:TextRegion></pc:Page></pc:PcGts>\n"


def reading(text: str, index: int | None = None, conf: str = "0.96") -> str:
    number = "" if index is None else f' index="{index}"'
    return f'<pc:TextEquiv{number} conf="{conf}"><pc:Unicode>{text}</pc:Unicode></pc:TextEquiv>'


def line(name: str, top: int, words: list[str], *others: str) -> str:
    """Return a line with its words, and other readings of the whole behind the main one."""
    parts = "".join(
        f'<pc:Word id="{name}w{number}">{coords(top)}{reading(word)}</pc:Word>'
        for number, word in enumerate(words)
    )
    texts = ["".join(words), *others]
    readings = "".join(reading(text, number) for number, text in enumerate(texts))
    return f'<pc:TextLine id="{name}">{coords(top)}{parts}{readings}</pc:TextLine>\n'


def coords(top: int) -> str:
    return f'<pc:Coords points="0,{top} 900,{top} 900,{top + 40} 0,{top + 40}"/>'


def page(*lines: str) -> bytes:
    return (HEAD + "".join(lines) + TAIL).encode()


BROKEN = page(
    line("l1", 0, ["大桥", "的", "的", "建设"], "大桥的约建设"),
    line("l2", 50, ["己经", "全面", "完成。"]),
)
"""Two lines, each with an error; the first has another reading."""
