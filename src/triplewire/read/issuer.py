"""Who issued a release: a vote among the places where releases name their company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from triplewire.lexicon import lowered
from triplewire.model import Span
from triplewire.read import frames

_SOURCE = re.compile(r"^[ \t*]*source:?[ \t]{1,4}(?P<name>[^\n\r;|]{2,80})$", re.IGNORECASE | re.MULTILINE)
_ABOUT = re.compile(r"^[ \t#*_]*about[ \t]{1,3}(?P<name>[^\n\r]{2,70}?)[ \t*_:]*\r?$", re.IGNORECASE | re.MULTILINE)
_MARKS = re.compile(r"[®™*“”\"]|\((?:R|TM)\)|[’']s?$|https?://\S+|www\.\S+")
_TOKEN = re.compile(r"\S{1,60}")
_CONNECTORS = frozenset({"of", "&", "and", "for", "de", "the", "du"})
_GENERIC = frozenset({"company", "the company", "we", "our", "us", "corporation", "the", "issuer", "group"})
_OPENERS = frozenset(
    {"the", "this", "as", "in", "on", "at", "for", "from", "with", "after", "over", "when", "while", "if", "by", "to", "completion"}
)
_NICK = re.compile(r",?\s?(?:\([^()“\"\n]{0,60}\),?\s?)?\([^()“\"\n]{0,60}[“\"](?P<nick>[A-Z][\w .&-]{1,24}?),?[”\"]")
_CODE = re.compile(r"[A-Z]{2,}\w*-?\d")
# The stretch in which a release introduces itself; further down tickers are mostly those of others.
_INTRO = 3500
# No release has more headings than that; a page that does must not cost more for it.
_MANY = 40


@dataclass(frozen=True)
class Issuer:
    """The issuer as written, with its legal form where the text has it, and the other names the text gives it."""

    name: str = ""
    aliases: tuple[str, ...] = ()


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(s.lower() for s in frames.wires()["issuer"]["suffixes"])


@cache
def _legal_form() -> re.Pattern[str]:
    forms = sorted(frames.wires()["issuer"]["suffixes"], key=lambda s: (-len(s), s))
    one = "(?:" + "|".join(map(re.escape, forms)) + r")\b"
    return re.compile(rf",?\s{one}(?:,?\s{one})?\.?")


@cache
def _ticker() -> re.Pattern[str]:
    names = "|".join(re.escape(e) for e in frames.wires()["issuer"]["exchanges"])
    symbol = r"[^():\n]{0,24}:\s{0,2}(?P<symbol>[A-Z0-9.]{1,8})\b"
    return re.compile(rf"\((?:[^()\n]{{0,40}}?[;,]\s?)??(?:{names})\b{symbol}", re.IGNORECASE)


def is_suffix(word: str) -> bool:
    """Whether a word is a legal form, whatever its punctuation."""
    return word.strip(",.;").lower() in _suffixes()


def key_of(name: str) -> str:
    """The name without legal forms, marks, punctuation and case: what two writings of one company share."""
    words = [w.strip(",.;:()") for w in _MARKS.sub("", name).split()]
    while len(words) > 1 and (words[-1].lower() in _suffixes() or words[-1].lower().rstrip(".") in _suffixes()):
        words.pop()
    return " ".join(words).casefold()


def _is_name_word(word: str) -> bool:
    core = word.strip(",.;:()®™*’'")
    return bool(core) and (core in _CONNECTORS or any(c.isupper() for c in core[:4]) or core[0].isdigit())


def name_before(text: str, at: int) -> str:
    """The capitalised words that end at `at`, at most seven; "" when there are none."""
    words = [m.group() for m in _TOKEN.finditer(text, max(0, at - 160, text.rfind("\n", 0, at) + 1), at)]
    if max(0, at - 160) > text.rfind("\n", 0, at) + 1:
        words = words[1:]
    out: list[str] = []
    for word in reversed(words):
        closed = out and word[-1] in ".,;:!?)–—" and not is_suffix(word) and not (word[-1] == "," and is_suffix(out[0]))
        if len(out) == 7 or closed or not _is_name_word(word) or word[0] in "(–—-":
            break
        out.insert(0, word)
    return _tidy(out)


def name_after(text: str, at: int) -> str:
    """The capitalised words that start at `at`, up to a legal form, a comma or a word in lower case; "" when there are none."""
    out: list[str] = []
    for match in _TOKEN.finditer(text, at, min(len(text), at + 160)):
        word = match.group()
        closed = out and (_CODE.match(word) or (out[-1].endswith(",") and not is_suffix(word)))
        if closed or not _is_name_word(word) or word[0] == "(" or len(out) == 7:
            break
        out.append(word)
        if (is_suffix(word) and not text[match.end() : match.end() + 6].strip().startswith(("Ltd", "Inc", "Corp"))) or word[-1] in ";:.":
            break
    return _tidy(out)


def _tidy(words: list[str]) -> str:
    while words and (words[0].lower() in _CONNECTORS or words[0] in "*-–—"):
        words = words[1:]
    while words and words[-1].lower() in _CONNECTORS:
        words = words[:-1]
    name = _MARKS.sub("", " ".join(words)).strip(" ,;:*()")
    return name if words and is_suffix(words[-1]) else name.rstrip(".")


def find_issuer(raw: str, body: Span, title: Span, intro: int, noise: tuple[Span, ...]) -> Issuer:
    """The issuer by vote: `SOURCE:` line, dateline paragraph (`intro` is where its prose starts), tickers, "About" headings, headline.

    Ties go to the name said first. "" when nothing names a company.
    """
    votes: dict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    for name, weight in _candidates(raw, body, title, intro, noise):
        key = key_of(name)
        if len(key) < 2 or key in _GENERIC or key.split()[0] in _OPENERS or key[-1].isdigit():
            continue
        votes[key] += weight
        if len(name) > len(written.get(key, "")):
            written[key] = name
    if not votes:
        return Issuer()
    best = _winner(votes)
    name = _with_legal_form(raw, body, written[best])
    return Issuer(name, _aliases(raw, body, name, intro))


def _candidates(raw: str, body: Span, title: Span, intro: int, noise: tuple[Span, ...]) -> Iterator[tuple[str, float]]:
    for match in islice(_headed(_SOURCE, "source", raw, body), _MANY):
        yield match["name"].strip(), 4.0
    if _is_company(raw, body, opening := name_after(raw, intro)):
        yield opening, 3.0
    weight = 3.0
    for match in _ticker().finditer(raw, title.end, min(body.end, title.end + _INTRO)):
        yield name_before(raw, match.start()), weight
        weight = 0.5
    for match in _ticker().finditer(raw, title.start, title.end):
        yield name_before(raw, match.start()), 2.5
    quiet = {s.start for s in noise}
    for match in islice(_headed(_ABOUT, "about", raw, body), _MANY):
        if quiet.isdisjoint(range(match.start(), match.start("name") + 1)):
            yield _about_name(match["name"]), 2.0
    if _is_company(raw, body, subject := _title_subject(title.of(raw))):
        yield subject, 1.0


def _headed(pattern: re.Pattern[str], word: str, raw: str, body: Span) -> Iterator[re.Match[str]]:
    """The matches of a pattern for a line that begins with a word; lines without it are not looked at."""
    small, line = lowered(raw), body.start
    at = small.find(word, body.start, body.end)
    while at >= 0:
        line = raw.rfind("\n", line, at) + 1 or line
        if match := pattern.match(raw, line, body.end):
            yield match
        line = raw.find("\n", at, body.end) + 1
        at = small.find(word, line, body.end) if line else -1


def _is_company(raw: str, body: Span, name: str) -> bool:
    """Whether words that open a sentence name a company: a legal form, or said twice and never begun in lower case."""
    if not name or is_suffix(name.split()[-1]):
        return bool(name)
    first = name.split()[0]
    return raw.count(name, body.start, body.end) > 1 and not any(_alone(raw, first.lower(), "./@-", "./-"))


def _about_name(text: str) -> str:
    return re.split(r"\s[(–—-]", text, maxsplit=1)[0].strip(" :*_")


def _title_subject(title: str) -> str:
    text = frames.title_prefix().sub("", title.lstrip("# *"), count=1)
    verb = frames.title_verb().search(text)
    return name_after(text[: verb.start()], 0) if verb else ""


def _winner(votes: dict[str, float]) -> str:
    """The key with most votes: a short form gives its votes to a longer one it begins, a longer one to a name it ends with."""
    total = dict(votes)
    for a in votes:
        for b in votes:
            if a != b and b.startswith(a + " "):
                total[b] += votes[a]
            elif a != b and b.endswith(" " + a):
                total[a] += votes[b]
    return max(total, key=lambda k: total[k])


def _with_legal_form(raw: str, body: Span, name: str) -> str:
    """The name with the legal form that the text gives it, when it was found without one."""
    if is_suffix(name.split()[-1]):
        return name
    at = raw.find(name, body.start, body.end)
    while at >= 0:
        if form := _legal_form().match(raw, at + len(name)):
            return " ".join((name + form.group()).split()).rstrip(",")
        at = raw.find(name, at + 1, body.end)
    return name


def _aliases(raw: str, body: Span, name: str, intro: int) -> tuple[str, ...]:
    words = [w.strip(",") for w in name.split()]
    while len(words) > 1 and is_suffix(words[-1]):
        words.pop()
    short = " ".join(words)
    found = {short, *_nicknames(raw, name, intro), *(m["symbol"] for m in _tickers_of(raw, body, short))}
    for size in range(1, len(words)):
        if _used_alone(raw, body, words, size):
            found.add(" ".join(words[:size]))
    return tuple(sorted(found - {name}))


def _tickers_of(raw: str, body: Span, short: str) -> Iterator[re.Match[str]]:
    for match in _ticker().finditer(raw, body.start, min(body.end, _INTRO)):
        if key_of(name_before(raw, match.start())).endswith(short.casefold()):
            yield match


def _nicknames(raw: str, name: str, intro: int) -> Iterator[str]:
    at = raw.find(name, intro)
    if 0 <= at < intro + 200:
        match = _NICK.match(raw, at + len(name), at + len(name) + 150)
        if match and match["nick"].lower() not in _GENERIC:
            yield match["nick"]


def _used_alone(raw: str, body: Span, words: list[str], size: int) -> bool:
    """Whether the text uses the first words of the name as a name: twice at least without the next, never in lower case."""
    head = " ".join(words[:size])
    if len(head) < 3 or head.lower() in _GENERIC or words[size - 1].lower() in _CONNECTORS:
        return False
    text, longer = raw[body.start : body.end], words[size]
    alone = (at for at in _alone(text, head, "-", "-") if text[at : at + 1] not in " \u00a0" or not text.startswith(longer, at + 1))
    return len(list(islice(alone, 2))) == 2 and not any(_alone(text, head.lower(), "./@-", "./-"))


def _alone(text: str, words: str, before: str, after: str) -> Iterator[int]:
    """The ends of the places where some words stand and neither run on nor touch one of the characters of `before` and `after`."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        free = not (at and _touches(text[at - 1], before)) and not _touches(text[end : end + 1], after)
        if free:
            yield end
        at = text.find(words, end if free else at + 1)


def _touches(char: str, barred: str) -> bool:
    return char.isalnum() or char == "_" or (char != "" and char in barred)
