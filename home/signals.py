"""What the frame of every page shows is in memory: tell all processes when it changes."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from home.models import OrganisationSettings
from search.indexing import note_label_change

#: root of the tree, home page, sections
FRAME_DEPTH = 3


def page_changed(sender, instance, raw=False, **_kwargs):
    if not raw and isinstance(instance, Page) and (instance.depth or 0) <= FRAME_DEPTH:
        note_label_change()


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
    post_page_move.connect(page_moved, dispatch_uid="home_page_moved")
