"""Asks the domain name system for the texts of a name, and tells silence from absence."""

import dns.exception
import dns.resolver

from encours.method.outreach.rules.sending_domain import Answer, Trouble

SECONDS = 5.0


def texts_of(name: str, *, server: str = "") -> Answer:
    """The TXT records of a name. `server`: `address:port` of the one to ask, else those of this machine."""
    try:
        resolver = dns.resolver.Resolver(configure=not server)
        if server:
            address, _, port = server.rpartition(":")
            resolver.nameservers, resolver.port = [address], int(port)
        resolver.timeout, resolver.lifetime = SECONDS / 2, SECONDS
        found = resolver.resolve(name, "TXT", search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Answer()
    except (dns.resolver.LifetimeTimeout, dns.resolver.NoResolverConfiguration, OSError):
        return Answer(trouble=Trouble.SILENT)
    except dns.exception.DNSException:
        return Answer(trouble=Trouble.BROKEN)
    return Answer(tuple(b"".join(row.strings).decode("utf-8", "replace") for row in found))
