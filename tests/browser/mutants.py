"""The program with one of its guards taken out, in this process: code of functions, templates and scripts changed, and put back."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

import pytest
from jinja2 import DictLoader

from triplewire.draw import page

TEMPLATES = "templates/"


@contextmanager
def without(file: str, text: str, instead: str) -> Iterator[None]:
    """The program as it is with another text in one of its files (below `triplewire/`), while the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        if file.endswith(".py"):
            _code(patch, import_module(f"triplewire.{file.removesuffix('.py').replace('/', '.')}"), text, instead)
        elif file.endswith(".js"):
            name = file.rsplit("/", 1)[-1]
            patch.setattr(
                page, "asset", lambda asked, kept=page.asset: changed(kept(asked), text, instead) if asked == name else kept(asked)
            )
        else:
            _template(patch, file.rsplit("/", 1)[-1], text, instead)
        yield


def changed(whole: str, text: str, instead: str) -> str:
    """A text with a part of it replaced, which it must have."""
    assert text in whole, f"there is no {text!r}"
    return whole.replace(text, instead)


def _template(patch: pytest.MonkeyPatch, name: str, text: str, instead: str) -> None:
    kept = page._environment()
    assert kept.loader is not None
    texts = {file: kept.loader.get_source(kept, file)[0] for file in kept.list_templates()}
    made = kept.overlay(loader=DictLoader({**texts, name: changed(texts[name], text, instead)}))
    patch.setattr(page, "_environment", lambda: made)


def _code(patch: pytest.MonkeyPatch, module: ModuleType, text: str, instead: str) -> None:
    """Gives each function the code, and each constant the value, that it has in a module of the changed source."""
    made = ModuleType(module.__name__)
    made.__dict__.update({"__package__": module.__package__, "__file__": module.__file__})
    exec(compile(changed(inspect.getsource(module), text, instead), str(module.__file__), "exec"), made.__dict__)
    other = dict(_functions(made.__dict__, module.__name__))
    for name, function in _functions(module.__dict__, module.__name__):
        if other[name].__code__ != function.__code__:
            patch.setattr(function, "__code__", other[name].__code__)
    for name, value in made.__dict__.items():
        if type(value).__module__ in ("re", "builtins") and not name.startswith("__") and value != module.__dict__[name]:
            patch.setattr(module, name, value)
    for cached in (f for f in module.__dict__.values() if hasattr(f, "cache_clear")):
        cached.cache_clear()


def _functions(space: Mapping[str, Any], module: str) -> Iterator[tuple[str, FunctionType]]:
    """The functions and methods that a module defines, by name."""
    for name, value in space.items():
        bare = inspect.unwrap(value) if callable(value) else value
        if isinstance(bare, FunctionType) and bare.__module__ == module:
            yield name, bare
        elif isinstance(value, type) and value.__module__ == module:
            for part, method in vars(value).items():
                inner = getattr(method, "func", getattr(method, "fget", getattr(method, "__func__", method)))
                if isinstance(inner, FunctionType):
                    yield f"{name}.{part}", inner
