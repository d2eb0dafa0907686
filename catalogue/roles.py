"""Who may do what: the one table. ``catalogue.domain.roles.bring_roles_in_line`` brings a site to it.

A lecturer's rights on offerings are not here: they follow from the assignment (``catalogue.permissions``), a
coordinator's from the review task (``catalogue.models.workflow``).
"""

from dataclasses import dataclass, field
from enum import Enum

LECTURERS = "Lecturers"
COORDINATORS = "Coordinators"
EDITORS = "Editors"
ADMINISTRATORS = "Administrators"

#: the collection whose pictures and documents lecturers may add and choose
COURSE_COLLECTION = "Bilder der Kurse"

WORKFLOW = "Freigabe von Angeboten"
SUBJECT_TASK = "Prüfung durch die Fachkoordination"
EDITOR_TASK = "Prüfung durch die Redaktion"


class Branch(Enum):
    """Where in the page tree a right holds, and below."""

    SITE = "everything of the site, from its home page"
    TREE = "the whole page tree, with further sites"


class Shelf(Enum):
    """Where in the collections a right holds, and below."""

    COURSES = "the collection of the courses"
    ALL = "all collections"


@dataclass(frozen=True)
class Role:
    """What one group may do. Actions on pages and files are Wagtail's, such as "publish" and "choose"."""

    name: str
    permissions: frozenset[str]
    pages: dict[Branch, frozenset[str]] = field(default_factory=dict)
    images: dict[Shelf, frozenset[str]] = field(default_factory=dict)
    documents: dict[Shelf, frozenset[str]] = field(default_factory=dict)


def _may(actions: str, *models: str) -> frozenset[str]:
    """``_may("add change", "catalogue.venue")`` is {"catalogue.add_venue", "catalogue.change_venue"}."""
    names = [model.split(".") for model in models]
    return frozenset(f"{app}.{action}_{model}" for app, model in names for action in actions.split())


ENTER = frozenset({"wagtailadmin.access_admin"})
URGENT_FACTS = frozenset({"catalogue.change_urgent_facts"})
OWN_DRAFTS = frozenset({"catalogue.propose_offerings"})
EDITORIAL = (
    ENTER
    | URGENT_FACTS
    | OWN_DRAFTS
    # the right on pages stands below; this one shows the fields for a date of publication
    | frozenset({"catalogue.assign_lecturers", "wagtailcore.publish_page"})
    | _may(
        "view add change delete",
        "catalogue.subject",
        "catalogue.venue",
        "catalogue.funder",
        "catalogue.lecturer",
        "catalogue.closedperiod",
        "wagtailredirects.redirect",
    )
    | _may("view change", "catalogue.enquiry")
    | _may("submit", "wagtail_localize.translation")
    | _may("change", "home.organisationsettings")
)
ADMINISTRATIVE = (
    EDITORIAL
    | _may("delete", "catalogue.enquiry")
    | _may("view add change delete", "auth.user", "auth.group", "wagtailcore.collection", "wagtailcore.site")
    | _may("view add change delete", "wagtailcore.workflow", "wagtailcore.task")
)

OWN_FILES = frozenset({"add", "choose"})
ALL_FILES = frozenset({"add", "change", "choose"})
ALL_PAGES = frozenset({"add", "change", "publish", "lock", "unlock"})

ROLES = (
    Role(
        LECTURERS,
        permissions=ENTER | URGENT_FACTS | OWN_DRAFTS,
        images={Shelf.COURSES: OWN_FILES},
        documents={Shelf.COURSES: OWN_FILES},
    ),
    Role(
        COORDINATORS,
        permissions=ENTER | URGENT_FACTS | OWN_DRAFTS,
        images={Shelf.COURSES: OWN_FILES},
        documents={Shelf.COURSES: OWN_FILES},
    ),
    Role(
        EDITORS,
        permissions=EDITORIAL,
        pages={Branch.SITE: ALL_PAGES},
        images={Shelf.ALL: ALL_FILES},
        documents={Shelf.ALL: ALL_FILES},
    ),
    Role(
        ADMINISTRATORS,
        permissions=ADMINISTRATIVE,
        pages={Branch.TREE: ALL_PAGES | {"bulk_delete"}},
        images={Shelf.ALL: ALL_FILES},
        documents={Shelf.ALL: ALL_FILES},
    ),
)
