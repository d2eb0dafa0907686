from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from cms.plugins.records import describe, get_record


class Plugin(AppConfig):
    """The Django app of a plugin; the entry point names it.

    ``name`` is the package, and the name of the entry point, of the app and of the address /x/<name>/.
    """

    @property
    def record(self):
        return get_record(self.label)

    def import_models(self):
        """A plugin whose models cannot be read is left out, unless some of them are already there."""
        try:
            super().import_models()
        except Exception as error:  # whatever a stranger's module raises
            defined = sorted(self.apps.all_models[self.label])
            if defined:
                # a plugin's tables without half their columns would be worse than no site
                raise ImproperlyConfigured(
                    f"The plugin {self.label} ({self.record.origin}) breaks in models.py after {', '.join(defined)} "
                    f"({describe(error)}): repair it or start with KINTOP_PLUGINS_OFF={self.label}"
                ) from error
            self.models_module = None
            self.record.note("models.py", error)
