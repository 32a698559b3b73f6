import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
application = get_wsgi_application()

# What has been loaded stays for ever: the collector need not walk it again in the midst of a page.
gc.collect()
gc.freeze()
# A page makes some ten thousand objects that end with it: looking among them for rings every seven
# hundred costs a twelfth of the page and finds none.
gc.set_threshold(20_000, 20, 20)
