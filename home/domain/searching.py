"""What the finder knows of the pages of this app."""

from django.utils.translation import gettext as _

from search.documents import PageText, read_page_text


def read_contact_text(page) -> PageText:
    """The contact page with the words people use for what stands on it: its facts live in the settings."""
    keywords = _(
        "Telefonnummer, Telefon, Öffnungszeiten, geöffnet, Sprechzeiten, Büro, Adresse, Anschrift, E-Mail, erreichen"
    )
    return PageText(title=page.title, summary=page.intro, body=read_page_text(page).body, keywords=keywords)
