from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Suche"

    def ready(self):
        from catalogue.models import TargetGroupPage
        from search import checks, signals  # noqa: F401 -- the checks register themselves
        from search.documents import register_page_type

        register_page_type(TargetGroupPage)
        signals.connect()
