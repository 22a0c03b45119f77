"""Letters for digits and digits for letters in Latin words and measures: lSO9001, C0VID-19, 22OV.

Among Chinese characters an engine has no help for O and 0, l, I and 1, S and 5, G and C. Well-known
names are given back their form, measures before a unit their digits, ISBNs and domain names what
belongs there.

Legitimate, and left alone: names that are right as they stand, models and codes that nobody knows.
---
字母和数字在拉丁词、计量里互相认错：lSO9001、C0VID-19、N9S口罩、22OV、5OHz、c0m。

夹在汉字中间，识别引擎分不清 O 和 0、l 和 I 和 1、S 和 5。众所周知的名称恢复原形，单位之前恢复数字，
书号、网址里恢复应有的字符。

以下不报告：本来就对的名称；没有人知道的型号和编号。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_NAMES = (  # noqa: SIM905 - as a list three times as long
    "ISO9001 ISO9000 ISO14001 ISO45001 ISO27001 ISO22000 ISO IEC COVID-19 COVID N95 KN95 AI "
    "AIGC 5G 4G 6G Wi-Fi WiFi SO2 CO2 PM2.5 PM10 GDP CPI PPI LED USB ICU DNA RNA APEC WTO "
    "OPEC BRICS G20 B2B O2O IPO QFII ISBN ISSN PLC DCS CCTV TOP10 TOP500 H5N1 H1N1 "
    "H7N9 LPG LNG IMAX CBD SOHO EMBA TOEFL GIS CEO CFO CTO COO CIO NGO OTC NBA CBA MBO "
    "COP15 COP26 COP27 COP28 COP29 COP30 NATO UNESCO UNICEF FAO OECD ASEAN AIDS SARS "
    "IBM BMW BBC CNN USA LOGO BIOS CD-ROM NO2 NOx VOCs CNG ETF "
    "FIFA UEFA FIBA NASA IMF WHO IOC FBI CIA MRI HIV HPV PCR ATM VIP CAD MBA DVD VCD CPU GPU APP "
    "GMP GSP HACCP FDA OEM ODM ERP CRM KTV MTV UFO PVC PET ABS GPS BDS CFA CPA PDF "
    "OLED HSK PISA IELTS SIM SSD SUV MPV ISIS OPPO vivo SOP POS BOPET B2C "
).split()
_FOLD = str.maketrans("0O1lI|S58B2Z", "ooiiiissbbzz")


def _folded(token: str) -> str:
    return token.translate(_FOLD).lower()


_BY_FOLD = {_folded(name): name for name in reversed(_NAMES)}
_TOKEN = lazy_regex(
    r"(?<![A-Za-z0-9./_-])(?:8(?=超)|[A-Za-z0-9|]{2,8})(?:[-.][A-Za-z0-9]{1,6})?(?![A-Za-z0-9/_-])"
)
_TECHNOLOGY = lazy_regex(
    r"(?:技术|网络|时代|基站|信号|手机|应用|大模型|模型|算法|芯片|赋能|与|和|、|＋|\+)"
)
_ECONOMY = lazy_regex(
    r"(?:总量|总值|增[长速幅]|占比?|突破|达到?|同比|核算|年均|平均|排名|为[\d一二三四五六七八九]|[0-9])"
)
_SPECIAL = {
    "5C": ("5G", _TECHNOLOGY),
    "A1": ("AI", _TECHNOLOGY),
    "Al": ("AI", lazy_regex(r"技术|大?模型|算法|芯片|赋能|时代|应用|手机|助手|智能|工具|产业")),
    **dict.fromkeys(("lT", "1T", "|T"), ("IT", lazy_regex("行业|产业|技术|企业|公司|业|人才|界"))),
    **dict.fromkeys(("lP", "1P", "|P"), ("IP", lazy_regex("地址|属地|电话|授权|形象|化|改编"))),
    **dict.fromkeys(("lC", "1C", "|C"), ("IC", lazy_regex("卡|芯片|设计"))),
    "8": ("B", lazy_regex("超(?:检查|提示|显示|室|报告|引导|机|诊断|探头|检测)")),
    "4C": ("4G", _TECHNOLOGY),
    **dict.fromkeys(("C1", "CI", "Cl"), ("CT", lazy_regex("机|检查|扫描|影像|片显示|室"))),
    **dict.fromkeys(("GOP", "GDF", "CDP", "GPP", "6DP", "GDR", "G0P"), ("GDP", _ECONOMY)),
}
"""Misreadings that the folded forms do not show, the right name, and what must follow."""
_PARTY = "共和党"
"""What GOP is, on a page that has it."""
_SERIAL = lazy_regex(
    r"(?<![A-Za-z0-9_./-])[A-Z]{1,2}\d{1,3}(?P<wrong>[Ol])(?=\d{1,3}(?![A-Za-z0-9_./-]))"
    r"|(?<![A-Za-z0-9_./-])[GDCKTZSLY]\d{0,3}(?P<wrong>[OlI]{1,2})(?=\d{0,3}(?:次|号高速|高速公路|国道|省道))"
    r"|(?<![A-Za-z0-9_./-])[A-Z](?P<wrong>[Ol])(?=\d[版叠])|(?<=维生素[ABCDEK])(?P<wrong>[lIO])(?=\d?(?![A-Za-z0-9]))"
    r"|(?<=维生素[ABCDEK]\d)(?P<wrong>[lIO])(?![A-Za-z0-9])"
)
"""A number behind a letter or two with a letter inside: C9l9, G1O2, AO1版, 维生素Bl2."""
_STANDARD = lazy_regex(
    r"(?<![A-Za-z0-9])(?:GBZ?|QB|HJ|JB|YY|YB|SL|JGJ|DL|NY|WS|DB\d\d|ISO|IEC|CN|ISSN)(?:/T)?[ 　]?"
    r"(?P<wrong>(?=[OolI]{0,3}\d)(?=[\d.-]{0,8}[OolI])[\dOolI][\dOolI.-]{1,12})(?![A-Za-z0-9])"
)
"""The number of a standard or a journal: GB/T l9001, CN ll-0065."""
_BEHIND_HYPHEN = lazy_regex(r"(?<=[A-Z]-)(?P<wrong>l)(?=\d{0,3}(?![A-Za-z0-9_]))")
_MAIL = lazy_regex(r"@(?P<wrong>[lI|])(?=[26]\d\.(?:com|net|cn))")
_ROUND = lazy_regex(r"(?<![A-Za-z0-9_./-])[A-Z][a-z]{0,12}0[a-z]{2,14}(?![A-Za-z0-9_./-])")
"""A word with the letter o read as 0: B0eing."""
_UNITS = (
    r"(?:kV|V|kW|MW|GW|W|Hz|kHz|MHz|GHz|mA|A|GB|MB|TB|km|kg|mm|cm|mg|mL|ml|μg|mmol|mol|kPa|MPa|rpm|"
    r"um|nm|hm|ug|kVA|kWh|MWh|kN|kJ|MJ|kcal|dB|Pa|N|J|h|min|Ω|g|t|m)"
)
_MEASURE = lazy_regex(
    rf"(?<![A-Za-z0-9.])(?P<wrong>(?![lI]\d+[tN])[1-9lI][\dOolI]{{0,5}})(?<!l(?=[mx])|o(?=hm))"
    rf"(?={_UNITS}(?:[23²³])?(?![A-Za-z0-9]))"
)
_ISBN = lazy_regex(
    r"(?:ISBN|(?<!证)书号)[ :：]*(?:ISBN[ :：]*)?"
    r"(?P<wrong>[\dOolISB][-\dOolISB ]{8,16}[\dOolISBX])"
)
_DOMAINS = {
    "c0m": "com",
    "corn": "com",
    "c0rn": "com",
    "con": "com",
    "0rg": "org",
    "nel": "net",
    "not": "net",
    "g0v": "gov",
}
_DOMAIN = lazy_regex(rf"(?<=\.)(?P<wrong>{'|'.join(_DOMAINS)})(?=[./]?(?:\.?cn)?(?![A-Za-z0-9]))")
_RIGHT_UNITS = {
    "ug": "μg",
    "um": "μm",
    "umol": "μmol",
    "umo1": "μmol",
    "uL": "μL",
    "uA": "μA",
    "uF": "μF",
    "uSv": "μSv",
    "mmo1": "mmol",
    "mo1": "mol",
    "r/mjn": "r/min",
    "km/b": "km/h",
    "m1": "ml",
    "rnm": "mm",
    "rnL": "mL",
    "rnl": "ml",
    "rng": "mg",
    "kWb": "kWh",
    "kW・h": "kW·h",
}
_UNIT = lazy_regex(
    rf"(?<=[\dO] ?)(?<![A-Za-z]O)(?P<wrong>{'|'.join(_RIGHT_UNITS)})(?=/|[^A-Za-z0-9]|$)"
)
_MODEL = lazy_regex(r"[lIO|]?\d+[A-Za-z]{0,2}|[A-Za-z]\d{2,}")
"""A number with its unit, or a model (A15), which no name is."""
_BESIDE_DIGIT = lazy_regex(r"[OolI|SB][\d-]|[-\d@][OolI|SB]|[素A-Z][lIO]")
"""Letters that digits are read as, where one may be."""
_DIGITS = str.maketrans("OolIS|B", "0011518")
_CONFIDENCE = 0.92
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the Latin words and measures with a letter for a digit, or the reverse."""
    del context
    text = document.text
    for match in _TOKEN.finditer(text):
        token = match[0]
        right = _BY_FOLD.get(_folded(token), token)
        special, follows = _SPECIAL.get(token, ("", _TECHNOLOGY))
        if special and follows.match(text, match.end()):
            if token != "GOP" or _PARTY not in text:
                yield _finding(document, Span(*match.span()), special)
        elif _is_mixed(token, right):
            yield _finding(document, Span(*match.span()), right)
        elif right == token and _ROUND.fullmatch(token):
            yield _finding(document, Span(*match.span()), token.replace("0", "o"))
    mixed = _BESIDE_DIGIT.search(text) is not None
    for pattern in (_BEHIND_HYPHEN, _SERIAL, _MAIL) if mixed else ():
        for match in pattern.finditer(text):
            yield _finding(document, Span(*match.span("wrong")), match["wrong"].translate(_DIGITS))
    for pattern, table in ((_DOMAIN, _DOMAINS), (_UNIT, _RIGHT_UNITS)):
        for match in pattern.finditer(text):
            yield _finding(document, Span(*match.span("wrong")), table[match["wrong"]])
    for pattern in (_MEASURE, _ISBN, _STANDARD) if mixed else ():
        for match in pattern.finditer(text):
            wrong = match["wrong"]
            right = wrong.translate(_DIGITS)
            if right != wrong and any(map(str.isdigit, wrong)):
                yield _finding(document, Span(*match.span("wrong")), right)


def _is_mixed(token: str, right: str) -> bool:
    """Return whether `token` differs from the name by more than its case.

    A word in small letters (loc) is no name in capitals (IOC), of which an l would stand beside OC.
    """
    if token.lower() == right.lower() or _MODEL.fullmatch(token):
        return False
    if token.isalpha() and token.islower() and right.isupper():
        return False
    return len(token) > 2


def _finding(document: Document, span: Span, right: str) -> Finding:
    old = span.of(document.text)
    return DETECTOR.correction(
        document,
        span,
        right,
        Message(f"“{old}”应为“{right}”", f"{old} is {right}"),
        why=Message("字母与数字形近而互相认错", "letters and digits that look alike"),
        confidence=_CONFIDENCE,
    )


EXAMPLES = (
    bad("工厂通过lSO9001认证，符合lEC标准。", "工厂通过ISO9001认证，符合IEC标准。"),
    bad("电压38OV，频率5OHz，功率2OOW。", "电压380V，频率50Hz，功率200W。"),
    bad("书号ISBN 978-7-O3-O54321-8。", "书号ISBN 978-7-03-054321-8。"),
    good("工厂通过ISO9001认证，电压220V，型号为A15。"),
    good("用loc索引器选取所需的行。"),
    good("执业证书号：S0010200000001"),
    bad("全省GOP增长5%，CE0在C0P28大会致辞。", "全省GDP增长5%，CEO在COP28大会致辞。"),
    bad("粒径1Oum，由B0eing公司在CCTV-l宣布。", "粒径10μm，由Boeing公司在CCTV-1宣布。"),
    bad("国产C9l9客机、G1O2次列车。", "国产C919客机、G102次列车。"),
    bad("执行GB/T l4001，乘G2l次到站，见AO2版。", "执行GB/T 14001，乘G21次到站，见A02版。"),
    bad("8超检查与Al技术结合，邮箱a@l63.com。", "B超检查与AI技术结合，邮箱a@163.com。"),
    good("GB/T 19001、CN 11-0065、Al和Mg、8超过7、A01版、维生素B12都对。"),
    good("GOP是共和党的简称，GOP占参议院多数。"),
    bad("本书ISBN 7-O1-OO2345-6。", "本书ISBN 7-01-002345-6。"),
    good("光效达到100lm/W，电阻50ohm，熔断I2t值不变，USE_I18N为真。"),
    good("AI技术与5G网络深度融合，PM10浓度下降。"),
)


DETECTOR = Detector(
    code="N014",
    name="latin-token",
    title=Message("字母数字互误", "Letters for digits in Latin words"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
