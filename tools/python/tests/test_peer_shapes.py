"""The shim and the adapters against the packages themselves; what is not installed is skipped."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import json
import pickle
import sys
import types
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import dehusk
import dehusk.justext
from dehusk.adapters import trafilatura as trafilatura_adapter

# -- jusText ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_justext() -> ModuleType:
    """The package jusText."""
    return pytest.importorskip("justext")


def program_for_justext(justext: Any, html: str | bytes) -> list[dict[str, Any]]:
    """What a program does with jusText."""
    found = []
    for paragraph in justext.justext(html, justext.get_stoplist("English"), max_link_density=0.3, no_headings=False):
        found.append(
            {
                "text": paragraph.text,
                "class_type": paragraph.class_type,
                "cf_class": paragraph.cf_class,
                "is_boilerplate": paragraph.is_boilerplate,
                "is_heading": paragraph.is_heading,
                "heading": paragraph.heading,
                "dom_path": paragraph.dom_path,
                "xpath": paragraph.xpath,
                "text_nodes": paragraph.text_nodes,
                "tags_count": paragraph.tags_count,
                "chars_count_in_links": paragraph.chars_count_in_links,
                "links_density": float(paragraph.links_density()),
                "words_count": paragraph.words_count,
                "stopwords": paragraph.stopwords_count(frozenset(["the", "a"])),
                "stopwords_density": float(paragraph.stopwords_density(frozenset(["the", "a"]))),
                "contains_text": paragraph.contains_text(),
                "length": len(paragraph),
            }
        )
    return found


def test_same_program_for_justext(real_justext: ModuleType, article: str) -> None:
    theirs = program_for_justext(real_justext, article)
    ours = program_for_justext(dehusk.justext, article)
    assert len(ours) > 10
    for name in theirs[0]:
        assert {type(entry[name]) for entry in ours} == {type(entry[name]) for entry in theirs}, name
    assert {entry["class_type"] for entry in ours} == {"good", "bad"}
    good = [entry["text"] for entry in ours if not entry["is_boilerplate"]]
    # jusText makes a space of every white space, U+00A0 too.
    assert good == [" ".join(row.split()) for row in dehusk.extract(article, format="html").split("\n")]
    # The same text, cut in the same places, for the most part.
    both = {entry["text"] for entry in theirs} & {entry["text"] for entry in ours}
    assert len(both) > 0.8 * len(theirs)


def test_same_names_as_justext(real_justext: ModuleType, article: str) -> None:
    theirs = inspect.signature(real_justext.justext).parameters
    ours = inspect.signature(dehusk.justext.justext).parameters
    assert list(ours) == list(theirs)
    for name in ("length_low", "length_high", "stopwords_low", "stopwords_high", "max_link_density",
                 "max_heading_distance", "no_headings", "encoding"):  # fmt: skip
        assert ours[name].default == theirs[name].default
    paragraph = real_justext.justext(article, frozenset())[0]
    named = {name for name in dir(paragraph) if not name.startswith("_")}
    assert named - set(dir(dehusk.justext.justext(article)[0])) == {"append_text"}


def test_markup_of_justext(real_justext: ModuleType, source: Path) -> None:
    same: Counter[str] = Counter()
    compared = 0
    for file in sorted((source / "datasets/pages").glob("*.html")):
        data = file.read_bytes()
        html = data.decode(dehusk.classify(data).charset)
        if html.startswith("<?xml"):
            continue
        theirs: dict[str, Any] = {}
        for paragraph in real_justext.justext(html, frozenset()):
            theirs.setdefault(paragraph.text, paragraph)
        for ours in dehusk.justext.justext(html):
            other = theirs.get(ours.text)
            if other is not None:
                compared += 1
                for name in ("dom_path", "xpath", "tags_count", "chars_count_in_links", "is_heading", "words_count"):
                    same[name] += getattr(ours, name) == getattr(other, name)
    assert compared > 1000
    # Lines of the same text in several places account for most of the rest.
    for name, count in same.items():
        assert count > 0.95 * compared, name


def test_justext_of_bytes(real_justext: ModuleType, pages: list[bytes]) -> None:
    for data in pages:
        paragraphs = dehusk.justext.justext(data)
        for paragraph in paragraphs:
            assert 0 <= paragraph.links_density() <= 1
            assert paragraph.dom_path.split(".")[-1] in paragraph.xpath
    assert any(paragraph.links_density() > 0.9 for paragraph in dehusk.justext.justext(pages[0]))


def test_justext_shim_alone(article: str) -> None:
    paragraphs = dehusk.justext.justext(article, no_headings=True)
    assert not any(paragraph.heading for paragraph in paragraphs)
    assert any(paragraph.is_heading for paragraph in paragraphs)
    assert paragraphs[0].line.begin >= 0
    assert "Paragraph" in repr(paragraphs[0])
    with pytest.raises(ValueError, match="preprocess"):
        dehusk.justext.justext(article, preprocessor=lambda tree: tree)
    text = dehusk.justext.justext("Привет, паром.".encode("koi8-r"), encoding="koi8-r")[0].text
    assert text == "Привет, паром."
    assert isinstance(dehusk.justext.get_stoplist("Welsh"), frozenset)


# -- trafilatura -----------------------------------------------------------------------


def test_same_calls_as_trafilatura(article: str) -> None:
    trafilatura = pytest.importorskip("trafilatura")
    calls: list[dict[str, Any]] = [
        {}, {"favor_precision": True}, {"favor_recall": True, "include_comments": False},
        {"include_tables": False, "fast": True, "url": "https://example.org/"},
    ]  # fmt: skip
    for keywords in calls:
        for html in (article, article.encode()):
            texts = [module.extract(html, **keywords) for module in (trafilatura, trafilatura_adapter)]
            assert all(isinstance(text, str) for text in texts)
            documents = [module.bare_extraction(html, **keywords) for module in (trafilatura, trafilatura_adapter)]
            for name in ("title", "text", "raw_text", "url", "id", "comments"):
                assert hasattr(documents[0], name)
                assert hasattr(documents[1], name)
            assert documents[1].text == texts[1] == dehusk.extract(
                html, format="html",
                favor="precision" if "favor_precision" in keywords else "recall" if "favor_recall" in keywords
                else "balanced",
            )  # fmt: skip
            assert set(documents[1].as_dict()) <= set(documents[0].as_dict())
    ours, theirs = (
        set(inspect.signature(getattr(module, name)).parameters)
        for module, name in ((trafilatura_adapter, "extract"), (trafilatura, "extract"))
    )
    options = trafilatura_adapter._UNUSED | {*trafilatura_adapter._REFUSED, *trafilatura_adapter._CHOOSING}
    assert theirs <= ours | options
    assert set(inspect.signature(trafilatura.bare_extraction).parameters) <= options | set(
        inspect.signature(trafilatura_adapter.bare_extraction).parameters
    )
    # Nothing to extract.
    assert trafilatura.extract("<p>x") is trafilatura_adapter.extract("") is None
    assert trafilatura.bare_extraction("<p>x") is trafilatura_adapter.bare_extraction("") is None
    # JSON has the fields under the same names.
    theirs_json, ours_json = (
        json.loads(module.extract(article, output_format="json", with_metadata=True))
        for module in (trafilatura, trafilatura_adapter)
    )
    assert {"title", "text", "raw_text", "comments", "id"} <= set(theirs_json) & set(ours_json)


def test_trafilatura_adapter_alone(article: str) -> None:
    for refused in ({"include_links": True}, {"output_format": "xml"}, {"prune_xpath": "//p"}):
        with pytest.raises(ValueError, match="not supported"):
            trafilatura_adapter.extract(article, **refused)
    with pytest.raises(ValueError, match="not supported"):
        trafilatura_adapter.bare_extraction(article, output_format="xml")
    with pytest.raises(TypeError, match="unknown option"):
        trafilatura_adapter.extract(article, colour="red")
    found = trafilatura_adapter.bare_extraction(article, as_dict=True)
    assert isinstance(found, dict)
    assert "page" not in found


# -- datatrove -----------------------------------------------------------------------------


def test_datatrove_pipeline(pages: list[bytes]) -> None:
    pytest.importorskip("datatrove")
    from datatrove.data import Document
    from datatrove.pipeline.extractors.base import BaseExtractor

    from dehusk.adapters.datatrove import DehuskExtractor

    extractor = DehuskExtractor(timeout=10, favor="recall")
    assert isinstance(extractor, BaseExtractor)
    assert pickle.loads(pickle.dumps(extractor)).classifier.settings == extractor.classifier.settings
    texts = [data.decode(dehusk.classify(data).charset) for data in pages[:8]] + ["<p></p>"]
    documents = [Document(text=text, id=str(number)) for number, text in enumerate(texts)]
    # In a process of its own for each document, as datatrove does it.
    found = {document.id: document.text for document in extractor.run(iter(documents))}
    expected = {
        str(number): text
        for number, html in enumerate(texts)
        if (text := dehusk.extract(html, format="html", favor="recall"))
    }
    assert found == expected
    assert len(found) >= 6


# -- NeMo Curator ----------------------------------------------------------------------------


@pytest.fixture
def nemo_base(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """NeMo Curator's module with the base class, loaded without the rest of the package.

    All of it needs torch, Ray and more; without them, its packages cannot be imported, but this one file can.
    """
    name = "nemo_curator.stages.text.download.html_extractors.base"
    try:
        return importlib.import_module(name)
    except ImportError:
        pass
    try:
        files = importlib.metadata.files("nemo-curator") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("nemo-curator is not installed")
    (file,) = (file for file in files if str(file) == name.replace(".", "/") + ".py")
    for module in [loaded for loaded in sys.modules if loaded.split(".")[0] == "nemo_curator"]:
        monkeypatch.delitem(sys.modules, module)
    parts = name.split(".")
    for end in range(1, len(parts)):
        package = types.ModuleType(".".join(parts[:end]))
        package.__path__ = []
        monkeypatch.setitem(sys.modules, package.__name__, package)
    specification = importlib.util.spec_from_file_location(name, str(file.locate()))
    assert specification is not None and specification.loader is not None
    base = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, name, base)
    specification.loader.exec_module(base)
    return base


def test_nemo_algorithm(nemo_base: ModuleType, article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "dehusk.adapters.nemo_curator", raising=False)
    from dehusk.adapters.nemo_curator import DehuskExtractor, any_language

    algorithm = DehuskExtractor(favor="precision")
    assert isinstance(algorithm, nemo_base.HTMLExtractorAlgorithm)
    theirs = inspect.signature(nemo_base.HTMLExtractorAlgorithm.extract_text).parameters
    assert list(inspect.signature(DehuskExtractor.extract_text).parameters) == list(theirs)
    lines = algorithm.extract_text(article, frozenset(), "ENGLISH")
    assert lines is not None
    assert "\n".join(lines) == dehusk.extract(article, format="html", favor="precision")
    assert algorithm.extract_text("", frozenset(), "THAI") == []
    assert pickle.loads(pickle.dumps(algorithm)).extract_text(article, frozenset(), "x") == lines
    assert "KHMER" in any_language
    assert any_language["KHMER"] == frozenset()
    assert "KHMER" in pickle.loads(pickle.dumps(any_language))
