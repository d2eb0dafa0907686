"""The question below each page of the site."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cms import extend
from home.domain.frame import get_site_frame
from kintop_feedback.choices import Category
from kintop_feedback.domain.places import ANCHOR, STATE_PARAMETER, sign_place
from kintop_feedback.forms import LONGEST_TEXT


class FeedbackEnding(extend.PageEnding):
    """Two forms without cookie and token, so that the page is the same for all and can be cached."""

    def draw(self, request, page):
        if getattr(request, "is_preview", False):
            return ""
        context = {
            "state": request.GET.get(STATE_PARAMETER, ""),
            "place": sign_place(request=request, page=page),
            "anchor": ANCHOR,
            "categories": Category.choices,
            "longest_text": LONGEST_TEXT,
            "frame": get_site_frame(request),
        }
        # Jinja2 has escaped what needs it, but does not tell Django so
        return SafeString(render_to_string("kintop_feedback/ending.html", context, using="jinja2"))


extend.page_endings.add("kintop_feedback", FeedbackEnding())
