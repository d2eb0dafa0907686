from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "Angebote"

    def ready(self):
        from catalogue import signals

        signals.connect()
