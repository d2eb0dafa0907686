"""An offering's page: what the template shows, fetched in a constant number of queries."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from catalogue.domain.cards import Card, build_card, build_cards, get_card_runs, get_language_labels
from catalogue.domain.joining import get_enquiry_url, get_join_action
from catalogue.domain.listing import order_by_start
from catalogue.domain.occurrences import has_dates
from catalogue.domain.pictures import LOGO, get_hero_picture, get_picture
from catalogue.domain.timetable import find_best_availability, get_availability_badge, list_run_views
from catalogue.domain.types import get_type_rows
from catalogue.domain.wording import explain_level, format_age, format_period

__all__ = ["Card", "build_card", "build_cards", "get_offering_context"]

SIMILAR_OFFERINGS = 3
#: the finder has this address on every site (design, section 7)
FINDER_PATH = "angebote/"


def get_offering_context(offering) -> dict:
    """What the page of this offering shows; of a preview only what is in memory, without its neighbours."""
    similar = [] if is_preview(offering) else _fetch_with_similar(offering)
    today = timezone.localdate()
    run_views = list_run_views(runs=get_card_runs(offering), today=today)
    is_over = _is_over(offering, run_views, today)
    availability = find_best_availability([view.availability.value for view in run_views if not view.is_over])
    level = getattr(offering, "level", "")
    # of a draft in memory they come as they are
    funders = list(offering.funders.all() if is_preview(offering) else offering.funders.select_related("logo"))
    return {
        "runs": run_views,
        # the run the state beside the button speaks of
        "join_run": next((view for view in run_views if view.availability.value == availability), None),
        "is_over": is_over,
        "availability": get_availability_badge(availability) if availability else None,
        "join": get_join_action(offering=offering, availability=availability, is_over=is_over),
        "enquiry_url": get_enquiry_url(offering),
        "age": format_age(offering.age_from, offering.age_to),
        "target_groups": [group for group in offering.target_groups.all() if group.live],
        "teaching_languages": get_language_labels(offering, "teaching_languages"),
        "support_languages": get_language_labels(offering, "support_languages"),
        "level": level,
        "level_text": explain_level(level),
        "period": format_period(getattr(offering, "period_start", None), getattr(offering, "period_end", None)),
        "lecturers": [lecturer for lecturer in offering.lecturers.all() if lecturer.is_public],
        "contact_person": offering.contact if offering.contact and offering.contact.is_public else None,
        "funders": funders,
        "funders_with_logos": _find_logos(funders),
        "easy_lines": [line.strip() for line in offering.easy_language.splitlines() if line.strip()],
        "picture": get_hero_picture(offering.image),
        "finder_url": get_finder_url(),
        "calendar_url": _get_calendar_url(offering, is_over=is_over),
        "similar": build_cards(similar),
    }


def _find_logos(funders: list) -> list[tuple]:
    """(funder, its logo or None)"""
    prefetch_related_objects(funders, "logo__renditions")
    return [(funder, get_picture(funder.logo, LOGO)) for funder in funders]


def get_finder_url(query: str = "") -> str:
    return reverse("wagtail_serve", args=[FINDER_PATH]) + (f"?{query}" if query else "")


def is_preview(offering) -> bool:
    """Whether the offering comes from a draft: then its runs are in memory and not in the database."""
    return offering.pk is None or "runs" in getattr(offering, "_cluster_related_objects", {})


def _fetch_with_similar(offering) -> list:
    """Other offerings on the same subject that one can still join, the nearest first.

    The page's own runs, picture and subject come with the same queries and are handed to the page.
    """
    from catalogue.models import Offering

    subject_id = offering.subject_id
    others = Offering.objects.live().public().upcoming().filter(subject=subject_id).exclude(pk=offering.pk)
    nearest = list(order_by_start(others).values_list("pk", flat=True)[:SIMILAR_OFFERINGS] if subject_id else ())
    rows = Offering.objects.filter(pk__in=[offering.pk, *nearest]).for_cards()
    found = {row.pk: row for row in rows.select_related("contact", *get_type_rows())}
    own = found.get(offering.pk)
    if own is not None:
        offering.card_runs = own.card_runs
        offering.subject, offering.image, offering.contact = own.subject, own.image, own.contact
        offering.translation = own.translation
    return [found[pk] for pk in nearest if pk in found]


def _get_calendar_url(offering, *, is_over: bool) -> str:
    """Of the dates to come; a draft has no address yet, and without dates there is nothing to note."""
    if is_over or is_preview(offering) or not any(has_dates(run) for run in get_card_runs(offering)):
        return ""
    return f"{offering.get_url()}kalender.ics"


def _is_over(offering, run_views, today) -> bool:
    if run_views:
        return all(view.is_over for view in run_views)
    end = getattr(offering, "period_end", None)
    return bool(end and end < today)
