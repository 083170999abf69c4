"""Everything that is the same wherever the product runs.

A value that an operator may change is read from the environment; docs/configuration.md lists
each with its default.
"""

import os
from pathlib import Path
from zoneinfo import available_timezones

import environ
from whitenoise.compress import Compressor

from cms.languages.compilation import compile_messages, fall_back_to_english
from cms.settings.api import REST_FRAMEWORK as REST_FRAMEWORK
from cms.settings.api import build_spectacular_settings
from cms.settings.apps import INSTALLED_APPS, MIDDLEWARE
from cms.settings.environment import (
    get_host,
    read_allowed_hosts,
    read_base_url,
    read_boolean,
    read_days,
    read_frontends,
    read_key,
    read_log_level,
    read_rate,
    read_security_contacts,
    read_sender,
    read_whole_number,
)
from cms.settings.languages import list_interface_languages, read_languages
from cms.settings.private_files import protect_database, read_secret_key
from cms.settings.services import (
    choose_search_backend,
    read_address,
    read_cache,
    read_database,
    read_deepl,
    read_hub,
    read_mail,
)

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()

# The address

PORT = read_whole_number(os.environ, "PORT", 8000, most=65_535)
BASE_URL = read_base_url(os.environ, PORT)
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [
    get_host(BASE_URL),
    *read_allowed_hosts(os.environ),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = SECURE
# The health checks come from the machine itself, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "cms.http.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
# The back office shows a page's preview in a frame of its own.
X_FRAME_OPTIONS = "SAMEORIGIN"

# Whom security.txt names: e-mail addresses, https: or tel: addresses.
SECURITY_CONTACT = read_security_contacts(os.environ)

# The application

SECRET_KEY = env.str("SECRET_KEY", default="") or read_secret_key(DATA_DIR)
DEBUG = False
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Writing by token is off unless it is wanted (cms.admin.write_api).
WRITE_API = read_boolean(os.environ, "WAGTAIL_WRITE_API")
WAGTAILAPI_DOCS_ENABLED = False
if WRITE_API:
    INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v3"]
    MIDDLEWARE = [*MIDDLEWARE, "cms.admin.write_api.WritingMiddleware"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["cms.languages.template_tags"],
        },
    }
]

# Data: SQLite in the data folder, or whatever DATABASE_URL names

DATABASES = {"default": read_database(env, f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes the one write lock at its start, so it never has to give up half-way.
        "transaction_mode": "IMMEDIATE",
        # Seconds it waits for that, beside its turn in the line (cms.store.lock).
        "timeout": 20,
        # FULL, so that what was told to be published outlives a power cut: a twelfth slower.
        # What is deleted is overwritten: whoever unsubscribes is in the file no more.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    # The server may have dropped a kept connection: it is asked before it is used again.
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
protect_database(DATABASES["default"])
CACHES = {"default": read_cache(env)}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
# Whatever the umask is, a proxy that is of our group or of none may read pictures and static files.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o644, 0o755
# Long, and read by nobody but a developer with the browser's tools open.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.operations.static_files.StaticStorage"},
}

# Passwords: Django's own rules, for whoever chooses one (the tests' people choose none).

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Languages: the first is the one the content is written in

WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = read_languages(env("LANGUAGES", default="bg,en"))
CONTENT_LANGUAGES = [code for code, _ in LANGUAGES]
LANGUAGE_CODE = CONTENT_LANGUAGES[0]
# The address of each language's own front end, where it has one.
FRONTENDS = read_frontends(os.environ, CONTENT_LANGUAGES, BASE_URL)
# Before Django is set up, however the process is started (cms.languages.compilation says why).
compile_messages()
fall_back_to_english()
# Our own texts, then what we add to those of the apps we build upon: a folder for each app.
LOCALE_PATHS = [ROOT / "locale", *sorted((ROOT / "locale" / "upstream").iterdir())]
USE_I18N = True
TIME_ZONE = "Europe/Sofia"
FORMAT_MODULE_PATH = "cms.languages.formats"
USE_TZ = True

# Wagtail

WAGTAIL_SITE_NAME = "Средногорие Мед Индустриален Клъстер"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
# “localtime” and “Factory” are names of files, which browsers do not know.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"Factory", "localtime"})
# The first is that of whoever has chosen none (cms.languages.admin_language).
WAGTAILADMIN_PERMITTED_LANGUAGES = list_interface_languages(
    env("INTERFACE_LANGUAGES", default="") or "bg,en"
)
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.admin.rich_text.RichTextArea"}}
# The store knows where an entry stood before: see cms.store.writer.
WAGTAILREDIRECTS_AUTO_CREATE = False
# Submitting a live page must not publish its untranslated text in the other language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# What is translated of a page that is deleted is kept: it may be wanted for another.
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
# Documents are served by Wagtail's view, which asks for the rights of their collection.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.admin.uploads.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.admin.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "hif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = read_whole_number(os.environ, "MAX_IMAGE_SIZE", 20 * 1024 * 1024)
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
MAX_DOCUMENT_SIZE = read_whole_number(os.environ, "MAX_DOCUMENT_SIZE", 50 * 1024 * 1024)
MAX_TRANSLATION_FILE_SIZE = read_whole_number(
    os.environ, "MAX_TRANSLATION_FILE_SIZE", 5 * 1024 * 1024
)
# Fields of one form: a long page has thousands, in its editor as in the translators'.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILSEARCH_BACKENDS = {"default": choose_search_backend(env, os.environ)}

SPECTACULAR_SETTINGS = build_spectacular_settings(BASE_URL)

# How many days a preview link works, and how often one visitor may open one.
PREVIEW_DAYS = read_days(os.environ, "PREVIEW_DAYS", 7)
PREVIEW_RATE = read_rate(os.environ, "PREVIEW_RATE", "60/minute")
# How often one visitor may search, and have a search box complete what is typed.
SEARCH_RATE = read_rate(os.environ, "SEARCH_RATE", "60/minute")
SUGGEST_RATE = read_rate(os.environ, "SUGGEST_RATE", "300/minute")

# Word to whoever asked to be told (cms.outbox): the hub that is told of changed feeds; whether
# webhooks may lead into private networks; mail only if somebody said how it is sent.
WEBSUB_HUB = read_hub(os.environ)
WEBHOOK_PRIVATE_ADDRESSES = read_boolean(os.environ, "WEBHOOK_PRIVATE_ADDRESSES")
MAILING = bool(os.environ.get("EMAIL_URL"))
# How often one visitor may ask for mail, which goes to an address that may be somebody else's.
SUBSCRIBE_RATE = read_rate(os.environ, "SUBSCRIBE_RATE", "10/hour")

# A first draft of a translation by a machine, if one is named (cms.translation.machine).
DEEPL_URL, DEEPL_KEY = read_deepl(os.environ)
LIBRETRANSLATE_URL = read_address(os.environ, "LIBRETRANSLATE_URL")
LIBRETRANSLATE_KEY = read_key(os.environ, "LIBRETRANSLATE_KEY")

EMAIL_CONFIG = read_mail(env)
vars().update(EMAIL_CONFIG)
# Seconds without a word from the mail server.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = read_sender(os.environ, get_host(BASE_URL))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # All of it leaves by the one handler, which hides what opens a preview or a subscription.
    "formatters": {"redacting": {"()": "cms.core.log_redaction.RedactingFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacting"}},
    "loggers": {"django": {}, "django.server": {"propagate": True}},
    "root": {"handlers": ["console"], "level": read_log_level(os.environ)},
}
