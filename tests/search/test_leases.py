import os
from datetime import timedelta

import pytest
from django.utils import timezone

from search.leases import LeaseTakenError, hold_lease
from search.models import SearchLease

pytestmark = pytest.mark.django_db


def test_second_holder_is_refused_until_the_first_lets_go():
    with hold_lease("rebuild"), pytest.raises(LeaseTakenError), hold_lease("rebuild"):
        pass

    with hold_lease("rebuild"):
        assert SearchLease.objects.count() == 1
    assert SearchLease.objects.count() == 0


def test_lease_of_a_dead_process_of_this_machine_is_taken_over():
    with hold_lease("rebuild"):
        lease = SearchLease.objects.get()
        host = lease.holder.split(":")[0]
    child = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(child, 0)
    SearchLease.objects.create(
        name="rebuild", holder=f"{host}:{child}:x", expires_at=timezone.now() + timedelta(minutes=1)
    )

    with hold_lease("rebuild") as keep_going:
        keep_going()
        assert SearchLease.objects.get().holder != f"{host}:{child}:x"


def test_lease_of_another_machine_ends_by_itself():
    later = timezone.now() + timedelta(minutes=1)
    lease = SearchLease.objects.create(name="rebuild", holder="elsewhere:1:x", expires_at=later)
    with pytest.raises(LeaseTakenError, match="elsewhere:1"), hold_lease("rebuild"):
        pass

    SearchLease.objects.filter(pk=lease.pk).update(expires_at=timezone.now())
    with hold_lease("rebuild"):
        pass


def test_whoever_lost_the_lease_notices():
    with hold_lease("rebuild") as keep_going:
        SearchLease.objects.update(holder="elsewhere:1:x")
        with pytest.raises(LeaseTakenError):
            keep_going()
