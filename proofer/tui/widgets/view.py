"""Which text the page shows."""

from typing import Literal

View = Literal["difference", "original", "corrected"]
