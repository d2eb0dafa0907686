"""What the catalogue offers for any search: its results as a booklet, or as a plan of the week."""

from django.utils.translation import gettext_lazy as _

from cms import extend
from kintop_booklet.domain.jobs import collect
from kintop_booklet.domain.ordering import make_wish
from kintop_booklet.domain.typesetting import typeset
from kintop_booklet.models import PrintJob


class PrintExporter(extend.Exporter):
    """Takes seconds for a whole programme, so visitors are sent to a page that tells how far it is."""

    content_type = "application/pdf"
    extension = "pdf"

    def __init__(self, *, kind: str, slug: str, label):
        self.kind = kind
        self.slug = slug
        self.label = label

    def render(self, export: extend.Export):
        wish = make_wish(export, kind=self.kind)
        content = collect(wish)
        yield typeset(wish.kind, content, files=content.files)

    def respond(self, request, export: extend.Export):
        from kintop_booklet.views import order_print

        return order_print(request, export, kind=self.kind)


extend.exporters.add(
    "kintop_booklet", PrintExporter(kind=PrintJob.Kind.BOOKLET, slug="pdf", label=_("Programmheft (PDF)"))
)
extend.exporters.add(
    "kintop_booklet_week", PrintExporter(kind=PrintJob.Kind.WEEK_PLAN, slug="wochenplan", label=_("Wochenplan (PDF)"))
)
