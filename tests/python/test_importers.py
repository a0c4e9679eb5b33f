"""Each importer of datasets/importers on a small replica of its set, made here: what it writes, byte for byte, and
what it refuses."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

IMPORTERS = Path(__file__).resolve().parents[2] / "datasets" / "importers"
sys.path.insert(0, str(IMPORTERS))

import layout  # noqa: E402

HEADER = "id\tlang\tdomain\ttype\tcharset\turl\n"

DONE, DATA, USAGE = 0, 1, 2


def start(name: str, *arguments: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(IMPORTERS / f"{name}.py"), *map(str, arguments)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, env=environment)


def write(path: Path, content: Any) -> Path:
    """Writes bytes, a text in UTF-8, or anything else as JSON; packed if the name ends in .gz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, (bytes, str)):
        content = json.dumps(content, ensure_ascii=False)
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def expect_set(folder: Path, rows: list[str], pages: dict[str, bytes], golds: dict[str, str]) -> None:
    """The set's files are these and no others; pages.tsv and gold texts byte for byte, pages once unpacked."""
    found = files(folder)
    assert found.pop("pages.tsv").decode("utf-8") == HEADER + "".join(row + "\n" for row in rows)
    for name, text in golds.items():
        assert found.pop(f"gold/{name}.txt") == text.encode("utf-8"), name
    for name, html in pages.items():
        packed = found.pop(f"html/{name}.html.gz")
        assert gzip.decompress(packed) == html, name
        assert packed[3] == 0 and packed[4:8] == bytes(4), "the file carries a name or a time"
    assert not found


def expect_refused(done: subprocess.CompletedProcess[str], output: Path, *words: str) -> None:
    """Exit 1 with all of the words on stderr, and nothing written, not even in part."""
    assert done.returncode == DATA, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not output.exists()
    assert not [path for path in output.parent.iterdir() if path.name.startswith(f".{output.name}.")]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "set"


# The replicas. Each takes the folder to make and returns the importer's further arguments.


def make_wcxb(source: Path) -> list[str]:
    facts = {
        "0001": {"split": "dev", "page_type": "article", "domain": "mill.example"},
        "0002": {"split": "dev", "page_type": "forum", "domain": ""},
        "0003": {"split": "test", "page_type": "product", "domain": "shop.example"},
    }
    write(source / "metadata.json", {"files": facts})
    truths = {
        "0001": {
            "url": "https://mill.example/a?b=1",
            "_internal": {"page_type": {"primary": "documentation"}},
            "ground_truth": {"main_content": "The mill \n\n\tturns.\r\nStill."},
        },
        "0002": {"url": "https://WWW.Pond.example:8080/", "ground_truth": {"main_content": ""}},
        "0003": {"url": "https://shop.example/", "ground_truth": {"main_content": "A kettle"}},
    }
    for name, truth in truths.items():
        for split in ("dev", "test") if facts[name]["split"] == "test" else ("dev",):
            write(source / split / "ground-truth" / f"{name}.json", truth)
            write(source / split / "html" / f"{name}.html.gz", f"<p>ü {name}")
    write(source / "dev" / "html" / "0002.html.gz", b"<p>\xfc 0002")
    return []


def make_daniel(source: Path) -> list[str]:
    write(
        source / "doc_lg.json",
        {"20120102_www.lake.example_ab12": "Greek", "20120102_a_b.example_cd": "Russian", "absent": "Polish"},
    )
    write(source / "html" / "20120102_www.lake.example_ab12", "<p>λίμνη".encode("iso-8859-7"))
    write(source / "html" / "20120102_a_b.example_cd", "<p>озеро".encode("cp1251"))
    write(source / "reference" / "20120102_www.lake.example_ab12", "<p>Η λίμνη\n</p>\n<p> βαθιά \n &amp; ήσυχη\n</p>\n")
    write(source / "reference" / "20120102_a_b.example_cd", "")
    return []


def make_article_extraction_dataset(source: Path) -> list[str]:
    articles = {
        "b1": {"articleBody": "One.\n\nTwo.", "site": "http://www.tide.example", "url": "https://tide.example/\t1"},
        "a2": {"articleBody": "", "url": "https://reef.example/2"},
    }
    write(source / "articles.json", articles)
    write(source / "html" / "b1.html", b"<p>One.<p>Two.\x00\xff")
    write(source / "html" / "a2.html", b"")
    return []


def make_scrapinghub(source: Path) -> list[str]:
    write(source / "ground-truth.json", {"ff00": {"articleBody": "Näher.\n", "url": "https://coast.example/3"}})
    write(source / "html" / "ff00.html.gz", "<p>Näher.")
    return []


def make_chinese_sites(source: Path) -> list[str]:
    for site in ("river", "hill"):
        write(source / "source_html" / site / "1.html", f"<p>{site}水".encode("gb18030"))
        write(source / "label_content" / site / "1.txt", f"\ufeff{site}水\n\n")
    write(source / "label_content" / ".DS_Store", b"\0")
    write(source / "label_content" / "hill" / ".DS_Store", b"\0")
    write(source / "README.md", "x")
    return []


def make_chinese_pages(source: Path) -> list[str]:
    write(source / "original" / "0a-1b.html", "<p>山")
    write(source / "cleaned" / "0a-1b.txt", "　　山\u2028高")
    write(source / "author" / "0a-1b.txt", "UNKNOWN")
    return []


def make_cleaneval(source: Path) -> list[str]:
    write(source / "1.html", b'<text id="1" title="x" encoding="iso-8859-1">\n<p>caf\xe9</p>\n</text>\n')
    write(source / "1.txt", "URL: http://www.cafe.example/menu\n\n<h>Menu\n<p>Tea\nand cake\n<l>Café <l>Milk\n")
    write(source / "10.html", b"<p>text")
    write(source / "10-cleaned.txt", "text without a mark")
    return ["--lang", "en"]


def make_dragnet(source: Path) -> list[str]:
    marker = "!@#$%^&*()  COMMENTS"
    write(source / "HTML" / "R1.html", b"<link href='http://Mill.example/a?b&amp;c' rel=canonical><p>caf\xe9")
    write(source / "Corrected" / "R1.html.corrected.txt", f"The mill\n\nturns.\n{marker}\nSo it does.\n")
    links = b"<a href=http://pond.example/1>a</a><a href='http://pond.example/2'>b</a><a href=http://c.example>"
    write(source / "HTML" / "7.html", links)
    write(source / "Corrected" / "7.html.corrected.txt", f"{marker[:2]} {marker[3:-10]} COMMENTS\nAll of it")
    write(source / "HTML" / "8.html", b"<meta property='og:url' content=http://reef.example/8><p>x")
    write(source / "Corrected" / "8.html.corrected.txt", "COMMENTS are welcome!\n!COMMENTS")
    write(source / "HTML" / "9.html", b"")
    write(source / "Corrected" / "9.html.corrected.txt", "")
    return []


MAKERS = {
    "wcxb": make_wcxb,
    "daniel": make_daniel,
    "article_extraction_dataset": make_article_extraction_dataset,
    "scrapinghub": make_scrapinghub,
    "chinese_sites": make_chinese_sites,
    "chinese_pages": make_chinese_pages,
    "cleaneval": make_cleaneval,
    "dragnet": make_dragnet,
}

each_importer = pytest.mark.parametrize("name", sorted(MAKERS))


def import_replica(name: str, source: Path, output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return start(name, source, output, *MAKERS[name](source), *more)


# What each writes.


def test_wcxb_dev(source: Path, output: Path) -> None:
    done = import_replica("wcxb", source, output)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert "2 pages (en 2), 1 without main content, 0 faulty left out" in done.stdout
    expect_set(
        output,
        [
            "0001\ten\tmill.example\tdocumentation\tutf-8\thttps://mill.example/a?b=1",
            "0002\ten\twww.pond.example\tforum\t\thttps://WWW.Pond.example:8080/",
        ],
        {"0001": "<p>ü 0001".encode(), "0002": b"<p>\xfc 0002"},
        {"0001": "The mill\nturns.\nStill.\n", "0002": ""},
    )


def test_wcxb_test(source: Path, output: Path) -> None:
    assert import_replica("wcxb", source, output, "--split", "test").returncode == DONE
    expect_set(
        output,
        ["0003\ten\tshop.example\tproduct\tutf-8\thttps://shop.example/"],
        {"0003": "<p>ü 0003".encode()},
        {"0003": "A kettle\n"},
    )


def test_dragnet(source: Path, output: Path) -> None:
    done = import_replica("dragnet", source, output)
    assert (done.returncode, done.stderr) == (DONE, "")
    rows = [
        "7\ten\tpond.example\t\t\thttp://pond.example/",
        "8\ten\treef.example\t\t\thttp://reef.example/8",
        "9\ten\t\t\t\t",
        "R1\ten\tmill.example\t\t\thttp://Mill.example/a?b&c",
    ]
    pages = {name: (source / "HTML" / f"{name}.html").read_bytes() for name in ("7", "8", "9", "R1")}
    golds = {"7": "", "8": "COMMENTS are welcome!\n!COMMENTS\n", "9": "", "R1": "The mill\nturns.\n"}
    expect_set(output, rows, pages, golds)


def test_dragnet_with_comments(source: Path, output: Path) -> None:
    assert import_replica("dragnet", source, output, "--comments").returncode == DONE
    assert (output / "gold" / "R1.txt").read_text("utf-8") == "The mill\nturns.\nSo it does.\n"
    assert (output / "gold" / "7.txt").read_text("utf-8") == "All of it\n"


def test_daniel(source: Path, output: Path) -> None:
    assert import_replica("daniel", source, output).returncode == DONE
    lake, pond = "20120102_www.lake.example_ab12", "20120102_a_b.example_cd"
    expect_set(
        output,
        [f"{pond}\tru\ta_b.example\tarticle\t\t", f"{lake}\tel\twww.lake.example\tarticle\t\t"],
        {lake: "<p>λίμνη".encode("iso-8859-7"), pond: "<p>озеро".encode("cp1251")},
        {lake: "Η λίμνη\nβαθιά & ήσυχη\n", pond: ""},
    )


def test_article_extraction_dataset(source: Path, output: Path) -> None:
    assert import_replica("article_extraction_dataset", source, output).returncode == DONE
    expect_set(
        output,
        [
            "a2\ten\treef.example\tarticle\t\thttps://reef.example/2",
            "b1\ten\twww.tide.example\tarticle\t\thttps://tide.example/ 1",
        ],
        {"a2": b"", "b1": b"<p>One.<p>Two.\x00\xff"},
        {"a2": "", "b1": "One.\nTwo.\n"},
    )


def test_scrapinghub(source: Path, output: Path) -> None:
    assert import_replica("scrapinghub", source, output).returncode == DONE
    expect_set(
        output,
        ["ff00\ten\tcoast.example\tarticle\tutf-8\thttps://coast.example/3"],
        {"ff00": "<p>Näher.".encode()},
        {"ff00": "Näher.\n"},
    )


def test_chinese_sites(source: Path, output: Path) -> None:
    assert import_replica("chinese_sites", source, output).returncode == DONE
    expect_set(
        output,
        ["hill-1\tzh\thill\tarticle\t\t", "river-1\tzh\triver\tarticle\t\t"],
        {"hill-1": "<p>hill水".encode("gb18030"), "river-1": "<p>river水".encode("gb18030")},
        {"hill-1": "hill水\n", "river-1": "river水\n"},
    )


def test_chinese_pages(source: Path, output: Path) -> None:
    assert import_replica("chinese_pages", source, output).returncode == DONE
    expect_set(output, ["0a-1b\tzh\t\tarticle\t\t"], {"0a-1b": "<p>山".encode()}, {"0a-1b": "山\n高\n"})


def test_cleaneval(source: Path, output: Path) -> None:
    assert import_replica("cleaneval", source, output).returncode == DONE
    expect_set(
        output,
        ["1\ten\twww.cafe.example\t\tiso-8859-1\thttp://www.cafe.example/menu", "10\ten\t\t\t\t"],
        {"1": b"<p>caf\xe9</p>\n", "10": b"<p>text"},
        {"1": "Menu\nTea and cake\nCafé\nMilk\n", "10": "text without a mark\n"},
    )


def test_cleaneval_with_a_folder_of_gold(source: Path, output: Path, tmp_path: Path) -> None:
    write(source / "1.html", b"<p>caf\xe9")
    write(tmp_path / "gold" / "1.txt", b"<p>caf\xe9")
    arguments = [source, output, "--lang", "fr", "--gold", tmp_path / "gold"]
    expect_refused(start("cleaneval", *arguments), output, "1: ", "1.txt: not utf-8: ", "at byte 6")
    assert start("cleaneval", *arguments, "--gold-charset", "utf-8,cp1252").returncode == DONE
    expect_set(output, ["1\tfr\t\t\t\t"], {"1": b"<p>caf\xe9"}, {"1": "café\n"})


@each_importer
def test_the_same_bytes_again(name: str, source: Path, output: Path, tmp_path: Path) -> None:
    assert import_replica(name, source, output).returncode == DONE
    other = tmp_path / "again"
    for path in source.rglob("*"):
        os.utime(path, (1, 1))
    assert import_replica(name, source, other).returncode == DONE
    assert files(output) == files(other)
    assert output.stat().st_mode & 0o777 == (tmp_path / "source").stat().st_mode & 0o777


# What each refuses.


def remove_one_gold(name: str, source: Path) -> str:
    """Takes one page's gold away and returns the page's id."""
    if name in ("article_extraction_dataset", "scrapinghub"):
        path = source / ("articles.json" if name == "article_extraction_dataset" else "ground-truth.json")
        truths = json.loads(path.read_text("utf-8"))
        victim = str(min(truths))
        del truths[victim]
        write(path, truths)
        return victim
    golds: dict[str, tuple[Path, str]] = {
        "wcxb": (source / "dev/ground-truth/0001.json", "0001"),
        "daniel": (source / "reference/20120102_a_b.example_cd", "20120102_a_b.example_cd"),
        "chinese_sites": (source / "label_content/hill/1.txt", "hill-1"),
        "chinese_pages": (source / "cleaned/0a-1b.txt", "0a-1b"),
        "cleaneval": (source / "1.txt", "1"),
        "dragnet": (source / "Corrected/7.html.corrected.txt", "7"),
    }
    path, victim = golds[name]
    path.unlink()
    return victim


@each_importer
def test_missing_gold(name: str, source: Path, output: Path) -> None:
    arguments = MAKERS[name](source)
    victim = remove_one_gold(name, source)
    done = start(name, source, output, *arguments)
    expect_refused(done, output, f"{victim}: no gold text", "1 faulty pages; nothing is written")
    done = start(name, source, output, *arguments, "--skip-faulty")
    if name in ("scrapinghub", "chinese_pages"):  # it was the only page
        expect_refused(done, output, "no page found")
    else:
        assert done.returncode == DONE
        assert "1 faulty left out" in done.stdout
        assert f"{victim}: no gold text" in done.stderr
        assert f"\n{victim}\t" not in (output / "pages.tsv").read_text("utf-8")
        assert not (output / "gold" / f"{victim}.txt").exists()


@each_importer
def test_missing_page(name: str, source: Path, output: Path) -> None:
    arguments = MAKERS[name](source)
    page = {
        "wcxb": "dev/html/0001.html.gz",
        "daniel": "html/20120102_a_b.example_cd",
        "article_extraction_dataset": "html/a2.html",
        "scrapinghub": "html/ff00.html.gz",
        "chinese_sites": "source_html/hill/1.html",
        "chinese_pages": "original/0a-1b.html",
        "cleaneval": "1.html",
        "dragnet": "HTML/7.html",
    }[name]
    (source / page).unlink()
    expect_refused(start(name, source, output, *arguments), output, ": gold text, but no page")


@each_importer
def test_no_source(name: str, source: Path, output: Path) -> None:
    arguments = MAKERS[name](source)
    expect_refused(start(name, source / "nowhere", output, *arguments), output, f"{name}.py: ", "nowhere")


@each_importer
def test_set_that_is_there(name: str, source: Path, output: Path) -> None:
    write(output / "mine", "x")
    done = import_replica(name, source, output)
    assert done.returncode == DATA
    assert "is there already" in done.stderr
    assert files(output) == {"mine": b"x"}


@each_importer
def test_wrong_usage(name: str, source: Path) -> None:
    assert start(name).returncode == USAGE
    assert start(name, source, "a", "b", "--lang" if name == "cleaneval" else "c").returncode == USAGE
    done = start(name, "--help")
    assert done.returncode == DONE
    assert "Exit status: 0 done, 1 the source is not as it should be, 2 wrong usage." in done.stdout


JSON_FILES = {
    "wcxb": "metadata.json",
    "daniel": "doc_lg.json",
    "article_extraction_dataset": "articles.json",
    "scrapinghub": "ground-truth.json",
}
each_with_json = pytest.mark.parametrize("name", sorted(JSON_FILES))


@each_with_json
def test_broken_json(name: str, source: Path, output: Path) -> None:
    MAKERS[name](source)
    path = write(source / JSON_FILES[name], '{\n  "a": 1\n  "b": 2}')
    expect_refused(start(name, source, output), output, f"{path}:3:3: not JSON: ")
    write(path, b'{"a": "\xff"}')
    expect_refused(start(name, source, output), output, f"{path}: not utf-8: ", "at byte 7")
    write(path, [1])
    expect_refused(start(name, source, output), output, f"{path}: expected an object, found list")
    write(path, "[" * 100000)
    expect_refused(start(name, source, output), output, f"{path}: not JSON")


@each_with_json
def test_repeated_key(name: str, source: Path, output: Path) -> None:
    MAKERS[name](source)
    path = write(source / JSON_FILES[name], '{"x1": {"url": ""}, "x1": {"url": ""}}')
    expect_refused(start(name, source, output), output, f"{path}: key 'x1' occurs twice")


def test_wcxb_faulty_truths(source: Path, output: Path) -> None:
    make_wcxb(source)
    write(source / "dev/ground-truth/0001.json", {"ground_truth": {"main_content": None}})
    write(source / "dev/ground-truth/0002.json", "{")
    done = start("wcxb", source, output)
    expect_refused(done, output, "0001: no text at ground_truth.main_content", "0002.json:1:2: not JSON", "2 faulty")


def test_wcxb_page_without_split(source: Path, output: Path) -> None:
    make_wcxb(source)
    write(source / "dev/html/0009.html.gz", "<p>x")
    write(source / "dev/ground-truth/0009.json", {"ground_truth": {"main_content": "x"}})
    expect_refused(start("wcxb", source, output), output, "0009: metadata.json does not say which split")
    assert start("wcxb", source, output, "--skip-faulty").returncode == DONE
    write(source / "metadata.json", {"pages": {}})
    expect_refused(start("wcxb", source, output.parent / "other"), output.parent / "other", "no object at files")


def test_wcxb_broken_archives(source: Path, output: Path) -> None:
    make_wcxb(source)
    path = source / "dev/html/0001.html.gz"
    packed = path.read_bytes()
    for broken in (b"no gzip", packed[:12], packed[:-8] + b"????" + packed[-4:], packed[:10] + b"\xff" * 8):
        path.write_bytes(broken)
        expect_refused(start("wcxb", source, output), output, f"0001: {path}: ")


def test_daniel_languages(source: Path, output: Path, tmp_path: Path) -> None:
    make_daniel(source)
    write(source / "doc_lg.json", {"20120102_www.lake.example_ab12": "Klingon"})
    done = start("daniel", source, output)
    expect_refused(done, output, "ab12: no known language: 'Klingon'", "example_cd: no language in the list")
    languages = {"20120102_www.lake.example_ab12": "Greek", "20120102_a_b.example_cd": "Chinese"}
    write(tmp_path / "list.json", languages)
    assert start("daniel", source, output, "--languages", tmp_path / "list.json").returncode == DONE


@pytest.mark.parametrize("bad", ["", "../x", ".x", "a b", "a\tb", "a\\b", "a\u0007", "x" * 201])
def test_ids_that_cannot_be(bad: str, source: Path, output: Path) -> None:
    with pytest.raises(layout.ImportFault):
        layout.check_id(bad)
    with pytest.raises(layout.ImportFault):
        layout.write_set(output, [layout.Page(bad, "en", b"", "")])
    assert not output.exists()
    layout.write_set(output, [layout.Page(bad, "en", b"", ""), layout.Page("é-1.x_y", "en", b"", "")], skip_faulty=True)
    assert sorted(files(output)) == ["gold/é-1.x_y.txt", "html/é-1.x_y.html.gz", "pages.tsv"]


def test_repeated_ids(source: Path, output: Path) -> None:
    for part, ending in (("source_html", "html"), ("label_content", "txt")):
        write(source / part / "a-b" / f"1.{ending}", "x")
        write(source / part / "a" / f"b-1.{ending}", "x")
    expect_refused(start("chinese_sites", source, output), output, "a second file for id 'a-b-1'")


def test_repeated_gold(source: Path, output: Path) -> None:
    arguments = make_cleaneval(source)
    write(source / "1-cleaned.txt", "x")
    expect_refused(start("cleaneval", source, output, *arguments), output, "a second file for id '1'")


def test_the_writer_refuses_a_repeated_id(output: Path) -> None:
    with pytest.raises(layout.ImportFault, match="id 'a' occurs a second time"):
        layout.write_set(output, [layout.Page("a", "en", b"1", ""), layout.Page("a", "en", b"2", "")])
    assert not output.exists()


def test_gold_that_is_no_unicode(source: Path, output: Path) -> None:
    write(source / "ground-truth.json", '{"a": {"articleBody": "x \\ud800", "url": "http://[x"}}')
    write(source / "html" / "a.html.gz", "<p>x")
    expect_refused(start("scrapinghub", source, output), output, "a: the gold text is no Unicode")


def test_gold_charsets(source: Path, output: Path) -> None:
    make_chinese_sites(source)
    write(source / "label_content" / "hill" / "1.txt", "高山".encode("gb18030"))
    expect_refused(start("chinese_sites", source, output), output, "hill-1: ", "not utf-8")
    assert start("chinese_sites", source, output, "--gold-charset", "martian").returncode == USAGE
    assert start("chinese_sites", source, output, "--gold-charset", ",").returncode == USAGE
    assert start("chinese_sites", source, output, "--gold-charset", "utf-8,gb18030").returncode == DONE
    assert (output / "gold" / "hill-1.txt").read_bytes() == "高山\n".encode()


def test_long_lists_of_faults_are_cut(source: Path, output: Path) -> None:
    for i in range(13):
        write(source / "html" / f"{i:02}.html.gz", "<p>x")
    write(source / "ground-truth.json", {})
    done = start("scrapinghub", source, output)
    expect_refused(done, output, "09: no gold text", "... and 3 more", "13 faulty pages")
    assert "10: " not in done.stderr


@each_importer
def test_dehusk_train_finds_no_fault(name: str, source: Path, tmp_path: Path) -> None:
    program = os.environ.get("DEHUSK_TRAIN")
    if not program:
        pytest.skip("DEHUSK_TRAIN does not name the trainer")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    assert import_replica(name, source, corpus / name).returncode == DONE
    done = subprocess.run([program, "check", str(corpus)], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == DONE, done.stdout + done.stderr
    assert "in 1 sets: 0 faults" in done.stdout
