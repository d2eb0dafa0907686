from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Website"

    def ready(self):
        # search must not import home: its pages present themselves
        from home import signals
        from home.domain.searching import read_contact_text
        from home.models import ContactPage, ContentPage
        from search.documents import register_page_type

        register_page_type(ContentPage)
        register_page_type(ContactPage, read_contact_text)
        signals.connect()
