"""The exceptions. Running out of memory is a MemoryError, a file that cannot be read an OSError, as everywhere."""

from __future__ import annotations


class Error(Exception):
    """What the library cannot do. A broken page is no error.

    ``status`` is the status's name in dehusk.h ("UNKNOWN_CHARSET"), ``code`` its number.
    """

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(code, status, message)
        self.code = code
        self.status = status
        self.message = message

    def __str__(self) -> str:
        return self.message


class NotAPageWarning(UserWarning):
    """A ``str`` was classified that is the name of a file or a URL, and not what is in it."""


class ArgumentError(Error, ValueError):
    """A value is out of range (BAD_ARGUMENT)."""


class CharsetError(Error, LookupError):
    """The charset that the caller named is not known, or cannot be decoded (UNKNOWN_CHARSET, UNSUPPORTED_CHARSET)."""


class InputTooLargeError(Error, ValueError):
    """The page has 4 GiB or more (INPUT_TOO_LARGE)."""


class ModelError(Error, ValueError):
    """A model cannot be used (MODEL_...). ``offset`` is that of the first byte that was found wrong."""

    def __init__(self, code: int, status: str, message: str, offset: int = 0) -> None:
        super().__init__(code, status, message)
        self.args = (code, status, message, offset)  # pickle makes it from these
        self.offset = offset


# By their numbers, which dehusk.h never changes.
_CLASSES: dict[int, type[Error]] = {2: ArgumentError, 10: CharsetError, 11: CharsetError, 12: InputTooLargeError}
_MODEL_FIRST, _MODEL_LAST = 30, 39


def error_of_status(code: int, status: str, message: str, offset: int) -> Error:
    """The exception for a status; the extension module calls this."""
    if _MODEL_FIRST <= code <= _MODEL_LAST:
        return ModelError(code, status, message, offset)
    return _CLASSES.get(code, Error)(code, status, message)
