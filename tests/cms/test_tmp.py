import pytest
from catalogue.factories import UserFactory
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
def test_a(client):
    UserFactory(username="mira")
    client.post("/konto/login/", {"login": "mira", "password": "geheim-genug-2026"})
    r = client.get("/konto/2fa/totp/activate/", follow=True)
    print(r.redirect_chain, r.templates[0].name)
    import re
    print(re.sub(r"\s+"," ",re.sub("<[^>]+>"," ",r.content.decode().split("<main")[1].split("</main")[0])))
