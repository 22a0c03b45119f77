"""What a run does, from defaults, the files of user and project, and the command line."""

from proofer.config.files import (
    DICTIONARY_FOLDER,
    Settings,
    for_folder,
    load,
    settings_for,
    user_file,
)
from proofer.config.keys import is_encoding, is_probability, is_threshold, threshold
from proofer.config.settings import PRESETS, Config, IgnorePattern, names_detector, nearest

__all__ = [
    "DICTIONARY_FOLDER",
    "PRESETS",
    "Config",
    "IgnorePattern",
    "Settings",
    "for_folder",
    "is_encoding",
    "is_probability",
    "is_threshold",
    "load",
    "names_detector",
    "nearest",
    "settings_for",
    "threshold",
    "user_file",
]
