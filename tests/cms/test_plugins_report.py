"""The report of the plugins: for those who look after the site."""

import pytest

from cms.plugins.records import Record
from tests.pages import read, text_of
from tests.people import make_cast, open_door

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/erweiterungen/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("superuser", 200),
        ("administrator", 200),
        ("editor", 302),
        ("coordinator", 404),
        ("lecturer_owner", 404),
        ("anonymous", 302),
    ],
)
def test_report_is_for_administrators(cast, role, status):
    assert open_door(getattr(cast, role)).get(REPORT).status_code == status


def test_report_tells_states_and_cures(cast, monkeypatch):
    broken = Record("kintop_gone", "kintop-gone", "1.2")
    broken.note("requirements", "needs kintop-katalog >=99, installed is 1.0")
    rows = {"kintop_gone": broken, "kintop_late": Record("kintop_late", is_off=True)}
    monkeypatch.setattr("cms.plugins.overview.records", rows)

    page = read(open_door(cast.administrator), REPORT)

    told = [[text_of(cell) for cell in row.select("td")] for row in page.select("table.listing tbody tr")]
    assert [row[:2] for row in told] == [
        ["kintop_gone kintop_gone 1.2", "gestört"],
        ["kintop_late kintop_late", "ausgeschaltet"],
    ]
    assert told[0][2].startswith("requirements: needs kintop-katalog >=99, installed is 1.0")
    assert "KINTOP_PLUGINS_OFF=kintop_gone" in told[0][2]


def test_report_without_plugins(cast, monkeypatch):
    monkeypatch.setattr("cms.plugins.overview.records", {})

    assert "Es sind keine Erweiterungen installiert." in text_of(read(open_door(cast.administrator), REPORT).main)
