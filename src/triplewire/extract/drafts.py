"""Facts in the making: arguments under their canonical names, and the words that support them."""

from __future__ import annotations

from dataclasses import dataclass, field

from triplewire.extract.scene import Scene
from triplewire.model import Evidence, Mention, Span, When
from triplewire.model.fact import Value

SAME = (("organization_a", "organization_b"), ("compound", "other_drug"), ("compound", "alias"), ("payer", "payee"))


@dataclass
class Draft:
    """A fact in the making: arguments, other names, the spans that support it; whether its time is `renewed`, in the place of another."""

    args: dict[str, Value] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    extra: list[tuple[Span, str]] = field(default_factory=list)
    when: When | None = None
    flags: list[str] = field(default_factory=list)
    doubt: float = 0.0
    renewed: bool = False

    def copy(self) -> Draft:
        """The same draft, to be filled in another way."""
        return Draft(dict(self.args), dict(self.aliases), [*self.spans], [*self.extra], self.when, [*self.flags], self.doubt, self.renewed)

    def put(self, scene: Scene, name: str, value: tuple[Mention, ...]) -> None:
        """Fill one argument from a slot's value: canonical name, other names, the time if it is one."""
        first = value[0]
        if first.type == "time":
            self.when = first.when
            return
        shown, others = scene.called(first)
        self.args[name] = shown
        if len(value) > 1 or name in self.aliases:
            names = {*others, *self.aliases.get(name, ())}.union(*map(scene.said, value[1:]))
            others = tuple(sorted(names - {shown}))
        self.aliases[name] = others

    def cite(self, scene: Scene, name: str, mention: Mention) -> None:
        """Fill one argument from a name in the sentence, which is part of the evidence."""
        self.put(scene, name, (mention,))
        self.spans.append(mention.span)

    def borrow(self, scene: Scene, name: str, mention: Mention, flag: str, doubt: float) -> None:
        """Fill one argument from a name that stands elsewhere: evidence of its own, and less certain."""
        self.put(scene, name, (mention,))
        self.extra.append((mention.span, name))
        self.flags.append(flag)
        self.doubt += doubt

    def has(self, name: str) -> bool:
        """Whether an argument is filled; `when` is where a time is known."""
        return name in self.args or (name == "when" and self.when is not None)

    def says_nothing(self) -> bool:
        """Whether its relation would hold between a thing and itself."""
        args = self.args
        return any(str(args[a]).casefold() == str(args.get(b)).casefold() for a, b in SAME if a in args)

    def evidence(self, scene: Scene) -> tuple[Evidence, ...]:
        """The words behind it: one stretch of its sentence from the first to the last supporting name, then words from elsewhere."""
        spans, evidence = self.spans, scene.reading.evidence
        main = evidence(Span(min([s.start for s in spans]), max([s.end for s in spans])) if len(spans) > 1 else spans[0])
        return (main, *sorted({evidence(span, role) for span, role in self.extra})) if self.extra else (main,)
