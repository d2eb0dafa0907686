"""Run by the contract in a process where the plugin is off: tells as JSON what the site does then."""

import json
import sys
from io import StringIO

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- after the setup
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from catalogue.models import Offering  # noqa: E402
from cms.plugins.records import records  # noqa: E402
from search.backends import get_backend  # noqa: E402
from search.indexing import rebuild  # noqa: E402
from search.query import Query  # noqa: E402


def tell(plugin: str, pks: list[int]) -> dict:
    rebuild()
    served = [Client().get(Offering.objects.get(pk=pk).url).status_code for pk in pks]
    for pk in pks:
        page = Offering.objects.get(pk=pk)
        # one whose type is gone is not edited meanwhile
        if page.specific_class:
            page.specific.save_revision().publish()
    migrations = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=migrations)
        missing = ""
    except SystemExit:
        missing = migrations.getvalue()
    return {
        "state": records[plugin].state,
        "served": served,
        "found": sum(hit.id in pks for hit in get_backend().search(Query(q="Laternenfest", page_size=100)).hits),
        "kept": [[row["type"] for row in Offering.objects.get(pk=pk).body.raw_data] for pk in pks],
        "migrations": missing,
    }


setup_test_environment()
print(json.dumps(tell(sys.argv[1], [int(pk) for pk in sys.argv[2:]])))  # noqa: T201 -- the answer
