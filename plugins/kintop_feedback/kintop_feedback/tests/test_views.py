from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from catalogue.factories import CoursePageFactory
from kintop_feedback import throttling
from kintop_feedback.factories import RemarkFactory, TallyFactory
from kintop_feedback.forms import RemarkForm
from kintop_feedback.models import Remark, Tally
from tests.forms import read_form
from tests.pages import count_queries, read, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/x/kintop_feedback/"
QUESTION, REMARK = ".feedback__question", ".feedback__remark form"


def fill(client, url, selector=QUESTION, **values):
    return {**read_form(client.get(url), selector=selector), **values}


def send(client, url, selector=QUESTION, *, address=ADDRESS, headers=None, **values):
    return client.post(address, fill(client, url, selector, **values), headers=headers)


def send_remark(client, url, text="Die Uhrzeit stimmt nicht.", **values):
    return send(client, url, REMARK, **{"text": text, "category": "fact", **values})


def get_thanks(client, response):
    url, _mark, anchor = response["Location"].partition("#")
    return text_of(read(client, url).find(id=anchor))


def list_tallies():
    return list(Tally.objects.order_by("path", "language").values_list("path", "language", "yes", "no"))


@pytest.mark.parametrize("path", ["/", "/angebote/", "/team/", "/zielgruppen/", "/kontakt/", "/en/team/"])
def test_every_page_asks(client, tree, path):
    page = read(client, path)

    assert len(page.select(QUESTION)) == len(page.select(REMARK)) == 1
    # an element of its own, beside the content and before the footer
    assert page.select_one("aside.feedback").find_previous_sibling("main") is not None


@pytest.mark.parametrize("path", ["/konto/login/", "/merkliste/"])
def test_accounts_and_lists_of_ones_own_do_not_ask(client, tree, path):
    assert read(client, path).select("aside.feedback") == []


def test_page_is_the_same_for_everybody_and_sets_no_cookie(tree):
    pages = [Client().get("/team/") for _visitor in range(2)]

    assert pages[0].content == pages[1].content
    assert [page.cookies for page in pages] == [{}, {}]


def test_asking_costs_no_query(client, tree, monkeypatch):
    with_question = count_queries(client, "/team/")
    monkeypatch.setattr("kintop_feedback.extensions.FeedbackEnding.draw", lambda self, request, page: "")

    assert count_queries(client, "/team/") == with_question


def test_page_has_no_inline_script_or_style(client, tree):
    aside = read(client, "/team/").select_one("aside.feedback")

    assert aside.select("script, style, [style], [onclick], [onsubmit]") == []


@pytest.mark.parametrize(("answer", "counts"), [("ja", (1, 0)), ("nein", (0, 1))])
def test_answer_is_counted_and_thanked_for_on_the_page(client, tree, answer, counts):
    response = send(client, "/team/", antwort=answer)

    assert response["Location"] == f"/team/?rueckmeldung={answer}#rueckmeldung"
    assert get_thanks(client, response).startswith("Danke für Ihre Antwort!")
    assert list_tallies() == [("/team/", "de", *counts)]
    assert client.cookies == {}


def test_no_opens_the_form_for_a_remark(client, tree):
    details = {answer: read(client, f"/team/?rueckmeldung={answer}").details for answer in ("ja", "nein")}

    assert {answer: element.has_attr("open") for answer, element in details.items()} == {"ja": False, "nein": True}


def test_answers_of_a_day_are_one_row_for_each_language(client, tree):
    for _visitor in range(3):
        send(client, "/team/", antwort="ja")
    send(client, "/team/", antwort="nein")
    send(client, "/en/team/", address=f"/en{ADDRESS}", antwort="ja")

    assert list_tallies() == [("/team/", "de", 3, 1), ("/team/", "en", 1, 0)]


def test_search_is_there_again_and_is_not_stored(client, tree):
    response = send(client, "/angebote/?q=Deutsch&level=A1&rueckmeldung=ja", REMARK, text="Fehlt", category="missing")

    assert response["Location"] == "/angebote/?q=Deutsch&level=A1&rueckmeldung=danke#rueckmeldung"
    assert list(Remark.objects.values_list("path", "text")) == [("/angebote/", "Fehlt")]


def test_nothing_is_stored_that_tells_who_it_was():
    shared = {"id", "path", "page_pk", "language", "day"}

    assert {field.name for field in Tally._meta.get_fields()} == shared | {"yes", "no"}
    assert {field.name for field in Remark._meta.get_fields()} == shared | {"category", "text", "is_done"}


def test_remark_is_stored_and_thanked_for(client, tree):
    response = send_remark(client, "/team/")

    assert get_thanks(client, response) == "Danke für Ihren Hinweis! Wir sehen uns die Seite an."
    assert list(Remark.objects.values_list("path", "page_pk", "day", "category", "text", "is_done")) == [
        ("/team/", tree.team.pk, timezone.localdate(), "fact", "Die Uhrzeit stimmt nicht.", False)
    ]


def test_address_in_a_remark_is_masked_and_the_visitor_is_told(client, tree):
    response = send_remark(client, "/team/", "Rufen Sie an: 0211 69871231 oder a@b.de")

    assert Remark.objects.get().text == "Rufen Sie an: […] oder […]"
    assert "unkenntlich gemacht" in get_thanks(client, response)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"text": "  \n "}, "Bitte schreiben Sie kurz, was nicht stimmt."),
        ({"text": "x" * 501}, "500"),
        ({"category": ""}, "Bitte wählen Sie aus, worum es geht."),
        ({"category": "gossip"}, "gossip"),
    ],
)
def test_wrong_remark_is_asked_for_again_with_what_was_written(client, tree, values, error):
    response = send_remark(client, "/team/", **values)

    assert error in response.content.decode()
    form = read_form(response, selector="main form.form")
    assert form["text"].strip() == values.get("text", "Die Uhrzeit stimmt nicht.").strip()
    assert Remark.objects.count() == 0
    corrected = client.post(ADDRESS, {**form, "text": "Jetzt kurz", "category": "other"})
    assert corrected["Location"] == "/team/?rueckmeldung=danke#rueckmeldung"


def test_line_break_counts_as_one_sign():
    form = RemarkForm({"category": "fact", "text": "a\r\n" * 249 + "\x00b"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "a\n" * 249 + "b"


def test_remark_is_escaped_where_it_is_shown_again(client, tree):
    response = send_remark(client, "/team/", "<script>alert(1)</script>", category="")

    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("place", ["", "/team/", "1:/team/", "1:https://elsewhere.example/:signature"])
def test_only_pages_that_asked_are_answered(client, tree, place):
    assert send(client, "/team/", antwort="ja", seite=place).status_code == 400
    assert list_tallies() == []


def test_way_back_never_leaves_the_site(rf, tree):
    from kintop_feedback.domain.places import get_thanks_url, read_place, sign_place

    request = rf.get("/")
    request.path = "//elsewhere.example/"
    place = read_place(sign_place(request=request, page=tree.team))

    assert get_thanks_url(place, "ja").startswith("/elsewhere.example/?")


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}],
)
def test_other_sites_cannot_answer(client, tree, headers):
    assert send(client, "/team/", antwort="ja", headers=headers).status_code == 403
    assert list_tallies() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}],
)
def test_own_forms_need_no_token(tree, headers):
    client = Client(enforce_csrf_checks=True)

    assert send(client, "/team/", antwort="ja", headers=headers).status_code == 302
    assert list_tallies() == [("/team/", "de", 1, 0)]


def test_program_that_fills_in_everything_is_thanked_and_forgotten(client, tree):
    send(client, "/team/", antwort="ja", website="https://spam.example")
    response = send_remark(client, "/team/", website="https://spam.example")

    assert response["Location"] == "/team/?rueckmeldung=danke#rueckmeldung"
    assert (Tally.objects.count(), Remark.objects.count()) == (0, 0)


def test_one_address_answers_a_number_of_times(client, tree, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "kintop_feedback": "2/h"}
    answers = [send(client, "/team/", antwort="ja") for _time in range(3)]

    assert [answer["Location"].partition("=")[2] for answer in answers] == [
        "ja#rueckmeldung",
        "ja#rueckmeldung",
        "zu-oft#rueckmeldung",
    ]
    refused = send_remark(client, "/team/", "Bleibt stehen")
    assert (refused.status_code, "Bleibt stehen" in refused.content.decode()) == (429, True)
    assert (list_tallies(), Remark.objects.count()) == ([("/team/", "de", 2, 0)], 0)


def test_another_address_still_answers(tree, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "kintop_feedback": "1/h"}
    for address in ("192.0.2.1", "192.0.2.2"):
        send(Client(REMOTE_ADDR=address), "/team/", antwort="ja")

    assert list_tallies() == [("/team/", "de", 2, 0)]


def test_rate_limit_keeps_no_address(client, tree, monkeypatch):
    kept = {}
    monkeypatch.setattr(cache, "set", lambda key, value, *args, **options: kept.update({key: value}))
    send(Client(REMOTE_ADDR="192.0.2.77"), "/team/", antwort="ja")

    assert len(kept) >= 1
    assert "192.0.2.77" not in repr(kept)


def test_fingerprint_of_an_address_is_another_one_with_the_next_pepper(rf):
    request = rf.post("/", REMOTE_ADDR="192.0.2.77")
    first = throttling.FeedbackThrottle().get_ident(request)
    again = throttling.FeedbackThrottle().get_ident(request)
    cache.delete(throttling.PEPPER)

    assert first == again != throttling.FeedbackThrottle().get_ident(request)


def test_feedback_is_deleted_after_twelve_months(tree):
    today = timezone.localdate()
    for days in (365, 366):
        TallyFactory(day=today - timedelta(days=days))
        RemarkFactory(day=today - timedelta(days=days))

    call_command("delete_old_feedback")

    limit = today - timedelta(days=365)
    assert list(Tally.objects.values_list("day", flat=True)) == [limit]
    assert list(Remark.objects.values_list("day", flat=True)) == [limit]


def test_old_feedback_goes_also_where_nobody_runs_the_command(client, tree):
    old = TallyFactory(day=timezone.localdate() - timedelta(days=400))

    send(client, "/team/", antwort="ja")

    assert not Tally.objects.filter(pk=old.pk).exists()


def test_page_can_be_deleted_whatever_was_said_of_it(client, tree):
    course = CoursePageFactory(parent=tree.courses)
    send(client, course.url, antwort="nein")

    course.delete()

    assert Tally.objects.count() == 1


def test_preview_does_not_ask(rf, tree):
    from cms import extend

    request = rf.get("/team/")
    request.is_preview = True

    assert extend.page_endings.get("kintop_feedback").draw(request, tree.team) == ""


@pytest.mark.parametrize("language", ["de", "en", "uk", "ru", "tr", "ar"])
def test_question_is_drawn_in_every_language(client, tree, language):
    prefix = "" if language == "de" else f"/{language}"

    form = read(client, f"{prefix}/team/").select_one(QUESTION)

    assert form["action"] == f"{prefix}{ADDRESS}"
