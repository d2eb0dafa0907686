"""/x/kintop_booklet/: how far a file is, the file, and flyers."""

from urllib.parse import urlencode

from csp.decorators import csp_exempt
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from catalogue.domain.presentation import get_finder_url
from catalogue.domain.slugs import transcribe_umlauts
from kintop_booklet.domain import jobs
from kintop_booklet.domain.flyer import collect_flyer
from kintop_booklet.domain.ordering import make_wish
from kintop_booklet.domain.sections import Arrangement
from kintop_booklet.domain.typesetting import typeset
from kintop_booklet.models import PrintJob
from kintop_booklet.throttling import may_print

#: the page asks again so often, in seconds
REFRESH = 2


@never_cache
def order_print(request, export, *, kind: str) -> HttpResponse:
    """The answer of the exporters: the file where it is there, else the page that waits for it."""
    refusal = _find_refusal(export, kind)
    if refusal:
        return _render_refusal(request, refusal, query=export.query.to_query_string())
    wanted = request.GET.get("aufteilung")
    arrangement = wanted if wanted in Arrangement.values else Arrangement.SUBJECT
    wish = make_wish(export, kind=kind, arrangement=arrangement)
    job = jobs.find_job(wish)
    if job is None:
        if not may_print(request):
            return render(request, "429.html", status=429)
        job = jobs.order(wish)
    return redirect("kintop_booklet:file" if job.is_done else "kintop_booklet:job", uid=job.uid)


def _find_refusal(export, kind: str) -> str:
    if export.total == 0:
        return _("Zu dieser Suche gibt es keine Angebote, also auch nichts zu drucken.")
    if export.total > jobs.MAX_OFFERINGS:
        return _(
            "Das sind zu viele Angebote für ein Heft. Bitte grenzen Sie die Suche ein, höchstens %(most)s gehen."
        ) % {"most": jobs.MAX_OFFERINGS}
    return ""


def _render_refusal(request, reason: str, *, query: str) -> HttpResponse:
    return render(request, "kintop_booklet/refusal.html", {"reason": reason, "finder_url": get_finder_url(query)})


@require_safe
@never_cache
def show_job(request, uid):
    job = get_object_or_404(PrintJob, uid=uid)
    context = {
        "job": job,
        "is_stalled": jobs.is_stalled(job),
        "finder_url": get_finder_url(job.query),
        "variants": list_variants(job),
        "shows_error": request.user.has_perm("wagtailadmin.access_admin"),
    }
    response = render(request, "kintop_booklet/job.html", context)
    if job.is_done:
        response["Refresh"] = f"1; url={_get_file_url(job)}"
    elif not job.has_failed and not context["is_stalled"]:
        # works without scripts; the page is small
        response["Refresh"] = str(REFRESH)
    response["X-Robots-Tag"] = "noindex"
    return response


def list_variants(job: PrintJob) -> list[tuple[str, str]]:
    """(name, address) of the other things to print from the same search."""
    wishes = [
        (_("Programmheft nach Themen"), "pdf", {}),
        (_("Programmheft nach Zielgruppen"), "pdf", {"aufteilung": Arrangement.TARGET_GROUP.value}),
        (_("Wochenplan zum Aufhängen"), "wochenplan", {}),
    ]
    current = 2 if job.kind == PrintJob.Kind.WEEK_PLAN else int(job.arrangement == Arrangement.TARGET_GROUP)
    return [
        (name, _get_export_url(slug, query=job.query, **options))
        for number, (name, slug, options) in enumerate(wishes)
        if number != current
    ]


def _get_export_url(slug: str, *, query: str, **options) -> str:
    parameters = "&".join(filter(None, [query, urlencode(options)]))
    return f"{get_finder_url()}export/{slug}/" + (f"?{parameters}" if parameters else "")


@require_POST
def retry_job(request, uid):
    job = get_object_or_404(PrintJob, uid=uid)
    if not may_print(request):
        return render(request, "429.html", status=429)
    jobs.try_again(job)
    return redirect(job)


# viewers of browsers are blocked by a policy that is meant for pages
@csp_exempt()
@require_safe
@never_cache
def show_file(request, uid):
    """The file, unless something in it has changed: then it is made anew first."""
    job = get_object_or_404(PrintJob, uid=uid)
    if not job.is_done:
        return redirect(job)
    if not jobs.is_current(job):
        if not may_print(request):
            return render(request, "429.html", status=429)
        job = jobs.order(jobs.get_wish(job))
        if not job.is_done:
            return redirect(job)
    try:
        file = job.file.open("rb")
    except OSError:
        # lost with the disk it lay on
        jobs.forget(job)
        return redirect(jobs.order(jobs.get_wish(job)))
    response = FileResponse(file, content_type="application/pdf", filename=_get_filename(job))
    response["X-Robots-Tag"] = "noindex"
    return response


@csp_exempt()
@require_safe
def show_flyer(request, pk: int):
    """One page is set while the visitor waits, it takes less time than many a web page."""
    if not may_print(request):
        return render(request, "429.html", status=429)
    flyer = collect_flyer(pk, site_url=_get_site_url(request))
    if flyer is None:
        raise Http404(_("Dieses Angebot gibt es nicht."))
    response = HttpResponse(typeset("flyer", flyer, files=flyer.files), content_type="application/pdf")
    name = slugify(transcribe_umlauts(flyer.entry.title))[:60] or "angebot"
    response["Content-Disposition"] = f'inline; filename="flyer-{name}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _get_site_url(request) -> str:
    site = Site.find_for_request(request)
    return site.root_url if site else f"{request.scheme}://{request.get_host()}"


def _get_file_url(job: PrintJob) -> str:
    return reverse("kintop_booklet:file", args=[job.uid])


def _get_filename(job: PrintJob) -> str:
    return f"{slugify(transcribe_umlauts(job.get_kind_display()))}-{job.created_at:%Y-%m-%d}.pdf"
