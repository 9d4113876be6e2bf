"""Who pays whom: the verbs of paying and receiving, the licences that tell it, and the words beside a term."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from triplewire.extract.issuer.deals.parties import Party, subject_like
from triplewire.extract.issuer.deals.terms import Term
from triplewire.extract.issuer.deals.words import party_words, words

INVESTORS = "investors"
# How far a verb's object, and a party behind a term, may stand.
_OBJECT, _BOUGHT, _BESIDE, _DUE = 4, 70, 70, 60
# So many terms of a list share what stands behind the last one.
_LISTED = 5
# Right before a verb: a name that is not known, which may be its subject.
_STRANGER = re.compile(r"[A-Z]\w+[^.;]{0,40}$")
_GOES_ON = re.compile(r"(?:,| and| or| but)(?: also| then| further| in addition,?)? ?$")
# Between a term and the "to" before the party that is paid.
_DIRECTLY = re.compile(
    r"(?:[ ,)]|payments?|fees?|that|which|to be|will be|would be|is|are|was|may be|be|become|upon|signing|payable|due|owed|"
    r"made|paid|back|until|total|sum|in total|"
    r"\d+% of sales|of \d[\d.]*%|of sales|of net sales|on (?:net )?sales|from \w+|in cash|once|if|directly){0,12} to (?:the |its |our )?",
    re.IGNORECASE,
)
_AND = re.compile(r",? ?(?:and|or|plus|as well as|in addition to|together with|and also|along with)?,? ?(?:[\w-]+ ){0,4}")
_RECEIVED = re.compile(r"\b(?:received|earned|recorded|booked)\b", re.IGNORECASE)
# Between a subject and its verb: a legal form, brackets, an aside between commas, an adverb.
_APPOSITION = re.compile(
    r"(?:,? (?:Inc|Ltd|Corp|Co|AG|SA|A/S|plc|PLC|LLC|GmbH|K\.K|N\.V|B\.V|SE|AB|Limited|Corporation|Company)\b\.?,?){0,2}"
    r"(?: \([^()]{0,80}\))?(?:, [^;]{1,160},)?(?: [a-z]+ly| also| today| further| then| now| each)? ?"
)
# The subject of these pays; that of the others is paid.
_ORDER = ("by", "bought", "licensee", "licensor", "cause", "due", "invest", "acquire", "receive", "pay", "raise", "terms")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A verb (`kind` is its list in the family's file) or a naming phrase of a deal, with the parties it names itself."""

    start: int
    end: int
    kind: str
    payer: tuple[str, ...] = ()
    payee: tuple[str, ...] = ()
    words: str = ""
    subject: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    """Who pays and who is paid, () when the sentence does not tell, and the rule and places that told it."""

    payer: tuple[str, ...]
    payee: tuple[str, ...]
    rule: str
    start: int
    end: int
    verb: str = ""
    verb_end: int = 0


def anchors_in(text: str, parties: Sequence[Party], named: Sequence[Anchor]) -> list[Anchor]:
    """The anchors of a sentence in text order, without overlap; naming phrases first."""
    out = list(named)
    for kind in _ORDER:
        for match in words().verbs[kind].finditer(text):
            if all(match.end() <= a.start or match.start() >= a.end for a in out):
                out.append(Anchor(match.start(), match.end(), kind, words=match[0].lower()))
    done: list[Anchor] = []
    for anchor in sorted(out, key=lambda a: a.start):
        subject = _subject(text, anchor, parties, done[-1] if done else None)
        done.append(anchor if anchor.payer or anchor.payee else _completed(text, replace(anchor, subject=subject), parties))
    return done


def _completed(text: str, anchor: Anchor, parties: Sequence[Party]) -> Anchor:
    """The anchor with the parties that its grammar names: subject, object, "from", "to", "by"."""
    subject = anchor.subject
    direct = _object(anchor, parties)
    match anchor.kind:
        case "by":
            after = _next(anchor, parties, 6)
            return _with(anchor, payer=after.names if after else ())
        case "bought":
            after = _first(text, anchor, parties, ("by",))
            return _with(anchor, payer=after.names if after else (), payee=subject)
        case "cause":
            return _with(anchor, payee=direct.names if direct else ())
        case "licensor":
            payer = direct or _first(text, anchor, parties, ("to", "with"))
            return _with(anchor, payer=payer.names if payer else (), payee=subject)
        case "licensee" | "acquire":
            payee = _first(text, anchor, parties, ("from",)) or (direct if direct and (direct.owns or anchor.kind == "acquire") else None)
            return _with(anchor, payer=subject, payee=payee.names if payee else ())
        case "invest":
            payee = _first(text, anchor, parties, ("in", "of", "into")) or _before_stock(text, anchor, parties)
            return _with(anchor, payer=subject, payee=payee.names if payee else ())
        case "pay":
            payee = direct or _first(text, anchor, parties, ("to",))
            return _with(anchor, payer=subject, payee=payee.names if payee else ())
        case "raise":
            return _with(anchor, payer=(INVESTORS,), payee=subject)
        case "receive":
            return _with(anchor, payee=subject)
    return anchor


def _with(anchor: Anchor, payer: tuple[str, ...] = (), payee: tuple[str, ...] = ()) -> Anchor:
    return replace(anchor, payer=payer, payee=payee if payee != payer else ())


def _subject(text: str, anchor: Anchor, parties: Sequence[Party], earlier: Anchor | None) -> tuple[str, ...]:
    """The subject of a verb: the party right before it that no preposition governs, else that of the verb it goes on from, else
    the first of its clause.
    """
    clause = max((m.end() for m in words().boundary.finditer(text, 0, anchor.start)), default=0)
    before = [p for p in parties if p.end <= anchor.start and (subject_like(p) or _is_with(p, anchor))]
    here = [p for p in before if p.start >= clause]
    if not before:
        return ()
    last = (here or before)[-1]
    if not here or not _APPOSITION.fullmatch(text, last.end, anchor.start):
        # Not right before the verb: an object of the verb before, so its subject goes on.
        if anchor.kind == "acquire" and _STRANGER.search(text, (here or before)[0].end, anchor.start):
            return ()
        goes_on = earlier is not None and earlier.end >= clause and _GOES_ON.search(text, 0, anchor.start)
        return earlier.subject if earlier and goes_on and earlier.subject else (here or before)[0].names
    both = len(here) > 1 and re.fullmatch(r",? and ", text[here[-2].end : last.start])
    return (*here[-2].names, *last.names) if both and anchor.kind in ("pay", "invest") else last.names


def _is_with(party: Party, anchor: Anchor) -> bool:
    """Whether a party is the subject of a clause that "with" opens: ", with X eligible to receive"."""
    return party.prep == "with" and anchor.kind == "receive" and anchor.start - party.end <= 2 and not party.owns


def _object(anchor: Anchor, parties: Sequence[Party]) -> Party | None:
    """The party right behind a verb ("will pay X", "brought X a payment"); who is bought may have words before the name."""
    reach = _BOUGHT if anchor.kind == "acquire" else _OBJECT
    return next((p for p in parties if 0 <= p.start - anchor.end <= reach and not p.refers), None)


def _next(anchor: Anchor, parties: Sequence[Party], reach: int) -> Party | None:
    return next((p for p in parties if 0 <= p.start - anchor.end <= reach), None)


def _first(text: str, anchor: Anchor, parties: Sequence[Party], preps: tuple[str, ...]) -> Party | None:
    """The first party behind a verb, in its clause, with one of the prepositions."""
    stop = next((m.start() for m in words().boundary.finditer(text, anchor.end)), len(text))
    return next((p for p in parties if anchor.end <= p.start < stop and p.prep in preps), None)


def _before_stock(text: str, anchor: Anchor, parties: Sequence[Party]) -> Party | None:
    """The party whose shares are bought: "newly issued X common stock", "X's ordinary shares"."""
    stock = re.compile(r"(?:['’]s?)? (?:\w+ ){0,2}(?:shares?|stock|ADSs|equity)(?!\w)")
    return next((p for p in parties if p.start >= anchor.end and stock.match(text, p.end)), None)


def roles_of(text: str, term: Term, terms: Sequence[Term], anchors: Sequence[Anchor], parties: Sequence[Party]) -> Roles | None:
    """Who pays and who is paid for one term, as far as the sentence tells; None when no verb of a deal governs the term."""
    left, right = _left(text, term, anchors), _right(text, term, anchors)
    anchor = left or right
    if term.label and right is None:
        anchor = next((a for a in anchors if a.start >= term.end and a.kind == "pay"), None)
    payer, payee, end = _shared(text, term, terms, anchors, parties, anchor)
    if anchor is None:
        if not (payer or payee) or not (term.kind and term.money):
            return None
        return Roles(payer, payee, "beside", term.start, max(term.end, end))
    if right and right is not anchor:
        payer, payee = payer or right.payer, payee or right.payee
    return Roles(
        payer or anchor.payer,
        payee or anchor.payee,
        anchor.kind,
        min(anchor.start, term.start),
        max(anchor.end, term.end, end),
        anchor.words,
        anchor.end,
    )


def _shared(
    text: str, term: Term, terms: Sequence[Term], anchors: Sequence[Anchor], parties: Sequence[Party], anchor: Anchor | None
) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """The parties beside a term, or beside a later one of its list: "an upfront fee, milestones and royalties to X"."""
    payer, payee, end = _beside(text, term, anchors, parties, anchor)
    if payer or payee:
        return payer, payee, end
    first = bisect_left(terms, term.end, key=lambda t: t.start)
    for other in terms[first : first + _LISTED]:
        if not _AND.fullmatch(text, term.end, other.start):
            break
        term = other
        payer, payee, end = _beside(text, term, anchors, parties, anchor)
        if payer or payee:
            break
    return payer, payee, end


def _left(text: str, term: Term, anchors: Sequence[Anchor]) -> Anchor | None:
    """The verb before a term in its clause; one that names parties of its own is not passed over."""
    for anchor in reversed([a for a in anchors if a.end <= term.start + (term.end - term.start if a.kind == "named" else 0)]):
        gap = text[anchor.end : term.start]
        if words().boundary.search(gap):
            return None
        if anchor.kind != "due":
            return anchor
    return None


def _right(text: str, term: Term, anchors: Sequence[Anchor]) -> Anchor | None:
    """The passive verb behind a term: "a milestone of $V falls due to X"."""
    for anchor in anchors:
        if anchor.start >= term.end and anchor.kind in ("due", "by"):
            gap = text[term.end : anchor.start]
            return anchor if len(gap) <= _DUE and not words().boundary.search(gap) and not re.search(r"[$€£]", gap) else None
    return None


def _beside(
    text: str, term: Term, anchors: Sequence[Anchor], parties: Sequence[Party], anchor: Anchor | None
) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """The parties that follow a term with "from", "by", "to", up to the next term's own or the next verb."""
    payer: tuple[str, ...] = ()
    payee: tuple[str, ...] = ()
    end = term.end
    licence = anchor is not None and anchor.kind in ("licensor", "licensee", "acquire")
    owner = next((p for p in parties if p.owns and 0 <= term.start - p.end <= 4), None)
    if owner and term.money:
        payer = owner.names
    for party in _following(text, term, anchors, parties):
        if party.prep == "by" and _RECEIVED.search(text[term.end : party.start]):
            payee, end = party.names, party.end
        elif party.prep in ("from", "by") and not payer and not licence:
            payer, end = party.names, party.end
        elif (
            party.prep == "to"
            and not payee
            and not licence
            and _DIRECTLY.fullmatch(text, min(_behind(term, anchors), party.start), party.start)
        ):
            payee, end = party.names, party.end
        elif party_words().sales_by.search(text[max(0, party.start - 40) : party.start]) and not payer:
            payer, end = party.names, party.end
    return payer, payee, end


def _behind(term: Term, anchors: Sequence[Anchor]) -> int:
    """Where the words behind a term begin: behind the passive verb that it is the subject of."""
    return next((a.end for a in anchors if a.kind == "due" and 0 <= a.start - term.end <= _DUE), term.end)


def _following(text: str, term: Term, anchors: Sequence[Anchor], parties: Sequence[Party]) -> Iterator[Party]:
    stop = min((a.start for a in anchors if a.start >= term.end and a.kind not in ("due", "by")), default=len(text))
    bound = words().boundary.search(text, term.end)
    stop = min(stop, bound.start() if bound else stop)
    at = term.start
    for party in parties:
        if term.start <= party.start < stop and party.start - max(at, term.end) <= _BESIDE:
            yield party
            at = party.end
