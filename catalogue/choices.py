"""Values of the catalogue, named as the addresses and the API name them; labels are for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CourseKind(models.TextChoices):
    COURSE = "course", _("Kurs")
    WORKSHOP = "workshop", _("Workshop")
    OPEN_MEETING = "open_meeting", _("Offener Treff")
    COUNSELLING = "counselling", _("Beratung")
    SINGLE_EVENT = "single_event", _("Einzelveranstaltung")


class Level(models.TextChoices):
    """Language levels of the Common European Framework, with literacy before them."""

    ALPHA = "Alpha", _("Alphabetisierung")
    A1 = "A1", "A1"
    A1_1 = "A1.1", "A1.1"
    A1_2 = "A1.2", "A1.2"
    A2 = "A2", "A2"
    A2_1 = "A2.1", "A2.1"
    A2_2 = "A2.2", "A2.2"
    B1 = "B1", "B1"
    B1_1 = "B1.1", "B1.1"
    B1_2 = "B1.2", "B1.2"
    B2 = "B2", "B2"
    B2_1 = "B2.1", "B2.1"
    B2_2 = "B2.2", "B2.2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class AttendanceMode(models.TextChoices):
    IN_PERSON = "in_person", _("vor Ort")
    ONLINE = "online", pgettext_lazy("Kursform", "online")
    HYBRID = "hybrid", _("vor Ort und online")


class Registration(models.TextChoices):
    OPEN_DOOR = "open_door", _("Einfach vorbeikommen")
    ENQUIRY = "enquiry", _("Anfrage über diese Seite")
    LINK = "link", _("Anmeldung über einen Link")
    PHONE = "phone", _("Anmeldung per Telefon")
    CONSULTATION = "consultation", _("Erst ein Beratungsgespräch, dann die Anmeldung")


class RunStatus(models.TextChoices):
    PLANNED = "planned", _("geplant")
    CONFIRMED = "confirmed", _("findet sicher statt")
    CANCELLED = "cancelled", _("abgesagt")
    MOVED = "moved", _("verlegt")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("wie geplant")
    MOVED = "moved", _("verlegt")
    CANCELLED = "cancelled", _("fällt aus")


class DeskState(models.TextChoices):
    """Where an offering stands, in the eyes of those who lead it; the first ones want something from them."""

    CHANGES_REQUESTED = "changes_requested", _("Änderungen gewünscht")
    DRAFT = "draft", _("Entwurf")
    IN_REVIEW = "in_review", _("In Prüfung")
    LIVE_WITH_CHANGES = "live_with_changes", _("Öffentlich, mit offenen Änderungen")
    LIVE = "live", _("Öffentlich")
    ENDED = "ended", _("Beendet")


class ReviewDecision(models.TextChoices):
    """What a reviewer says; the values are Wagtail's names of the actions."""

    APPROVE = "approve", _("Freigeben")
    REQUEST_CHANGES = "reject", _("Änderungen erbitten")


class UrgentKind(models.TextChoices):
    """What may be changed at once on a published offering, without review."""

    CANCEL_MEETING = "cancel_meeting", _("Termin absagen")
    MOVE_MEETING = "move_meeting", _("Termin verlegen")
    PLACES = "places", _("Plätze ändern")
    CONFIRM_RUN = "confirm_run", _("Findet sicher statt")


class NoticeKind(models.TextChoices):
    """What people of the team are told by mail."""

    REVIEW = "review", _("Prüfung steht an")
    REMINDER = "reminder", _("Erinnerung an eine Prüfung")
    APPROVED = "approved", _("freigegeben")
    REJECTED = "rejected", _("Änderungen gewünscht")
    CANCELLED = "cancelled", _("Prüfung beendet")
    URGENT = "urgent", _("sofort geändert")
    ABSENCE = "absence", _("Vertretung eingetragen")
    DIGEST = "digest", _("Übersicht am Morgen")


class Availability(models.TextChoices):
    FREE = "free", _("Plätze frei")
    FEW = "few", _("Nur noch wenige Plätze")
    WAITING_LIST = "waiting_list", _("Warteliste")
    FULL = "full", _("Ausgebucht")
    STARTED = "started", _("Hat schon begonnen")
    ON_REQUEST = "on_request", _("Bitte fragen Sie nach")
    UNKNOWN = "unknown", _("Plätze nicht bekannt")
    CANCELLED = "cancelled", _("Abgesagt")


class TaskArea(models.TextChoices):
    """The four official tasks of an Integrationsagentur in North Rhine-Westphalia."""

    CIVIC_ENGAGEMENT = "civic_engagement", _("Bürgerschaftliches Engagement")
    INTERCULTURAL_OPENING = "intercultural_opening", _("Interkulturelle Öffnung")
    SOCIAL_SPACE = "social_space", _("Sozialraumorientierte Arbeit")
    ANTI_DISCRIMINATION = "anti_discrimination", _("Antidiskriminierungsarbeit")


class Daytime(models.TextChoices):
    MORNING = "morning", _("vormittags")
    AFTERNOON = "afternoon", _("nachmittags")
    EVENING = "evening", _("abends")


class Weekday(models.IntegerChoices):
    """As ``date.weekday()`` counts."""

    MONDAY = 0, _("Montag")
    TUESDAY = 1, _("Dienstag")
    WEDNESDAY = 2, _("Mittwoch")
    THURSDAY = 3, _("Donnerstag")
    FRIDAY = 4, _("Freitag")
    SATURDAY = 5, _("Samstag")
    SUNDAY = 6, _("Sonntag")


#: the names addresses and the API use, in the order of ``date.weekday()``
WEEKDAY_SLUGS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PriceKind(models.TextChoices):
    FREE = "free", _("kostenlos")
    REDUCED = "reduced", _("Ermäßigung möglich")
    PAID = "paid", _("kostenpflichtig")


class AccountState(models.TextChoices):
    """Whether somebody who teaches can get into the admin."""

    NO_ADDRESS = "no_address", _("E-Mail fehlt")
    NONE = "none", _("ohne Zugang")
    SENDING = "sending", _("Einladung ist unterwegs")
    INVITED = "invited", _("eingeladen")
    EXPIRED = "expired", _("Einladung abgelaufen")
    ACTIVE = "active", _("hat Zugang")
    BLOCKED = "blocked", _("Zugang gesperrt")
    LEFT = "left", _("nicht mehr aktiv")


class ReplaceKind(models.TextChoices):
    """What can be replaced in many offerings at once."""

    VENUE = "venue", _("Ort")
    LECTURER = "lecturer", _("Kursleitung")


class BatchState(models.TextChoices):
    """How far one offering is that a worker repeats."""

    WAITING = "waiting", _("wartet")
    DONE = "done", _("angelegt")
    FAILED = "failed", _("nicht angelegt")


class Gap(models.TextChoices):
    """What an offering lacks in the eyes of the editors."""

    NO_DATE = "no_date", _("Kein Termin mehr")
    ENDS_SOON = "ends_soon", _("Endet bald")
    FULL = "full", _("Ausgebucht ohne Warteliste")
    NO_LECTURER = "no_lecturer", _("Ohne Kursleitung")
    NO_PICTURE = "no_picture", _("Ohne Bild")
    TRANSLATION_MISSING = "translation_missing", _("Übersetzung fehlt")
    TRANSLATION_OUTDATED = "translation_outdated", _("Übersetzung veraltet")
