"""What the frame of every page shows is in memory: tell all processes when it changes."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.signals import post_page_move

from cms.translated_pages import find_original
from home.models import HomePage, OrganisationSettings
from search.indexing import note_label_change

#: root of the tree, home page, sections
FRAME_DEPTH = 3


def page_changed(sender, instance, raw=False, **_kwargs):
    if not raw and isinstance(instance, Page) and (instance.depth or 0) <= FRAME_DEPTH:
        note_label_change()


def home_translated(sender, instance, created, raw=False, **_kwargs):
    """The tree of another language begins beside the site's: whoever has rights there has them here."""
    if raw or not created:
        return
    original = find_original(instance)
    if original is not None:
        granted = GroupPagePermission.objects.filter(page=original.pk).values_list("group_id", "permission_id")
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(page_id=instance.pk, group_id=group, permission_id=permission)
            for group, permission in granted
        )


def page_moved(sender, instance, parent_page_before, parent_page_after, **_kwargs):
    if min(parent_page_before.depth, parent_page_after.depth) < FRAME_DEPTH:
        note_label_change()


def setting_changed(sender, instance, raw=False, **_kwargs):
    if not raw:
        note_label_change()


def connect() -> None:
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(page_changed, dispatch_uid=f"home_page_{name}")
        for model in (Site, OrganisationSettings):
            signal.connect(setting_changed, sender=model, dispatch_uid=f"home_{model.__name__}_{name}")
    post_save.connect(home_translated, sender=HomePage, dispatch_uid="home_translated")
    post_page_move.connect(page_moved, dispatch_uid="home_page_moved")
