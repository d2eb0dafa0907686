import re
from pathlib import Path

import pytest
from django.template import Context, Template, engines

from cms.icons import draw_icon, list_icons

ROOT = Path(__file__).parents[2]
APPS = ("catalogue", "cms", "home", "media", "search", "plugins")
#: {% icon "name" %} of Django, icon("name") of Jinja2
NAMED = re.compile(r"""(?:\{% icon |\bicon\()["']([^"']+)["']""")
DRAWN = (
    '<svg class="icon icon--calendar" aria-hidden="true" focusable="false">'
    '<use href="/static/cms/icons.svg#calendar"/></svg>'
)


def test_icon_is_drawn_alike_in_both_template_languages():
    by_django = Template('{% load icons %}{% icon "calendar" %}').render(Context())
    by_jinja = engines["jinja2"].from_string('{{ icon("calendar") }}').render()

    assert (by_django, by_jinja) == (DRAWN, DRAWN)


def test_icon_that_is_not_drawn_names_those_that_are():
    with pytest.raises(ValueError, match=r'no icon "kalender" in cms/icons.svg. Choose one of: .*calendar'):
        draw_icon("kalender")


def test_icons_are_drawn_once_each():
    assert len(list_icons()) >= 30
    assert sorted(set(list_icons())) == sorted(list_icons())


def test_every_icon_that_a_template_names_is_drawn():
    named = {
        (name, str(path.relative_to(ROOT)))
        for app in APPS
        for path in (ROOT / app).rglob("*.html")
        for name in NAMED.findall(path.read_text())
    }

    assert len(named) > 20
    assert sorted(pair for pair in named if pair[0] not in list_icons()) == []


def test_sprite_carries_no_script():
    sprite = (ROOT / "cms/static/cms/icons.svg").read_text()

    assert re.findall(r"<script|\son\w+=|https?:(?!//www\.w3\.org/2000/svg)", sprite) == []
