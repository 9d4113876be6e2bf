"""What extraction knows of a release beyond one sentence: masked sentences, who each block is about, which drugs are bystanders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property

from triplewire import lexicon
from triplewire.extract.authorities import is_authority
from triplewire.extract.line import Line
from triplewire.extract.names import Names
from triplewire.extract.wording import wording
from triplewire.model import Mention, Reading, Span

SILENT_ROLES = frozenset({"safe_harbor", "contacts", "tables", "conference_call"})
OWN = frozenset({"open:code", "open:brand", "open:conjugate", "open:construct"})
TITLE_LIMIT = 2
LOOK_BACK = 60
OPENING, DESCRIBED = 12, 160
"""How far from its beginning a block names whom it presents, and how much is read of what it says of them."""

OFTEN = 3
"""How often a release names a drug of its own at least."""


class Scene:
    """A reading with everything that rules ask of it. Built once for a release."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.release = reading.document.release
        self.names = Names.of(reading)
        blocks = reading.blocks
        self.lines = tuple(Line(s, blocks[s.block], m) for s, m in zip(reading.sentences, reading.by_sentence, strict=True))
        self._bystanders: dict[Span, bool] = {}
        self._strangers: dict[int, bool] = {}
        self._speakers: dict[int, str] = {}
        self._asides: dict[int, frozenset[Span]] = {}
        self._called: dict[tuple[str, Span], tuple[str, tuple[str, ...]]] = {}
        self._subjects: dict[int, list[Mention]] = {}
        self._carried: dict[int, list[Mention]] = {}
        self._issuer_in: dict[int, list[Mention]] = {}
        self._told: dict[int, tuple[Mention | None, bool]] = {}
        self._by_block: dict[int, list[Line]] = {}
        for line in self.lines:
            self._by_block.setdefault(line.sentence.block, []).append(line)

    @cached_property
    def issuer(self) -> str:
        """The issuer's name as facts show it, "" when unknown."""
        return self.names.organization(self.release.issuer) if self.release.issuer else ""

    def is_bystander(self, line: Line, mention: Mention) -> bool:
        """Whether a compound is only a partner drug, comparator or example where it stands."""
        known = self._bystanders.get(mention.span)
        if known is None:
            known = self._bystanders[mention.span] = self._stands_by(line, mention)
        return known

    def _stands_by(self, line: Line, mention: Mention) -> bool:
        # Beside sponsor codes, a generic name that is no alias of one is somebody else's drug, unless the release features it.
        return (self._is_strange(mention) and not self._is_object(line, mention)) or self._framed_aside(line, mention)

    def _is_strange(self, mention: Mention) -> bool:
        """Whether a compound has a generic name only, none that the company gave it, and is not featured."""
        strange = "background-drug" in mention.attrs or (self.has_codes and _is_generic(mention))
        return strange and not self._own_name(mention) and self.names.compound(mention.name) not in self._featured

    def _names_strangers(self, line: Line) -> bool:
        """Whether a sentence names no compound that is the company's own."""
        known = self._strangers.get(line.sentence.index)
        if known is None:
            known = self._strangers[line.sentence.index] = all(map(self._is_strange, line.of_type("compound")))
        return known

    def _is_object(self, line: Line, mention: Mention) -> bool:
        """Whether a generic name is what its sentence studies, files, approves or sells, if it names no drug of the company."""
        if not self._names_strangers(line):
            return False
        before = line.between(mention.span.start - LOOK_BACK, mention.span.start)
        if wording("object", "before").search(before) or self._is_deed(line, mention):
            return True
        behind = line.between(mention.span.end, mention.span.end + LOOK_BACK)
        sure = "background-drug" not in mention.attrs
        return sure and bool(wording("object", "with").search(before) or wording("object", "behind").match(behind))

    def _is_deed(self, line: Line, mention: Mention) -> bool:
        """Whether the company that speaks does something with a drug ("Norvane introduced X"), or an authority rules on it."""
        start = line.sentence.span.start
        before = line.between(start, mention.span.start)
        for key, fits in (("done", lambda m: self.canonical(m) == self.speaker(line)), ("ruled", is_authority)):
            if match := wording("object", key).search(before):
                return any(m.span.end == start + match.start() and fits(m) for m in line.of_type("organization"))
        return False

    def _framed_aside(self, line: Line, mention: Mention) -> bool:
        """Whether the words before a compound make it a partner drug, a comparator or an example, or join it to one that is."""
        known = self._asides.get(line.sentence.index)
        if known is None:
            known = self._asides[line.sentence.index] = frozenset(_asides(line))
        return mention.span in known

    @cached_property
    def _featured(self) -> frozenset[str]:
        """The generic names that the release presents as drugs of its own: conjugates, those of its title, those called a candidate or
        a drug of the company, those that are no standard drugs and named again and again, and the one it names most of all.
        """
        told: Counter[str] = Counter()
        featured: set[str] = set()
        standard: set[str] = set()
        for line in (x for x in self.lines if x.block.role not in SILENT_ROLES):
            for mention in (m for m in line.of_type("compound") if not self._framed_aside(line, m)):
                told[mention.name] += 1
                if _is_generic(mention) and (_is_conjugate(mention) or _in_headline(line) or _called_own(line, mention)):
                    featured.add(mention.name)
                if "background-drug" in mention.attrs:
                    standard.add(mention.name)
        most = max((count for name, count in told.items() if name not in standard), default=0)
        often = {name for name, count in told.items() if count >= OFTEN and (name not in standard or count > most)}
        return frozenset(self.names.compound(name) for name in featured | often)

    def canonical(self, mention: Mention) -> str:
        """The name that facts show for a mention."""
        if mention.type == "compound":
            return self.names.compound(mention.name)
        return self.names.organization(mention.name) if mention.type == "organization" else mention.name

    def said(self, mention: Mention) -> set[str]:
        """What a mention is called: its name, and the words as they stand in the text, with single blanks and without trade marks."""
        words = mention.span.of(self.reading.document.view).replace("®", "").replace("™", "")
        return {mention.name, " ".join(words.split())}

    def called(self, mention: Mention) -> tuple[str, tuple[str, ...]]:
        """The name that facts show for a mention, and the other names that the release gives it, sorted."""
        key = (mention.type, mention.span)
        known = self._called.get(key)
        if known is None:
            shown = self.canonical(mention)
            others = self.names.aliases(shown) if mention.type == "compound" else ()
            known = self._called[key] = (shown, tuple(sorted(self.said(mention).union(others) - {shown})))
        return known

    def speaker(self, line: Line) -> str:
        """The organization that "we" and "our" mean in a sentence: the one that its "About" section or its block describes, else the
        issuer.
        """
        known = self._speakers.get(line.sentence.block)
        if known is None:
            known = self._speakers[line.sentence.block] = self._described(line) or self.issuer
        return known

    def _described(self, line: Line) -> str:
        """The one organization that a block presents ("Norvane is a company that …") or whose "About" section it stands in, else ""."""
        first = self._by_block[line.sentence.block][0]
        named = first.of_type("organization")[:1]
        if named and named[0].span.start - first.sentence.span.start <= OPENING:
            behind = first.between(named[0].span.end, named[0].span.end + DESCRIBED)
            if wording("description", "presents").match(behind):
                return self.canonical(named[0])
        above = line.block.heading_index
        if line.block.role != "about" or above is None:
            return ""
        names = {self.canonical(m): None for m in self._by_block[above][0].of_type("organization")} if above in self._by_block else {}
        return next(iter(names)) if len(names) == 1 else ""

    def issuer_in(self, line: Line) -> list[Mention]:
        """The names of the issuer in a sentence, in order."""
        known = self._issuer_in.get(line.sentence.index)
        if known is None:
            known = [m for m in line.of_type("organization") if self.names.organization(m.name) == self.issuer]
            self._issuer_in[line.sentence.index] = known
        return known

    @cached_property
    def by_first_word(self) -> dict[str, str]:
        """The first word of each organization's name, lower case -> the name that facts show for the one first named with it."""
        out: dict[str, str] = {}
        for mention in self.reading.mentions:
            if mention.type == "organization":
                out.setdefault(mention.name.split(" ")[0].lower(), self.canonical(mention))
        return out

    @cached_property
    def has_codes(self) -> bool:
        """Whether the release names compounds by codes, conjugate names or brands of its own."""
        return any(m.type == "compound" and m.source in OWN for m in self.reading.mentions)

    def _own_name(self, mention: Mention) -> bool:
        """Whether a name is an alias of a compound that the release also calls by a code or brand."""
        return self.names.compound(mention.name) in self._own_names

    @cached_property
    def _own_names(self) -> frozenset[str]:
        return frozenset(self.names.compound(m.name) for m in self.reading.mentions if m.type == "compound" and m.source in OWN)

    def compounds(self, line: Line) -> list[Mention]:
        """The compounds of a sentence in order, names in brackets behind another left out."""
        return [m for m in line.mentions if m.type == "compound" and not _bracketed(line, m)]

    def opening(self, block_index: int) -> list[Mention]:
        """The compounds with which a block opens ("ABC-101 - in testing …", "ABC-101, ABC-102 and ABC-103: …")."""
        lines = self._by_block.get(block_index)
        found = self.compounds(lines[0]) if lines else []
        if not lines or not found or not wording("opening", "lead").match(lines[0].between(0, found[0].span.start)):
            return []
        out = found[:1]
        for mention in found[1:]:
            if not wording("opening", "between").fullmatch(lines[0].between(out[-1].span.end, mention.span.start)):
                break
            out.append(mention)
        return out

    def text_of(self, block_index: int) -> str:
        """The words of a block."""
        return " ".join(line.sentence.text for line in self._by_block.get(block_index, ()))

    def carried(self, line: Line) -> list[Mention]:
        """The compounds a sentence speaks of without naming them: of its block, of the heading above, of the title."""
        known = self._carried.get(line.sentence.index)
        if known is None:
            known = self._carried[line.sentence.index] = self._carry(line)
        return known

    def _carry(self, line: Line) -> list[Mention]:
        if wording("plural").search(line.sentence.text) or self._opens_strangely(line):
            return []
        own = self.opening(line.sentence.block)
        if len(own) == 1 and line.block.kind in ("bullet", "heading", "paragraph"):
            return own
        last, alone = self._told_before(line)
        if last:
            return [last] if alone else []
        if line.block.heading_index is not None and (above := self.opening(line.block.heading_index)):
            return above if len(above) == 1 else []
        return self.topic

    def heads(self, line: Line) -> list[Mention]:
        """The compounds with which the block of a sentence opens, else, in the first sentence of a block, those with which the heading
        above opens, or the only one that it names.
        """
        own = self.opening(line.sentence.block)
        above = line.block.heading_index
        if (
            own
            or self._opens_strangely(line)
            or above is None
            or above not in self._by_block
            or self._by_block[line.sentence.block][0] is not line
        ):
            return own
        named = [m for head in self._by_block[above] for m in self.subjects(head)]
        return self.opening(above) or (named[:1] if len({self.canonical(m) for m in named}) == 1 else [])

    @staticmethod
    def _opens_strangely(line: Line) -> bool:
        """Whether a sentence begins with a word that has the look of a name and that nothing has recognized: it is about that."""
        match = wording("stranger").match(line.sentence.text)
        start = line.sentence.span.start + match.start("name") if match else 0
        return bool(match) and not any(m.span.start <= start < m.span.end for m in line.mentions)

    def _told_before(self, line: Line) -> tuple[Mention | None, bool]:
        """The last compound that the sentences before this one in its block speak of, and whether they speak of no other."""
        if line.sentence.index not in self._told:
            last: Mention | None = None
            names: set[str] = set()
            for other in self._by_block[line.sentence.block]:
                self._told[other.sentence.index] = (last, len(names) == 1)
                for mention in self.subjects(other):
                    last = mention
                    names.add(self.names.compound(mention.name))
        return self._told[line.sentence.index]

    def previous(self, line: Line) -> Line | None:
        """The sentence before in the same block, None at its start."""
        index = line.sentence.index - 1
        return self.lines[index] if index >= 0 and self.lines[index].sentence.block == line.sentence.block else None

    def subjects(self, line: Line) -> list[Mention]:
        """The compounds of a sentence that are no bystanders."""
        known = self._subjects.get(line.sentence.index)
        if known is None:
            known = [m for m in self.compounds(line) if not self.is_bystander(line, m)]
            self._subjects[line.sentence.index] = known
        return known

    @cached_property
    def places(self) -> dict[str, list[tuple[Line, Mention]]]:
        """For each compound the sentences that speak of it, in order, margins left out."""
        out: dict[str, list[tuple[Line, Mention]]] = {}
        for line in self.lines:
            if line.block.role not in SILENT_ROLES:
                for mention in self.subjects(line):
                    out.setdefault(self.names.compound(mention.name), []).append((line, mention))
        return out

    def owner_of_study(self, line: Line) -> list[Mention]:
        """The compound of the one study that a sentence calls by its name, as a list of one; else an empty list."""
        owners = [self.study_owners[m.name] for m in (*line.of_type("trial_name"), *line.of_type("nct")) if m.name in self.study_owners]
        return owners[:1] if len({self.names.compound(m.name) for m in owners}) == 1 else []

    @cached_property
    def study_owners(self) -> dict[str, Mention]:
        """For each named study the compound with which sentences name it most often; those that name one compound only count."""
        votes: dict[str, dict[str, list[Mention]]] = {}
        for line in self.lines:
            named = [] if line.block.role in SILENT_ROLES else [*line.of_type("trial_name"), *line.of_type("nct")]
            told = {self.names.compound(m.name): m for m in reversed(self.subjects(line) or self.carried(line))} if named else {}
            for mention in named if len(told) == 1 else ():
                for compound, place in told.items():
                    votes.setdefault(mention.name, {}).setdefault(compound, []).append(place)
        return {name: max(found.values(), key=len)[0] for name, found in votes.items()}

    @cached_property
    def topic(self) -> list[Mention]:
        """The release's one compound as a list of one mention: that of the title, or the only one that it names; else an empty list."""
        title = [m for line in self.lines[:TITLE_LIMIT] if line.block.kind in ("title", "subtitle") for m in self.subjects(line)]
        if len({self.names.compound(m.name) for m in title}) == 1:
            return title[:1]
        first = [places[0][1] for places in self.places.values() if not self._is_strange(places[0][1])]
        return first if len(first) == 1 else []


def _is_generic(mention: Mention) -> bool:
    """Whether a compound goes by a nonproprietary name or by a name that only a lexicon knows."""
    return mention.source in ("lexicon", "open:inn") and "code" not in mention.attrs.get("kind", "")


def _is_conjugate(mention: Mention) -> bool:
    """Whether a nonproprietary name has a second word that names a payload ("-mab vedotin")."""
    return mention.name.rpartition(" ")[2].lower() in _payload_words()


@cache
def _payload_words() -> frozenset[str]:
    return frozenset(t.form.lower() for t in lexicon.word_list("inn_payload"))


def _asides(line: Line) -> Iterator[Span]:
    """Where the compounds of a sentence stand that are only set beside another one."""
    last: Span | None = None
    for mention in line.of_type("compound"):
        span = mention.span
        before = line.between(span.start - LOOK_BACK, span.start)
        example = _is_generic(mention) and wording("bystander", "example").search(before)
        listed = last is not None and wording("bystander", "joined").fullmatch(line.between(last.end, span.start))
        if listed or example or wording("bystander", "before").search(before):
            last = span
            yield span


def _in_headline(line: Line) -> bool:
    """Whether a line is a headline that names only generic drugs."""
    return line.block.kind in ("title", "subtitle") and all(_is_generic(m) for m in line.of_type("compound"))


def _called_own(line: Line, mention: Mention) -> bool:
    """Whether the words beside a compound call it a drug of the one who speaks ("our lead candidate X", "X, an investigational …")."""
    before = line.between(mention.span.start - LOOK_BACK, mention.span.start)
    behind = line.between(mention.span.end, mention.span.end + LOOK_BACK)
    if wording("featured", "only").match(behind):
        return False
    return bool(wording("featured", "before").search(before) or wording("featured", "behind").match(behind))


def _bracketed(line: Line, mention: Mention) -> bool:
    """Whether a name stands in a bracket, and not at the very start of its sentence."""
    before = line.between(mention.span.start - LOOK_BACK, mention.span.start)
    return len(before) > 2 and before.rstrip().endswith("(")
