"""Settings, models, classifiers, errors."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import mmap
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dehusk
from dehusk import Classifier, Limits, Model, Settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "xml"}, {"favor": "speed"}, {"threshold": 1.5}, {"threshold": -0.1}, {"threshold": float("nan")},
        {"keep": "header"}, {"keep": ["header"]}, {"keep": ["none"]}, {"charset": 5}, {"limits": 5},
        {"limits": {"max_bytes": 5}},
    ],
)  # fmt: skip
def test_wrong_settings(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError), match=next(iter(wrong))):
        Settings(**wrong)
    with pytest.raises((ValueError, TypeError)):
        dehusk.extract("<p>x", **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_bytes": 0}, {"max_bytes": 2**32}, {"max_lines": 0}, {"max_depth": 1}, {"max_depth": 5000},
        {"max_attribute_bytes": 0}, {"max_steps": 0}, {"max_lines": 1.5}, {"max_lines": True},
    ],
)  # fmt: skip
def test_wrong_limits(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError), match=next(iter(wrong))):
        Limits(**wrong)


def test_unknown_setting() -> None:
    with pytest.raises(TypeError, match="language"):
        dehusk.extract("<p>x", language="en")  # type: ignore[call-arg]


def test_settings_are_values() -> None:
    settings = Settings(favor="recall", keep=["caption", "title"], limits=Limits(max_lines=5))
    assert settings == Settings(favor="recall", keep={"title", "caption"}, limits=Limits(max_lines=5))
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(pickle.loads(pickle.dumps(settings))) == hash(settings)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.favor = "balanced"  # type: ignore[misc]
    assert Limits() == Limits(64 << 20, 1_000_000, 512, 64 << 10)


def test_format(article: str) -> None:
    assert dehusk.classify(article).format == "html"
    assert dehusk.classify(article, format="text").format == "html"  # a document of HTML is one, whatever it is called
    assert dehusk.classify("a <b> c\nanother row\n", format="text").format == "text"
    assert dehusk.classify("one row\nanother row\n").format == "text"


def test_threshold_and_favor(article: str) -> None:
    for threshold in (0, 0.25, 0.9, 1):
        for line in dehusk.classify(article, threshold=threshold, keep=[]).lines:
            assert line.is_content is (line.probability >= threshold and line.role is None)
    sizes = [len(dehusk.extract(article, favor=favor)) for favor in ("precision", "balanced", "recall")]
    assert sizes == sorted(sizes)


def test_keep() -> None:
    html = (
        "<article><h1>Ferry to run again</h1><p>"
        + "The ferry will run again from Monday, the harbour office said. " * 6
        + "<figure><img src=x><figcaption>The ferry in the harbour on Monday, seen from the quay.</figcaption></figure>"
    )
    roles = {line.role for line in dehusk.classify(html).lines}
    assert roles == {"title", "caption", None}
    assert dehusk.extract(html).startswith("Ferry to run again\n")
    assert dehusk.extract(html, keep=()).startswith("The ferry")
    assert "seen from the quay" not in dehusk.extract(html, threshold=0)
    assert "seen from the quay" in dehusk.extract(html, threshold=0, keep={"caption"})


def test_limits() -> None:
    html = "<p>one two three</p>" * 100
    assert dehusk.classify(html).truncated == frozenset()
    page = dehusk.classify(html, limits=Limits(max_lines=10))
    assert (len(page.lines), page.truncated) == (10, {"lines"})
    page = dehusk.classify(html, limits=Limits(max_bytes=200))
    assert (len(page.lines), page.truncated) == (10, {"bytes"})
    assert dehusk.classify("<div>" * 100 + "x", limits=Limits(max_depth=10)).truncated == {"depth"}
    page = dehusk.classify(f"<p class='{'a ' * 1000}'>x", limits=Limits(max_attribute_bytes=50))
    assert page.truncated == {"attribute"}
    page = dehusk.classify(html, limits=Limits(max_steps=30))
    assert (len(page.lines), page.truncated) == (10, {"steps"})
    # Cut within a character.
    page = dehusk.classify("<p>" + "é" * 100, limits=Limits(max_bytes=6))
    assert page.lines[0].begin == 3
    assert page.lines[0].end <= 103


def test_charset_errors() -> None:
    for call in (dehusk.extract, dehusk.classify):
        with pytest.raises(dehusk.CharsetError, match="not known") as caught:
            call(b"<p>x", charset="no-such-charset")
        assert (caught.value.status, caught.value.code) == ("UNKNOWN_CHARSET", 10)
        assert isinstance(caught.value, (dehusk.Error, LookupError))
    with pytest.raises(ValueError, match="null"):
        dehusk.extract(b"x", charset="utf-8\0")
    # After an error all goes on.
    assert dehusk.classify(b"<p>x").lines[0].text == "x"


def test_input_too_large() -> None:
    if sys.maxsize < 2**33:
        pytest.skip("no such page fits into memory")
    with mmap.mmap(-1, 2**32, prot=mmap.PROT_READ) as mapped:
        with pytest.raises(dehusk.InputTooLargeError) as caught:
            dehusk.classify(mapped)
    assert caught.value.status == "INPUT_TOO_LARGE"


def test_errors_pickle() -> None:
    with pytest.raises(dehusk.ModelError) as caught:
        Model(b"not a model")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is dehusk.ModelError
    assert (str(copy), copy.status, copy.offset) == (str(caught.value), caught.value.status, caught.value.offset)


def test_models(source: Path, article: str) -> None:
    file = source / "models/default.dehusk"
    data = file.read_bytes()
    expected = dehusk.extract(article)
    models = [Model(), Model(file), Model(str(file)), Model(data), Model(memoryview(data)), Model(bytearray(data))]
    for model in models:
        assert model.name == models[0].name != ""
        assert model.info("created")
        assert model.info("no such key") is None
        copy = pickle.loads(pickle.dumps(model))
        assert Classifier(copy).extract(article) == expected
    assert len(pickle.dumps(Model())) < 1000


def test_model_errors(source: Path, tmp_path: Path) -> None:
    data = (source / "models/default.dehusk").read_bytes()
    broken = bytearray(data)
    broken[len(data) // 2] ^= 1
    for wrong, status in (
        (b"", "MODEL_"),
        (b"x" * 100, "MODEL_NOT_A_MODEL"),
        (data[:-1], "MODEL_TRUNCATED"),
        (broken, "MODEL_CHECKSUM"),
    ):
        with pytest.raises(dehusk.ModelError) as caught:
            Model(wrong)
        assert caught.value.status.startswith(status)
        assert 0 <= caught.value.offset <= len(data)
    with pytest.raises(FileNotFoundError):
        Model(tmp_path / "none.dehusk")
    with pytest.raises(TypeError):
        Model(5)  # type: ignore[arg-type]


def test_classifier(article: str) -> None:
    settings = Settings(threshold=0.9, limits=Limits(max_lines=1000))
    classifier = Classifier(settings=settings)
    assert classifier.settings is settings
    assert classifier.extract(article) == dehusk.extract(article, threshold=0.9)
    assert classifier.extract(article, threshold=None) == dehusk.extract(article)
    assert len(classifier.classify(article, limits=Limits(max_lines=3)).lines) == 3
    copy = pickle.loads(pickle.dumps(classifier))
    assert copy.settings == settings
    assert copy.extract(article) == classifier.extract(article)
    assert copy.model.name == classifier.model.name
    assert "threshold=0.9" in repr(classifier)


def test_settings_of_calls_do_not_mix() -> None:
    text = "Паром снова ходит с понедельника."
    classifier = Classifier()
    for _ in range(2):
        for charset in ("koi8-r", "windows-1251", "iso-8859-5", "utf-8", "ibm866", "x-mac-cyrillic"):
            data = text.encode(charset.replace("x-mac-cyrillic", "mac_cyrillic"))
            assert classifier.classify(data, charset=charset).lines[0].text == text
    for lines in range(1, 100):
        page = classifier.classify("<p>x" * 200, limits=Limits(max_lines=lines), keep=["title"])
        assert len(page.lines) == lines


def test_page_outlives_classifier(article: str) -> None:
    page = Classifier(Model()).classify(article)
    assert page.explain(0)


def test_import_does_nothing() -> None:
    script = (
        "import sys; before = set(sys.modules); import dehusk; "
        "from dehusk import _classifier as c; "
        "assert c._default.cache_info().currsize == 0 and c._default_model.cache_info().currsize == 0; "
        "assert not {'socket', 'ssl', 'http', 'urllib.request', 'numpy', 'html.parser'} & set(sys.modules) - before"
    )
    subprocess.run([sys.executable, "-I", "-c", script], check=True)


def test_versions() -> None:
    assert dehusk.__version__.count(".") == 2
    assert importlib.metadata.version("dehusk") == dehusk.__version__
    assert dehusk.unicode_version[0].isdigit()
    assert set(dehusk.__all__) <= set(dir(dehusk))


def test_the_media_type_says_xhtml() -> None:
    page = b"<head><title/><script src='a.js'/></head><p>The ferry sails again from Monday.</p>"
    assert [len(dehusk.classify(page, media_type=said).lines) for said in ("application/xhtml+xml", "text/html", None)] == [1, 0, 0]
    with pytest.raises(TypeError, match="media_type is a str or None, not 7"):
        dehusk.Settings(media_type=7)  # type: ignore[arg-type]


def test_hidden_lines_as_the_caller_says(source: "os.PathLike[str]") -> None:
    page = open(os.path.join(source, "tests/cli/pages/half-hidden.html"), "rb").read()
    assert [dehusk.extract(page, hidden=how).count("\n") for how in ("auto", "keep", "drop")] == [3, 4, 2]
    with pytest.raises(ValueError, match="hidden is one of auto, keep, drop, not 'no'"):
        dehusk.Settings(hidden="no")  # type: ignore[arg-type]
