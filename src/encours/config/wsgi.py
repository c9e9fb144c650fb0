"""The WSGI application that the server runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encours.config.settings")
application = get_wsgi_application()

from encours.ground.wording.linter.warming import warm  # noqa: E402

Thread(target=warm, name="warm", daemon=True).start()
