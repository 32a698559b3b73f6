import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
application = get_wsgi_application()

# What has been loaded stays for ever: the collector need not walk it again in the midst of a page.
gc.collect()
gc.freeze()
