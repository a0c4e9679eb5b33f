"""Models."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from typing_extensions import Buffer


class Model:
    """What lines are judged by: the model of the package, a file (``str`` or path), or the bytes of one.

    Immutable, for any number of threads. A pickled model takes its bytes along, so that other machines can use it.

    Raises ModelError for what is no model of this version, OSError if the file cannot be read.
    """

    __slots__ = ("_bytes", "_core")

    def __init__(self, source: str | os.PathLike[str] | Buffer | None = None) -> None:
        self._bytes: bytes | None
        if source is None:
            self._bytes = None
        elif isinstance(source, (str, os.PathLike)):
            self._bytes = Path(source).read_bytes()
        else:
            self._bytes = bytes(memoryview(source))
        self._core = _core.Model(self._bytes)

    def info(self, key: str) -> str | None:
        """What the model says of itself: "name", "created", "training-data", "settings", or another key; else None."""
        return self._core.info(key)

    @property
    def name(self) -> str:
        """The model's name, "" if it has none."""
        return self.info("name") or ""

    def __reduce__(self) -> tuple[type[Model], tuple[bytes | None]]:
        return (Model, (self._bytes,))

    def __repr__(self) -> str:
        return f"<dehusk.Model {self.name!r}>"
