"""Offerings asked for in the words of the domain, used by views, rights and the search index alike."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from wagtail.models import PageQuerySet

from catalogue.choices import MeetingStatus


class OfferingQuerySet(PageQuerySet):
    def assigned_to(self, user):
        """Offerings that name this user as lecturer, by committed rows: a right never hides in a draft."""
        from .offering import Offering

        through = Offering.lecturers.through.objects.filter(lecturer__user_id=user.pk, lecturer__is_active=True)
        return self.filter(pk__in=through.values("offering_id"))

    def coordinated_by(self, user):
        """Offerings whose subject this user coordinates; a subject without coordinators has those above it."""
        return self._in_subjects_of(Q(coordinators=user))

    def reviewed_by(self, user):
        """Those this user coordinates, and today those of the coordinators this user is deputy of."""
        from .absence import Absence

        # asked at once: one subquery more is too deep for SQLite where the page chooser puts its own around
        represented = Absence.objects.on().of_deputy(user).values_list("coordinator_id", flat=True)
        return self._in_subjects_of(Q(coordinators__in=[user.pk, *represented]))

    def _in_subjects_of(self, is_coordinator):
        from .subject import Subject

        mine = Subject.objects.filter(is_coordinator).values("pk")
        own_coordinators = Subject.coordinators.through.objects.filter(
            subject_id=OuterRef("subject_id"), user__is_active=True
        )
        return self.filter(Q(subject__in=mine) | (Q(subject__parent__in=mine) & ~Exists(own_coordinators)))

    def unstaffed(self):
        """Offerings without anybody to review them today: no coordinator, or all away without a deputy."""
        from .absence import Absence
        from .subject import Subject

        away = Absence.objects.on()
        represented = away.filter(deputy__is_active=True)
        active = Subject.coordinators.through.objects.filter(user__is_active=True)
        there = active.filter(~Q(user__in=away.values("coordinator")) | Q(user__in=represented.values("coordinator")))
        own, own_there = (rows.filter(subject_id=OuterRef("subject_id")) for rows in (active, there))
        above_there = there.filter(subject_id=OuterRef("subject__parent_id"))
        return self.exclude(Exists(own_there) | (~Exists(own) & Exists(above_there)))

    def for_target_group(self, target_group):
        return self.filter(target_groups=target_group)

    def upcoming(self, on=None):
        """Not over yet: a run that still goes on or is to come, or no run with an end at all.

        A project without runs counts by its period.
        """
        from .project import ProjectPage
        from .run import Meeting, Run

        today = on or timezone.localdate()
        runs = Run.objects.filter(offering=OuterRef("pk"))
        # a meeting moved beyond the last day of its run keeps the run going
        late = Meeting.objects.filter(run=OuterRef("pk"), date__gte=today).exclude(status=MeetingStatus.CANCELLED)
        over = ProjectPage.objects.filter(pk=OuterRef("pk"), period_end__lt=today)
        return self.filter(
            Exists(runs.filter(Q(end_date__gte=today) | Q(end_date=None) | Exists(late)))
            | (~Exists(runs) & ~Exists(over))
        )

    def for_cards(self):
        """With all that a card shows, in a constant number of queries."""
        from .run import Run

        runs = Run.objects.select_related("venue").prefetch_related("meetings").order_by("start_date", "pk")
        return self.select_related("subject__parent", "image").prefetch_related(
            Prefetch("runs", queryset=runs, to_attr="card_runs"),
            "translations",
            "image__renditions",
        )
