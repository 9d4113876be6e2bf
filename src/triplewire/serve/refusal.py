"""A request that is not answered, and what is said of it."""

from __future__ import annotations


class RefusalError(Exception):
    """A request that ends with an error: its HTTP status, the words for the client, and headers that go with them."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def later(status: int, message: str, seconds: int = 1) -> RefusalError:
    """A refusal that is worth another try after so many seconds."""
    return RefusalError(status, message, {"Retry-After": str(seconds)})
