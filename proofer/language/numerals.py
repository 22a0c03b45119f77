"""Numbers as newspapers print them: 2026, ２０２６, 二〇二六, 十七, 廿七, 一百零五."""

from __future__ import annotations

DIGIT = "0-9０-９"
NUMERAL = "零〇○一二三四五六七八九十百廿卅"
_DIGITS = "零一二三四五六七八九"
_VALUES = {character: value for value, character in enumerate(_DIGITS)} | {
    "〇": 0,
    "○": 0,
    "O": 0,
    "Ｏ": 0,
    "两": 2,
}
_TENS = {"廿": 20, "卅": 30}
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def value(printed: str) -> int | None:
    """Return the number that `printed` stands for: below 1,000, or digit by digit; else None.

    The letter O counts as a zero among digits: 二O二六 is how many a typist writes it.
    """
    if printed.isdecimal():
        return int(printed)
    if printed == "元":
        return 1
    if len(printed) > 1 and all(each in _VALUES for each in printed):
        return int("".join(str(_VALUES[each]) for each in printed))
    return _spoken(printed)


def _spoken(printed: str) -> int | None:
    total, digit = 0, None
    for character in printed:
        if character in _VALUES:
            digit = _VALUES[character] or None
        elif character in "十百":
            unit = 10 if character == "十" else 100
            total += (1 if digit is None else digit) * unit
            digit = None
        elif character in _TENS:
            total += _TENS[character]
        else:
            return None
    return total + (digit or 0) if printed else None


def numeral(number: int) -> str:
    """Return `number` (0 to 999) as it is spoken: 十七, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        return (
            head
            + (("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十")
            + (_DIGITS[ones] if ones else "")
        )
    if not ones:
        return head or "零"
    return head + ("零" if hundreds else "") + _DIGITS[ones]


def like(printed: str, number: int) -> str:
    """Return `number` in the characters of `printed`; positional (二〇二六) from 1,000 on."""
    if printed.isascii():
        return str(number)
    if printed.isdecimal():
        return str(number).translate(_FULL)
    if number >= 1000:
        zero = next((each for each in printed if each in "零〇○"), "〇")
        return "".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in str(number))
    return numeral(number)
