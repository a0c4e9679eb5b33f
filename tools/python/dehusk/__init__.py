"""Separates the content of a web page from its chrome, line by line.

    >>> import dehusk
    >>> html = "<nav>Home | News</nav><p>The ferry will run again from Monday, the harbour office said."
    >>> dehusk.extract(html)
    'The ferry will run again from Monday, the harbour office said.'

A page is a ``str`` or any object with a buffer of bytes (``bytes``, ``memoryview``, ``mmap``, ...). For bytes the charset
is found (byte order mark, ``charset=``, ``<meta>``, the bytes themselves); a ``str`` is decoded already, and what the
page says of its charset does not matter. Ranges are in bytes for bytes and in code points for a ``str``, so that
``page.source[line.begin:line.end]`` is right for both.

All functions may be called from any thread and after a fork. They release the GIL while they work. Importing the
package does no work; the model is opened at the first call.
"""

from __future__ import annotations

from ._classifier import Classifier, classify, classify_many, extract
from ._core import UNICODE_VERSION, VERSION
from ._errors import ArgumentError, CharsetError, Error, InputTooLargeError, ModelError, NotAPageWarning
from ._model import Model
from ._page import Columns, Line, Page, Reason, ReasonGroup
from ._settings import Limits, Settings, SettingsDict
from .archive import ArchiveError, ArchiveLine, ArchivePage, Record, RecordError, iter_archive

__version__ = VERSION
unicode_version = UNICODE_VERSION
"""The version of the Unicode Standard that the character tables follow."""

__all__ = [
    "ArchiveError",
    "ArchiveLine",
    "ArchivePage",
    "ArgumentError",
    "CharsetError",
    "Classifier",
    "Columns",
    "Error",
    "InputTooLargeError",
    "Limits",
    "Line",
    "Model",
    "ModelError",
    "NotAPageWarning",
    "Page",
    "Reason",
    "ReasonGroup",
    "Record",
    "RecordError",
    "Settings",
    "SettingsDict",
    "classify",
    "classify_many",
    "extract",
    "iter_archive",
    "unicode_version",
]
