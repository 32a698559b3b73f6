"""Settings of the test suite: the same product, cheap password hashes, no manifest."""

import dj_database_url

from congdoan.config import embedded
from congdoan.config import environment as env
from congdoan.config.settings import *  # noqa: F403
from congdoan.config.settings import CERTIFICATES, DATABASES, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
# A variable that a template names and no view gives is a fault, not an empty string.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⟦undefined:%s⟧"
TEST_HOME = env.PROJECT / "var" / "test"
if not env.text("DATABASE_URL"):
    DATABASES["default"] |= dj_database_url.parse(embedded.database_url(TEST_HOME))
DATABASES["default"]["TEST"] = {"NAME": env.text("CONGDOAN_TEST_DATABASE", "test_congdoan")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "tests-only"
SECOND_FACTOR_GRACE_DAYS = -1
# Files come straight from the slices; nothing has to be collected first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
HOME = TEST_HOME
STATIC_ROOT = TEST_HOME / "static"
FACEBOOK_HOSTS = ["graph.facebook.com", "127.0.0.1"]
CERTIFICATES = dict.fromkeys(CERTIFICATES, "") | {"tests": True}
