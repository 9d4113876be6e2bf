"""Finance prose, value first: which metric, which period and which comparison each amount of a sentence belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from triplewire.extract.issuer.claims import NEAR, SAME, Amount, Claim, Item, Phrase, is_pronoun, label, leads_on
from triplewire.extract.issuer.data import fold, forecast_words, metrics, move_words, prose_words
from triplewire.extract.issuer.dating import bind_periods
from triplewire.extract.issuer.periods import Period

_GAP, _MOVE = 220, 100
_LIST = re.compile(r",? (?:and|or|and approximately|or approximately)? ?")
_JOINT = re.compile(r",? and ")


def phrases_in(text: str) -> list[Phrase]:
    """The metric names of a sentence; those inside an aside ("consisting primarily of interest income, was") do not count."""
    data, words = metrics(), prose_words()
    asides = [(m.start(), m.end()) for m in words.aside.finditer(text)]
    folded = text.replace("’", "'").replace("‘", "'")
    found = [_whole(folded, Phrase(m.start(), m.end(), data.ids[fold(m[0])])) for m in data.prose.finditer(folded)]
    return [p for p in found if not any(a <= p.start < b for a, b in asides)]


def _whole(text: str, phrase: Phrase) -> Phrase:
    """A name of cash with all that is listed with it: "cash, cash equivalents and investment securities"."""
    more = metrics().holdings.match(text, phrase.end) if phrase.metric == "cash" else None
    return Phrase(phrase.start, more.end(), phrase.metric) if more else phrase


def items_in(text: str, periods: Sequence[Period], amounts: Sequence[Amount]) -> list[Item]:
    """Metric names, amounts and periods in text order; a metric name inside another item is dropped."""
    phrases = phrases_in(text)
    named = _covered(text, phrases)
    fixed: list[Item] = [*(p for p in periods if not all(named[p.start : p.end])), *amounts]
    taken = _covered(text, fixed)
    names = [p for p in [*phrases, *_pronouns(text, amounts)] if not any(taken[p.start : p.end])]
    nothing = [_named_nothing(a) for a in amounts if a.money.attrs.get("nothing")]
    return sorted([*fixed, *names, *nothing], key=lambda i: (i.start, i.end))


def _covered(text: str, items: Sequence[Item]) -> bytearray:
    """For each character of a text whether an item covers it."""
    out = bytearray(len(text))
    for item in items:
        out[item.start : item.end] = b"\x01" * (item.end - item.start)
    return out


def _pronouns(text: str, amounts: Sequence[Amount]) -> list[Phrase]:
    """The words that stand for a metric told before and are the subject of an amount: "in P it was $V"."""
    starts = {a.start for a in amounts}
    return [Phrase(*m.span("word"), SAME) for m in prose_words().pronoun.finditer(text) if m.end() in starts]


def _named_nothing(amount: Amount) -> Phrase:
    """`no debt` is an amount and the name of its metric at once."""
    return Phrase(amount.end, amount.end, metrics().ids.get(fold(amount.money.name), ""))


def claims_in(text: str, items: Sequence[Item], before: str = "") -> list[Claim]:
    """The claims of a sentence, one for each amount whose metric the sentence tells, in text order. `before` is the metric that the
    sentence before told of.
    """
    claims = [_claim(text, items, i) for i, item in enumerate(items) if isinstance(item, Amount)]
    _resolve_pronouns(claims, before)
    _share_metrics(text, claims)
    _continue_lists(text, items, claims)
    _pair_comparisons(text, claims)
    told = [c for c in claims if c.metric]
    bind_periods(text, items, told)
    told = [c for c in told if c.period or not (c.dated and (c.owned or is_pronoun(c.phrase) or not _dated(items, c)))]
    for claim in told:
        if is_pronoun(claim.phrase):
            claim.phrase, claim.borrowed = claim.against.phrase if claim.against else None, claim.against is None
    return told


def _resolve_pronouns(claims: Sequence[Claim], before: str) -> None:
    """A pronoun stands for the metric of the last main claim; the value is compared with that claim's."""
    for claim in claims:
        if is_pronoun(claim.phrase):
            claim.metric, claim.compared, claim.dated = before, True, True
        elif claim.metric and not claim.compared and not claim.each_share:
            before = claim.metric


def _continue_lists(text: str, items: Sequence[Item], claims: Sequence[Claim]) -> None:
    """`$V in P and $W in Q` tells one metric twice; the second is no main claim."""
    for claim, after in pairwise(claims):
        between = items[claim.index + 1 : after.index]
        if after.metric or after.phrase or not claim.metric or len(between) != 1 or not isinstance(between[0], Period):
            continue
        joined = _JOINT.fullmatch(text[between[0].end : after.amount.start]) and leads_on(text[claim.amount.end : between[0].start])
        if joined and after.each_share is claim.each_share and not move_words().difference.match(text, after.amount.end):
            after.metric, after.phrase, after.compared, after.dated, after.owned = claim.metric, claim.phrase, True, True, True


def _dated(items: Sequence[Item], claim: Claim) -> bool:
    """Whether a period stands before the amount."""
    return any(isinstance(item, Period) for item in items[max(0, claim.index - NEAR) : claim.index])


def _claim(text: str, items: Sequence[Item], i: int) -> Claim:
    amount = items[i]
    assert isinstance(amount, Amount)
    claim = Claim(amount, amount.start, index=i, tail=i)
    if move_words().difference.match(text, amount.end):
        return claim
    around = _name_around(text, items, claim)
    before = None if around else _named_before(text, items, i)
    after = None if before or around else _named_after(text, items, i)
    claim.phrase = before or claim.phrase or after
    claim.metric = claim.phrase.metric if claim.phrase else ""
    if before:
        claim.at = before.start if text[before.end : amount.start].strip().lower().startswith("of") else amount.start
        claim.bracketed = text[amount.start] == "(" and not _is_minus(text, before, amount)
    elif after:
        claim.tail = i + 1
    claim.each_share = bool(prose_words().share.match(text[amount.end : amount.end + 60]))
    claim.compared = bool(prose_words().compare.search(text[max(0, claim.at - 60) : claim.at])) or label(text, items, i) is not None
    return claim


def _name_around(text: str, items: Sequence[Item], claim: Claim) -> bool:
    """Name the claim by words on both sides of its amount: "used $V of cash in operations", "lost $V, or $W per share"."""
    amount = claim.amount
    lead = text[max(0, amount.start - 60) : amount.start]
    for row in prose_words().around:
        after = row.after.match(text, amount.end)
        before = row.before.search(lead) if after else None
        if not before or not after:
            continue
        whole = not re.search(r"[$€£]", after[0])
        end = after.end() if whole else amount.end
        claim.phrase, claim.at, claim.dated = Phrase(amount.end, end, row.metric), amount.start - len(lead) + before.start(), row.dated
        claim.tail = max(j for j in range(claim.index, min(len(items), claim.index + NEAR)) if items[j].start < max(end, amount.end))
        return True
    return False


def _named_before(text: str, items: Sequence[Item], i: int) -> Phrase | None:
    """The metric that a link word ties to the amount: "M of", "M for P was", "M rose … to"."""
    end, cut = items[i].start, ""
    for j in range(i - 1, max(-1, i - NEAR), -1):
        item = items[j]
        if isinstance(item, Amount) and not _passed_over(text, item, items[i]):
            return None
        cut = text[item.end : end] + cut
        end = item.start
        if isinstance(item, Phrase):
            return item if _tied(text, items, (j, i), cut) else None
    return None


def _tied(text: str, items: Sequence[Item], pair: tuple[int, int], gap: str) -> bool:
    """Whether the words around a metric name (first of the pair) and an amount, and those between, make the one the value of the other."""
    phrase, amount = items[pair[0]], items[pair[1]]
    if _linked(gap) and not _sized(text, phrase, gap):
        return True
    beside = pair[1] == pair[0] + 1 and (is_pronoun(phrase) or gap == " ")
    return beside or _moved(text, items, pair[0], gap) or _in_bracket(text, gap, amount)


def _sized(text: str, phrase: Item, gap: str) -> bool:
    """Whether the amount is the size of a change of the metric: "an increase in M of $V"."""
    words = prose_words()
    link = words.link.search(gap)
    return bool(link and words.nominal.match(link[0]) and move_words().size_in.search(text[max(0, phrase.start - 60) : phrase.start]))


def _moved(text: str, items: Sequence[Item], at: int, gap: str) -> bool:
    """Whether a verb before the metric (and its period) moves it to the amount: "narrowed its M to $V"."""
    start, ahead = items[at].start, items[at - 1] if at else None
    if isinstance(ahead, Period) and not text[ahead.end : start].strip():
        start = ahead.start
    before = text[max(0, start - _MOVE) : start]
    if forecast_words().gap.fullmatch(gap.replace("  ", " ")) and forecast_words().moved.search(before):
        return True
    return bool(move_words().moved_to.fullmatch(gap) and move_words().moves.search(before[-40:]))


def _is_minus(text: str, phrase: Phrase, amount: Amount) -> bool:
    """Whether a bracket around the amount is a minus sign: after a link word, "was ($V)", or where a loss is one of the names."""
    gap = text[max(phrase.end, amount.start - _GAP) : amount.start]
    return "loss" in fold(text[phrase.start : phrase.end]) or prose_words().link.search(gap) is not None


def _in_bracket(text: str, gap: str, amount: Item) -> bool:
    """Whether the amount stands in a bracket right behind the metric (and its period): "M ($V)", "M for P ($V in all)"."""
    if text[amount.start] == "(":
        return leads_on(gap)
    return gap.endswith("(") and leads_on(gap) and prose_words().bracketed.match(text, amount.end) is not None


def _passed_over(text: str, earlier: Item, amount: Item) -> bool:
    """Whether an earlier amount is the old value or the size of a change to the later one: "from $V to", "increased by $V to"."""
    before, between = text[max(0, earlier.start - 40) : earlier.start], text[earlier.end : amount.start]
    return between.rstrip().endswith(" to") and bool(move_words().change_by.search(before))


def _linked(gap: str) -> bool:
    """Whether the words between a metric and an amount, periods left out, make the one the subject of the other."""
    words = prose_words()
    if len(gap) > _GAP or ";" in gap:
        return False
    link = words.link.search(gap)
    if link and words.nominal.match(link[0]):
        return leads_on(words.owners.sub("", gap[: link.start()]))
    if link and (len(gap) - len(link[0]) <= 60 or words.aside.match(gap)):
        return True
    return bool(move_words().change_to.search(gap))


def _named_after(text: str, items: Sequence[Item], i: int) -> Phrase | None:
    """The metric in "$V of M", "$V in M"."""
    if i + 1 >= len(items):
        return None
    following = items[i + 1]
    if not isinstance(following, Phrase):
        return None
    gap = text[items[i].end : following.start]
    plain = following.metric in metrics().plain and fold(text[following.start : following.end]) in metrics().plain
    if following.start == following.end:
        return following
    before = text[max(0, items[i].start - 60) : items[i].start]
    if move_words().size_before.search(before):
        return None
    if forecast_words().given.search(before) and forecast_words().given_for.fullmatch(gap):
        return following
    if not prose_words().of.match(gap) or (plain and not prose_words().holding.search(text[max(0, items[i].start - 200) : items[i].start])):
        return None
    return following


def _share_metrics(text: str, claims: list[Claim]) -> None:
    """Amounts that name no metric take it from their neighbours: ", or $V per share", "$V and $W for P and Q"."""
    each_share = metrics().each_share
    for before, claim in zip([None, *claims], claims, strict=False):
        if claim.each_share:
            head = before.metric if before and _close(text, before, claim) else ""
            head = claim.metric or head
            known = head in metrics().per_share or head.endswith("_per_share")
            claim.metric = head if known else each_share.get(head, f"{head}_per_share" if head.startswith("non_gaap") else "")
    for claim, after in pairwise(claims):
        gap = text[claim.amount.end : after.amount.start]
        if gap in (" and ", ", and ") and not after.each_share and not claim.each_share:
            if claim.metric and not after.metric and not claim.compared:
                after.metric, after.phrase = claim.metric, claim.phrase
            elif after.metric and not claim.metric and not claim.compared and after.phrase and after.phrase.start > after.amount.start:
                claim.metric, claim.phrase = after.metric, after.phrase


def _close(text: str, before: Claim, claim: Claim) -> bool:
    gap = text[before.amount.end : claim.amount.start]
    return len(gap) <= 70 and not any(c in gap for c in ";$€£")


def _pair_comparisons(text: str, claims: list[Claim]) -> None:
    """Each amount compared with an earlier one is paired with it and, where it names no metric, takes its metric."""
    heads: list[Claim] = []
    group: list[Claim] = []
    _note_parts(text, claims)
    for claim in claims:
        listed = bool(group) and (
            claim.each_share or (not claim.metric and _LIST.fullmatch(text[group[-1].amount.end : claim.amount.start]))
        )
        if claim.compared or listed:
            group.append(claim)
            claim.compared = True
        elif group:
            _pair(heads, group)
            heads, group = [claim], []
        else:
            heads.append(claim)
    if group:
        _pair(heads, group)
    for claim, after in pairwise(claims):
        if claim.compared and not claim.metric and after.phrase and after.phrase.start < claim.at and not after.compared:
            claim.metric, claim.against = after.metric, after


def _note_parts(text: str, claims: Sequence[Claim]) -> None:
    """Mark the claims that a word of containing makes parts of the one before: "$V, including $W of M and $X of N"."""
    for before, claim in pairwise(claims):
        gap = text[before.amount.end : claim.amount.start]
        claim.inner = not claim.compared and ";" not in gap and (before.inner or prose_words().contains.search(gap) is not None)


def _pair(heads: list[Claim], group: list[Claim]) -> None:
    for flag in (False, True):
        mains = [h for h in heads if h.each_share is flag and h.metric]
        others = [g for g in group if g.each_share is flag]
        whole = [h for h in mains if not h.inner]
        mains = whole if len(whole) == len(others) else mains
        for claim, main in zip(reversed(others), reversed(mains), strict=False):
            if not claim.metric:
                claim.metric = main.metric
            claim.against = main if main.metric == claim.metric else next((h for h in reversed(mains) if h.metric == claim.metric), None)
    if len([h for h in heads if h.metric]) == 0:
        return
    for claim in group:
        if claim.against is None:
            claim.against = next((h for h in reversed(heads) if h.metric == claim.metric), heads[-1])
