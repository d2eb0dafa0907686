import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from media.domain.consent import ConsentStatus
from media.factories import ImageFactory

pytestmark = pytest.mark.django_db
REPORT = "media_consent_report"


@pytest.fixture
def lecturer(django_user_model):
    """May add pictures, and thereby change their own."""
    group = Group.objects.create(name="Dozierende der Probe")
    add = Permission.objects.get(content_type__app_label="wagtailimages", codename="add_image")
    GroupCollectionPermission.objects.create(group=group, collection=Collection.objects.get(depth=1), permission=add)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    lecturer = django_user_model.objects.create_user("dozentin")
    lecturer.groups.add(group)
    return lecturer


def titles(response) -> set[str]:
    return {image.title for image in response.context["object_list"]}


def test_report_lists_pictures_with_people_and_their_state(editor_client):
    ImageFactory(title="Haus")
    ImageFactory(title="Anna", with_people=True)
    ImageFactory(title="Bert", shows_people=True, consent_status=ConsentStatus.MISSING)

    response = editor_client.get(reverse(REPORT))

    assert titles(response) == {"Anna", "Bert"}
    html = response.content.decode()
    assert (html.count("Einwilligung liegt vor"), html.count("Einwilligung fehlt")) == (1, 1)


@pytest.mark.parametrize(("value", "found"), [("shown", {"Anna"}), ("hidden", {"Bert", "Cem"})])
def test_report_filters_what_may_be_shown(editor_client, value, found):
    ImageFactory(title="Anna", with_people=True)
    ImageFactory(title="Bert", shows_people=True, consent_status=ConsentStatus.MISSING)
    ImageFactory(title="Cem", with_people=True, consent_until="2020-01-01")

    assert titles(editor_client.get(reverse(REPORT), {"shown": value})) == found


def test_report_can_be_exported(editor_client):
    ImageFactory(title="Anna", with_people=True)

    response = editor_client.get(reverse(REPORT), {"export": "csv"})

    lines = response.getvalue().decode().splitlines()
    assert lines == [
        "Titel,Stand,Eingewilligt haben,Eingewilligt am,Gilt bis,Gilt für",
        'Anna,Einwilligung liegt vor,"Amina Yıldız, Ordner 3",,,nur Website',
    ]


def test_report_is_closed_to_lecturers(client, lecturer):
    client.force_login(lecturer)

    assert client.get(reverse(REPORT)).status_code == 404


def test_report_is_closed_to_accounts_without_pictures(client, django_user_model):
    user = django_user_model.objects.create_user("gast")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(reverse(REPORT)).status_code == 404
    assert reverse(REPORT) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_report_is_in_the_menu(editor_client):
    assert re.search(reverse(REPORT), editor_client.get(reverse("wagtailadmin_home")).content.decode()) is not None


@pytest.mark.parametrize("view", [REPORT, f"{REPORT}_results"])
def test_report_asks_the_database_as_often_for_one_as_for_many(editor_client, django_assert_num_queries, view):
    ImageFactory(with_people=True)
    editor_client.get(reverse(view))  # draws the previews, fills the caches
    with CaptureQueriesContext(connection) as queries:
        editor_client.get(reverse(view))
    for_one = len(queries)
    ImageFactory.create_batch(4, with_people=True)
    editor_client.get(reverse(view))

    with django_assert_num_queries(for_one):
        editor_client.get(reverse(view))
