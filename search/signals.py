"""Which changes reach the search (reference/wagtail.md 3.4), written at once, with the change itself."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from catalogue.models import Funder, Lecturer, Offering, ProjectPage, Run, Subject, TargetGroupPage, Venue
from cms.translated_pages import TranslatablePage, find_original
from media.models import Image, Rendition
from search.documents import is_indexed
from search.indexing import find_pks_below, note_label_change, sync
from search.pending import sync_soon


def page_changed(sender, instance, **_kwargs):
    if is_indexed(sender):
        sync(find_pks_showing(instance))
    if issubclass(sender, TargetGroupPage):
        labels_changed(sender, instance)


def find_pks_showing(page) -> list[int]:
    """The page itself; a translation is shown by its original."""
    if not isinstance(page, TranslatablePage):
        return [page.pk]
    original = find_original(page)
    return [page.pk] if original is None else [original.pk]


def section_changed(sender, instance, **_kwargs):
    """All addresses below have changed, and perhaps who may see them."""
    sync_soon(find_pks_below(instance))


def restriction_changed(sender, instance, **_kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        note_label_change()
        sync_soon(find_pks_below(page))


def labels_changed(sender, instance, raw=False, update_fields=None, **_kwargs):
    # a page saved in part is a draft being written: nothing the public could see
    if raw or (update_fields is not None and issubclass(sender, Page)):
        return
    note_label_change()
    bring_in_line(instance, find_pks_naming(instance))


def labels_leave(sender, instance, **_kwargs):
    """The links to the offerings go first, so remember which they were."""
    instance.search_pks = find_pks_naming(instance)


def labels_left(sender, instance, **_kwargs):
    note_label_change()
    bring_in_line(instance, getattr(instance, "search_pks", ()))


def bring_in_line(instance, pks) -> None:
    # withdrawn consent takes effect at once, however many offerings name the person
    (sync if isinstance(instance, Lecturer) else sync_soon)(pks)


def picture_changed(sender, instance, raw=False, **_kwargs):
    """Consent, description, focal point, or a rendition whose file goes: the finder remembers its pictures."""
    if not raw:
        note_label_change()


def image_left(sender, instance, **_kwargs):
    note_label_change()
    sync_soon(getattr(instance, "search_pks", ()))


def find_pks_naming(instance) -> list[int]:
    """Offerings whose document holds this subject, place, person, funder, target group or image."""
    conditions = {
        Image: lambda: Q(image=instance.pk),
        Subject: lambda: Q(subject=instance.pk) | Q(subject__parent=instance.pk),
        TargetGroupPage: lambda: Q(target_groups=instance.pk),
        Venue: lambda: Q(pk__in=Run.objects.filter(venue=instance.pk).values("offering")),
        Lecturer: lambda: Q(lecturers=instance.pk) | Q(contact=instance.pk),
        Funder: lambda: (
            Q(funders=instance.pk) | Q(pk__in=ProjectPage.objects.filter(partners=instance.pk).values("pk"))
        ),
    }
    found = Offering.objects.live().filter(conditions[type(instance)]())
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def connect() -> None:
    page_published.connect(page_changed, dispatch_uid="search_published")
    page_unpublished.connect(page_changed, dispatch_uid="search_unpublished")
    post_page_move.connect(section_changed, dispatch_uid="search_moved")
    page_slug_changed.connect(section_changed, dispatch_uid="search_slug")
    for model in (Subject, Venue, Funder, Lecturer, TargetGroupPage):
        post_save.connect(labels_changed, sender=model, dispatch_uid=f"search_saved_{model.__name__}")
        pre_delete.connect(labels_leave, sender=model, dispatch_uid=f"search_leaving_{model.__name__}")
        post_delete.connect(labels_left, sender=model, dispatch_uid=f"search_left_{model.__name__}")
    pre_delete.connect(labels_leave, sender=Image, dispatch_uid="search_leaving_image")
    post_delete.connect(image_left, sender=Image, dispatch_uid="search_left_image")
    post_save.connect(picture_changed, sender=Image, dispatch_uid="search_saved_image")
    post_delete.connect(picture_changed, sender=Rendition, dispatch_uid="search_left_rendition")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="search_deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid=f"search_restriction_{name}")


def page_deleted(sender, instance, **_kwargs):
    """Sent for every page that goes, with those below it."""
    from search.models import SearchEntry

    if SearchEntry.objects.filter(page_id=instance.pk, is_removed=False).exists():
        sync([instance.pk])
