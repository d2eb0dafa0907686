"""What the frame of a page asks for."""

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from cms import extend
from home.domain.known import recall_drawn

register = template.Library()
#: those that follow from address and language alone, and not from what was searched for
LASTING_PARTS = ("head", "name", "menu", "footer")


@register.simple_tag(takes_context=True)
def draw_frame(context, part: str) -> SafeString:
    """Head, languages, name, menu or footer: in Jinja2, because no page comes without them (decision 0005)."""
    request = context["request"]
    values = {
        "frame": context["frame"],
        "request": request,
        "path": request.path,
        "edit_url": get_edit_url(context, context.get("page")) if part == "footer" else "",
    }

    def draw() -> str:
        return render_to_string(f"frame/{part}.html", values, using="jinja2")

    if values["edit_url"] or part not in LASTING_PARTS:
        html = draw()
    else:
        key = (part, get_language(), request.scheme, request.path, not request.GET)
        html = recall_drawn(request, key, draw)
    # Jinja2 has escaped what needs it, but does not tell Django so
    return mark_safe(html)  # noqa: S308 -- escaped


@register.simple_tag(takes_context=True)
def draw_page_endings(context) -> SafeString:
    """What plugins put below pages of the site; not below errors, accounts and answers to forms."""
    page = context.get("page")
    return extend.draw_page_endings(context["request"], page) if isinstance(page, Page) else SafeString("")


def get_edit_url(context, page):
    """Where the visitor may edit this page, else nothing. Without a session cookie nobody is asked."""
    from django.urls import reverse

    request = context.get("request")
    if not getattr(page, "pk", None) or getattr(request, "is_preview", False):
        return ""
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not page.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@register.simple_tag
def get_organisation_or_none():
    """For the page of a server error: the organisation's facts where the database still answers."""
    from home.domain.contact import get_organisation

    try:
        return get_organisation()
    except DatabaseError:
        return None


@register.simple_tag
def get_section_title(page):
    """Title of a content page in the active language, with the language it is in."""
    from home.domain.frame import pick_page_text

    text, lang = pick_page_text(page, "title")
    return {"text": text, "lang": lang}


@register.simple_tag
def get_page_summary(page):
    from home.domain.frame import pick_page_text

    text, lang = pick_page_text(page, "summary")
    return {"text": text, "lang": lang}
