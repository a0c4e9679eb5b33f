"""What a spider hands to the pipeline."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class RawPage:
    """A page as it came."""

    url: str
    body: bytes
    charset: str | None
    """That of the Content-Type header, if there was one."""
