"""Measures what the binding adds to the library, page by page.

usage: speed.py CORPUS [--every N] [--rounds N] [--library libdehusk.so]

CORPUS is a folder with pages (*.html.gz) somewhere below. Each page goes to all calls in an order by lot, and the best
of the rounds counts, since other programs may run. With --library, dehusk_classify alone is measured too, by ctypes.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dehusk


def library_call(path: str) -> Callable[[bytes], object]:
    """A function that calls dehusk_classify and does nothing else."""
    library = ctypes.CDLL(path)
    pointer = ctypes.c_void_p
    library.dehusk_classify.argtypes = [pointer, ctypes.c_char_p, ctypes.c_size_t, pointer, pointer]
    model, context, page = pointer(), pointer(), pointer()
    if library.dehusk_model_open_default(None, ctypes.byref(model)) != 0:
        raise SystemExit("speed.py: the library has no model")
    if library.dehusk_context_new(model, None, ctypes.byref(context)) != 0:
        raise SystemExit("speed.py: no context")
    result = ctypes.byref(page)
    return lambda data: library.dehusk_classify(context, data, len(data), None, result)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="speed.py")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--library")
    arguments = parser.parse_args()

    files = sorted(arguments.corpus.rglob("*.html.gz"))[:: arguments.every]
    data = [gzip.decompress(file.read_bytes()) for file in files]
    text = [page.decode("utf-8", "replace") for page in data]
    classifier = dehusk.Classifier()
    calls: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "extract, bytes": (dehusk.extract, data),
        "extract, str": (dehusk.extract, text),
        "Classifier.extract, bytes": (classifier.extract, data),
        "classify, bytes": (dehusk.classify, data),
        "classify, text of each line": (lambda page: [line.text for line in dehusk.classify(page).lines], data),
    }
    if arguments.library:
        calls["dehusk_classify of the library"] = (library_call(arguments.library), data)
    best = {name: [float("inf")] * len(data) for name in calls}
    order = random.Random(1)
    for _ in range(arguments.rounds):
        for at in range(len(data)):
            for name in order.sample(list(calls), len(calls)):
                call, pages = calls[name]
                page = pages[at]
                begin = time.perf_counter()
                call(page)
                best[name][at] = min(best[name][at], time.perf_counter() - begin)
    # All pages are one call, which other programs will interrupt: the clock is of the processor, for all threads.
    many = float("inf")
    for _ in range(arguments.rounds):
        begin = time.process_time()
        for _ in dehusk.classify_many(data, threads=1):
            pass
        many = min(many, time.process_time() - begin)
    best["classify_many, processor time"] = [many]
    size = sum(map(len, data))
    print(f"{len(data)} pages, {size / 1e6:.1f} MB")
    for name, times in best.items():
        total = sum(times)
        print(f"{name:32} {len(data) / total:7.0f} pages/s {size / 1e6 / total:7.1f} MB/s {total / len(data) * 1e6:7.1f} us/page")


if __name__ == "__main__":
    main()
