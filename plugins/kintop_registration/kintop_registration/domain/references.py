"""Numbers people tell on the telephone, which say nothing about how many registrations there are."""

import secrets

#: without letters and digits that look or sound alike on paper and by telephone: 0 O 1 I L 5 S 8 B 2 Z V
SIGNS = "34679ACDEFGHJKMNPQRTUWXY"
LENGTH = 6
#: a number that is taken already is rare, several in a row are a fault
ATTEMPTS = 5


def make_reference(letter: str) -> str:
    return f"{letter}-" + "".join(secrets.choice(SIGNS) for _position in range(LENGTH))
