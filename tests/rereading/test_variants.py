"""What is read on a traditional page is written in the forms that the page prints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from proofer.rereading.variants import TraditionalPrint, is_variant


def _certain(at: int, char: str) -> bool:
    return False


def _unsure(at: int, char: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("page", "read", "may_be", "written"),
    [
        ("國會開會說話", "成為", _unsure, "成爲"),
        ("國會開會說話", "成為", _certain, "成為"),
        ("國會開會說話", "成爲", _unsure, "成爲"),
        ("國內國內", "内容", _certain, "內容"),
        ("國内國内", "內容", _certain, "内容"),
        ("國會開會", "内容", _certain, "内容"),
        ("國會開會說話", "组織", _certain, "組織"),
        ("國會开会說話", "组織", _certain, "组織"),
        ("國會開會說話", "发展", _certain, "发展"),
    ],
    ids=[
        "the image may show the older form",
        "it shows the newer one",
        "the older form was read",
        "the page has one form",
        "the page has the other",
        "the page has neither",
        "traditional print has no simplified characters",
        "a page of both has",
        "of two counterparts neither is chosen",
    ],
)
def test_forms_are_those_of_the_page(
    page: str, read: str, may_be: Callable[[int, str], bool], written: str
) -> None:
    assert TraditionalPrint(page).written(read, may_be) == written


def test_the_image_is_asked_of_the_place_of_the_character() -> None:
    places: list[tuple[int, str]] = []

    def asked(at: int, char: str) -> bool:
        places.append((at, char))
        return False

    TraditionalPrint("國會").written("認為觀眾", asked)
    assert places == [(1, "爲"), (3, "衆")]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [("沒", "没", True), ("國會", "国会", True), ("爲", "馬", False), ("國", "国会", False)],
)
def test_texts_are_variants_if_each_character_is(old: str, new: str, *, same: bool) -> None:
    assert is_variant(old, new) is same
