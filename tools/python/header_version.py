"""The version of the package for scikit-build-core: that of the library, which dehusk.h alone says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def dynamic_metadata(_settings: Mapping[str, Any], _project: Mapping[str, Any]) -> dict[str, str]:
    """Is called in this folder: that of a tree, or that of an sdist, which has the library in it."""
    library = Path("library")
    header = (library if library.is_dir() else Path("../..")) / "runtime/include/dehusk.h"
    numbers = dict(re.findall(r"(?m)^#define DEHUSK_VERSION_(\w+) (\d+)$", header.read_text(encoding="utf-8")))
    return {"version": "{MAJOR}.{MINOR}.{PATCH}".format_map(numbers)}
