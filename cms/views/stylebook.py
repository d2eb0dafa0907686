"""The style book: every part of the site on one page, for those who build it. Only in development."""

from django.shortcuts import render

from cms.icons import list_icons

#: values of the badges that runs and offerings carry, with the words used for them
BADGES = {
    "free": "Plätze frei",
    "few": "Nur noch wenige Plätze",
    "waiting_list": "Warteliste",
    "full": "Ausgebucht",
    "started": "Hat schon begonnen",
    "on_request": "Bitte fragen Sie nach",
    "unknown": "Plätze nicht bekannt",
    "cancelled": "Abgesagt",
    "moved": "verlegt",
    "confirmed": "findet sicher statt",
    "closed": "Im Moment geschlossen",
}
COLOURS = ("paper", "sand", "card", "ink", "soft", "line", "brand", "link", "coral", "sun", "plum", "leaf")
#: (scheme, direction, language) of the sheets, so that one look shows them all
SHEETS = (("light", "ltr", "de"), ("dark", "ltr", "de"), ("light", "rtl", "ar"))


def show_stylebook(request):
    context = {"sheets": SHEETS, "badges": BADGES, "colours": COLOURS, "icons": list_icons()}
    return render(request, "cms/stylebook.html", context)
