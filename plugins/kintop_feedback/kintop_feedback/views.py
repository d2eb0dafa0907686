"""/x/kintop_feedback/ takes what was sent below a page and goes back to it."""

from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.languages import get_interface_language
from kintop_feedback.domain.places import Place, get_thanks_url, read_place
from kintop_feedback.domain.receiving import count_answer, store_remark
from kintop_feedback.forms import RemarkForm
from kintop_feedback.throttling import may_send

ANSWERS = {"ja": True, "nein": False}


# A token would need a cookie for everybody who reads a page. Nothing here is done in anybody's name.
@csrf_exempt
@require_POST
@never_cache
def receive(request):
    if comes_from_elsewhere(request):
        raise PermissionDenied("feedback from another site")
    place = read_place(request.POST.get("seite", ""))
    if place is None:
        raise BadRequest("feedback without a page")
    answer = request.POST.get("antwort")
    if answer in ANSWERS:
        return _receive_answer(request, place, answer)
    return _receive_remark(request, place)


def comes_from_elsewhere(request) -> bool:
    """Whether another site made the browser send this; a browser that says nothing is believed."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.get_host()


def _receive_answer(request, place: Place, answer: str):
    if not is_program(request):
        if not may_send(request):
            return redirect(get_thanks_url(place, "zu-oft"))
        count_answer(place=place, language=get_interface_language(), is_helpful=ANSWERS[answer])
    return redirect(get_thanks_url(place, answer))


def _receive_remark(request, place: Place):
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, place, form)
    if is_program(request):
        return redirect(get_thanks_url(place, "danke"))
    if not may_send(request):
        text = _("Von Ihrem Anschluss kamen gerade sehr viele Hinweise. Bitte senden Sie Ihren später noch einmal.")
        form.add_error(None, text)
        return _ask_again(request, place, form, status=429)
    is_masked = store_remark(
        place=place,
        language=get_interface_language(),
        category=form.cleaned_data["category"],
        text=form.cleaned_data["text"],
    )
    return redirect(get_thanks_url(place, "verdeckt" if is_masked else "danke"))


def is_program(request) -> bool:
    """People do not see this field. Who fills it in is thanked like everybody else."""
    return bool(request.POST.get("website"))


def _ask_again(request, place: Place, form: RemarkForm, *, status: int = 200):
    context = {"form": form, "place": request.POST["seite"], "back_url": place.url}
    return render(request, "kintop_feedback/remark.html", context, status=status)
