"""When two names of a kind are names of one thing: a grade above 0, and the higher the closer they are."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product

from triplewire.score.synonyms import Synonyms
from triplewire.score.words import listed, lists, singular, words

EQUAL = 2.0


def name(names: Synonyms, read: str, found: str) -> float:
    """Names of compounds: equal but for spelling, or held equal."""
    return EQUAL if names.same(read, found) else 0.0


def organization(names: Synonyms, read: str, found: str) -> float:
    """Also without legal forms, and when one name is the other with company words behind it."""
    if names.same(read, found):
        return EQUAL
    return max((_companies(_company(x), _company(y)) for x, y in product(names.forms(read), names.forms(found))), default=0.0)


def _company(form: str) -> tuple[str, ...]:
    return tuple(word for word in words(form) if word not in listed("organization", "legal"))


def _companies(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    short, long = sorted((one, two), key=len)
    if not short:
        return 0.0
    if "".join(short) == "".join(long):
        return EQUAL
    begins = long[: len(short)] == short and all(word in listed("organization", "going_on") for word in long[len(short) :])
    return 1.5 if begins else 0.0


def thing(names: Synonyms, read: str, found: str) -> float:
    """Technologies, payloads, targets, trial names: the telling words of one are all among those of the other."""
    if names.same(read, found):
        return EQUAL
    return max((_telling_words(_telling(x), _telling(y)) for x, y in product(names.forms(read), names.forms(found))), default=0.0)


@lru_cache(4096)
def _telling(form: str) -> frozenset[str]:
    return frozenset(map(singular, words(form))) - listed("thing", "general")


def _telling_words(one: frozenset[str], two: frozenset[str]) -> float:
    if not one or not two:
        return 0.0
    return 1.8 if one == two else 1.2 if one <= two or two <= one else 0.0


def indication(names: Synonyms, read: str, found: str) -> float:
    """Diseases with the same last word, when all but the qualifying words of one are among those of the other and one of these
    tells more than that it is a cancer or a disease.
    """
    if names.same(read, found):
        return EQUAL
    return max((_diseases(_disease(x), _disease(y)) for x, y in product(names.forms(read), names.forms(found))), default=0.0)


@lru_cache(4096)
def _disease(form: str) -> tuple[str, ...]:
    """The words of a disease, one word for all that mean cancer, `non` as part of the next word."""
    out: list[str] = []
    for word in map(singular, words(form)):
        same = lists()["indication"]["same"].get(word, word)
        if out and out[-1] == "non":
            out[-1] = f"non{same}"
        else:
            out.append(same)
    return tuple(out)


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(form for word in listed("indication", "qualifiers") for form in (word, singular(word)))


def _core(disease: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in disease if word not in _qualifiers()) or disease


def _diseases(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    a, b = _core(one), _core(two)
    if not a or not b:
        return 0.0
    if set(a) == set(b):
        return EQUAL if one == two else 1.8
    shared = set(a) & set(b)
    nested = a[-1] == b[-1] and shared in (set(a), set(b))
    return 1 + 0.5 * len(shared) / len({*a, *b}) if nested and shared - listed("indication", "general") else 0.0
