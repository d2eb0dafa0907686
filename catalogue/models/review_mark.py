from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewMark(models.Model):
    """Somebody read a submission on the review page and will approve it later, together with others.

    It holds for exactly what was read: another revision, one that was overwritten in place, or another stage void it.
    """

    task_state = models.ForeignKey("wagtailcore.TaskState", on_delete=models.CASCADE, related_name="review_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    #: saving in the background keeps a revision's id and changes its time
    revision_created_at = models.DateTimeField()
    created_at = models.DateTimeField(_("gemerkt"), auto_now=True)

    #: it is no use of the offering, only something that happened to it
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("geprüfte Einreichung")
        verbose_name_plural = _("geprüfte Einreichungen")
        constraints = [
            models.UniqueConstraint(fields=["task_state", "user"], name="catalogue_one_mark_per_reviewer"),
        ]
