"""datasets/generate_pages.py: the pages of the repository are what it writes, and more of them come out as asked for."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
GENERATOR = SOURCE / "datasets" / "generate_pages.py"
sys.path.insert(0, str(GENERATOR.parent))

import generate_pages  # noqa: E402
import layouts  # noqa: E402
import rare  # noqa: E402


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(GENERATOR), *arguments], capture_output=True, text=True)


def test_committed_pages_are_what_is_generated() -> None:
    done = run("--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_changed_missing_and_strange_files_are_named(tmp_path: Path) -> None:
    files = {"a": (".html", "<p>a", "# a\n+\ta\n"), "b": (".txt", "b\n", "# b\n+\tb\n")}
    generate_pages.write(tmp_path, files)
    assert generate_pages.differing(tmp_path, files, lambda name: True) == []
    (tmp_path / "a.labels").write_text("# a\n-\ta\n")
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.html").write_text("c")
    wrong = [Path(name).name for name in generate_pages.differing(tmp_path, files, lambda name: True)]
    assert wrong == ["a.labels", "b.txt", "c.html"]


def test_as_many_pages_as_asked_for_and_the_same_every_time(tmp_path: Path) -> None:
    for folder, seed in (("one", "7"), ("two", "7"), ("three", "8")):
        done = run("--count", "44", "--output", str(tmp_path / folder), "--seed", seed)
        assert (done.returncode, done.stderr) == (0, "")
    one, two, three = ({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("one", "two", "three"))
    assert one == two
    assert one != three
    assert Counter(Path(name).suffix for name in one) == {".html": 44, ".labels": 44}
    assert any(name.startswith("none-") for name in one)


def test_hold_shares_no_language_and_no_layout_with_tune(tmp_path: Path) -> None:
    assert not set(generate_pages.LANGUAGES["tune"]) & set(generate_pages.LANGUAGES["hold"])
    assert not set(layouts.TUNE["forms"]) & set(layouts.HOLD["forms"])
    assert run("--count", "30", "--output", str(tmp_path), "--family", "hold").returncode == 0
    languages = {path.name.split("-")[1] for path in tmp_path.iterdir()}
    assert languages <= set(generate_pages.LANGUAGES["hold"])


def test_a_page_without_content_has_no_content_line(tmp_path: Path) -> None:
    run("--count", "60", "--output", str(tmp_path))
    for path in tmp_path.glob("*.labels"):
        kept = any(row.startswith("+") for row in path.read_text(encoding="utf-8").splitlines())
        assert kept != path.name.startswith("none-"), path.name


def test_rare_kinds_come_in_each_language_that_has_their_texts(tmp_path: Path) -> None:
    run("--count", "330", "--output", str(tmp_path))
    made = {tuple(path.name.split("-")[:2]) for path in tmp_path.glob("*.html")}
    everything = generate_pages.load("tune")
    wanted = {(kind, own.lang) for own in everything for kind in rare.kinds_of(own) if kind != "shell"}
    assert {kind for kind, _ in wanted} == set(rare.KINDS) - {"shell"}
    assert len(made & wanted) > len(wanted) / 3  # drawn by lot
    for own in everything:
        assert rare.kinds_of(own), own.lang


def test_notice_of_a_wall_is_longer_than_the_page(tmp_path: Path) -> None:
    run("--count", "330", "--output", str(tmp_path))
    walls = list(tmp_path.glob("wall-*.labels"))
    assert walls
    for path in walls:
        rows = [row.split("\t", 1) for row in path.read_text(encoding="utf-8").splitlines()[1:]]
        kept, left = (sum(len(text) for label, text in rows if label.startswith(mark)) for mark in "+-")
        assert 0 < kept < left, path.name


def test_shells_have_their_text_in_noscript(tmp_path: Path) -> None:
    run("--count", "330", "--output", str(tmp_path))
    shells = [path for path in tmp_path.glob("none-*.html") if "<noscript>" in path.read_text(encoding="utf-8")]
    assert shells


def test_wrong_usage() -> None:
    for arguments in (["--count", "3"], ["--output", "x"], ["--count", "0", "--output", "x"], ["--family", "none"]):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
