"""What page templates ask the catalogue for."""

from urllib.parse import urljoin

from django import template
from django.utils.safestring import mark_safe

from catalogue.domain import cards, groups, joining, listing, people, pictures, presentation, structured_data, wording
from cms.addresses import get_site_url

register = template.Library()


@register.simple_tag
def get_cards(offerings):
    return cards.build_cards(offerings)


@register.simple_tag
def get_people(lecturers):
    return people.build_people(lecturers)


@register.simple_tag
def get_offerings_for(target_group):
    return listing.get_target_group_offerings(target_group)


@register.filter
def profile_url(lecturer):
    return people.get_profile_url(lecturer)


@register.filter
def phone_url(number):
    return joining.get_phone_url(number or "")


register.filter(wording.join_facts)


@register.simple_tag
def get_group_tiles(target_groups):
    return groups.build_group_tiles(target_groups)


@register.simple_tag
def get_group_intro(target_group):
    text, lang = groups.get_group_intro(target_group)
    return {"text": text, "lang": lang}


@register.simple_tag
def get_hero(image):
    return pictures.get_hero_picture(image)


@register.simple_tag(takes_context=True)
def get_structured_data(context):
    """The offering of this page in the words of schema.org, ready to stand inside a script element."""
    picture = context["picture"]
    data = structured_data.build_structured_data(
        context["page"],
        circle=structured_data.Circle(context["lecturers"], context["funders"], context["target_groups"]),
        organisation=context["frame"].organisation,
        site_url=get_site_url(context["request"]),
        picture_url=picture.large.url if picture else "",
    )
    return mark_safe(structured_data.write_json(data)) if data else ""  # noqa: S308 -- escaped for script elements


@register.simple_tag(takes_context=True)
def get_full_url(context, path):
    return urljoin(get_site_url(context["request"]), path)


@register.simple_tag
def get_finder_url():
    return presentation.get_finder_url()


@register.simple_tag
def get_body_picture(image):
    return pictures.get_picture(image, pictures.BODY_PICTURE)


@register.filter
def map_url(venue):
    """The place on a map of OpenStreetMap: a plain link, nothing is loaded from there."""
    if venue.latitude is None or venue.longitude is None:
        return ""
    return (
        f"https://www.openstreetmap.org/?mlat={venue.latitude}&mlon={venue.longitude}"
        f"#map=17/{venue.latitude}/{venue.longitude}"
    )


@register.simple_tag
def get_portrait(lecturer):
    return pictures.get_picture(lecturer.public_picture, pictures.PORTRAIT)
