"""The signs of the site for Django's templates; Jinja2 has the same name as a function."""

from django import template

from cms.icons import draw_icon

register = template.Library()
register.simple_tag(draw_icon, name="icon")
