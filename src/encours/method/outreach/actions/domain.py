"""Looks at what a domain publishes about its mail."""

from concurrent.futures import ThreadPoolExecutor

from encours.method.outreach.adapters.names import texts_of
from encours.method.outreach.rules.sending_domain import (
    MOST_LOOKUPS,
    USUAL_SELECTORS,
    Answer,
    Records,
    dmarc_names,
    spf_targets,
)


def look(domain: str, *, selector: str = "", server: str = "") -> Records:
    """Asks for SPF with all it leads to, DKIM under one selector or the usual ones, and DMARC."""
    selectors = (selector,) if selector else USUAL_SELECTORS
    names = [f"{one}._domainkey.{domain}" for one in selectors]
    with ThreadPoolExecutor(max_workers=8) as several:
        spf = several.submit(_spf, domain, server)
        dmarc = several.submit(_dmarc, domain, server)
        keys = list(several.map(lambda name: texts_of(name, server=server), names))
    return Records(
        domain,
        spf.result(),
        dict(zip(selectors, keys, strict=True)),
        dmarc.result(),
        is_selector_told=bool(selector),
    )


def _spf(domain: str, server: str) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    waiting = [domain]
    while waiting and len(found) <= MOST_LOOKUPS + 1:
        name = waiting.pop(0)
        if name not in found:
            found[name] = texts_of(name, server=server)
            waiting += spf_targets(found[name].texts)
    return found


def _dmarc(domain: str, server: str) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for name in dmarc_names(domain):
        found[name] = texts_of(name, server=server)
        if found[name].texts or found[name].trouble:
            break
    return found
