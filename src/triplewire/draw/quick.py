"""Jinja with short ways for what templates do a million times in a large build: escape a text, call a macro, look into a dict.

What comes out is the same. Each short way takes only the values that it knows, and leaves the others to Jinja.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_SPECIAL = re.compile(r"[&<>'\"]").search
_METHODS = frozenset(dir(dict))


def escaped(value: Any) -> str:
    """The value as text that may stand in a page: what `markupsafe.escape` gives, without its wrapper where there is nothing to escape.

    >>> escaped("NVT-101"), escaped("<b>")
    ('NVT-101', Markup('&lt;b&gt;'))
    """
    kind = type(value)
    if kind is Markup or (kind is str and not _SPECIAL(value)):
        return value  # type: ignore[no-any-return]
    return escape(value)


class _Code(CodeGenerator):
    """Code that writes values through `escaped`."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Context(Context):
    """A context that calls macros without asking whether they want it."""

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)


class Templates(Environment):
    """An environment whose templates take these ways."""

    code_generator_class = _Code
    context_class = _Context
    escaped = staticmethod(escaped)

    @cached_property
    def _known(self) -> dict[str, Template]:
        return {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 - as Jinja has it
        """A template by its name. They are those of the package: none is looked at again, and none is named relative to another."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = super().get_template(name, parent, globals)
        return found

    def overlay(self, *args: Any, **kwargs: Any) -> Environment:  # type: ignore[override]
        """An environment that differs from this one, and so has templates of its own."""
        made = super().overlay(*args, **kwargs)
        made.__dict__.pop("_known", None)
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute of an object, else its item: as in Jinja, without an exception for each item of a dict."""
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
