import pytest
from django.core.management import call_command
from django.db import transaction

from .demo_facts import read_demo
from .judging import judge


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Slug -> facts of the demo centre, loaded once for the whole module: loading takes a while."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield read_demo()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def judged(demo):
    return judge(demo)
