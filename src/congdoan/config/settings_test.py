"""Settings of the test suite: the same product, cheap password hashes, no manifest."""

from congdoan.config import environment as env
from congdoan.config.settings import *  # noqa: F403
from congdoan.config.settings import DATABASES, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
# A variable that a template names and no view gives is a fault, not an empty string.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⟦undefined:%s⟧"
DATABASES["default"]["TEST"] = {"NAME": env.text("CONGDOAN_TEST_DATABASE", "test_congdoan")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "tests-only"
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
SECOND_FACTOR_GRACE_DAYS = 10_000
