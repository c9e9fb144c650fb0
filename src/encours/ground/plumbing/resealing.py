"""Seals what a column keeps encrypted again with the present key."""

from django.db.models import Model

from encours.ground.plumbing.secrets import SecretUnreadable, is_sealed_anew, seal, unseal


def seal_column_anew(table: type[Model], column: str) -> tuple[int, int]:
    """Seals each kept secret with the present key; returns how many it did and how many no key opens.

    One row at a time, and only where it still holds what was read: cut short anywhere, every secret is
    readable, and the next call goes on with the rest.
    """
    done, lost = 0, 0
    rows = table._default_manager.all()
    for pk, sealed in rows.exclude(**{column: ""}).values_list("pk", column).order_by("pk"):
        if is_sealed_anew(sealed):
            continue
        try:
            fresh = seal(unseal(sealed))
        except SecretUnreadable:
            lost += 1
            continue
        done += rows.filter(pk=pk, **{column: sealed}).update(**{column: fresh})
    return done, lost
