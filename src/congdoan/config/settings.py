"""Settings, all from the environment (12-factor); see .env.example and docs/operations.md."""

import secrets
from typing import Any

from csp.constants import NONE, SELF
import dj_database_url
from pythonjsonlogger.core import RESERVED_ATTRS

from congdoan.config import embedded
from congdoan.config import environment as env

HOME = env.home()
DEBUG = env.flag("CONGDOAN_DEBUG", default=False)
DEMO = env.flag("CONGDOAN_DEMO", default=False)
TLS = env.flag("CONGDOAN_TLS", default=False)
PORT = env.port()


def _secret_key() -> str:
    """Take the key from the environment, else keep one in the data folder for ever."""
    given = env.text("CONGDOAN_SECRET_KEY")
    if given:
        return given
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("CONGDOAN_HOSTS", "*" if DEMO or DEBUG else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CONGDOAN_ORIGINS")
SITE_ADDRESS = env.text("CONGDOAN_ADDRESS", f"http://localhost:{PORT}")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "congdoan.foundation",
    "congdoan.kernel.accounts",
    "congdoan.kernel.audit",
    "congdoan.kernel.rulebook",
    "congdoan.kernel.places",
    "congdoan.kernel.organisations",
    "congdoan.kernel.periods",
    "congdoan.kernel.people",
    "congdoan.kernel.access",
    "congdoan.support.files",
    "congdoan.support.texts",
    "congdoan.support.numbering",
    "congdoan.support.rendering",
    "congdoan.support.manuscripts",
    "congdoan.support.comparison",
    "congdoan.support.discussion",
    "congdoan.support.drafting",
    "congdoan.support.edxml",
    "congdoan.support.notifications",
    "congdoan.support.worklist",
    "congdoan.support.search",
    "congdoan.support.exchange",
    "congdoan.support.certificates",
    "congdoan.support.signing",
    "congdoan.areas.indicators",
    "congdoan.areas.members",
    "congdoan.areas.watchlist",
    "congdoan.areas.cadres",
    "congdoan.areas.cards",
    "congdoan.areas.workforce",
    "congdoan.areas.restructuring",
    "congdoan.areas.development",
    "congdoan.areas.reporting",
    "congdoan.areas.campaigns",
    "congdoan.areas.voting",
    "congdoan.areas.duplicates",
    "congdoan.areas.privacy",
    "congdoan.areas.documents",
    "congdoan.areas.gateway",
    "congdoan.areas.publications",
    "congdoan.areas.analysis",
    "congdoan.areas.agreements",
    "congdoan.areas.planning",
    "congdoan.surfaces.desk",
    "congdoan.surfaces.openapi",
    "congdoan.config",
]

MIDDLEWARE = [
    "congdoan.config.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "congdoan.config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congdoan.config.offline.PageOwnerMiddleware",
    "congdoan.config.middleware.ActorMiddleware",
    "congdoan.config.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "congdoan.config.urls"
WSGI_APPLICATION = "congdoan.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "congdoan.config.shell.shell",
            ],
            "builtins": ["congdoan.foundation.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "congdoan.foundation.forms.Renderer"

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or embedded.database_url(HOME), conn_max_age=60
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
# For the statements of foundation.prepared; what the ORM writes is never prepared.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["congdoan.kernel.accounts.services.backend.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "congdoan.kernel.accounts.services.password_rules.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "congdoan.kernel.accounts.services.password_rules.NotOnlyDigits"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "display_name")},
    },
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [env.PROJECT / "locale"]
FORMAT_MODULE_PATH = ["congdoan.config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# Numbers people read go through |number; a key in an address or a box must never read "1.234".
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Documents exchanged by files: `vao` is read, `ra` is written (docs/gateway.md); empty: none.
GATEWAY_FOLDER = env.text("CONGDOAN_GATEWAY_FOLDER")

# Where keys of Facebook pages may be sent: these hosts and no other. The demo posts to itself.
FACEBOOK_HOSTS = env.words("CONGDOAN_FACEBOOK_HOSTS", "127.0.0.1" if DEMO else "graph.facebook.com")

# Uploads: one file at most this large; the reverse proxy should refuse more (docs/operations.md).
UPLOAD_LIMIT_BYTES = env.number("CONGDOAN_UPLOAD_LIMIT_MB", 25) * 1024 * 1024
#: Files that come in parts (scans of many pages); without JavaScript the limit above holds.
LARGE_UPLOAD_LIMIT_BYTES = env.number("CONGDOAN_SCAN_LIMIT_MB", 100) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "congdoan.kernel.accounts.services.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
# Two copies on one machine share the host name, so the cookie carries the port.
SESSION_COOKIE_NAME = f"congdoan_{PORT}"
CSRF_COOKIE_NAME = f"congdoan_csrf_{PORT}"
CSRF_FAILURE_VIEW = "congdoan.config.errors.csrf_failure"
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# No open registration: people come by invitation of their organisation's officer.
ACCOUNT_ADAPTER = "congdoan.kernel.accounts.services.adapter.AccountAdapter"
# One field for user name, e-mail and phone number; SignInBackend tells them apart.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Reverse proxies in front: the client's address is read from X-Forwarded-For, counted from the end.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("CONGDOAN_PROXIES", 0)
# allauth counts in the cache, per process; kernel/accounts counts in the database instead.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "congdoan.kernel.accounts.forms.sign_in.SignIn",
    "reauthenticate": "congdoan.kernel.accounts.forms.sign_in.Reauthenticate",
}
MFA_ADAPTER = "congdoan.kernel.accounts.services.mfa_adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "congdoan.kernel.accounts.forms.second_factor.EnterCode",
    "reauthenticate": "congdoan.kernel.accounts.forms.second_factor.EnterCodeAgain",
    "activate_totp": "congdoan.kernel.accounts.forms.second_factor.SwitchOnApp",
    "authenticate_webauthn": "congdoan.kernel.accounts.forms.second_factor.KeyAsSecondStep",
    "reauthenticate_webauthn": "congdoan.kernel.accounts.forms.second_factor.KeyAgain",
    "login_webauthn": "congdoan.kernel.accounts.forms.second_factor.KeyAlone",
    "add_webauthn": "congdoan.kernel.accounts.forms.second_factor.AddKey",
    "edit_webauthn": "congdoan.kernel.accounts.forms.second_factor.RenameKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
#: A code typed while the next one appears still counts (RFC 6238 §5.2: one step for the way).
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Công Đoàn Số"
# Browsers allow keys over plain http on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS
# Days an officer with signing or personal-data rights may work without a second factor;
# -1: nobody has to have one (the demo, whose sign-ins are shared).
SECOND_FACTOR_GRACE_DAYS = env.number("CONGDOAN_SECOND_FACTOR_GRACE_DAYS", -1 if DEMO else 14)
# The list of devices is kept at sign-in; tracking each click would write on every page.
USERSESSIONS_TRACK_ACTIVITY = False

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("CONGDOAN_SMTP_HOST")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = env.text("CONGDOAN_SMTP_HOST")
EMAIL_PORT = env.number("CONGDOAN_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("CONGDOAN_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("CONGDOAN_SMTP_PASSWORD")
EMAIL_TIMEOUT = 20  # seconds; a mail server that does not answer must not hold the worker
EMAIL_USE_TLS = env.flag("CONGDOAN_SMTP_TLS", default=True)
DEFAULT_FROM_EMAIL = env.text("CONGDOAN_MAIL_FROM", "khong-tra-loi@localhost")

# Letters that cannot be delivered return to an address of their own, whose mailbox is read by IMAP.
BOUNCES: dict[str, Any] = {
    "address": env.text("CONGDOAN_BOUNCE_ADDRESS"),
    "host": env.text("CONGDOAN_BOUNCE_IMAP_HOST"),
    "port": env.number("CONGDOAN_BOUNCE_IMAP_PORT", 993),
    "user": env.text("CONGDOAN_BOUNCE_IMAP_USER"),
    "password": env.text("CONGDOAN_BOUNCE_IMAP_PASSWORD"),
    "folder": env.text("CONGDOAN_BOUNCE_IMAP_FOLDER", "INBOX"),
    "tls": env.flag("CONGDOAN_BOUNCE_IMAP_TLS", default=True),
}

# PDF signatures with certificates (docs/operations.md): trusted roots, time-stamps, the
# installation's own seal; the built-in test authority is for demonstrations only.
CERTIFICATES: dict[str, Any] = {
    "tests": env.flag("CONGDOAN_TEST_SIGNATURES", default=DEMO),
    "anchors": env.text("CONGDOAN_TRUST_FOLDER"),
    "stamps": env.text("CONGDOAN_TIMESTAMP_URL"),
    "seal": env.text("CONGDOAN_SEAL_FILE"),
    "seal_password": env.text("CONGDOAN_SEAL_PASSWORD"),
    "smartca_url": env.text("CONGDOAN_SMARTCA_URL", "https://gwsca.vnpt.vn/sca/sp769"),
    "smartca_id": env.text("CONGDOAN_SMARTCA_ID"),
    "smartca_password": env.text("CONGDOAN_SMARTCA_PASSWORD"),
    "mysign_url": env.text("CONGDOAN_MYSIGN_URL", "https://remotesigning.viettel.vn"),
    "mysign_id": env.text("CONGDOAN_MYSIGN_ID"),
    "mysign_secret": env.text("CONGDOAN_MYSIGN_SECRET"),
    "mysign_profile": env.text("CONGDOAN_MYSIGN_PROFILE"),
    "csc_url": env.text("CONGDOAN_CSC_URL"),
    "csc_name": env.text("CONGDOAN_CSC_NAME", "CSC"),
    "csc_token": env.text("CONGDOAN_CSC_TOKEN"),
    "pkcs11_module": env.text("CONGDOAN_PKCS11_MODULE"),
    "pkcs11_token": env.text("CONGDOAN_PKCS11_TOKEN"),
}

# A fixed "today" for training and for the journeys of the past; empty = the real day.
CLOCK = env.text("CONGDOAN_CLOCK")

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# A school's server may stand switched off at night: what it slept through is done when it wakes.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 25 * 3600}

LOG_LEVEL = env.text("CONGDOAN_LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            # What Django hangs on its own lines (the request, with its address) stays out.
            "reserved_attrs": [*RESERVED_ATTRS, "request", "status_code", "server_time"],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Its lines carry the address as typed; our request log says the pattern instead.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.csrf": {"level": "ERROR"},
        # Its lines carry whole addresses, and a bot's address holds its key.
        "urllib3": {"level": "WARNING"},
        # Their lines name the holders of certificates.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
