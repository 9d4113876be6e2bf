"""What may stand in a family file, key by key, and every fault of one, with the path of keys that leads to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from triplewire import resources
from triplewire.errors import near
from triplewire.extract.rulefiles.expressions import expression_faults
from triplewire.extract.rulefiles.places import Keys
from triplewire.extract.rules import LETTERS
from triplewire.extract.rules.check import PatternFault, pattern_faults
from triplewire.model import FamilySpec
from triplewire.model.text import BlockKind

SUBJECTS = ("near", "before", "after", "carry", "sole", "rest", "none")
BINDS = (
    "actor", "indication", "indications", "measure", "organization", "phase", "place", "region", "regions", "studied_in", "trial",
    "venue", "when",
)  # fmt: skip
STATES = ("granted", "study")
STATUSES = ("actual", "expected", "planned", "auto")
POLARITIES = ("positive", "negated")
TYPES = frozenset({*LETTERS, "text", "number"})
"""What an argument of a new family may hold: a name of a type, words, or a number."""
TEXT_LENGTH = 2_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a family file: the keys that lead to it, the character of the text there, whether it is the key itself."""

    keys: Keys
    message: str
    offset: int = 0
    on_key: bool = False


Faults = Iterator[Fault]
Check = Callable[[Keys, Any], Faults]


def table_faults(table: Mapping[str, Any], known: Mapping[str, FamilySpec]) -> Faults:
    """Every fault of a family file besides those of two patterns together. `known` are all families that there are."""
    yield from _unknown((), table, ("family", "argument", "pattern"))
    head = table.get("family")
    if not isinstance(head, dict):
        yield Fault(("family",), f"{_seen(table, 'family')}; expected the table [family] with a name; write it at the top", on_key=True)
    else:
        yield from _family_faults(head, table, known)
    spec = known.get(str(head.get("name"))) if isinstance(head, dict) else None
    yield from _rows(table, "argument", _argument_faults)
    yield from _argument_set_faults(table, spec)
    names = {a.name for a in spec.arguments} if spec else _argument_names(table)
    yield from _rows(table, "pattern", lambda keys, row: _pattern_faults(keys, row, names))


def _seen(table: Mapping[str, Any], key: str) -> str:
    return f"{key} is {kind_of(table[key])}" if key in table else f"{key} is missing"


def kind_of(value: object) -> str:
    """What a value is, in the words of TOML."""
    kinds = {bool: "true or false", str: "a string", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "a date or time")


def _unknown(keys: Keys, row: Mapping[str, Any], known: Iterable[str]) -> Faults:
    for key in row.keys() - set(known):
        alike = near(key, known)
        hint = f"did you mean {' or '.join(alike)}?" if alike else "correct or remove it"
        shown = key if len(key) <= 40 else f"{key[:40]}…"
        yield Fault((*keys, key), f"unknown key {shown!r}; expected one of {', '.join(sorted(known))}; {hint}", on_key=True)


def _rows(table: Mapping[str, Any], key: str, check: Callable[[Keys, Mapping[str, Any]], Faults]) -> Faults:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield Fault((key,), f"{key} is {kind_of(rows)}; expected one table each; write [[{key}]] above each of them")
        return
    for number, row in enumerate(rows):
        yield from check((key, number), row)


# -- the family and its arguments ----------------------------------------------------------------------------------------


def _family_faults(head: Mapping[str, Any], table: Mapping[str, Any], known: Mapping[str, FamilySpec]) -> Faults:
    keys: Keys = ("family",)
    yield from _unknown(keys, head, ("name", "description", "core"))
    name, described = head.get("name"), bool(str(head.get("description", "")).strip())
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        seen = f"the name {name[:40]!r}" if isinstance(name, str) else _seen(head, "name")
        yield Fault(
            (*keys, "name"), f"{seen}; expected small letters, digits and _; name a family of `triplewire rules list`, or a new one"
        )
    elif name not in known and not described and not table.get("argument"):
        hint = "a new one needs a description and [[argument]]"
        yield Fault((*keys, "name"), f"there is no family {name!r}; {_one_of(name, known)} {hint}")
    elif name not in known and not described:
        yield Fault(keys, f"{name!r} is a new family without a description; expected one sentence; add description")
    elif name not in known and not table.get("argument"):
        yield Fault(keys, f"{name!r} is a new family without arguments; expected at least one [[argument]]; add them")
    elif "pattern" not in table and "argument" not in table:
        yield Fault(keys, "a file without patterns; expected [[pattern]] with id and pattern; add one")
    for key, kind, words in (("description", str, "a string"), ("core", bool, "true or false")):
        if key in head and not isinstance(head[key], kind):
            yield Fault((*keys, key), f"{key} is {kind_of(head[key])}; expected {words}; correct it")


def _argument_names(table: Mapping[str, Any]) -> set[str]:
    rows = table.get("argument")
    return {str(row.get("name")) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()


def _argument_faults(keys: Keys, row: Mapping[str, Any]) -> Faults:
    yield from _unknown(keys, row, ("name", "type", "required"))
    name, kind = row.get("name"), row.get("type")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        seen = f"the name {name[:40]!r}" if isinstance(name, str) else _seen(row, "name")
        yield Fault((*keys, "name"), f"{seen}; expected small letters, digits and _; name the argument")
    if not isinstance(kind, str) or kind not in TYPES:
        seen = f"the type {kind[:40]!r}" if isinstance(kind, str) else _seen(row, "type")
        yield Fault((*keys, "type"), f"{seen}; expected one of {', '.join(sorted(TYPES))}; correct it")
    if not isinstance(row.get("required", True), bool):
        yield Fault((*keys, "required"), f"required is {kind_of(row['required'])}; expected true or false; correct it")


def _argument_set_faults(table: Mapping[str, Any], spec: FamilySpec | None) -> Faults:
    """Faults of the arguments together: other ones than the family has, one name twice."""
    rows = table.get("argument")
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    names = [str(row.get("name")) for row in rows]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Fault(("argument", number, "name"), f"the argument {name[:40]!r} is there twice; expected each once; remove one")
    own = {(str(row.get("name")), row.get("type"), row.get("required", True)) for row in rows}
    if rows and spec and own != {(a.name, a.type, a.required) for a in spec.arguments}:
        has = ", ".join(a.name for a in spec.arguments)
        yield Fault(
            ("argument", 0), f"other arguments than {spec.name} has ({has}); expected these or none; remove them, or name a new family"
        )


# -- patterns ------------------------------------------------------------------------------------------------------------


def _pattern_faults(keys: Keys, row: Mapping[str, Any], arguments: set[str]) -> Faults:
    checks = _checks()
    yield from _unknown(keys, row, checks)
    for key in ("id", "pattern"):
        if key not in row:
            yield Fault(keys, f"a pattern without {key}; expected {key} = …; add it")
    for key, value in row.items():
        if key in checks:
            yield from checks[key]((*keys, key), value)
    yield from _argument_faults_of(keys, row, arguments | {"when"})


def _argument_faults_of(keys: Keys, row: Mapping[str, Any], arguments: set[str]) -> Faults:
    """Words of `set`, `needs`, `issuer` and of examples that are no argument of the family."""
    needs, constants, examples = row.get("needs"), row.get("set"), row.get("examples")
    named: list[tuple[Keys, object, bool]] = [((*keys, "issuer"), row["issuer"], False)] if "issuer" in row else []
    named += [((*keys, "needs", n), name, False) for n, name in enumerate(needs if isinstance(needs, list) else [])]
    named += [((*keys, "set", name), name, True) for name in (constants if isinstance(constants, dict) else {})]
    for path, name, on_key in named:
        if isinstance(name, str) and name not in arguments:
            yield Fault(path, f"{name[:40]!r} is no argument of the family; {_one_of(name, arguments)}", on_key=on_key)
    for n, example in enumerate(examples if isinstance(examples, list) else []):
        facts = example.get("facts") if isinstance(example, dict) else None
        for m, fact in enumerate(facts if isinstance(facts, list) else []):
            for name in fact if isinstance(fact, dict) else {}:
                if name not in {*arguments, "status", "polarity"}:
                    path = (*keys, "examples", n, "facts", m, name)
                    yield Fault(path, f"{name[:40]!r} is no argument of the family; {_one_of(name, arguments)}", on_key=True)


def _one_of(name: str, known: Iterable[str]) -> str:
    alike = near(name, known)
    return f"expected one of {', '.join(sorted(known))}; {f'did you mean {alike[0]}?' if alike else 'use one of these'}"


@cache
def _checks() -> Mapping[str, Check]:
    sections = tuple(sorted({"body", *resources.toml("data", "sections.toml")}))
    return {
        "id": _identifier,
        "pattern": _patterns,
        "subject": _choice(SUBJECTS),
        "bind": _words(BINDS),
        "set": _constants,
        "status": _choice(STATUSES),
        "polarity": _choice(POLARITIES),
        "confidence": _confidence,
        "scope": _words(sections),
        "blocks": _words(get_args(BlockKind)),
        "needs": _words(()),
        "issuer": _text,
        "unless": _unless,
        "state": _choice(STATES),
        "promised": _flag,
        "examples": _examples,
        "counterexamples": _examples,
        "note": _text,
    }


def keys() -> tuple[str, ...]:
    """The keys of a pattern, sorted."""
    return tuple(sorted(_checks()))


def _text(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, str):
        yield Fault(keys, f"{keys[-1]} is {kind_of(value)}; expected a string; put it in quotes")
    elif len(value) > TEXT_LENGTH:
        yield Fault(keys, f"{keys[-1]} has {len(value):,} characters; expected at most {TEXT_LENGTH:,}; shorten it")


def _identifier(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        seen = repr(value[:40]) if isinstance(value, str) else kind_of(value)
        yield Fault(keys, f"id is {seen}; expected small letters, digits and hyphens; rename it")


def _patterns(keys: Keys, value: Any) -> Faults:
    if isinstance(value, str):
        yield from _placed(keys, pattern_faults(value))
    elif not isinstance(value, list) or not value:
        seen = "an empty list" if isinstance(value, list) else kind_of(value)
        yield Fault(keys, f"pattern is {seen}; expected a string, or a list of strings; write the phrase in quotes")
    else:
        for number, text in enumerate(value):
            if isinstance(text, str):
                yield from _placed((*keys, number), pattern_faults(text))
            else:
                yield Fault((*keys, number), f"a pattern that is {kind_of(text)}; expected a string; put it in quotes")


def _placed(keys: Keys, faults: Iterable[PatternFault]) -> Faults:
    return (Fault(keys, fault.message, fault.at) for fault in faults)


def _unless(keys: Keys, value: Any) -> Faults:
    return _placed(keys, expression_faults(value)) if isinstance(value, str) else _text(keys, value)


def _flag(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, bool):
        yield Fault(keys, f"{keys[-1]} is {kind_of(value)}; expected true or false; correct it")


def _choice(known: tuple[str, ...]) -> Check:
    def check(keys: Keys, value: Any) -> Faults:
        if not isinstance(value, str) or value not in known:
            seen = repr(value[:40]) if isinstance(value, str) else kind_of(value)
            yield Fault(keys, f"{keys[-1]} is {seen}; {_one_of(str(value), known)}")

    return check


def _words(known: tuple[str, ...]) -> Check:
    """A list of words, of the known ones when there are any."""

    def check(keys: Keys, value: Any) -> Faults:
        if not isinstance(value, list):
            yield Fault(keys, f'{keys[-1]} is {kind_of(value)}; expected a list of words; write {keys[-1]} = [ "…" ]')
            return
        for number, word in enumerate(value):
            if not isinstance(word, str):
                yield Fault((*keys, number), f"{keys[-1]} holds {kind_of(word)}; expected a word; put it in quotes")
            elif known and word not in known:
                yield Fault((*keys, number), f"{keys[-1]} holds {word[:40]!r}; {_one_of(word, known)}")

    return check


def _constants(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, dict):
        yield Fault(keys, f'set is {kind_of(value)}; expected arguments with their values; write set = {{ kind = "…" }}')
        return
    for name, constant in value.items():
        if not isinstance(constant, str) or not constant.strip():
            seen = "empty" if isinstance(constant, str) else kind_of(constant)
            yield Fault((*keys, name), f"{name[:40]} is {seen}; expected a string; put the value in quotes")


def _confidence(keys: Keys, value: Any) -> Faults:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        seen = str(value)[:20] if isinstance(value, int | float) else kind_of(value)
        yield Fault(keys, f"confidence is {seen}; expected a number above 0, at most 1; write 0.9")


def _examples(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, list):
        yield Fault(keys, f"{keys[-1]} is {kind_of(value)}; expected a list of sentences; write them in [ ]")
        return
    for number, example in enumerate(value):
        if isinstance(example, dict):
            yield from _example_table((*keys, number), example)
        else:
            yield from _example_text((*keys, number), example)


def _example_text(keys: Keys, text: Any) -> Faults:
    if not isinstance(text, str) or not text.strip():
        seen = "empty" if isinstance(text, str) else kind_of(text)
        yield Fault(keys, f"an example that is {seen}; expected a sentence, or {{ text = …, facts = [ … ] }}; write one")
    elif len(text) > TEXT_LENGTH:
        yield Fault(keys, f"an example of {len(text):,} characters; expected at most {TEXT_LENGTH:,}; shorten it")


def _example_table(keys: Keys, example: Mapping[str, Any]) -> Faults:
    yield from _unknown(keys, example, ("text", "facts", "title"))
    if "text" not in example:
        yield Fault(keys, "an example without text; expected text = …; add the sentence")
    else:
        yield from _example_text((*keys, "text"), example["text"])
    if "title" in example:
        yield from _text((*keys, "title"), example["title"])
    facts = example.get("facts", [])
    if not isinstance(facts, list) or not all(isinstance(fact, dict) and fact for fact in facts):
        yield Fault((*keys, "facts"), 'facts are no list of tables; expected arguments with values; write facts = [ { compound = "…" } ]')
