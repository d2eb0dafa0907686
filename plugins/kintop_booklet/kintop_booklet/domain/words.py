"""What the typesetter writes besides the facts, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def get_words(count: int) -> dict[str, str]:
    return {
        "programme": _("Programm"),
        "count": ngettext("%(count)s Angebot", "%(count)s Angebote", count) % {"count": count},
        "contents": _("Inhalt"),
        "welcome": _("Herzlich willkommen"),
        "using": _("So lesen Sie dieses Heft"),
        "using_code": _("Die Kursnummer. Nennen Sie sie bitte, wenn Sie anrufen oder schreiben."),
        "using_qr": _(
            "Der Code führt mit der Kamera des Telefons zur Seite des Angebots. Dort sehen Sie alle Termine, "
            "ob noch ein Platz frei ist, und können sich anmelden."
        ),
        "units": _("Unterrichtsstunden"),
        "using_units": _("Eine Unterrichtsstunde dauert 45 Minuten."),
        "using_languages": _("In welcher Sprache ein Kurs ist, und in welchen Sprachen Sie fragen können."),
        "register": _("So machen Sie mit"),
        "register_look": _("Angebot aussuchen"),
        "register_look_text": _("Blättern Sie, oder fragen Sie uns. Wir suchen gern mit Ihnen zusammen."),
        "register_ask": _("Platz anfragen"),
        "register_ask_text": _("Über den Code beim Angebot, per Telefon, per E-Mail oder bei uns im Haus."),
        "register_answer": _("Antwort bekommen"),
        "register_answer_text": _("Wir melden uns und sagen Ihnen, wie es weitergeht."),
        "register_price": _("Zu teuer? Sprechen Sie uns an. Für vieles gibt es Ermäßigungen oder eine Förderung."),
        "register_help": _(
            "Alles auch in Ihrer Sprache: Die Website spricht Deutsch, Englisch, Ukrainisch, Russisch, "
            "Türkisch und Arabisch."
        ),
        "when": _("Wann"),
        "where": _("Wo"),
        "price": _("Preis"),
        "lecturers": _("Leitung"),
        "languages": _("Sprachen"),
        "also": _("Passt auch für Sie"),
        "page": _("Seite"),
        "people": _("Verzeichnis der Lehrenden"),
        "codes": _("Verzeichnis der Kursnummern"),
        "places": _("Unsere Orte"),
        "accessible": _("ohne Stufen erreichbar"),
        "arrival": _("Anfahrt"),
        "supporters": _("Gefördert von"),
        "thanks": _("Viele Angebote gibt es nur, weil andere sie möglich machen. Wir danken:"),
        "memberships": _("Mitgliedschaften"),
        "recognitions": _("Anerkennungen"),
        "opening_hours": _("Öffnungszeiten"),
        "address": _("Adresse"),
        "qr_name": _("Der Code"),
        "phone": _("Telefon"),
        "email": _("E-Mail"),
        "imprint": _("Impressum"),
        "published_by": _("Herausgegeben von"),
        "issued": pgettext("Datum", "Stand"),
        "changes": _("Was sich danach geändert hat, steht auf der Website."),
        "qr_alt": _("Code zur Seite von"),
        "qr_finder_alt": _("Code zur Suche auf der Website"),
        "all_online": _("Alle Angebote, immer aktuell"),
        "credit": _("Bild"),
        "join": _("So machen Sie mit"),
        "scan": _("Mehr erfahren und anmelden"),
        "week_plan": _("Wochenplan"),
        "daytime": _("Tageszeit"),
        "nothing": _("Keine festen Wochenzeiten."),
    }
