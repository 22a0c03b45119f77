"""The views of the page: which text it shows."""

from typing import Literal

View = Literal["difference", "original", "corrected"]
