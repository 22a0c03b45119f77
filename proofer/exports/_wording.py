"""What exports say of a place, in both languages: reason, evidence, editor, time."""

from __future__ import annotations

from proofer.findings.family import EDITOR, letter_of
from proofer.findings.finding import SOURCE_NAMES, Evidence, percent
from proofer.messages import Language, Message
from proofer.rendering.wording import local_time
from proofer.review.reviewed import AUTOMATIC, STATE_NAMES, ReviewedPlace

OTHER = Message("其他", "other")
"""The kind of errors of a plug-in that is not installed any more."""
BY_ITSELF = Message("proofer（自动）", "proofer (by itself)")


def family(code: str) -> Message:
    """Return the kind of error that a detector with this code finds."""
    from proofer.checking.registry import families

    known = families().get(letter_of(code))
    return known.title if known else OTHER


def reason(place: ReviewedPlace, language: Language) -> str:
    """Return why the place is wrong: the editor's note, and what the detector says of it."""
    why = (place.finding.message if place.finding else _title(place.code)).render(language)
    note = place.decision.note if place.decision else ""
    return Message("；", "; ").render(language).join(each for each in (note, why) if each)


def _title(code: str) -> Message:
    from proofer.checking.registry import detectors

    detector = detectors().get(code)
    if detector is not None:
        return detector.title
    return EDITOR.title if letter_of(code) == EDITOR.letter else Message(code, code)


def evidence(place: ReviewedPlace, language: Language) -> str:
    """Return the evidence for the correction, the strongest first; nothing without a finding."""
    if place.finding is None:
        return ""
    reasons = [_sentence(each, language) for each in place.finding.reasons]
    if place.state == AUTOMATIC:
        sure = percent(place.finding.suggestions[0].confidence)
        reasons.append(Message(f"可信度 {sure}", f"confidence {sure}").render(language))
    return Message("；", "; ").render(language).join(reasons)


def _sentence(each: Evidence, language: Language) -> str:
    source, detail = SOURCE_NAMES[each.source].render(language), each.detail.render(language)
    return Message(f"{source}：{detail}", f"{source}: {detail}").render(language)


def editor(place: ReviewedPlace, language: Language) -> str:
    """Return who decided."""
    if place.decision is not None:
        return place.decision.author
    return BY_ITSELF.render(language) if place.state == AUTOMATIC else ""


def time(place: ReviewedPlace) -> str:
    """Return when it was decided, ISO 8601 in UTC; nothing if nobody did."""
    return place.decision.time if place.decision else ""


def clock(place: ReviewedPlace) -> str:
    """Return when it was decided, as the clock of whoever exports it shows it."""
    return local_time(time(place))


def comment(place: ReviewedPlace, language: Language) -> str:
    """Return the comment on the place, without its editor, for whom comments have a field."""
    parts = [reason(place, language), evidence(place, language)]
    if not place.changing:
        state = STATE_NAMES[place.state].render(language)
        new = place.decision.replacement if place.decision and place.printed else ""
        should = Message(f"{state}，应作“{new}”", f"{state}, should read “{new}”").render(language)
        parts.insert(0, should if new else state)
    return Message("。", ". ").render(language).join(part for part in parts if part)
