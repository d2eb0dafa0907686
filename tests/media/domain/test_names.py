import pytest
from django.core.exceptions import ValidationError

from media.domain.uploads import check_document, replace_content, safe_name
from tests.media.samples import upload


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Müßiggang für Kinder.pdf", "Müßiggang für Kinder.pdf"),
        ("Mu\u0308ßig.pdf", "Müßig.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("/etc/cron.d/job.pdf", "job.pdf"),
        ("null\x00byte.pdf", "nullbyte.pdf"),
        ("zeile\nzwei.pdf", "zeilezwei.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
        ("  viel   Platz .pdf ", "viel Platz .pdf"),
        (".htaccess", "htaccess"),
        ("курс німецької.pdf", "курс німецької.pdf"),
        ("دورة.pdf", "دورة.pdf"),
        ("..", "datei"),
        ("", "datei"),
    ],
)
def test_safe_name_is_bare_and_visible(name, safe):
    assert safe_name(name=name) == safe


def test_message_shortens_a_long_name_and_keeps_its_ending():
    with pytest.raises(ValidationError) as caught:
        check_document(file=upload("ä" * 200 + ".pdf", b""))

    assert caught.value.messages[0].startswith("„" + "ä" * 60 + "….pdf“ ist leer.")


def test_replace_content_shortens_the_upload_itself():
    file = upload("bild.png", b"lang und privat")

    replace_content(file=file, content=b"kurz")

    assert (file.size, file.read(), list(file.chunks())) == (4, b"kurz", [b"kurz"])
