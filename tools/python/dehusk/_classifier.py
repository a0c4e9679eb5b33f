"""Classifiers, and the functions of the package, which use one of their own."""

from __future__ import annotations

import dataclasses
import os
import re
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from . import _core
from ._errors import NotAPageWarning
from ._model import Model
from ._page import Page
from ._settings import Limits, Settings, SettingsDict, request_of

if TYPE_CHECKING:
    from typing_extensions import Buffer, Unpack

    PageInput: TypeAlias = str | Buffer

# A batch of pages is classified without the GIL as a whole. So many make the
# cost of a switch small beside theirs, and waiting for the first result short.
_BATCH_PAGES = 32
_BATCH_SIZE = 1 << 20
# Calls with other settings than the classifier's: so many kinds are remembered.
_PLANS = 32


@lru_cache(maxsize=1)
def _default_model() -> Model:
    return Model()


# What is all of a str that somebody took for a page: a URL, or a name that pages have. A page of plain text may well be
# one word, so this is a warning and no error.
_NAME = re.compile(r"(?:https?|file)://\S+|[^\s<>]+\.(?:x?html?|txt|w?arc|wet|jsonl?)(?:\.(?:gz|zst))?", re.IGNORECASE)
_LONGEST_NAME = 2048


def _warn_of_name(page: PageInput) -> None:
    if not isinstance(page, str) or len(page) > _LONGEST_NAME or _NAME.fullmatch(page) is None:
        return
    way = "fetch it and give what comes" if "://" in page else "give what is in it, pathlib.Path(...).read_bytes()"
    warnings.warn(f"{page!r} is a name and not a page: {way}", NotAPageWarning, stacklevel=3)


def _size(page: PageInput) -> int:
    return len(page) if isinstance(page, (str, bytes)) else memoryview(page).nbytes


def _batches(pages: Iterable[PageInput]) -> Iterator[tuple[PageInput, ...]]:
    """The pages in batches. If the iterable fails, what it gave before comes first."""
    batch: list[PageInput] = []
    size = 0
    try:
        for page in pages:
            batch.append(page)
            try:
                size += _size(page)
            except Exception:
                pass  # no page; what is wrong is said in its place
            if len(batch) >= _BATCH_PAGES or size >= _BATCH_SIZE:
                yield tuple(batch)
                batch, size = [], 0
    except GeneratorExit:
        raise
    except BaseException:
        if batch:
            yield tuple(batch)
        raise
    if batch:
        yield tuple(batch)


def _threads(threads: int | None) -> int:
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if threads < 1:
        raise ValueError(f"threads is 1 or more, not {threads}")
    return threads


class Classifier:
    """A model and settings, with memory that is used again from page to page.

    For any number of threads at once. Picklable: other processes make their own from its model and settings. What the
    methods raise: CharsetError (an unknown ``charset``), InputTooLargeError (4 GiB and more), ModelError (the model has
    no part for this format), MemoryError; TypeError for what is no page.

    Memory: each call at a time takes a context, which grows with the largest page it has seen and is kept (up to
    64 MiB each).
    """

    def __init__(self, model: Model | None = None, settings: Settings | None = None) -> None:
        self._own_model = model
        self._model = model if model is not None else _default_model()
        self._settings = settings if settings is not None else Settings()
        self._request = request_of(self._settings)
        self._engine = self._engine_of(self._settings.limits)
        self._plans: dict[tuple[object, ...], tuple[_core.Engine, _core.Request]] = {}

    def _engine_of(self, limits: Limits) -> _core.Engine:
        return _core.Engine(
            self._model._core,
            limits.max_bytes,
            limits.max_lines,
            limits.max_depth,
            limits.max_attribute_bytes,
            limits.max_steps,
        )

    def _plan(self, settings: SettingsDict) -> tuple[_core.Engine, _core.Request]:
        """The engine and the request for a call with settings of its own."""
        if not settings:
            return self._engine, self._request
        key: tuple[object, ...] = tuple(settings.items())
        kept = True
        plan = None
        try:
            plan = self._plans.get(key)
        except TypeError:  # roles in a list
            kept = False
        if plan is None:
            own = dataclasses.replace(self._settings, **settings)
            engine = self._engine if own.limits == self._settings.limits else self._engine_of(own.limits)
            plan = (engine, request_of(own))
            if kept:
                if len(self._plans) >= _PLANS:
                    self._plans.clear()
                self._plans[key] = plan
        return plan

    @property
    def model(self) -> Model:
        """The model."""
        return self._model

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self._settings

    def extract(self, page: PageInput, **settings: Unpack[SettingsDict]) -> str:
        """The text of the content lines, a line feed between two; "" if there are none.

        Keyword arguments are fields of Settings, for this call only: ``output="markdown"`` gives Markdown.
        """
        _warn_of_name(page)
        return self._extract(page, settings)

    def classify(self, page: PageInput, **settings: Unpack[SettingsDict]) -> Page:
        """All that is known of the page and its lines. Keyword arguments as for ``extract``."""
        _warn_of_name(page)
        return self._classify(page, settings)

    def _extract(self, page: PageInput, settings: SettingsDict) -> str:
        engine, request = self._plan(settings)
        return engine.extract(page, request)

    def _classify(self, page: PageInput, settings: SettingsDict) -> Page:
        engine, request = self._plan(settings)
        return Page(engine.classify(page, request), engine, request)

    @overload
    def classify_many(
        self,
        pages: Iterable[PageInput],
        threads: int | None = None,
        errors: Literal["raise"] = "raise",
        **settings: Unpack[SettingsDict],
    ) -> Iterator[Page]: ...

    @overload
    def classify_many(
        self,
        pages: Iterable[PageInput],
        threads: int | None = None,
        *,
        errors: Literal["return"],
        **settings: Unpack[SettingsDict],
    ) -> Iterator[Page | Exception]: ...

    def classify_many(
        self,
        pages: Iterable[PageInput],
        threads: int | None = None,
        errors: Literal["raise", "return"] = "raise",
        **settings: Unpack[SettingsDict],
    ) -> Iterator[Page] | Iterator[Page | Exception]:
        """Classifies many pages and gives the results in the order of the pages.

        ``pages`` is read in the caller's thread, ahead of the results by some batches of up to 32 pages, so it may be
        endless. ``threads``: how many work at once; None: one for each processor that the process may use.
        ``errors``: "raise" ends with the exception of the first page that fails; "return" gives the exception in that
        page's place, and goes on.
        """
        if errors not in ("raise", "return"):
            raise ValueError(f"errors is raise or return, not {errors!r}")
        engine, request = self._plan(settings)
        return self._many(pages, _threads(threads), errors == "raise", engine, request)

    @staticmethod
    def _many(
        pages: Iterable[PageInput], threads: int, raising: bool, engine: _core.Engine, request: _core.Request
    ) -> Iterator[Any]:
        def results(found: list[tuple[Any, ...] | Exception]) -> Iterator[Page | Exception]:
            for entry in found:
                if isinstance(entry, tuple):
                    yield Page(entry, engine, request)
                elif raising:
                    raise entry
                else:
                    yield entry

        batches = _batches(pages)
        if threads == 1:
            for batch in batches:
                yield from results(engine.batch(batch, request))
            return
        executor = ThreadPoolExecutor(threads, "dehusk")
        waiting: deque[Future[list[tuple[Any, ...] | Exception]]] = deque()
        failure: BaseException | None = None
        try:
            while True:
                try:
                    batch_or_none = next(batches, None)
                except Exception as error:  # of the iterable: after the results of what came before
                    failure, batch_or_none = error, None
                if batch_or_none is None:
                    break
                waiting.append(executor.submit(engine.batch, batch_or_none, request))
                if len(waiting) >= 2 * threads:
                    yield from results(waiting.popleft().result())
            while waiting:
                yield from results(waiting.popleft().result())
            if failure is not None:
                raise failure
        finally:
            executor.shutdown(cancel_futures=True)

    def __reduce__(self) -> tuple[type[Classifier], tuple[Model | None, Settings]]:
        return (Classifier, (self._own_model, self._settings))

    def __repr__(self) -> str:
        return f"<dehusk.Classifier {self._model.name!r}, {self._settings!r}>"


@lru_cache(maxsize=1)
def _default() -> Classifier:
    return Classifier()


def extract(html: PageInput, **settings: Unpack[SettingsDict]) -> str:
    """The text of the content lines of a page, a line feed between two; "" if there are none.

    ``html`` is the page itself, not its name or address (NotAPageWarning). Keyword arguments are fields of Settings
    (``output="markdown"``). Raises as the methods of Classifier do.
    """
    _warn_of_name(html)
    return _default()._extract(html, settings)


def classify(html: PageInput, **settings: Unpack[SettingsDict]) -> Page:
    """All that is known of a page and its lines. Keyword arguments are fields of Settings."""
    _warn_of_name(html)
    return _default()._classify(html, settings)


@overload
def classify_many(
    pages: Iterable[PageInput],
    threads: int | None = None,
    errors: Literal["raise"] = "raise",
    **settings: Unpack[SettingsDict],
) -> Iterator[Page]: ...


@overload
def classify_many(
    pages: Iterable[PageInput],
    threads: int | None = None,
    *,
    errors: Literal["return"],
    **settings: Unpack[SettingsDict],
) -> Iterator[Page | Exception]: ...


def classify_many(
    pages: Iterable[PageInput],
    threads: int | None = None,
    errors: Literal["raise", "return"] = "raise",
    **settings: Unpack[SettingsDict],
) -> Iterator[Page] | Iterator[Page | Exception]:
    """Classifies many pages with several threads, in order: see ``Classifier.classify_many``."""
    return _default().classify_many(pages, threads, errors=errors, **settings)
