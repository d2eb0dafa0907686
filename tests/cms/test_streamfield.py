"""Descriptions with blocks of a plugin that is off."""

import json

import pytest
from django.core.signing import Signer
from wagtail.admin.telepath import registry

from catalogue.factories import CoursePageFactory, UserFactory
from catalogue.models import CoursePage
from cms import extend
from cms.streamfield import KeptBlock, PluggableStreamField
from search.words import get_body_text
from tests.editor import get_edit_url, open_form
from tests.forms import get_draft

pytestmark = pytest.mark.django_db

NAME = "kintop_gone_programme"
PROGRAMME = {"type": NAME, "value": {"rows": [{"time": "18:00", "what": "Tanz"}]}, "id": "b1"}
TEXT = {"type": "text", "value": "<p>Willkommen</p>", "id": "a1"}


@pytest.fixture
def course(tree):
    return CoursePageFactory(parent=tree.courses, title="Sommerfest", body=json.dumps([TEXT, PROGRAMME]))


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def read_again(course):
    return CoursePage.objects.get(pk=course.pk)


def write_kept(course, value=None) -> dict:
    """What the form sends for the second block."""
    kept = read_again(course).body[1]
    sent = kept.block.get_form_state(kept.value) if value is None else value
    return {
        "body-count": "2",
        "body-1-deleted": "",
        "body-1-order": "1",
        "body-1-type": NAME,
        "body-1-id": "b1",
        "body-1-value": sent,
    }


def test_unknown_block_stays_when_the_page_is_saved(course):
    page = read_again(course)
    page.title = "Sommerfest 2027"
    page.save()

    assert list(read_again(course).body.raw_data) == [TEXT, PROGRAMME]


def test_unknown_block_stays_in_drafts(course):
    page = read_again(course)
    page.save_revision().publish()

    assert list(read_again(course).body.raw_data) == [TEXT, PROGRAMME]


def test_unknown_block_goes_through_the_form_unchanged(editor, course):
    data = open_form(editor, course) | write_kept(course)

    response = editor.post(get_edit_url(course), data)

    assert response.status_code == 302
    assert get_draft(course).body.raw_data[1] == PROGRAMME


def test_unknown_block_can_be_removed(editor, course):
    data = open_form(editor, course) | write_kept(course) | {"body-1-deleted": "1"}

    editor.post(get_edit_url(course), data)

    assert [row["type"] for row in get_draft(course).body.raw_data] == ["text"]


@pytest.mark.parametrize(
    "forged",
    ['[{"rows": []}]', "", Signer(salt="elsewhere").sign_object([{"rows": []}])],
    ids=["plain", "empty", "signed for something else"],
)
def test_unknown_block_cannot_be_changed(editor, course, forged):
    """No block is there to check it, so a made-up one would come alive with the plugin."""
    data = open_form(editor, course) | write_kept(course, forged)

    response = editor.post(get_edit_url(course), data)

    assert response.status_code == 200
    assert get_draft(course).body.raw_data[1] == PROGRAMME


def test_unknown_block_is_neither_shown_nor_found(client, course):
    html = client.get(course.url).content.decode()

    assert "Willkommen" in html
    assert "Tanz" not in html
    assert get_body_text(read_again(course)) == "Willkommen"


def test_form_says_what_the_block_is_and_offers_no_new_one(course):
    stream = read_again(course).body.stream_block

    packed = json.dumps(registry.js_context_class().pack(stream), default=str)

    assert "Ausgeschaltete Erweiterung (kintop_gone_programme)" in packed
    assert f'"blockCounts": {{"{NAME}": {{"max_num": 0}}}}' in packed


def test_block_comes_alive_with_its_plugin(course):
    from wagtail.blocks import StructBlock

    with extend.blocks.temporarily(NAME, StructBlock(), owner="kintop_gone"):
        field = PluggableStreamField()
        stream = field.stream_block

    assert not isinstance(stream.child_blocks[NAME], KeptBlock)
    assert stream.get_kept_names() == []


def test_text_that_is_no_stream_stays_text(course):
    stream = read_again(course).body.stream_block

    assert stream.to_python("<p>Alt</p>").raw_text == "<p>Alt</p>"
    assert list(stream.to_python("null")) == []


def test_several_streams_at_once_keep_theirs(course):
    stream = PluggableStreamField().stream_block

    values = stream.bulk_to_python([[TEXT], [PROGRAMME]])

    assert [[row.block_type for row in value] for value in values] == [["text"], [NAME]]
    assert values[1][0].value == PROGRAMME["value"]
