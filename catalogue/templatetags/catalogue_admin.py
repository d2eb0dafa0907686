"""What the templates of the desk ask for."""

from django import template
from django.urls import reverse

from catalogue.admin.desk import get_jump_url
from catalogue.domain.urgent_wording import format_meeting

register = template.Library()


@register.simple_tag
def urgent_url(page_id, kind):
    return reverse(f"catalogue_{kind}", args=[page_id])


@register.simple_tag
def jump_url(page_id, field):
    return get_jump_url(page_id=page_id, field=field)


@register.filter
def slot(meeting):
    return format_meeting(meeting)
