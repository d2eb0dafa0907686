"""The page /api/v1/docs: the description of the API as a plain page of the site, for all people and every browser."""

import re
from dataclasses import dataclass

from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str
    #: "text", "number", or the values to choose from
    values: str
    is_repeatable: bool
    is_required: bool


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    parameters: list[Parameter]
    statuses: list[str]


class ReferencePage(DocsBase):
    """Swagger's page cannot be read by everybody: contrast, headings, targets and language are not ours to mend."""

    def render_page(self, request, api, **kwargs):
        schema = api.get_openapi_schema(path_params=kwargs)
        context = {
            "introduction": write_html(schema["info"]["description"]),
            "operations": list_operations(schema),
            "openapi_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "search/reference.html", context)


def list_operations(schema: dict) -> list[Operation]:
    return [
        Operation(
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            parameters=[_read_parameter(parameter) for parameter in operation.get("parameters", [])],
            statuses=[str(status) for status in operation["responses"]],
        )
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _read_parameter(parameter: dict) -> Parameter:
    schema = parameter["schema"]
    one = schema.get("items", schema)
    return Parameter(
        name=parameter["name"],
        description=parameter.get("description", ""),
        values=", ".join(map(str, one["enum"])) if "enum" in one else one.get("format", one.get("type", "")),
        is_repeatable=schema.get("type") == "array",
        is_required=parameter.get("required", False),
    )


def write_html(text: str) -> SafeString:
    """The little of Markdown that the introduction uses: paragraphs, lists, bold, code and links."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.strip())]
    return mark_safe("\n".join(_write_block(block) for block in blocks))  # noqa: S308 -- escaped line by line


def _write_block(block: str) -> str:
    if not block.startswith("- "):
        return f"<p>{_write_line(block)}</p>"
    items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
    return "<ul>" + "".join(f"<li>{_write_line(item)}</li>" for item in items) + "</ul>"


def _write_line(text: str) -> str:
    text = escape(" ".join(text.split()))
    text = re.sub(r"\[([^\]]+)\]\((/[^)\s]*)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", text)
