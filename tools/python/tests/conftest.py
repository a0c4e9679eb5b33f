"""What the tests share: the pages of datasets/pages, and the package as it is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SOURCE = Path(os.environ.get("DEHUSK_SOURCE", Path(__file__).resolve().parents[3]))
PAGES = sorted([*(SOURCE / "datasets/pages").glob("*.html"), *(SOURCE / "datasets/pages").glob("*.txt")])


@pytest.fixture(scope="session")
def source() -> Path:
    """The top of the source tree."""
    return SOURCE


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def page_file(request: pytest.FixtureRequest) -> Path:
    """Each of the pages."""
    path: Path = request.param
    return path


@pytest.fixture(scope="session")
def pages() -> list[bytes]:
    """All of the pages."""
    assert len(PAGES) > 20
    return [path.read_bytes() for path in PAGES]


@pytest.fixture(scope="session")
def article() -> str:
    """An English article as a str."""
    return (SOURCE / "datasets/pages/news-en.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def command() -> str:
    """The command dehusk."""
    for name in (os.environ.get("DEHUSK", ""), str(SOURCE / "build/release/tools/dehusk")):
        if name and shutil.which(name):
            return name
    pytest.skip("the command is not built (DEHUSK names it)")
