from typing import Any

from typing_extensions import Buffer

VERSION: str
UNICODE_VERSION: str
LAYOUT: tuple[tuple[str, str, int], ...]
LIMITS: tuple[int, int, int, int, int]
KINDS: tuple[str, ...]
ROLES: tuple[str, ...]
VERDICTS: tuple[str, ...]

class Block(Buffer):
    def __buffer__(self, flags: int, /) -> memoryview: ...

class Model:
    def __new__(cls, bytes: Buffer | None = None) -> Model: ...
    def info(self, key: str, /) -> str | None: ...

class Request:
    def __new__(
        cls,
        format: int,
        charset: str | None,
        favor: int,
        threshold: float,
        keep: int,
        metadata: bool,
        output: int,
        links: int,
        images: int,
        tables: int,
        url: str | None,
        text_kind: int = 0,
        hidden: int = 0,
        media_type: str | None = None,
    ) -> Request: ...

class Engine:
    def __new__(
        cls, model: Model, max_bytes: int, max_lines: int, max_depth: int, max_attribute_bytes: int, max_steps: int
    ) -> Engine: ...
    def extract(self, page: str | Buffer, request: Request, /) -> str: ...
    def classify(self, page: str | Buffer, request: Request, /) -> tuple[Any, ...]: ...
    def batch(
        self, pages: tuple[str | Buffer, ...], request: Request, /
    ) -> list[tuple[Any, ...] | Exception]: ...
    def metadata(self, page: str | Buffer, request: Request, /) -> tuple[tuple[str, str, str], ...]: ...
    def explain(
        self, page: str | Buffer, request: Request, first: int, end: int, /
    ) -> list[tuple[tuple[str, str, str, str, float], ...]]: ...
    def explain_groups(
        self, page: str | Buffer, request: Request, first: int, end: int, /
    ) -> list[tuple[tuple[str, float, int, tuple[tuple[str, str, str, str, float], ...]], ...]]: ...
