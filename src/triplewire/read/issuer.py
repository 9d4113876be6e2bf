"""Who issued a release: a vote among the places where releases name their company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from triplewire.model import Span
from triplewire.read import frames
from triplewire.read.renamed import FORMERLY, other_names

_SOURCE = re.compile(r"^[ \t*]*source:?[ \t]{1,4}(?P<name>[^\n\r;|]{2,80})$", re.IGNORECASE | re.MULTILINE)
_ABOUT = re.compile(r"^[ \t#*_]*about[ \t]{1,3}(?P<name>[^\n\r]{2,70}?)[ \t*_:]*\r?$", re.IGNORECASE | re.MULTILINE)
_MARKS = re.compile(r"Â®|â„¢|[®™*“”\"]|\((?:R|TM)\)|[’']s?$|https?://\S+|www\.\S+")
# A heading that runs in: "**About Norvane.** Norvane is …".
_ABOUT_RUN_IN = re.compile(
    r"^[ \t]*[*_]{2,3}about[ \t]{1,3}(?P<name>[^\n\r*_]{2,70}?)[.:]?[*_]{2,3}[ \t]*(?=\S)", re.IGNORECASE | re.MULTILINE
)
# A headline of European manner: "Norvane AG: news".
_TITLE_COLON = re.compile(r"(?P<name>[^:\n]{3,60}?):\s")
_TOKEN = re.compile(r"\S{1,60}")
_CONNECTORS = frozenset({"of", "&", "and", "for", "de", "the", "du"})
_GENERIC = frozenset({"company", "the company", "we", "our", "us", "corporation", "the", "issuer", "group"})
_OPENERS = frozenset(
    {"the", "this", "as", "in", "on", "at", "for", "from", "with", "after", "over", "when", "while", "if", "by", "to", "completion"}
)
_NICK = re.compile(r",?\s?(?:\([^()“\"\n]{0,60}\),?\s?)?\([^()“\"\n]{0,60}[“\"](?P<nick>[A-Z][\w .&-]{1,24}?),?[”\"]")
# Between a dateline and the text behind it; no such dash stands in a name.
_DASH = re.compile(r"--+|[–—]| - ")
_BEFORE_FORMER = re.compile(rf"{FORMERLY}$")
# No wrapped text has lines narrower than this.
_NARROW = 60
# A break behind a long line that no mark ends, before a line that is neither blank nor a heading nor a bullet.
_WRAP = re.compile(r"(?:\n(?<=[^\n]{45}[^\n.:!?#*]\n)|\r\n(?<=[^\n]{45}[^\n.:!?#*]\r\n))[ \t]*(?=[A-Za-z(])")
_CODE = re.compile(r"[A-Z]{2,}\w*-?\d")
# The stretch in which a release introduces itself; further down tickers are mostly those of others.
_INTRO = 3500
# What a name in the headline weighs; how far from its line's start a ticker stands that introduces; how many make a round-up; the
# shortest name that is looked for inside a glued one.
_NAMED, _OPENING, _SEVERAL, _GLUED = 3.0, 60, 3, 8
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
    return re.compile(rf",?\s{one}\.?(?:,?\s{one})?\.?")


@cache
def _ticker() -> re.Pattern[str]:
    names = "|".join(re.escape(e) for e in frames.wires()["issuer"]["exchanges"])
    symbol = r"[^():\n]{0,24}:\s{0,2}(?P<symbol>[A-Z0-9.]{1,8})\b"
    return re.compile(rf"\((?:[^()\n]{{0,40}}?[;,]\s?)??(?:{names})(?:american|mkt|arca|cm|gm|gs)?\b{symbol}", re.IGNORECASE)


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


def unwrapped(raw: str) -> str:
    """The text with the breaks inside its wrapped lines as blanks, so that a name may run over one; offsets stay."""
    return _WRAP.sub(lambda m: " " * len(m.group()), raw)


def name_before(text: str, at: int) -> str:
    """The capitalised words that end at `at`, at most seven, over a line's end where the text is wrapped; "" when there are none."""
    start = _line_start(text, at)
    words = [m.group() for m in _TOKEN.finditer(text, max(0, at - 160, start), at)]
    if max(0, at - 160) > start:
        words = words[1:]
    out: list[str] = []
    for word in reversed(words):
        closed = out and word[-1] in ".,;:!?)–—" and not is_suffix(word) and not (word[-1] == "," and is_suffix(out[0]))
        named = _is_name_word(word) or (not out and word.strip(",.;") in frames.wires()["issuer"]["suffixes"])
        if len(out) == 7 or closed or not named or word[0] in "(–—-":
            break
        out.insert(0, word)
    return _tidy(out)


def _line_start(text: str, at: int) -> int:
    """Where the line of `at` begins, or the one above that was wrapped into it; behind a dash that a dateline ends with."""
    line = text.rfind("\n", 0, at) + 1
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    first = _TOKEN.match(text, line)
    end = text.find("\n", at)
    width = max(_NARROW, (end if end >= 0 else len(text)) - line)
    # A line is wrapped when the next word would not have fitted; a headline above the text is shorter or says nothing of dashes.
    wrapped = line > above + 1 and first is not None and line - above + len(first.group()) > width and _DASH.search(text, above, line)
    start = above if wrapped else line
    return max([start, *(m.end() for m in _DASH.finditer(text, max(start, at - 160), at))])


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

    Ties go to the name said first. "" when nothing names a company, or when the text introduces several in turn and none as its own.
    """
    votes: dict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    raw = unwrapped(raw[: title.end]) + unwrapped(raw[title.end :])
    for name, weight in _candidates(raw, body, title, intro, noise):
        key = key_of(name)
        if len(key) < 2 or key in _GENERIC or key.split()[0] in _OPENERS or key[-1].isdigit():
            continue
        votes[key] += weight
        if len(name) > len(written.get(key, "")):
            written[key] = name
    _heed_title(votes, title.of(raw), raw[title.end : body.end])
    best = _winner(votes) if votes else ""
    if not best or _is_round_up(raw, body, title, best):
        return Issuer()
    name = _with_legal_form(raw, body, written[best])
    return Issuer(name, _aliases(raw, body, name, intro))


def _candidates(raw: str, body: Span, title: Span, intro: int, noise: tuple[Span, ...]) -> Iterator[tuple[str, float]]:
    for match in islice(_SOURCE.finditer(raw, body.start, body.end), _MANY):
        yield match["name"].strip(), 4.0
    if _is_company(raw, body, opening := name_after(raw, intro)):
        yield opening, 3.0
    weight = 3.0
    for match in _ticker().finditer(raw, title.end, min(body.end, title.end + _INTRO)):
        yield _listed(raw, match.start()), weight
        weight = 0.5
    for match in _ticker().finditer(raw, title.start, title.end):
        yield _listed(raw, match.start()), 2.5
    quiet = {s.start for s in noise}
    for match in islice((m for p in (_ABOUT, _ABOUT_RUN_IN) for m in p.finditer(raw, body.start, body.end)), _MANY):
        if quiet.isdisjoint(range(match.start(), match.start("name") + 1)):
            yield _about_name(match["name"]), 2.0
    if _is_company(raw, body, subject := _title_subject(title.of(raw))):
        yield subject, 1.0


def _listed(raw: str, at: int) -> str:
    """The company before a ticker; where that is what it was called formerly, the name before."""
    name = name_before(raw, at)
    start = raw.rfind(name, 0, at)
    former = _BEFORE_FORMER.search(raw, max(0, start - 30), start) if name else None
    return (former and name_before(raw, former.start())) or name


def _is_company(raw: str, body: Span, name: str) -> bool:
    """Whether words that open a sentence name a company: a legal form, or said twice and never begun in lower case."""
    if not name or is_suffix(name.split()[-1]):
        return bool(name)
    first = name.split()[0]
    return raw.count(name, body.start, body.end) > 1 and not _stands(first.lower(), raw)


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text by itself, in no address."""
    return word in text and re.search(rf"(?<![\w./@-]){re.escape(word)}(?![\w./-])", text) is not None


def _about_name(text: str) -> str:
    """The name in a heading "About …"; where the paragraph begins on its line, up to the name said again."""
    words = re.split(r"\s[(–—-]", text, maxsplit=1)[0].strip(" :*_").split()
    again = next((i for i, word in enumerate(words) if i and word == words[0]), len(words))
    return " ".join(words[:again])


def _title_subject(title: str) -> str:
    text = frames.title_prefix().sub("", title.lstrip("# *"), count=1)
    colon = _TITLE_COLON.match(text)
    if colon and is_suffix(colon["name"].split()[-1]):
        return name_after(colon["name"], 0)
    verb = frames.title_verb().search(text)
    return name_after(text[: verb.start()], 0) if verb else ""


def _heed_title(votes: dict[str, float], title: str, rest: str) -> None:
    """More weight for the companies that the headline names and the text below too."""
    headline, text = " ".join(title.split()).casefold(), rest.casefold()
    for key in votes:
        if key in text and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", headline):
            votes[key] += _NAMED


def _is_round_up(raw: str, body: Span, title: Span, best: str) -> bool:
    """Whether paragraph after paragraph introduces another company with its ticker, and the headline names none of them."""
    openers: set[str] = set()
    for match in _ticker().finditer(raw, title.end, body.end):
        start = raw.rfind("\n", 0, match.start()) + 1
        name = name_before(raw, match.start())
        if name and match.start() - start <= _OPENING and raw[start : match.start()].strip(" *•-").startswith(name):
            openers.add(key_of(name))
    headline, text = title.of(raw).casefold(), raw[title.end : body.end].casefold()
    if len(openers) < _SEVERAL or best not in openers or any(key in headline for key in openers):
        return False
    mentions = {key: text.count(key.split()[0]) for key in openers}
    return mentions[best] < 2 * (sum(mentions.values()) - mentions[best])


def _winner(votes: dict[str, float]) -> str:
    """The key with most votes: a short form gives its votes to a longer one it begins, a longer one to a name it ends with."""
    total = dict(votes)
    for a in votes:
        for b in votes:
            if a != b and b.startswith(a + " "):
                total[b] += votes[a]
            elif a != b and b.endswith((" " + a, a if len(a) >= _GLUED else " " + a)):
                # Also where a page lost the break before the name: "our pipelineNorvane Therapeutics".
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
    found |= {other for other in islice(other_names(raw, body, short), _MANY) if _is_other(other, short)}
    for size in range(1, len(words)):
        if _used_alone(raw, body, words, size):
            found.add(" ".join(words[:size]))
    return tuple(sorted(found - {name}))


def _is_other(name: str, short: str) -> bool:
    """Whether a name is another one than the company's own, and no word for a company."""
    return key_of(name) not in (short.casefold(), *_GENERIC) and not _CODE.match(name)


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
    text = raw[body.start : body.end]
    alone = re.findall(rf"(?<![\w-]){re.escape(head)}(?![\w-]|[ \u00a0]{re.escape(words[size])})", text) if text.count(head) > 1 else []
    return len(alone) >= 2 and not _stands(head.lower(), text)
