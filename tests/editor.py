"""Press the buttons of the page editor."""

import json

from django.urls import reverse

from tests.forms import read_form


def get_edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def open_form(browser, page) -> dict:
    """The form as the browser would send it back unchanged, complete enough to be submitted."""
    opened = browser.get(get_edit_url(page))
    data = read_form(opened) if opened.status_code == 200 else {"title": page.title}
    return data | write_body("Schritt für Schritt.")


def write_body(text: str) -> dict:
    """A StreamField with one paragraph."""
    content = {"blocks": [{"key": "a", "text": text, "type": "unstyled"}], "entityMap": {}}
    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": json.dumps(content),
    }


def press(browser, page, button: str, **changes):
    """Open the editor, change fields, press a button such as "action-submit"."""
    return browser.post(get_edit_url(page), {**open_form(browser, page), button: "1", **changes})


def review(browser, page, action: str, comment: str = ""):
    """Approve or reject in the editor, as the buttons at its foot do."""
    return press(
        browser,
        page,
        "action-workflow-action",
        **{"workflow-action-name": action, "workflow-action-extra-data": json.dumps({"comment": comment})},
    )
