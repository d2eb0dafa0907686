"""Work that only one process may do at a time, on any database."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from search.models import SearchLease

LEASE_SECONDS = 120


class LeaseTakenError(Exception):
    """Somebody else is at it; the message says who."""


@contextmanager
def hold_lease(name: str) -> Iterator[Callable[[], None]]:
    """Yields a function to call now and then, which prolongs it, or raises when it was lost."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
    _take(name, holder)
    try:
        yield lambda: _prolong(name, holder)
    finally:
        SearchLease.objects.filter(name=name, holder=holder).delete()


def _take(name: str, holder: str) -> None:
    current = SearchLease.objects.filter(name=name).first()
    if current is not None:
        if current.expires_at > timezone.now() and not _is_dead(current.holder):
            raise LeaseTakenError(f"{current.holder.rpartition(':')[0]}, until {current.expires_at:%H:%M:%S} UTC")
        # only the very row that was looked at
        SearchLease.objects.filter(name=name, holder=current.holder, expires_at=current.expires_at).delete()
    try:
        with transaction.atomic():
            SearchLease.objects.create(name=name, holder=holder, expires_at=_get_end())
    except IntegrityError as error:
        raise LeaseTakenError("another process was a moment faster") from error


def _prolong(name: str, holder: str) -> None:
    if not SearchLease.objects.filter(name=name, holder=holder).update(expires_at=_get_end()):
        raise LeaseTakenError("the lease ran out and somebody else took over")


def _get_end():
    return timezone.now() + timedelta(seconds=LEASE_SECONDS)


def _is_dead(holder: str) -> bool:
    """A process of this machine that is gone need not be waited for."""
    host, _colon, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
