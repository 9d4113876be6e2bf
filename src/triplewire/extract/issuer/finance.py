"""Financial facts and guidance from prose: the claims of each sentence with their periods resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from triplewire.extract.issuer.claims import Amount, Claim, Item
from triplewire.extract.issuer.common import currency_of, fact, in_dollars, issuer_of, organization
from triplewire.extract.issuer.data import family, fold, metrics, one_of, prose_words
from triplewire.extract.issuer.periods import Period, named_ahead, periods_in, reporting_period, resolved, shift_years
from triplewire.extract.issuer.prose import claims_in, items_in
from triplewire.extract.issuer.withdrawals import takes_back, withdrawals
from triplewire.lexicon import Expression
from triplewire.model import Evidence, Fact, Mention, Reading, Sentence, Span, When
from triplewire.model.when import canonical_period

# An amount without a scale word below this is a price, not a figure of a statement.
_SMALLEST = 1000.0
QUOTED = 2_000
"""How many characters one stretch of evidence has at most."""

_NOT_SUBJECT = re.compile(r"(?:with|by|from|to|through|of|and|at|like|against|for|than|in) (?:the )?$", re.IGNORECASE)
_OURS = re.compile(r"(?:We|Our)\b")
SKIPPED_ROLES = frozenset({"safe_harbor", "contacts", "about"})


@dataclass(slots=True)
class Thread:
    """What the text so far hands on to the next sentence: the period of its last main claim and the words that name it, and
    the periods of that claim and the one it was compared with.
    """

    main: When | None
    reported: When | None = None
    words: Span | None = None
    both: tuple[When, ...] = ()
    block: int = -1
    whose: str = ""
    metric: str = ""
    named: Span | None = None
    ahead: Mention | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim, the period it holds for, and the words (a span of the view) that name that period or the one it counts from."""

    claim: Claim
    when: When
    words: Span | None
    near: bool = True
    named: Span | None = None


def prose_facts(reading: Reading, rows: Sequence[Span] = ()) -> list[Fact]:
    """The financial facts and the guidance of the prose, in text order. `rows` are spans of the view that tables already cover."""
    reported = reporting_period(reading)
    ahead, thread = named_ahead(reading), Thread(None)
    out: list[Fact] = []
    for sentence, mentions in zip(reading.sentences, reading.by_sentence, strict=True):
        if _is_elsewhere(reading, sentence, rows):
            continue
        if sentence.block != thread.block:
            kept = thread if _same_section(reading, thread.block, sentence.block) else _opening(reported)
            thread = Thread(
                kept.main, reported.when if reported else None, kept.words, kept.both, sentence.block, ahead=ahead[sentence.block]
            )
        _note_subject(reading, sentence, mentions, thread)
        out += withdrawals(reading, sentence, mentions)
        if any(m.type == "money" for m in mentions):
            out += _of_sentence(reading, sentence, mentions, thread)
    return out


def _opening(reported: Mention | None) -> Thread:
    return Thread(reported.when, reported.when, reported.span) if reported else Thread(None)


def _is_elsewhere(reading: Reading, sentence: Sentence, rows: Sequence[Span]) -> bool:
    block = reading.blocks[sentence.block]
    return block.kind == "row" or block.role in SKIPPED_ROLES or any(sentence.span.overlaps(r) for r in rows)


def _same_section(reading: Reading, a: int, b: int) -> bool:
    return (
        a >= 0 and reading.blocks[a].heading_index == reading.blocks[b].heading_index and reading.blocks[a].role == reading.blocks[b].role
    )


def _of_sentence(reading: Reading, sentence: Sentence, mentions: Sequence[Mention], thread: Thread) -> list[Fact]:
    text, start = sentence.text, sentence.span.start
    periods = periods_in(text, start, mentions)
    amounts = [Amount(m.span.start - start, m.span.end - start, m) for m in mentions if m.type == "money"]
    items = items_in(text, periods, amounts)
    claims = [c for c in claims_in(text, items, thread.metric) if not _no_result(text, c)]
    whose = thread.whose or issuer_of(reading)
    out: list[Fact] = []
    for placed in _placed(reading, sentence, items, claims, thread):
        made = _fact(reading, sentence, placed, whose)
        out += [made] if made else []
    return out


def _no_result(text: str, claim: Claim) -> bool:
    """Whether the words around the amount make it a price, a market or a term of a deal."""
    clause = text[max(0, min(claim.at, claim.amount.start) - 60) : claim.amount.end + 45]
    cut = re.split(r"[;:]", clause)[-1]
    low = claim.phrase is not None and fold(text[claim.phrase.start : claim.phrase.end]) in {
        "revenue",
        "revenues",
        "royalties",
        "product sales",
        "net sales",
        "cash",
    }
    return low and bool(prose_words().no_result.search(cut))


def _placed(reading: Reading, sentence: Sentence, items: Sequence[Item], claims: Sequence[Claim], thread: Thread) -> Iterator[Placed]:
    """Each claim with its period. A claim about both periods comes twice."""
    leading = _leading(items, claims)
    mains: dict[int, When] = {}
    awaited: list[Claim] = []
    for claim in claims:
        period = claim.period or (None if claim.compared else leading)
        words = Span(period.start, period.end).shift(sentence.span.start) if period else None
        if period and period.relative == "both":
            yield from (Placed(claim, _at_end(when, claim.metric in metrics().instant), words) for when in thread.both)
        elif _is_awaited(reading, sentence, claim, period, thread, awaited):
            awaited.append(claim)
            yield from _to_come(claim, thread)
        elif claim.compared and period is None and (claim.against in awaited or not _in_doubt(reading, thread)):
            # The older of two expectations, or last year's figure: the words do not tell which.
            continue
        else:
            base = mains.get(id(claim.against)) if claim.compared else None
            when = _when(reading, claims, claim, period, base or thread.main)
            held = _held(claim, when, thread) if when else None
            if when and held:
                yield Placed(claim, held, words or thread.words, period is not None, thread.named if claim.borrowed else None)
                _note_period(thread, claim, when, words if period and period.relative != "this" else thread.words, _name(sentence, claim))
                mains |= {} if claim.compared else {id(claim): when}


def _is_awaited(
    reading: Reading, sentence: Sentence, claim: Claim, period: Period | None, thread: Thread, awaited: Sequence[Claim]
) -> bool:
    """Whether a claim without a period is of one to come."""
    return period is None and not claim.compared and _in_doubt(reading, thread) and _awaits(sentence.text, claim, awaited[-1:])


def _to_come(claim: Claim, thread: Thread) -> Iterator[Placed]:
    """An awaited claim in the period that the section names ahead; nothing when it names none."""
    if thread.ahead and thread.ahead.when:
        yield Placed(claim, _at_end(thread.ahead.when, claim.metric in metrics().instant), thread.ahead.span, near=False)


def _note_period(thread: Thread, claim: Claim, when: When, words: Span | None, name: Span | None) -> None:
    """Hand the period of a claim on to those that come after it."""
    if claim.compared:
        thread.both = (*thread.both[:1], when)
    else:
        thread.metric, thread.named = claim.metric, name
        thread.main, thread.words, thread.both = when, words, (when,)


def _name(sentence: Sentence, claim: Claim) -> Span | None:
    return Span(claim.phrase.start, claim.phrase.end).shift(sentence.span.start) if claim.phrase else None


def _in_doubt(reading: Reading, thread: Thread) -> bool:
    """Whether the period spoken of so far is over, so that what is expected cannot be of it."""
    released, end = reading.document.release.date, thread.main.end if thread.main else None
    return released is None or end is None or end < released


def _awaits(text: str, claim: Claim, awaited: Sequence[Claim]) -> bool:
    """Whether a word of expectation governs the claim, or one before it in a list: it is then of a period to come."""
    starts = {claim.amount.start, *((claim.phrase.start,) if claim.phrase else ())}
    listed = any(_cues().listed.fullmatch(text, before.amount.end, s) for before in awaited for s in starts)
    subject = claim.phrase is not None and _cues().noun.match(text, claim.phrase.end) is not None
    return listed or subject or any(_cues().governed.search(text, max(0, s - 120), s) for s in starts)


def _leading(items: Sequence[Item], claims: Sequence[Claim]) -> Period | None:
    """The period that stands before the first amount: it holds for what has no period of its own."""
    first = claims[0].amount.start if claims else 0
    return next((i for i in items if isinstance(i, Period) and i.end <= first), None)


def _when(reading: Reading, claims: Sequence[Claim], claim: Claim, period: Period | None, base: When | None) -> When | None:
    if period is not None:
        whens = resolved(period, base, reading.fiscal)
        if whens or period is claim.period:
            return whens[_turn(claims, claim) % len(whens) if len(whens) > 1 else 0] if whens else None
    if base is not None and claim.compared:
        return None if claim.metric in metrics().instant else shift_years(base, -1)
    return base


def _held(claim: Claim, when: When, thread: Thread) -> When | None:
    """The period in the shape its metric needs: a day for what holds at a day; for what flows a stretch, which may be the one that
    the release reports on and that ends on the day named.
    """
    if claim.metric in metrics().instant:
        return _at_end(when, instant=True)
    if when.start != when.end:
        return when
    stretch = thread.reported
    return stretch if stretch is not None and stretch.end == when.end else None


def _turn(claims: Sequence[Claim], claim: Claim) -> int:
    """Which of the claims that share one period item this is: first amount, first period."""
    sharing = [c for c in claims if c.period is claim.period and c.metric == claim.metric]
    return next((i for i, c in enumerate(sharing) if c is claim), 0)


def _at_end(when: When, instant: bool) -> When:
    """The last day of a stretch, for what holds at a day."""
    if not instant or when.end is None:
        return when
    return When(when.text, when.end, when.end, "day", when.calendar)


def _note_subject(reading: Reading, sentence: Sentence, mentions: Sequence[Mention], thread: Thread) -> None:
    """Keep in the thread which organization a paragraph's figures belong to: the last one that opens a sentence and reports."""
    start, text = sentence.span.start, sentence.text
    for mention in mentions:
        at, end = mention.span.start - start, mention.span.end - start
        if mention.type != "organization" or at > 40 or _NOT_SUBJECT.search(text[:at]):
            continue
        if prose_words().reports.match(text, end):
            thread.whose = organization(reading, mention.name)
            return
    if _OURS.match(text):
        thread.whose = ""


def _fact(reading: Reading, sentence: Sentence, placed: Placed, whose: str) -> Fact | None:
    claim, when = placed.claim, placed.when
    period, money = canonical_period(when, reading.fiscal), claim.amount.money
    small = claim.metric not in metrics().per_share and "scale" not in money.attrs and 0 < (money.value or 0.0) < _SMALLEST
    if not whose or not period or small:
        return None
    cue = _cue(reading, sentence.text, claim, when)
    if cue == "other" or (not cue and "low" in money.attrs) or (cue and takes_back(sentence.text)):
        return None
    evidence = _evidence(reading, sentence, placed)
    currency = money.attrs.get("currency") or currency_of(reading)
    args: dict[str, str | int | float] = {"organization": whose, "metric": _metric(claim), "period": period}
    if cue:
        low, high = _bounds(money)
        return fact(
            reading,
            "guidance",
            in_dollars(args, currency, low=low, high=high),
            evidence,
            "prose.guidance",
            status="expected",
            when=when,
            hedge=cue,
        )
    value = money.value or 0.0
    rule = f"prose.{args['metric']}" + (".compared" if claim.compared else "")
    return fact(reading, "financial", in_dollars(args, currency, value=value), evidence, rule, when=when, confidence=_confidence(placed))


def _metric(claim: Claim) -> str:
    lost = claim.amount.money.attrs.get("parens") == "yes"
    return metrics().opposite.get(claim.metric, claim.metric) if lost and not claim.bracketed else claim.metric


def _confidence(placed: Placed) -> float:
    return 0.95 if placed.near and placed.claim.phrase else 0.85


def _bounds(money: Mention) -> tuple[float, float]:
    value = money.value or 0.0
    if money.attrs.get("qualifier") == "up to" and "low" not in money.attrs:
        return 0.0, value
    return float(money.attrs.get("low", value)), float(money.attrs.get("high", value))


def _evidence(reading: Reading, sentence: Sentence, placed: Placed) -> list[Evidence]:
    """The words from the first to the last of metric, amount and period; what is named elsewhere, or very far off in an endless
    sentence, is a second evidence.
    """
    claim, start = placed.claim, sentence.span.start
    phrase = claim.phrase or (claim.against.phrase if claim.against else None)
    whole = Span(min(claim.at, claim.amount.start), claim.amount.end).shift(start)
    further = Span(phrase.start, phrase.end).shift(start) if phrase else sentence.span
    whole = whole.join(further) if len(whole.join(further)) <= QUOTED else whole
    named = [reading.evidence(placed.named, "metric")] if placed.named else []
    if placed.words is None:
        return [reading.evidence(whole), *named]
    if sentence.span.covers(placed.words) and len(whole.join(placed.words)) <= QUOTED:
        return [reading.evidence(whole.join(placed.words)), *named]
    return [reading.evidence(whole), reading.evidence(placed.words, "period"), *named]


@dataclass(frozen=True, slots=True)
class _Cues:
    cue: Expression
    not_ours: Expression
    governed: Expression
    listed: Expression
    noun: Expression


@cache
def _cues() -> _Cues:
    grammar = family("guidance")["grammar"]
    between = rf"(?:[ ,:]{{1,2}}{one_of(grammar['between'])}(?!\w)){{0,6}}"
    return _Cues(
        Expression(rf"(?<!\w){one_of(grammar['cues'])}(?!\w)", re.IGNORECASE),
        Expression(rf"(?<!\w){one_of(grammar['not_ours'])}(?!\w)", re.IGNORECASE),
        Expression(rf"(?<!\w){one_of(grammar['awaits'])}{between}[ ,:]{{0,2}}$", re.IGNORECASE),
        Expression(rf",?(?: (?:and|or|plus|with|as well as))?{between} ?", re.IGNORECASE),
        Expression(rf" {one_of(grammar['nouns'])}(?!\w)", re.IGNORECASE),
    )


def _cue(reading: Reading, text: str, claim: Claim, when: When) -> str:
    """The word that makes the claim an expectation; "" when it is a report, "other" when it is neither the issuer's."""
    cues = _cues()
    found = list(cues.cue.finditer(text, max(0, claim.amount.start - 600), claim.amount.start))
    released = reading.document.release.date
    if released and when.end and when.end < released:
        return ""
    if not found:
        return "other" if released and when.start and when.start > released else ""
    return "other" if cues.not_ours.search(text, max(0, claim.amount.start - 600), claim.amount.end) else found[-1][0].lower()
