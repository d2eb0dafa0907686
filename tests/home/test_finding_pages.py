import pytest

from home.models import ContentPage
from search.indexing import sync


@pytest.mark.parametrize(
    ("text", "title"),
    [("düsselpass", "Anmeldung und Kosten"), ("öffnungszeiten", "Kontakt"), ("telefonnummer", "Kontakt")],
)
def test_pages_of_the_website_are_found_by_their_words(tree, client, text, title):
    page = tree.home.add_child(
        instance=ContentPage(title="Anmeldung und Kosten", slug="anmeldung", keywords="Düsselpass")
    )
    sync([page.pk, tree.contact.pk])

    answer = client.get("/api/v1/offerings/", {"q": text}).json()

    assert [hit["title"] for hit in answer["results"]] == [title]
