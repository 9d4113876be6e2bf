"""Development codes: a misread code is mended towards a sound form of the same document, else by its sponsor's prefix.

A sound form is letters and then digits ("NVT-101", "T-NV1"). What may be mended always holds an *alien* glyph: a letter among the
digits, or beside them, that looks like one. Two forms that differ in true digits never meet, and no known name is touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import combinations

from triplewire.repair.rules import Change, is_period
from triplewire.repair.tables import digit_of, doubles, known, likes, prefixes, skeleton_map, table

_TOKEN = re.compile(
    r"(?<![\w@/.|-])(?![A-Z]?[a-z]+[\s.,;)])(?=[A-Za-z0-9|!-]{0,24}[0-9OoIlL|!])[A-Za-z0-9|](?:[A-Za-z0-9|!]|-(?=[A-Za-z0-9|])){2,24}(?![\w@-])(?!!\s)"
)
_SOUND = re.compile(r"(?:[A-Z][A-Za-z]{0,5}-){0,2}[A-Z][A-Za-z]{0,6}-?\d{1,7}[A-Za-z]?")
_HEAD = re.compile(r"(?P<prefix>(?:[A-Za-z]{1,6}-){0,2}[A-Za-z]{0,8})(?P<hyphen>-?)(?P<tail>\d.*)")
_FAMILY = re.compile(r"(?P<prefix>[A-Z]{2,6}|[A-Z][A-Za-z]{1,6}(?=-))(?P<hyphen>-?)\d{2,7}")
_SMALL_ALIEN = re.compile(r"[A-Z]{2}(?:[bgloqsz]\d|[lo]-\d)|^[A-Z]l[A-Z]{2}")
_BEHIND_HYPHEN = re.compile(r"[A-Z]{2,6}-[OoQDIlLZSBG]\d{1,6}[A-Za-z]?")
# Two capitals together, or one behind what may have been the other.
_CAPITALS = re.compile(r"[A-Z058|1](?:(?<=[A-Z])-?[A-Z]|(?<=[058|1])(?<![\w@/.|!-].)[A-Z]-)")
_GLYPHS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789|!-")
LONGEST = 25
"""No token is longer."""
_SIBLING = re.compile(r"(?P<prefix>[A-Z]{3,6}-?|[A-Z][A-Za-z]{1,6}-)(?P<tail>[0-9OoIl|!]{3,7})")


class Codes:
    """The code-shaped tokens of one text: how often each occurs, which are sound, which prefixes they teach. Tokens without two
    capitals together are left out, since they neither are codes nor may be mended.
    """

    def __init__(self, text: str) -> None:
        tokens = ((m.start(), m.group().rstrip("-")) for m in _tokens(text))
        self.found = [(start, token) for start, token in tokens if not is_period(token)]
        self.count = Counter(token for _, token in self.found)
        self.sound = {t for t in self.count if is_sound(t)}
        self.lengths: dict[str, set[int]] = {}
        self.families = self._families()
        self.by_skeleton: dict[str, list[str]] = {}
        for token in sorted(self.sound, key=lambda t: (-self.count[t], t)):
            self.by_skeleton.setdefault(skeleton(token), []).append(token)

    @cached_property
    def by_look(self) -> dict[str, list[str]]:
        """The families of three letters or more by what their prefixes look like."""
        out: dict[str, list[str]] = {}
        for prefix in sorted(p for p in self.families if len(p) >= 3):
            out.setdefault(skeleton(prefix), []).append(prefix)
        return out

    def _families(self) -> set[str]:
        """Prefixes (with their hyphen) that are a known sponsor's, or that two sound codes of the text share."""
        tails: dict[str, set[str]] = {}
        for token in self.sound:
            if match := _FAMILY.fullmatch(token):
                prefix = match["prefix"] + match["hyphen"]
                tails.setdefault(prefix, set()).add(token)
                self.lengths.setdefault(prefix, set()).add(len(token) - len(prefix))
        learned = {p for p, tokens in tails.items() if len(tokens) >= 2}
        return {p for p in learned if not self._doubtful(p, learned)} | _sponsored()

    def _doubtful(self, prefix: str, learned: set[str]) -> bool:
        """Whether a learned prefix is another one with a look-alike letter at its end: that letter may be damage."""
        core = prefix.rstrip("-")
        return core[-1] in digit_of() and core[:-1] in learned

    def in_family(self, token: str) -> bool:
        """Whether the token starts with a family's prefix and goes on with digits."""
        match = _FAMILY.match(token)
        return match is not None and match["prefix"] + match["hyphen"] in self.families


@cache
def _sponsored() -> frozenset[str]:
    return frozenset(p + h for p in prefixes() for h in ("", "-"))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """The code-shaped tokens that hold two capitals together, in order."""
    end = 0
    for pair in _CAPITALS.finditer(text):
        start = pair.start()
        if start < end:
            continue
        first = max(end, start - LONGEST)
        while start > first and text[start - 1] in _GLYPHS:
            start -= 1
        match = _TOKEN.search(text, start, pair.end() + LONGEST + 2)
        if match and match.start() <= pair.start() < match.end():
            end = match.end()
            yield match


def is_sound(token: str) -> bool:
    """Whether the token has the shape of a code: letters, then digits, with no small letter squeezed in between."""
    return bool(_SOUND.fullmatch(token) and _CAPITALS.search(token) and not _SMALL_ALIEN.search(token))


def skeleton(token: str) -> str:
    """The token with every glyph replaced by the digit it looks like; forms that read alike have one skeleton."""
    return token.translate(skeleton_map())


def code_changes(text: str) -> Iterator[Change]:
    """Codes that were misread, each with the form it should have; sound and known forms are left alone."""
    codes = Codes(text)
    cache_: dict[str, tuple[str, float] | None] = {}
    for start, token in codes.found:
        if token not in cache_:
            cache_[token] = _mend(token, codes)
        mended = cache_[token]
        if mended:
            yield Change(start, start + len(token), mended[0], "code", mended[1])


def _mend(token: str, codes: Codes) -> tuple[str, float] | None:
    if token.upper() in known() or not _suspect(token, codes):
        return None
    for found in (_same_skeleton(token, codes), _without_stray(token, codes), _by_family(token, codes), _by_sibling(token, codes)):
        if found:
            return found
    return None


def _suspect(token: str, codes: Codes) -> bool:
    """Whether the token could be damage: not sound, or sound with a look-alike letter right before or behind its digits."""
    if token not in codes.sound or (token[-1] in digit_of() and token[-1].isalpha()):
        return True
    if _BEHIND_HYPHEN.fullmatch(token):
        return True
    head = _HEAD.fullmatch(token)
    return bool(head and not head["hyphen"] and len(head["prefix"].rsplit("-", 1)[-1]) >= 2 and head["prefix"][-1] in digit_of())


def _same_skeleton(token: str, codes: Codes) -> tuple[str, float] | None:
    """The commonest sound form that reads alike and from which the token differs only in alien glyphs."""
    for model in codes.by_skeleton.get(skeleton(token), ()):
        if model == token or model.upper() in known() or not _only_alien(token, model):
            continue
        digits = sum(c.isdigit() for c in token)
        if not digits and "-" not in token and token[-1] not in "l|!":
            continue
        enough = codes.count[model] >= (1 if codes.in_family(model) or digits >= 2 else 2 if digits else 3)
        odds = 0 if token not in codes.sound else 1 if digits >= 2 and (_BEHIND_HYPHEN.fullmatch(token) or token[:-1] == model[:-1]) else 2
        if enough and codes.count[model] >= odds * codes.count[token]:
            return model, 0.95
    return None


def _only_alien(token: str, model: str) -> bool:
    """Whether each difference is a letter for a digit, a small or crooked glyph for a capital, or a digit among the first letters."""
    first = re.match(r"[A-Za-z]*", model)
    letters = first.end() if first else 0
    for i, (a, b) in enumerate(zip(token, model, strict=True)):
        small = a.islower() and b.isupper()
        if a != b and ((a.isalpha() and b.isalpha() and not small) or (a.isdigit() and b.isalpha() and i >= letters)):
            return False
    return True


def _without_stray(token: str, codes: Codes) -> tuple[str, float] | None:
    """The sound form of the document that is left when one stray letter beside a like digit goes."""
    best: tuple[int, str] | None = None
    if not codes.sound:
        return None
    for i in range(1, len(token)):
        if not _is_stray(token, i):
            continue
        rest = token[:i] + token[i + 1 :]
        alike = codes.by_skeleton.get(skeleton(rest), ())
        models = [rest] if rest in codes.sound else [m for m in alike if _only_alien(rest, m) and not _suspect(m, codes)]
        for model in models:
            if model.upper() not in known() and _outweighs(model, token, codes) and (best is None or codes.count[model] > best[0]):
                best = codes.count[model], model
    return (best[1], 0.9) if best else None


def _is_stray(token: str, i: int) -> bool:
    """Whether the glyph at `i` is a letter beside a digit, or another such letter, that it resembles, and not the first of its part."""
    like = doubles().get(token[i], "")
    if i == len(token) - 1:
        return token[i] in _plain_aliens() and token[i - 1] in like
    return bool(like) and token[i - 1] != "-" and any(g in like or digit_of().get(g, "-") in like for g in (token[i - 1], token[i + 1]))


def _outweighs(model: str, token: str, codes: Codes) -> bool:
    if token not in codes.sound:
        return codes.count[model] >= codes.count[token]
    if codes.in_family(model):
        return codes.count[model] >= codes.count[token] or token not in codes.sound
    return codes.count[model] >= 3 and codes.count[model] >= 3 * codes.count[token]


def _by_family(token: str, codes: Codes) -> tuple[str, float] | None:
    """The code that a family's prefix leaves when all the rest are digits and glyphs like digits; at least two true digits.

    Where a glyph may be stray or a digit, the family's other codes in the text decide by their number of digits; else nothing is done.
    """
    for prefix, tail in _heads(token, codes) if any(c.isdigit() for c in token) else ():
        lengths = codes.lengths.get(prefix, set())
        if not _mendable(tail, prefix, lengths) or _ends_in_letter(tail, lengths):
            continue
        options = set(_numbers(tail))
        fitting = sorted(o for o in options if len(o) in lengths) if len(options) > 1 else sorted(options)
        if len(fitting) == 1 and prefix + fitting[0] != token:
            return prefix + fitting[0], 0.8
    return None


def _by_sibling(token: str, codes: Codes) -> tuple[str, float] | None:
    """The code that is left when letters no number has become digits: between digits always, elsewhere where a sound code of the text
    has the same letters before it and as many digits behind them.
    """
    head = _SIBLING.fullmatch(token)
    if not head or head["prefix"][-1] in digit_of() or sum(c.isdigit() for c in head["tail"]) < 2:
        return None
    lengths = codes.lengths.get(head["prefix"], set())
    options = {o for o in _numbers(head["tail"]) if len(o) in lengths}
    if not lengths and head["tail"][0].isdigit() and head["tail"][-1].isdigit():
        options = set(_numbers(head["tail"]))
    return (head["prefix"] + min(options), 0.8) if len(options) == 1 and min(options) != head["tail"] else None


def _numbers(tail: str) -> Iterator[str]:
    """The digits that a tail may stand for: each letter a digit, or one or two of the letters beside their like gone."""
    yield tail.translate(skeleton_map())
    strays = [i for i in range(len(tail)) if _is_stray(f"A{tail}", i + 1)]
    yield from (_without(tail, gone).translate(skeleton_map()) for gone in _some_of(strays))


def _some_of(strays: list[int]) -> Iterator[tuple[int, ...]]:
    """Each one, and each two, of the first strays."""
    yield from ((i,) for i in strays)
    yield from combinations(strays[:4], 2)


def _without(tail: str, gone: tuple[int, ...]) -> str:
    return "".join(c for i, c in enumerate(tail) if i not in gone)


def _heads(token: str, codes: Codes) -> Iterator[tuple[str, str]]:
    """The family prefix that the token begins with and what is left behind it: as it stands, else with a stray glyph gone from it."""
    if prefix := _family_of(token, codes):
        yield prefix, token[len(prefix) :]
        return
    for i in range(min(6, len(token) - 1)):
        if set(token[max(0, i - 1) : i] + token[i + 1]) & set(likes().get(token[i], "")):
            rest = token[:i] + token[i + 1 :]
            if prefix := _family_of(rest, codes):
                yield prefix, rest[len(prefix) :]


def _like_digit(glyph: str) -> bool:
    return glyph.isdigit() or glyph in digit_of()


def _mendable(tail: str, prefix: str, lengths: set[int]) -> bool:
    """Whether the tail is digits, two at least, among glyphs that can be nothing else behind this prefix."""
    digits = sum(c.isdigit() for c in tail)
    aliens = [(i, c) for i, c in enumerate(tail) if not c.isdigit()]
    letters = len(prefix.rstrip("-"))
    if len(tail) < 3 or any(c not in digit_of() for _, c in aliens):
        return False
    if letters >= 4 and not prefix.endswith("-"):
        return digits >= 1 and len(aliens) <= max(digits, 2)
    if digits < 2 or len(aliens) > digits:
        return False
    enclosed = letters >= 3 and digits >= 3
    return all(c in _plain_aliens() or c.islower() or (enclosed and (i or len(tail) in lengths)) for i, c in aliens)


def _family_of(token: str, codes: Codes) -> str:
    """The longest family prefix that the token starts with, to the letter; else one of three letters or more that its first glyphs
    are damage of (a digit, a bar or a small letter for a capital); "" without one.
    """
    for end in range(len(token), 1, -1):
        if token[:end] in codes.families:
            return token[:end]
    look = skeleton(token)
    for end in range(len(token) - 1, 2, -1):
        alike = [p for p in codes.by_look.get(look[:end], ()) if _damaged_head(token, p)]
        if alike:
            return alike[-1]
    return ""


def _damaged_head(token: str, prefix: str) -> bool:
    """Whether a prefix that looks like the token's first glyphs may be what they were, and what looks like a digit is behind them."""
    plain = all(a == b or not a.isupper() for a, b in zip(token, prefix, strict=False))
    return plain and _like_digit(token[len(prefix)])


@cache
def _plain_aliens() -> frozenset[str]:
    """Glyphs that no code has among its digits."""
    return frozenset("OoIl|!") & frozenset(g for group in table()["classes"] for g in group)


def _ends_in_letter(tail: str, lengths: set[int]) -> bool:
    """Whether the only alien is a last capital letter, which may be a variant's own; not where the family's codes have a digit more."""
    variant = tail[:-1].isdigit() and tail[-1].isalpha() and tail[-1] not in "OolI"
    return variant and not (len(tail) in lengths and len(tail) - 1 not in lengths)
