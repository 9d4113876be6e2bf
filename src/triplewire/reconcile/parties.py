"""Who issued a release: one company under all names that its releases give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triplewire.groups import Groups
from triplewire.lexicon import resolve, short_name
from triplewire.model import Release
from triplewire.vocab import slug


def issuers(releases: Iterable[Release]) -> Mapping[str, str]:
    """Release id -> a key that two releases share when one company issued them, also when it was renamed between them; "" where the
    issuer is not known. The names of a company are its name without legal form, those that a release gives besides, and those of
    the lexicon.
    """
    known, names = [r for r in releases if r.issuer], Groups()
    for release in known:
        for name in release.aliases:
            names.join(_key(release.issuer), _key(name))
    return {r.id: names.of(_key(r.issuer)) for r in known}


def _key(name: str) -> str:
    term = resolve("organization", name) or resolve("organization", short_name(name))
    return slug(term.name if term else short_name(name))
