from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench.site"
    label = "bench"

    def ready(self):
        from wagtail.search import index

        from bench.site.counting import count_engine_requests
        from bench.site.views import FACETS
        from catalogue.models import CoursePage, Offering, ProjectPage

        count_engine_requests()
        # what Wagtail's own search needs to find the same texts and to count six facets
        added = [index.SearchField("body"), *(index.FilterField(name) for name in FACETS if name != "content_type_id")]
        for model in (Offering, CoursePage, ProjectPage):
            known = {field.field_name for field in model.search_fields if isinstance(field, index.FilterField)}
            model.search_fields = [*model.search_fields, *(each for each in added if each.field_name not in known)]
