import pytest

from catalogue.factories import ProjectPageFactory
from home.models import ContentPage
from tests.pages import count_queries, read, text_of

pytestmark = pytest.mark.django_db

URL = "/integrationsagentur/"


@pytest.fixture
def agency(tree):
    page = ContentPage(title="Integrationsagentur", slug="integrationsagentur", form="service")
    return tree.home.add_child(instance=page)


def test_agency_explains_the_four_official_tasks_with_their_projects(client, tree, agency):
    ProjectPageFactory(parent=tree.projects, title="Offene Kita", task_area="intercultural_opening")

    page = read(client, URL)

    tasks = page.select(".task")
    assert [text_of(task.h3) for task in tasks] == [
        "1 Bürgerschaftliches Engagement",
        "2 Interkulturelle Öffnung",
        "3 Sozialraumorientierte Arbeit",
        "4 Antidiskriminierungsarbeit",
    ]
    assert [text_of(link) for link in tasks[1].select("ul a")] == ["Offene Kita"]
    assert all(len(text_of(task.p)) > 60 for task in tasks)
    assert page.select_one("form.form textarea") is not None


def test_other_content_pages_have_neither_tasks_nor_form(client, tree):
    tree.home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns"))

    page = read(client, "/ueber-uns/")

    assert (page.select(".task"), page.select("main form")) == ([], [])
    assert client.post("/ueber-uns/", {}).status_code == 200


def test_agency_needs_the_same_queries_for_one_and_for_thirty(client, tree, agency):
    ProjectPageFactory(parent=tree.projects)
    few = count_queries(client, URL)
    for _number in range(29):
        ProjectPageFactory(parent=tree.projects)

    assert count_queries(client, URL) == few <= 25
