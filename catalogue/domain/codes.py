"""Course numbers: short, unique whatever their punctuation, telling the subject and the year."""

import re

from django.utils import timezone


def normalize_code(code: str) -> str:
    """ "D 204.H26" and "d204-h26" are the same number."""
    return re.sub(r"[^0-9a-z]", "", code.casefold())


def find_code_owner(*, code: str, except_pk=None):
    """Another offering with that number in whatever punctuation, or None."""
    from catalogue.models import Offering

    wanted = normalize_code(code)
    first = code.strip()[:1]
    candidates = Offering.objects.exclude(pk=except_pk).exclude(code="").filter(code__istartswith=first)
    return next(
        (offering for offering in candidates.only("code", "title") if normalize_code(offering.code) == wanted),
        None,
    )


def assign_code(offering) -> None:
    """Give the offering a number if it has none: letter of the subject, running number, year."""
    if offering.code:
        return
    from catalogue.models import Offering

    subject = offering.subject
    letter = (subject.parent.slug if subject and subject.parent_id else subject.slug if subject else "x")[0].upper()
    year = f"{timezone.localdate().year % 100:02d}"
    taken = Offering.objects.filter(code__regex=rf"^{letter}[0-9]+-{year}$").values_list("code", flat=True)
    highest = max((int(re.match(r"[A-Z]([0-9]+)", code)[1]) for code in taken), default=100)
    offering.code = f"{letter}{highest + 1}-{year}"
