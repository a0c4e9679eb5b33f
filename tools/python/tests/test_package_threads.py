"""Threads, processes, interpreters, batches, memory."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import dehusk

BIG = "<p>The ferry will run again from Monday, the harbour office said, <a href=x>after three weeks</a>.</p>\n"


def test_gil_is_released() -> None:
    html = (BIG * 300_000).encode()
    ticks: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    clock = threading.Thread(target=tick)
    clock.start()
    try:
        # extract() does nothing in Python but to make the str at the end.
        begin = time.perf_counter()
        dehusk.extract(html, threshold=1)
        end = time.perf_counter()
    finally:
        done.set()
        clock.join()
    middle = [at for at in ticks if begin + (end - begin) * 0.2 < at < begin + (end - begin) * 0.8]
    assert len(middle) >= 3, (len(ticks), end - begin)


def test_many_threads_at_once(pages: list[bytes]) -> None:
    classifier = dehusk.Classifier()
    expected = [classifier.extract(page) for page in pages]

    def work(seed: int) -> bool:
        order = [(seed * 7 + step * 11) % len(pages) for step in range(60)]
        return all(
            classifier.extract(pages[at]) == expected[at] and classifier.classify(pages[at]).text == expected[at]
            for at in order
        )

    with ThreadPoolExecutor(8) as executor:
        assert all(executor.map(work, range(16)))


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_many_keeps_order(pages: list[bytes], threads: int | None) -> None:
    given = pages * 5
    expected = [dehusk.extract(page) for page in pages] * 5
    found = list(dehusk.classify_many(given, threads=threads))
    assert [page.text for page in found] == expected
    assert [page.source for page in found] == given
    assert found[7].explain(0) == dehusk.classify(given[7]).explain(0)


def test_many_is_lazy(article: str) -> None:
    given = 0

    def endless() -> Iterator[str]:
        nonlocal given
        while True:
            given += 1
            yield article

    results = dehusk.classify_many(endless(), threads=2)
    assert given == 0
    assert next(results).text
    assert given < 500
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() < 10


def test_many_errors(article: str) -> None:
    mixed = [article, 5, article.encode(), None, "<p>x"]
    for threads in (1, 2):
        kinds = [type(found).__name__ for found in dehusk.classify_many(mixed, threads, errors="return")]  # type: ignore[arg-type]
        assert kinds == ["Page", "TypeError", "Page", "TypeError", "Page"]
        results = dehusk.classify_many(mixed, threads)  # type: ignore[arg-type]
        assert next(results).text
        with pytest.raises(TypeError, match="a page is a str"):
            next(results)
    found = list(dehusk.classify_many([b"x", "y"], 1, errors="return", charset="no-such-charset"))
    assert isinstance(found[0], dehusk.CharsetError)
    assert isinstance(found[1], dehusk.Page)
    with pytest.raises(ValueError, match="threads"):
        dehusk.classify_many([], threads=0)
    with pytest.raises(ValueError, match="errors"):
        dehusk.classify_many([], errors="ignore")  # type: ignore[call-overload]
    assert list(dehusk.classify_many([])) == []


class Interrupting:
    """Raises when its buffer is asked for."""

    def __init__(self, error: type[BaseException]) -> None:
        self.error = error

    def __buffer__(self, flags: int) -> memoryview:
        raise self.error


@pytest.mark.skipif(sys.version_info < (3, 12), reason="__buffer__ is of Python 3.12")
def test_many_is_interrupted() -> None:
    found = list(dehusk.classify_many([Interrupting(OSError)], 1, errors="return"))  # type: ignore[list-item]
    assert isinstance(found[0], OSError)
    with pytest.raises(KeyboardInterrupt):
        list(dehusk.classify_many(["<p>x", Interrupting(KeyboardInterrupt)], 1, errors="return"))  # type: ignore[list-item]


@pytest.mark.parametrize("threads", [1, 2])
def test_many_with_an_iterable_that_fails(threads: int) -> None:
    def pages() -> Iterator[str]:
        for number in range(40):
            yield f"<p>page {number}"
        raise OSError("the disk is gone")

    found = []
    with pytest.raises(OSError, match="gone"):
        for page in dehusk.classify_many(pages(), threads):
            found.append(page.lines[0].text)
    assert found == [f"page {number}" for number in range(40)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_fork_amid_threads(article: str) -> None:
    expected = dehusk.extract(article)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            dehusk.classify(article)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                good = all(dehusk.extract(article) == expected for _ in range(3))
                os._exit(0 if good else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes(pages: list[bytes], method: str) -> None:
    classifier = dehusk.Classifier(settings=dehusk.Settings(favor="recall"))
    expected = [classifier.extract(page) for page in pages[:6]]
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as executor:
        assert list(executor.map(classifier.extract, pages[:6])) == expected
        found = list(executor.map(classifier.classify, pages[:6]))
    assert [page.text for page in found] == expected


def test_subinterpreters() -> None:
    interpreters = pytest.importorskip("_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters")
    script = f"import sys; sys.path[:] = {sys.path!r}; import dehusk; assert dehusk.classify('<p>one').lines[0].text == 'one'"
    for _ in range(3):
        # Its own GIL, from 3.12 on.
        made = interpreters.create()
        failure = interpreters.run_string(made, script)
        interpreters.destroy(made)
        assert failure is None
    assert dehusk.classify("<p>one").lines[0].text == "one"


LEAK = """
import gc, sys, dehusk, pickle

pages = [open(name, "rb").read() for name in sys.argv[1:]]
strings = [dehusk.classify(page).charset and page.decode(dehusk.classify(page).charset) for page in pages]

def once():
    for page, string in zip(pages, strings):
        dehusk.extract(page)
        dehusk.extract(string + "\\ud800")
        dehusk.extract(bytearray(page), favor="recall")
        found = dehusk.classify(string)
        found.lines, found.text, found.columns(), found.explain(0), pickle.loads(pickle.dumps(found))
    list(dehusk.classify_many([*pages, 5, *strings], threads=2, errors="return"))
    for wrong in (lambda: dehusk.extract(5), lambda: dehusk.extract(b"x", charset="no"), lambda: dehusk.Model(b"x")):
        try:
            wrong()
        except Exception:
            pass
    dehusk.Classifier(dehusk.Model())

def resident():
    gc.collect()
    for row in open("/proc/self/status"):
        if row.startswith("VmRSS:"):
            return int(row.split()[1])

def rounds(count):
    for _ in range(count):
        once()
    return resident()

rounds(15)
before = rounds(15)
after = rounds(60)
blocks = sys.getallocatedblocks()
rounds(30)
print(after - before, sys.getallocatedblocks() - blocks)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="no /proc to read the resident set from")
def test_no_leak(source: "os.PathLike[str]") -> None:
    names = [os.path.join(source, "datasets/pages", name) for name in ("news-en.html", "product-ja.html", "news-ru.html")]
    environment = dict(os.environ, MALLOC_ARENA_MAX="1")
    run = subprocess.run([sys.executable, "-I", "-c", LEAK, *names], capture_output=True, check=True, env=environment)
    kib, blocks = map(int, run.stdout.split())
    # 60 rounds; a page's result of 10 KiB lost once a round and page would be 1,200 to 1,800.
    assert kib < 600
    assert blocks < 200


def test_result_pickles_from_threads(pages: list[bytes]) -> None:
    found = list(dehusk.classify_many(pages, threads=2))
    assert [page.text for page in pickle.loads(pickle.dumps(found))] == [page.text for page in found]
