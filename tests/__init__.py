"""Tests; a folder for each room of the package. Their clock is that of Beijing."""

import os
import time

os.environ["TZ"] = "Asia/Shanghai"
if hasattr(time, "tzset"):  # Windows has none
    time.tzset()
