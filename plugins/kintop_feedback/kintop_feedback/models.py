"""What visitors say about a page. Nothing here tells who said it: no address, no name, no time of day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kintop_feedback.choices import Category


class AboutPage(models.Model):
    """Which page, in which language, on which day."""

    #: as it is without a prefix for the language: a page is one in all languages
    path = models.CharField(max_length=255)
    #: a number and no reference: without this plugin pages must stay deletable
    page_pk = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10)
    day = models.DateField()

    class Meta:
        abstract = True


class Tally(AboutPage):
    """How often a page was helpful on a day. Only counted: single answers would be traces."""

    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "language", "day"], name="kintop_feedback_one_tally_a_day")
        ]
        verbose_name = _("Bewertung einer Seite")
        verbose_name_plural = _("Bewertungen von Seiten")


class Remark(AboutPage):
    category = models.CharField(max_length=12, choices=Category.choices)
    text = models.TextField()
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("Hinweis zu einer Seite")
        verbose_name_plural = _("Hinweise zu Seiten")
