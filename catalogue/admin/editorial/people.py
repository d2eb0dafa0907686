"""Everybody who teaches: who can get in, who was invited, who leaves."""

from django import forms
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from wagtail.admin import messages

from catalogue.admin.editorial.base import PEOPLE, EditorialView
from catalogue.choices import AccountState
from catalogue.domain.invitations import INVITABLE, NotInvitableError, find_account_state, invite
from catalogue.domain.leaving import keeps_account, let_go, list_handover, take_back
from catalogue.models import Lecturer

LEAVE = "catalogue_leave"
RETURN = "catalogue_return"
NOBODY = "nobody"


class PeopleView(EditorialView):
    """GET lists them, POST invites those ticked."""

    permissions = ("catalogue.change_lecturer",)
    title = _lazy("Kursleitungen")
    template = "people"
    tab = PEOPLE

    def get(self, request):
        people = [(lecturer, find_account_state(lecturer)) for lecturer in list_people()]
        state = request.GET.get("stand", "")
        counts = {value: sum(found == value for _lecturer, found in people) for value in AccountState.values}
        return self.show(
            people=[(lecturer, found, found in INVITABLE) for lecturer, found in people if state in ("", str(found))],
            states=[(AccountState(value), count) for value, count in counts.items() if count],
            state=state if state in AccountState.values else "",
            total=len(people),
        )

    def post(self, request):
        pks = [pk for pk in request.POST.getlist("person") if pk.isdigit()]
        invited = 0
        for lecturer in Lecturer.objects.filter(pk__in=pks):
            try:
                invite(lecturer=lecturer, by=request.user)
            except NotInvitableError as error:
                messages.error(request, str(error))
            else:
                invited += 1
        if invited:
            text = ngettext(
                "%(count)s Einladung ist auf dem Weg.", "%(count)s Einladungen sind auf dem Weg.", invited
            ) % {"count": invited}
            messages.success(request, text)
        elif not pks:
            messages.warning(request, _("Bitte kreuzen Sie an, wen Sie einladen möchten."))
        return redirect(PEOPLE)


def list_people():
    return (
        Lecturer.objects.select_related("user", "invitation")
        .annotate(offering_count=Count("offerings", filter=Q(offerings__live=True)))
        .order_by("-is_active", "last_name", "first_name")
    )


class LeaveForm(forms.Form):
    successor = forms.ChoiceField(
        label=_lazy("Wer übernimmt?"),
        error_messages={"required": _lazy("Bitte wählen Sie, wer die Angebote übernimmt.")},
    )

    def __init__(self, *args, lecturer, has_offerings, **kwargs):
        super().__init__(*args, **kwargs)
        others = Lecturer.objects.filter(is_active=True).exclude(pk=lecturer.pk)
        self.by_pk = {str(other.pk): other for other in others}
        nobody = [(NOBODY, _("Niemand, die Angebote bleiben ohne Kursleitung"))]
        self.fields["successor"].choices = [("", "---------"), *[(pk, str(o)) for pk, o in self.by_pk.items()], *nobody]
        if not has_offerings:
            del self.fields["successor"]

    @property
    def chosen(self):
        return self.by_pk.get(self.cleaned_data.get("successor"))


class LeaveView(EditorialView):
    """GET shows what changes hands, POST does it."""

    permissions = ("catalogue.change_lecturer", "catalogue.assign_lecturers")
    title = _lazy("Kursleitung verabschieden")
    template = "leave"
    tab = PEOPLE

    def dispatch(self, request, *args, **kwargs):
        self.lecturer = get_object_or_404(Lecturer.objects.select_related("user"), pk=kwargs["lecturer_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, lecturer_id):
        offerings = self._list_offerings()
        return self._show(offerings, LeaveForm(lecturer=self.lecturer, has_offerings=bool(offerings)))

    def post(self, request, lecturer_id):
        offerings = self._list_offerings()
        form = LeaveForm(request.POST, lecturer=self.lecturer, has_offerings=bool(offerings))
        if not form.is_valid():
            return self._show(offerings, form)
        changed = let_go(lecturer=self.lecturer, successor=form.chosen, by=request.user)
        text = _("%(name)s ist verabschiedet. Das Profil ist nicht mehr öffentlich.")
        count = ngettext("%(count)s Angebot hat gewechselt.", "%(count)s Angebote haben gewechselt.", len(changed)) % {
            "count": len(changed)
        }
        messages.success(request, " ".join([text % {"name": self.lecturer.full_name}, count]))
        return redirect(PEOPLE)

    def _list_offerings(self):
        if not self.lecturer.is_active:
            raise Http404
        return list_handover(lecturer=self.lecturer, user=self.request.user)

    def _show(self, offerings, form):
        return self.show(
            lecturer=self.lecturer,
            page_subtitle=self.lecturer.full_name,
            offerings=offerings,
            form=form,
            keeps_account=keeps_account(self.lecturer),
            way_back=(reverse(PEOPLE), _("Kursleitungen")),
        )


class ReturnView(EditorialView):
    permissions = ("catalogue.change_lecturer",)

    def post(self, request, lecturer_id):
        lecturer = get_object_or_404(Lecturer.objects.select_related("user"), pk=lecturer_id, is_active=False)
        take_back(lecturer=lecturer, by=request.user)
        messages.success(
            request, _("%(name)s ist wieder dabei. Laden Sie sie oder ihn bei Bedarf neu ein.") % {"name": lecturer}
        )
        return redirect(PEOPLE)

    def get(self, request, lecturer_id):
        return redirect(PEOPLE)


people_urls = [
    path("redaktion/kursleitungen/", PeopleView.as_view(), name=PEOPLE),
    path("redaktion/kursleitungen/<int:lecturer_id>/verabschieden/", LeaveView.as_view(), name=LEAVE),
    path("redaktion/kursleitungen/<int:lecturer_id>/zurueckholen/", ReturnView.as_view(), name=RETURN),
]
