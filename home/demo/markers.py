"""Which pages the demo made: an entry in each page's history that names its key.

The history belongs to the page, not to its address: a renamed page stays the demo's, a copy of it does not
become so, and a page somebody deleted is not made again.
"""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from catalogue.models import OfferingIndexPage, TargetGroupIndexPage, TeamPage
from home.models import ContactPage, HomePage
from search.models import FinderPage

from .files import DemoError

CREATED = "wagtail.create"
CHANGED = "wagtail.edit"
#: every site has them, whoever fills it
SECTIONS = (HomePage, FinderPage, OfferingIndexPage, TargetGroupIndexPage, TeamPage, ContactPage)


def make_marker(page, key: str, *, action: str = CREATED, user=None) -> PageLogEntry:
    """The unsaved entry; ``page`` needs no more than its key, type and title."""
    return PageLogEntry(
        page_id=page.pk,
        content_type=ContentType.objects.get_for_model(type(page)),
        label=page.title,
        action=action,
        user=user,
        data={"demo": key},
        timestamp=timezone.now(),
        uuid=uuid4(),
        content_changed=True,
    )


def mark(page, key: str, **more) -> None:
    make_marker(page, key, **more).save(force_insert=True)


def get_marked() -> dict[str, int]:
    """key -> page id of everything the demo ever made here."""
    entries = PageLogEntry.objects.filter(action__in=[CREATED, CHANGED], data__demo__isnull=False)
    return dict(entries.values_list("data__demo", "page_id"))


def find_foreign_pages() -> list[Page]:
    """Pages somebody else made: all but the fixed sections, and a home page somebody has filled."""
    own = PageLogEntry.objects.filter(action=CREATED, data__demo__isnull=False).values("page_id")
    sections = ContentType.objects.get_for_models(*SECTIONS).values()
    written_home = HomePage.objects.exclude(claim="", intro="").values("pk")
    others = Page.objects.filter(depth__gt=2).exclude(content_type__in=sections)
    return list((others | Page.objects.filter(pk__in=written_home)).exclude(pk__in=own).order_by("path"))


def refuse_foreign_content() -> None:
    foreign = find_foreign_pages()
    if not foreign:
        return
    named = ", ".join(f"„{page.title}“ ({page.url_path})" for page in foreign[:3])
    more = f" und {len(foreign) - 3} weitere" if len(foreign) > 3 else ""
    raise DemoError(
        f"In dieser Datenbank stehen Seiten, die nicht aus der Demo kommen: {named}{more}. "
        "Nehmen Sie eine leere Datenbank (DATABASE_URL=sqlite:///…), oder laden Sie die Demo mit --force daneben."
    )
