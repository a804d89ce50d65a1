import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
# Read all pages now, not in the first request: Zalo waits two seconds for an answer.
_ = get_resolver().url_patterns
