"""What extraction knows of a release beyond one sentence: masked sentences, who each block is about, which drugs are bystanders."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from triplewire.extract import context
from triplewire.extract.names import Names
from triplewire.extract.rules import LETTERS, Masked, mask
from triplewire.extract.rules.compile import key_of, type_key
from triplewire.model import Block, Mention, Reading, Sentence

SILENT_ROLES = frozenset({"safe_harbor", "contacts", "tables", "conference_call"})
BYSTANDER = re.compile(
    r"(?<![\w-])(?:combination (?:therapy )?with|combined with|versus|vs\.?|compared (?:to|with)|plus|added to|in addition to|treated with|refractory to|resistant to|"
    r"progress\w* (?:on|after)|such as|unlike|standard of care|and either|prior|trademark of|followed by|or) ?(?:the )?$",
    re.IGNORECASE,
)
LEAD = re.compile(r"^[\"“'(]*(?:About |For |The )?$", re.IGNORECASE)
TITLE_LIMIT = 2
OWN = frozenset({"open:code", "open:brand", "open:conjugate", "open:construct"})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence ready for the rules: masked text, cues, and the keys by which patterns are picked."""

    sentence: Sentence
    block: Block
    masked: Masked
    mentions: tuple[Mention, ...]
    cues: tuple[context.Cue, ...]
    keys: frozenset[str]


class Scene:
    """A reading with everything that rules ask of it. Built once for a release."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.release = reading.document.release
        self.names = Names.of(reading)
        self.lines = tuple(self._line(s, m) for s, m in zip(reading.sentences, reading.by_sentence, strict=True))
        self._subjects: dict[int, list[Mention]] = {}
        self._by_block: dict[int, list[Line]] = {}
        for line in self.lines:
            self._by_block.setdefault(line.sentence.block, []).append(line)

    def _line(self, sentence: Sentence, mentions: tuple[Mention, ...]) -> Line:
        masked = mask(sentence, mentions)
        words = {key_of(w) for w in re.findall(r"\w+", masked.text)}
        types = {type_key(LETTERS[m.type]) for m in mentions if m.type in LETTERS}
        return Line(sentence, self.reading.blocks[sentence.block], masked, mentions, context.cues(masked), frozenset(words | types))

    @property
    def issuer(self) -> str:
        """The issuer's name as facts show it, "" when unknown."""
        return self.names.organization(self.release.issuer) if self.release.issuer else ""

    def is_bystander(self, line: Line, mention: Mention) -> bool:
        """Whether a compound is only a partner drug, comparator or example where it stands."""
        if "background-drug" in mention.attrs and not self._own_name(mention):
            return True
        if self.has_codes and mention.source in ("lexicon", "open:inn") and not self._own_name(mention) and "code" not in mention.attrs.get("kind", ""):
            return True  # beside sponsor codes, a generic name that is no alias of one is somebody else's drug
        at = mention.span.start - line.sentence.span.start
        return bool(BYSTANDER.search(line.sentence.text[max(0, at - 40) : at]))

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
        return [m for m in line.mentions if m.type == "compound" and not self._bracketed(line, m)]

    @staticmethod
    def _bracketed(line: Line, mention: Mention) -> bool:
        at = mention.span.start - line.sentence.span.start
        return line.sentence.text[:at].rstrip().endswith("(") and at > 2

    def opening(self, block_index: int) -> list[Mention]:
        """The compounds with which a block opens ("ABC-101 - in testing …", "ABC-101, ABC-102 and ABC-103: …")."""
        lines = self._by_block.get(block_index)
        if not lines:
            return []
        line, out = lines[0], []
        found = self.compounds(line)
        if not found:
            return []
        first = found[0].span.start - line.sentence.span.start
        if not LEAD.match(line.sentence.text[:first]):
            return []
        at = found[0].span.end
        out = [found[0]]
        for mention in found[1:]:
            between = self.reading.document.view[at : mention.span.start]
            if not re.fullmatch(r"[\s,/&®™]*(?:\([^)]*\))?[\s,/&]*(?:and|or)?\s*", between):
                break
            out.append(mention)
            at = mention.span.end
        return out

    def carried(self, line: Line) -> list[Mention]:
        """The compounds a sentence speaks of without naming them: of its block, of the heading above, of the title."""
        if _PLURAL.search(line.sentence.text):
            return []
        own = self.opening(line.sentence.block)
        if own and line.block.kind in ("bullet", "heading", "paragraph") and len(own) == 1:
            return own
        earlier = [m for other in self._by_block[line.sentence.block] if other.sentence.index < line.sentence.index for m in self.subjects(other)]
        if earlier:
            return [earlier[-1]] if len({self.names.compound(m.name) for m in earlier}) == 1 else []
        if line.block.heading_index is not None and (above := self.opening(line.block.heading_index)):
            return above if len(above) == 1 else []
        return self.topic()

    def previous(self, line: Line) -> Line | None:
        """The sentence before in the same block, None at its start."""
        earlier = [other for other in self._by_block[line.sentence.block] if other.sentence.index == line.sentence.index - 1]
        return earlier[0] if earlier else None

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

    @cached_property
    def _topic(self) -> list[Mention]:
        """The one compound of the title, or the one that the release names at all."""
        title = [m for line in self.lines[:TITLE_LIMIT] for m in self.subjects(line) if line.block.kind in ("title", "subtitle")]
        names = {self.names.compound(m.name) for m in title}
        if len(names) == 1:
            return title[:1]
        everywhere = [m for line in self.lines if line.block.role not in SILENT_ROLES for m in self.subjects(line)]
        counts = Counter(self.names.compound(m.name) for m in everywhere)
        if len(counts) == 1:
            return everywhere[:1]
        return []

    def topic(self) -> list[Mention]:
        """The release's one compound as a list of one mention, or an empty list."""
        return self._topic

    def block_text(self, index: int) -> str:
        """The text of a block with single blanks."""
        return " ".join(self.reading.blocks[index].span.of(self.reading.document.view).split())


_PLURAL = re.compile(r"\b(?:several|additional|many|multiple|other|these|those|all|various|as many as \d+|\d+(?:-\d+)?|two|three|four|five|six|seven|eight|nine|ten) (?:additional |new |other |TAP |clinical-stage |product |drug |pipeline )*(?:compounds|candidates|programs|products|drugs|assets|presentations)\b", re.IGNORECASE)
