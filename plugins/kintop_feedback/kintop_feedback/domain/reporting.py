"""What editors read: which pages help least, and what visitors say is wrong."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum
from wagtail.models import Page

from kintop_feedback.models import AboutPage, Remark, Tally


@dataclass(frozen=True)
class Period:
    since: date | None = None
    until: date | None = None

    def filter(self, rows):
        if self.since:
            rows = rows.filter(day__gte=self.since)
        return rows.filter(day__lte=self.until) if self.until else rows


@dataclass(frozen=True)
class PageRow:
    path: str
    #: empty where the page is gone
    title: str
    yes: int
    no: int
    open_remarks: int

    @property
    def answers(self) -> int:
        return self.yes + self.no

    @property
    def share(self) -> int:
        """Percent of the answers that say no."""
        return round(100 * self.no / self.answers) if self.answers else 0


def list_pages(*, period: Period) -> list[PageRow]:
    """Those that help least first; in between, those that more people say it of."""
    tallies = _by_path(period.filter(Tally.objects.all()), yes=Sum("yes"), no=Sum("no"))
    remarks = _by_path(period.filter(Remark.objects.filter(is_done=False)), open=Count("pk"))
    numbers = {path: row["number"] for path, row in (remarks | tallies).items()}
    titles = get_titles(numbers.values())
    rows = [
        PageRow(
            path=path,
            title=titles.get(number, ""),
            yes=tallies.get(path, {}).get("yes", 0),
            no=tallies.get(path, {}).get("no", 0),
            open_remarks=remarks.get(path, {}).get("open", 0),
        )
        for path, number in numbers.items()
    ]
    return sorted(rows, key=lambda row: (-row.share, -row.no, -row.open_remarks, row.path))


def find_remarks(*, period: Period, is_done: bool | None = False):
    """None: whether done or not."""
    remarks = period.filter(Remark.objects.all())
    return remarks if is_done is None else remarks.filter(is_done=is_done)


def name_pages(rows: list[AboutPage]) -> list[tuple[AboutPage, str]]:
    """(row, title of its page) with one query."""
    titles = get_titles(row.page_pk for row in rows)
    return [(row, titles.get(row.page_pk, "")) for row in rows]


def get_titles(numbers) -> dict[int, str]:
    return dict(Page.objects.filter(pk__in=set(numbers)).values_list("pk", "title"))


def _by_path(rows, **sums) -> dict[str, dict]:
    # an address may have had several pages one after the other; the last one is there now
    return {row["path"]: row for row in rows.order_by().values("path").annotate(number=Max("page_pk"), **sums)}
