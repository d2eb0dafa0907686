"""Fill in forms as a browser does: read the page, change fields, send everything back."""

from bs4 import BeautifulSoup


def read_form(response, *, selector: str = "form#page-edit-form") -> dict:
    """name -> value (or list of values) of every control the browser would send, without buttons."""
    form = BeautifulSoup(response.content, "html.parser").select_one(selector)
    data: dict = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        for value in _get_values(control):
            if control["name"] in data:
                data[control["name"]] = [*_as_list(data[control["name"]]), value]
            else:
                data[control["name"]] = value
    for block in form.select("[data-controller~=w-block][id]"):
        # the browser builds a StreamField by script: here it arrives empty
        data.update({f"{block['id']}-count": "0"})
    return data


def _get_values(control) -> list[str]:
    if control.name == "textarea":
        return [control.text.removeprefix("\n")]
    if control.name == "select":
        options = [option for option in control.select("option") if option.has_attr("selected")]
        if not options and not control.has_attr("multiple"):
            options = control.select("option")[:1]
        return [option.get("value", option.text) for option in options]
    kind = control.get("type", "text")
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.has_attr("checked") else []
    return [] if kind in ("submit", "button", "file", "image") else [control.get("value", "")]


def _as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def read_errors(response) -> list[str]:
    """Texts of the error messages beside the fields, in the order of the page."""
    soup = BeautifulSoup(response.content, "html.parser")
    found = (" ".join(node.text.split()) for node in soup.select(".w-field__errors"))
    return [text for text in found if text]


def get_draft(page):
    """The page as its newest revision has it."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
