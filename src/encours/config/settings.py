"""All settings: state lives under ENCOURS_HOME; a PostgreSQL is named by DATABASE_URL."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from encours.config.home import former_keys, home_directory, secret_key
from encours.ground.plumbing.backup.finishing import finish_files

HOME = home_directory()
finish_files(HOME)  # a restoration that was decided and cut short, before its key is read
SECRET_KEY = secret_key(HOME)
ENCOURS_FORMER_KEYS = former_keys(HOME)
ENCOURS_HOME = HOME
ENCOURS_CLOCK_FILE = HOME / "demo-clock"
ENCOURS_DOCUMENTS = HOME / "documents"
ENCOURS_JOBS = "encours.config.schedule.JOBS"
# How long a worker may be at one message before it counts as lost: longer than a mail server may take.
ENCOURS_LEASE_SECONDS = int(os.environ.get("ENCOURS_LEASE_SECONDS", "300"))
ENCOURS_OPEN_PROCEDURES = frozenset(filter(None, os.environ.get("ENCOURS_OPEN_PROCEDURES", "").split(",")))
# How many processes decide for a large night beside the one that writes; 1: it does all, 0: as the machine has.
ENCOURS_NIGHT_PROCESSES = int(os.environ.get("ENCOURS_NIGHT_PROCESSES", "0"))

DEBUG = os.environ.get("ENCOURS_DEBUG") == "1"
HOST = os.environ.get("ENCOURS_HOST", "127.0.0.1")
PORT = int(os.environ.get("ENCOURS_PORT", "8000"))
ALLOWED_HOSTS = [
    *filter(None, os.environ.get("ENCOURS_ALLOWED_HOSTS", "").split(",")),
    HOST,
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [*filter(None, os.environ.get("ENCOURS_ORIGINS", "").split(","))]
ROOT_URLCONF = "encours.config.urls"
WSGI_APPLICATION = "encours.config.wsgi.application"
AUTH_USER_MODEL = "creditor.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "encours.ground.plumbing",
    "encours.ground.documents",
    "encours.ground.evidence",
    "encours.ground.links",
    "encours.books.creditor",
    "encours.books.receivables",
    "encours.books.interchange",
    "encours.method.cases",
    "encours.method.agreements",
    "encours.method.disputes",
    "encours.method.insight",
    "encours.method.inbox",
    "encours.method.calls",
    "encours.method.outreach",
    "encours.method.strategy",
    "encours.method.referral",
    "encours.faces.desk",
    "encours.faces.portal",
]

MIDDLEWARE = [
    # What every answer carries comes first: also one that a later line here refuses.
    "encours.faces.desk.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "encours.faces.desk.middleware.DeskMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "encours.faces.desk.context.frame",
            ],
            "builtins": ["encours.ground.plumbing.templatetags.encours"],
        },
    }
]


def _sqlite() -> dict[str, object]:
    # WAL and immediate transactions: a web server and a worker share the file without «locked».
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "encours.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # 32 MiB of pages at hand: with SQLite's own 2, a night over large books reads and spills them again.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-32768;",
        },
        "TEST": {"NAME": str(HOME / "test.sqlite3")},
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        # A pooler that lends a connection for one transaction (PgBouncer): no cursor may outlive it.
        "DISABLE_SERVER_SIDE_CURSORS": os.environ.get("ENCOURS_POOLED") == "1",
        "OPTIONS": options,
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "")
# A connection serves many requests: opening one anew costs a tenth of a page.
DATABASES = {"default": {"CONN_MAX_AGE": 600, **(_postgresql(DATABASE_URL) if DATABASE_URL else _sqlite())}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # nothing is collected: files are served where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "desk:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_NAME = f"encours_{PORT}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "encours.faces.desk.views.errors.stale_form"
CSRF_COOKIE_NAME = f"encours_csrf_{PORT}"
IS_BEHIND_TLS = os.environ.get("ENCOURS_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_BEHIND_TLS
# How many proxies stand in front: the visitor's address is told by the outermost of them, nothing before it counts.
ENCOURS_PROXIES = int(os.environ.get("ENCOURS_PROXIES", "1" if IS_BEHIND_TLS else "0"))
# Where customers find their pages, as they type it: https://compta.example.fr. Without it no message carries a link.
ENCOURS_PUBLIC_URL = os.environ.get("ENCOURS_PUBLIC_URL", "").strip().rstrip("/")
ENCOURS_DNS = os.environ.get(
    "ENCOURS_DNS", ""
)  # address:port of the name server to ask; else the machine's own
# Where passkeys hold: the configured origins, else the server's names behind TLS, else localhost.
ENCOURS_PASSKEY_ORIGINS = CSRF_TRUSTED_ORIGINS or [
    f"https://{host}"
    for host in os.environ.get("ENCOURS_ALLOWED_HOSTS", "").split(",")
    if IS_BEHIND_TLS and host and not host.startswith((".", "*"))
]
PASSWORD_RESET_TIMEOUT = 3600  # a link by mail: an hour, and once
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_TLS else None
# A year, for this very host: a browser that came once by HTTPS never comes without it.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_BEHIND_TLS else 0
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ENCOURS_LOG_LEVEL", "WARNING")},
}
