from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProgrammeItemBlock(blocks.StructBlock):
    time = blocks.TimeBlock(label=_("Uhrzeit"), required=False)
    what = blocks.CharBlock(label=_("Was"), max_length=160)
    where = blocks.CharBlock(label=_("Wo"), max_length=80, required=False)

    class Meta:
        label = _("Programmpunkt")


class ProgrammeBlock(blocks.StructBlock):
    """The programme of one day."""

    day = blocks.DateBlock(label=_("Datum"), required=False)
    rows = blocks.ListBlock(ProgrammeItemBlock(), label=_("Programm"))

    class Meta:
        icon = "list-ul"
        label = _("Tagesprogramm")
        template = "kintop_events/blocks/programme.html"
