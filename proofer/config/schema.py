"""The JSON schema of a configuration file, for editors; it is generated from the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofer.config.keys import KEYS, OVERRIDES, OVERRIDES_MEANING, PATHS, PATTERN_KEYS, Key
from proofer.messages import Message


def schema() -> dict[str, Any]:
    """Return the schema of `proofer.toml` and `[tool.proofer]`, in the draft that editors read."""
    patterns = {**_described(KEYS["ignore-patterns"].meaning), "type": "array", "items": _pattern()}
    inside = {name: key for name, key in KEYS.items() if key.everywhere}
    override = _table({"paths": PATHS, **inside}) | {"required": ["paths"]}
    whole = _table(KEYS)
    override["properties"]["ignore-patterns"] = whole["properties"]["ignore-patterns"] = patterns
    whole["properties"][OVERRIDES] = {
        **_described(OVERRIDES_MEANING),
        "type": "array",
        "items": override,
    }
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "proofer", **whole}


def _pattern() -> dict[str, Any]:
    return _table(PATTERN_KEYS) | {"oneOf": [{"required": ["text"]}, {"required": ["regex"]}]}


def _table(keys: Mapping[str, Key]) -> dict[str, Any]:
    properties = {
        name: {**_described(key.meaning), **key.kind.schema} for name, key in keys.items()
    }
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _described(meaning: Message) -> dict[str, str]:
    return {"description": f"{meaning.en} / {meaning.zh}"}
