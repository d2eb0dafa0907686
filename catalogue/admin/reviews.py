"""Reviewing: what waits, what a submission changes in plain words, and the decision."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from catalogue.choices import ReviewDecision
from catalogue.domain.comparison import compare_versions, count_differences
from catalogue.domain.concurrency import LOADED_AT, LOADED_ID
from catalogue.domain.reviews import (
    NotWaitingError,
    approve_marked,
    decide,
    find_approved_values,
    find_last_wish,
    find_neighbours,
    find_next,
    list_reviews,
    mark_reviewed,
    may_decide,
    unmark,
)
from catalogue.domain.urgent import OutdatedError, RefusedError
from catalogue.forms import ChangeRequestForm
from catalogue.models import Offering
from catalogue.models.workflow import is_own_submission
from catalogue.permissions import is_editorial, is_reviewer

QUEUE = "catalogue_reviews"
REVIEW = "catalogue_review"
MARK, UNMARK = "mark", "unmark"


def show_queue(request):
    _refuse_others(request.user)
    reviews = list_reviews(request.user)
    marked = [review for review in reviews if review.is_marked]
    return _render(request, "queue", _("Prüfen"), {"reviews": reviews, "marked": marked})


class ReviewView(View):
    """GET shows the submission; POST decides on it, or marks it, and goes on to the next one."""

    def dispatch(self, request, page_id):
        _refuse_others(request.user)
        self.offering = get_object_or_404(Offering, pk=page_id).specific
        return super().dispatch(request, page_id)

    def get(self, request, page_id):
        if self.offering.current_workflow_task_state is None:
            messages.warning(request, _("„%(title)s“ wartet nicht auf eine Prüfung.") % {"title": self._title})
            return redirect(QUEUE)
        if is_editorial(request.user) and not may_decide(offering=self.offering, user=request.user):
            # mails and the editors' desk lead here whoever's turn it is
            messages.info(request, self._explain_refusal())
            return redirect("wagtailadmin_pages:edit", page_id)
        return self._show(ChangeRequestForm())

    def post(self, request, page_id):
        asked = request.POST.get("decision", "")
        if asked not in (*ReviewDecision.values, MARK, UNMARK):
            return redirect(REVIEW, page_id)
        form = ChangeRequestForm(request.POST)
        if asked == ReviewDecision.REQUEST_CHANGES and not form.is_valid():
            return self._show(form)
        following = find_next(list_reviews(request.user), page_id)
        try:
            self._act(asked, request.POST)
        except OutdatedError as error:
            messages.warning(request, str(error))
            return redirect(REVIEW, page_id)
        except NotWaitingError as error:
            messages.warning(request, str(error))
        except RefusedError as error:
            form.add_error("comment", str(error))
            return self._show(form)
        if asked == UNMARK:
            return redirect(REVIEW, page_id)
        return redirect(REVIEW, following.page_id) if following else redirect(QUEUE)

    @property
    def _title(self) -> str:
        return self.offering.draft_title

    def _explain_refusal(self) -> str:
        if is_own_submission(self.offering, self.request.user):
            return _("Das haben Sie selbst eingereicht. Prüfen wird es jemand anderes.")
        return _("Das prüft gerade jemand anderes: %(stage)s.") % {"stage": self.offering.current_workflow_task.name}

    def _act(self, asked: str, posted) -> None:
        target = {"page_id": self.offering.pk, "user": self.request.user}
        if asked == UNMARK:
            unmark(**target)
        elif asked == MARK:
            mark_reviewed(**target, posted=posted)
            messages.success(self.request, _("„%(title)s“ ist als geprüft gemerkt.") % {"title": self._title})
        else:
            comment = posted.get("comment", "")
            outcome = decide(**target, decision=ReviewDecision(asked), posted=posted, comment=comment)
            messages.success(self.request, outcome)

    def _show(self, form):
        if not may_decide(offering=self.offering, user=self.request.user):
            raise PermissionDenied
        revision = self.offering.get_latest_revision()
        before = find_approved_values(self.offering)
        sections = compare_versions(offering=self.offering, before=before, after=revision.content)
        reviews = list_reviews(self.request.user)
        places = [review.page_id for review in reviews]
        context = {
            "offering": self.offering,
            "sections": sections,
            "count": count_differences(sections),
            "is_first": before is None,
            "wish": find_last_wish(self.offering),
            "review": next((review for review in reviews if review.page_id == self.offering.pk), None),
            "place": places.index(self.offering.pk) + 1 if self.offering.pk in places else None,
            "total": len(reviews),
            "neighbours": find_neighbours(reviews, self.offering.pk),
            "preview_url": reverse("wagtailadmin_pages:revisions_view", args=[self.offering.pk, revision.pk]),
            "read": {
                "task_state": self.offering.current_workflow_task_state.pk,
                LOADED_ID: revision.pk,
                LOADED_AT: revision.created_at.isoformat(),
            },
            "form": form,
        }
        return _render(self.request, "page", self._title, context)


@require_POST
def approve_all_marked(request):
    _refuse_others(request.user)
    page_ids = [int(page_id) for page_id in request.POST.getlist("review") if page_id.isdigit()]
    done, refused = approve_marked(user=request.user, page_ids=page_ids)
    for outcome in done:
        messages.success(request, outcome)
    for reason in refused:
        messages.warning(request, reason)
    if not done and not refused:
        messages.warning(request, _("Es wurde nichts freigegeben. Bitte prüfen Sie die Angebote zuerst einzeln."))
    return redirect(QUEUE)


def _refuse_others(user) -> None:
    if not is_reviewer(user):
        raise PermissionDenied


def _render(request, name, title, context):
    base = {"page_title": title, "header_title": title, "way_back": None}
    return render(request, f"catalogue/admin/review_{name}.html", {**base, **context})


review_urls = [
    path("pruefen/", show_queue, name=QUEUE),
    path("pruefen/freigeben/", approve_all_marked, name="catalogue_approve_marked"),
    path("pruefen/<int:page_id>/", ReviewView.as_view(), name=REVIEW),
]
