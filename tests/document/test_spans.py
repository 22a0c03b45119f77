import pytest

from proofer.document.spans import Span


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
