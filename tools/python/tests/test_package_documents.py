"""What the documents say is so: README's examples, the annotations, the docstrings."""

from __future__ import annotations

import doctest
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dehusk
import dehusk.justext
from dehusk.adapters import trafilatura

HERE = Path(__file__).resolve().parent

USER = '''
import dehusk
from typing import assert_type

page = dehusk.classify(b"<p>x", favor="recall", limits=dehusk.Limits(max_lines=5))
assert_type(page, dehusk.Page)
assert_type(dehusk.extract(memoryview(b"x")), str)
for line in page.lines:
    assert_type(line.probability, float)
    assert_type(line.begin, int)
for result in dehusk.classify_many(["a"], errors="return"):
    assert_type(result, dehusk.Page | Exception)
for one in dehusk.classify_many([b"a"]):
    assert_type(one, dehusk.Page)
for _, kept in dehusk.iter_archive("a"):
    assert_type(kept, dehusk.ArchivePage)
for _, found in dehusk.iter_archive("a", errors="return"):
    assert_type(found, dehusk.ArchivePage | dehusk.RecordError)
dehusk.extract("x", favor="speed")
dehusk.extract(5)
dehusk.Settings(format="xml")
page.nothing
'''


def test_examples_of_readme() -> None:
    found = doctest.testfile(str(HERE.parent / "README.md"), module_relative=False)
    assert found.failed == 0
    assert found.attempted > 15


def test_example_of_the_project(source: Path, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (source / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    names = {"html": article, "pages": [article, article.encode()]}
    exec(compile(example, "README.md", "exec"), names)
    assert names["text"] == dehusk.extract(article)
    assert capsys.readouterr().out.count("article Harbour town") == 2


def test_examples_of_docstrings() -> None:
    assert doctest.testmod(dehusk).failed == 0


def test_annotations(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "user.py").write_text(USER, encoding="utf-8")
    # From an empty folder: the package that is installed, with its py.typed.
    run = subprocess.run(
        [sys.executable, "-I", "-m", "mypy", "--strict", "--cache-dir", os.devnull, "user.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    errors = [row for row in run.stdout.splitlines() if ": error:" in row]
    assert [int(row.split(":")[1]) for row in errors] == [19, 20, 21, 22], run.stdout


def test_public_names_have_docstrings() -> None:
    for module in (dehusk, dehusk.justext, trafilatura):
        assert module.__doc__
        for name in getattr(module, "__all__", ()):
            thing = getattr(module, name)
            if not (inspect.isclass(thing) or inspect.isfunction(thing)):
                continue
            assert thing.__doc__, name
            for member, value in vars(thing).items():
                if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                    assert value.__doc__, (name, member)


def test_trafilatura_formats() -> None:
    html = (
        "<html lang=en><title>Ferry to run again</title><meta name=author content='Maren Oldcastle'>"
        "<meta property=og:site_name content=Courier><nav><a href=/>Home</a> | <a href=/news>News</a></nav>"
        "<article><h1>Ferry to run again</h1><p>The ferry will run again from <a href=/m>Monday</a>, the office said.</p>"
        "<p>About two hundred people stood on the quay in the rain to watch it leave, some of them since dawn.</p></article>"
    )
    markdown = trafilatura.extract(html, output_format="markdown")
    assert markdown is not None and markdown.startswith("# Ferry") and "](" not in markdown
    linked = trafilatura.extract(html, "https://e.example/p", output_format="markdown", include_links=True)
    assert linked is not None and "](" in linked
    headed = trafilatura.extract(html, output_format="markdown", with_metadata=True)
    assert headed is not None and headed.startswith('---\ntitle: "Ferry to run again"\nauthor: "Maren Oldcastle"\n')
    assert headed.endswith("---\n" + markdown)
    told = json.loads(trafilatura.extract(html, output_format="json", with_metadata=True) or "")
    assert told["author"] == "Maren Oldcastle" and told["sitename"] == "Courier" and told["language"] == "en"
    assert "author" not in json.loads(trafilatura.extract(html, output_format="json") or "")
    tei = trafilatura.extract(html, "https://e.example/p", output_format="xmltei", include_links=True) or ""
    assert tei.startswith("<TEI ") and "<author>Maren Oldcastle</author>" in tei and "https://e.example/m" in tei
    assert (trafilatura.extract(html, output_format="html") or "").startswith("<h1>Ferry")
    assert trafilatura.extract(html, "https://e.example/p", only_with_metadata=True) is None  # it has no date
    assert trafilatura.extract(html, "https://e.example/p", url_blacklist={"https://e.example/p"}) is None
    anonymous = trafilatura.extract(html, output_format="json", with_metadata=True, author_blacklist={"Maren Oldcastle"})
    assert json.loads(anonymous or "")["author"] is None
    for name in ("deduplicate", "include_links"):
        with pytest.raises(ValueError, match="not supported"):
            trafilatura.extract(html, **{name: True})
