"""Pictures of the public site for people to look at, in build/screens/public/."""

import pytest

from tests.public_pages import find_offerings, translate_path
from tests.services.centre import DESKTOP, PHONE, make_fetch
from tests.services.locations import REPOSITORY

#: of a long list the beginning says enough
MOST_PIXELS = 3000
SCREENS = REPOSITORY / "build" / "screens" / "public"
#: name -> what differs from a visit in German, by day
KINDS = {
    "phone": {"size": PHONE},
    "desktop": {"size": DESKTOP},
    "arabic": {"size": DESKTOP, "language": "ar"},
    "arabic-phone": {"size": PHONE, "language": "ar"},
    "dark": {"size": DESKTOP, "color_scheme": "dark"},
    "forced-colours": {"size": DESKTOP, "forced_colors": "active"},
    "print": {"size": DESKTOP, "media": "print"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_drawn(open_public, centre_url, kind):
    options = dict(KINDS[kind])
    language, media = options.pop("language", "de"), options.pop("media", "screen")
    page = open_public(options.pop("size"), **options)
    page.emulate_media(media=media, **options)
    offerings = find_offerings(make_fetch(centre_url))
    shown = {
        "home": "/",
        "finder": "/angebote/?q=deutsch",
        "calendar": "/angebote/?view=calendar",
        "target-group": "/zielgruppen/frauen/",
        "course": offerings["course"],
        "project": offerings["project"],
    }
    SCREENS.mkdir(parents=True, exist_ok=True)
    for name, path in shown.items():
        page.goto(translate_path(path, language), wait_until="networkidle")
        # pictures further down come only when somebody gets there
        page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => (image.loading = 'eager'))")
        page.wait_for_load_state("networkidle")
        file = SCREENS / f"{name}-{kind}.png"
        height = min(page.evaluate("document.documentElement.scrollHeight"), MOST_PIXELS)
        area = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
        page.screenshot(path=file, full_page=True, clip=area)

        assert file.stat().st_size > 10_000
