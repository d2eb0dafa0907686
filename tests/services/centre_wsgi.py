"""The site with its pictures, which a web server in front of it delivers elsewhere."""

from django.conf import settings
from whitenoise import WhiteNoise

from cms.wsgi import application as site

application = WhiteNoise(site, root=settings.MEDIA_ROOT, prefix=settings.MEDIA_URL, autorefresh=True)
