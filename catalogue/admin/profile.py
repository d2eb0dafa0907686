"""One's own profile in the admin, and the welcome that leads through it at the first visit."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from wagtail.admin import messages

from catalogue.admin.desk import DESK
from catalogue.domain.invitations import accept_invitation
from catalogue.domain.people import get_profile_url
from catalogue.domain.profile import CONSENTS, save_profile
from catalogue.models import Lecturer
from media.fields import ImageUploadField

PROFILE = "catalogue_profile"
WELCOME = "catalogue_welcome"
#: fields of the profile in the order of the page, each with the consent that makes it public
GROUPS = (
    (("first_name", "last_name", "role"), "consent_name"),
    (("new_picture", "picture_credit", "remove_picture"), "consent_picture"),
    (("biography",), "consent_biography"),
    (("languages",), "consent_languages"),
)


class ProfileForm(forms.ModelForm):
    new_picture = ImageUploadField(
        label=_lazy("Bild hochladen"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_lazy("Am besten ein Bild, auf dem nur Sie zu sehen sind."),
    )
    picture_credit = forms.CharField(
        label=_lazy("Wer hat das Bild gemacht?"),
        max_length=255,
        required=False,
        help_text=_lazy("Der Name steht am Bild. Bitte nur Bilder, die Sie veröffentlichen dürfen."),
    )
    remove_picture = forms.BooleanField(label=_lazy("Bild löschen"), required=False)

    class Meta:
        model = Lecturer
        fields = ["first_name", "last_name", "role", "biography", "languages", *CONSENTS]
        labels = {
            "consent_name": _lazy("Mein Name darf auf der Website stehen"),
            "consent_picture": _lazy("Mein Bild darf auf der Website stehen"),
            "consent_biography": _lazy("Dieser Text darf auf der Website stehen"),
            "consent_languages": _lazy("Meine Sprachen dürfen auf der Website stehen"),
        }
        widgets = {"biography": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = {name: getattr(self.instance, name) for name in CONSENTS}
        if self.instance.picture is None:
            del self.fields["remove_picture"]

    @property
    def groups(self):
        """(fields, consent) of each part of the page."""
        return [([self[name] for name in names if name in self.fields], self[consent]) for names, consent in GROUPS]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_picture") and not cleaned.get("picture_credit"):
            self.add_error("picture_credit", _("Bitte sagen Sie, wer das Bild gemacht hat."))
        return cleaned

    def keep(self, *, user) -> None:
        save_profile(
            lecturer=self.instance,
            user=user,
            before=self.before,
            remove_picture=self.cleaned_data.get("remove_picture", False),
            picture=self.cleaned_data["new_picture"],
            credit=self.cleaned_data["picture_credit"],
        )


class ProfileView(View):
    title = _lazy("Mein Profil")
    template = "profile"

    def dispatch(self, request):
        # afresh: the page's frame reads the same object and would show what the form refused
        self.lecturer = Lecturer.objects.select_related("picture").filter(user=request.user, is_active=True).first()
        if self.lecturer is None:
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request):
        return self._show(ProfileForm(instance=self.lecturer))

    def post(self, request):
        form = ProfileForm(request.POST, request.FILES, instance=self.lecturer)
        if not form.is_valid():
            return self._show(form)
        form.keep(user=request.user)
        return self.finish()

    def finish(self):
        messages.success(self.request, _("Gespeichert. Auf der Website gilt es gleich."))
        return redirect(PROFILE)

    def _show(self, form):
        context = {
            "page_title": self.title,
            "header_title": self.title,
            "form": form,
            "lecturer": self.lecturer,
            "public_url": get_profile_url(self.lecturer) if form.before["consent_name"] else "",
            "way_back": (reverse(DESK), _("Meine Angebote")),
        }
        return render(self.request, f"catalogue/admin/{self.template}.html", context)


class WelcomeView(ProfileView):
    """The second of three steps; the password is set, one's own offerings come next."""

    title = _lazy("Willkommen")
    template = "welcome"

    def post(self, request):
        if "later" in request.POST:
            return self.finish()
        return super().post(request)

    def finish(self):
        accept_invitation(lecturer=self.lecturer)
        messages.success(self.request, _("Willkommen! Hier sind Ihre Angebote."))
        return redirect(DESK)


profile_urls = [
    path("mein-profil/", ProfileView.as_view(), name=PROFILE),
    path("willkommen/", WelcomeView.as_view(), name=WELCOME),
]
