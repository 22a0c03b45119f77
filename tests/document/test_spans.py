import pytest

from proofer.document.spans import Apart, Span, disjoint, overlaps_any, span_at, spans_at


def test_a_span_is_half_open() -> None:
    span = Span(1, 3)
    assert (span.of("甲乙丙丁"), len(span)) == ("乙丙", 2)
    assert [offset in span for offset in range(4)] == [False, True, True, False]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_nonsense_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_neighbours_and_empty_spans_do_not_overlap() -> None:
    assert Span(0, 2).overlaps(Span(1, 3))
    assert not Span(0, 2).overlaps(Span(2, 3))
    assert not Span(0, 2).overlaps(Span(1, 1))


def test_covers_and_shift() -> None:
    assert Span(1, 5).covers(Span(1, 5))
    assert not Span(1, 5).covers(Span(0, 2))
    assert Span(1, 5).shift(-1) == Span(0, 4)


def test_overlapping_spans_become_one_and_neighbours_stay_apart() -> None:
    spans = [Span(4, 6), Span(0, 2), Span(5, 9), Span(2, 3), Span(4, 5)]
    assert disjoint(spans) == [Span(0, 2), Span(2, 3), Span(4, 9)]
    assert disjoint([]) == []


@pytest.mark.parametrize(
    ("offset", "span"), [(0, None), (1, Span(1, 3)), (2, Span(1, 3)), (3, None), (5, Span(5, 6))]
)
def test_the_span_at_an_offset(offset: int, span: Span | None) -> None:
    assert span_at((Span(1, 3), Span(5, 6)), offset) == span


def test_a_span_overlaps_any_as_it_overlaps_one_of_them() -> None:
    spans = (Span(1, 3), Span(3, 4), Span(6, 9))
    for start in range(11):
        for end in range(start, 11):
            span = Span(start, end)
            assert overlaps_any(span, spans) == any(span.overlaps(each) for each in spans), span


def test_the_spans_at_a_range_are_those_that_it_touches() -> None:
    spans = (Span(1, 3), Span(3, 4), Span(6, 9))
    for start in range(11):
        for end in range(start, 11):
            touched = [each for each in spans if each.start <= end and start <= each.end]
            assert list(spans_at(spans, start, end)) == touched, (start, end)


def test_spans_apart_take_none_that_overlaps() -> None:
    apart = Apart()
    added = [apart.add(span) for span in (Span(4, 6), Span(0, 2), Span(1, 3), Span(2, 4))]
    assert added == [True, True, False, True]
    assert apart.overlaps(Span(5, 9))
    assert not apart.overlaps(Span(6, 9))
    assert apart.add(Span(6, 6)), "an empty span overlaps nothing"
    assert not apart.add(Span(5, 9))
