"""The example project crawls the pages of datasets/pages, served on loopback, with the real Scrapy."""

from __future__ import annotations

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import dehusk

pytest.importorskip("scrapy")

PROJECT = Path(__file__).resolve().parents[1] / "examples/scrapy"
# What this server says of the charset of a page, rightly or not.
DECLARED = {"news-ru.html": "windows-1251", "news-en.html": "no-such-charset"}


class Site(http.server.SimpleHTTPRequestHandler):
    """The pages, and an index of them."""

    def do_GET(self) -> None:
        """Answers a request."""
        if self.path != "/":
            super().do_GET()
            return
        names = sorted(path.name for path in Path(self.directory).glob("*.html"))
        body = "".join(f"<li><a href='/{name}'>{name}</a>" for name in names).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The type, with the charset for some pages."""
        charset = DECLARED.get(Path(path).name)
        return super().guess_type(path) + (f"; charset={charset}" if charset else "")

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def site(source: Path) -> Iterator[str]:
    """The address of the server."""
    handler = functools.partial(Site, directory=str(source / "datasets/pages"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_crawl(site: str, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "pages.jsonl"
    # One step from the index; the links of the pages lead nowhere.
    subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"start={site}", "-O", str(output),
         "-s", "DEPTH_LIMIT=1", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "LOG_LEVEL=ERROR"],
        cwd=PROJECT, env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"), check=True, timeout=120,
    )  # fmt: skip
    rows = [json.loads(row) for row in output.read_text(encoding="utf-8").splitlines()]
    found = {row["url"].removeprefix(site): row for row in rows}
    assert len(found) == len(rows)
    wanted = {}
    for path in (source / "datasets/pages").glob("*.html"):
        page = dehusk.classify(path.read_bytes(), charset={"news-ru.html": "windows-1251"}.get(path.name))
        if page.verdict != "none":
            wanted[path.name] = (page.title, page.charset, page.verdict, page.text)
    assert len(wanted) > 15
    assert {
        name: (row["title"], row["charset"], row["verdict"], row["text"]) for name, row in found.items()
    } == wanted
    assert found["news-ru.html"]["charset"] == "windows-1251"
