"""All settings, from the environment (each variable: docs/cau-hinh.md). Nothing here is a secret."""

import contextlib
import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from portal.conf import environment
from portal.conf.database import database
from portal.conf.logging import logging_config
from portal.conf.quiet_hours import quiet_hours
from portal.conf.refusals import DEFAULT_FIELD_KEYS, DEFAULT_SECRET, Switches, refuse
from portal.conf.variables import Variables

BASE_DIR = Path(__file__).resolve().parent.parent
env = Variables(os.environ)

DEBUG = env.switch("DEBUG", False)
DEMO = env.switch("DEMO", False)
TESTING = env.switch("TESTING", False)
PRODUCTION = env.switch("PRODUCTION", not (DEBUG or DEMO or TESTING))
DELIVERY_TIME_SCALE = environment.time_scale(env.number("DELIVERY_TIME_SCALE", 1.0))

SECRET_KEY = env.text("SECRET_KEY", DEFAULT_SECRET)
FIELD_ENCRYPTION_KEYS = env.text("FIELD_ENCRYPTION_KEYS", DEFAULT_FIELD_KEYS)
PUBLIC_URL = environment.web_address("PUBLIC_URL", env.text("PUBLIC_URL", "http://127.0.0.1:8000"))
ALLOWED_HOSTS = environment.hosts(
    env.words("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]),
    PUBLIC_URL,
)
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES", env.words("TRUSTED_PROXIES", default=[]))
METRICS_FROM = environment.networks("METRICS_FROM", env.words("METRICS_FROM", default=[]))

if PRODUCTION:
    refuse(Switches(DEBUG, DEMO, TESTING, SECRET_KEY, FIELD_ENCRYPTION_KEYS, DELIVERY_TIME_SCALE))

INSTALLED_APPS = [
    "accounts.administration.config.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "portal.static_files.StaticFiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "axes",
    "csp",
    "django_htmx",
    "foundation",
    "events",
    "accounts",
    "calendars",
    "procedures",
    "documents",
    "zalo",
    "dossiers",
    "complaints",
    "ratings",
    "notifications",
    "portal",
]

MIDDLEWARE = [
    "portal.middleware.correlation.CorrelationMiddleware",
    "portal.middleware.proxies.ProxiesMiddleware",
    # what every answer carries, also those of the doors below
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.probes.ProbesMiddleware",
    "portal.middleware.readable.ReadableMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.scope.ScopeMiddleware",
    "portal.middleware.errors.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "portal.jinja.Pages",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "portal.jinja.environment",
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL", "postgresql://127.0.0.1:5432/motcua")
DATABASES = {
    "default": database(
        DATABASE_URL,
        name=env.text("DB_APPLICATION_NAME", "motcua"),
        statement_timeout_ms=env.whole("DB_STATEMENT_TIMEOUT_MS", 30_000),
        idle_timeout_ms=env.whole("DB_IDLE_TIMEOUT_MS", 30_000),
        prepare=env.switch("DB_PREPARE", True),
        pool_size=env.whole("DB_POOL_SIZE", 8) if env.switch("DB_POOL", not TESTING) else 0,
        emptying=TESTING,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.redis_url(env.text("REDIS_URL", "redis://127.0.0.1:6379/0"))
BROKER_URL = environment.broker_url(REDIS_URL)
REDIS_PREFIX = env.text("REDIS_PREFIX", "motcua:")
REDIS_TIMEOUT = 2.0
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX + "cache",
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.sign_in.ScopedModelBackend",
]
LOGIN_URL = "office:sign-in"
LOGIN_REDIRECT_URL = "/can-bo/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AXES_HANDLER = "accounts.sign_in_guard.ScopedHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "portal.addresses.counted_address"
AXES_LOCKOUT_CALLABLE = "portal.office.sign_in.locked_out"
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]

OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.ApiClient"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # only a digest of a token is kept
    # systems come with client credentials in a header; no other way in, and no token in an address (RFC 9700)
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "SCOPES": {
        "procedures:read": _("Đọc thủ tục và cơ quan"),
        "dossiers:read": _("Đọc hồ sơ"),
        "dossiers:write": _("Tạo và xử lý hồ sơ"),
        "complaints:read": _("Đọc phản ánh"),
        "complaints:write": _("Gửi phản ánh"),
        "ratings:read": _("Đọc đánh giá"),
        "reports:read": _("Đọc báo cáo"),
        "events:read": _("Đọc dòng sự kiện"),
        "webhooks:manage": _("Quản lý webhook"),
        "staff-notices:write": _("Gửi thông báo cho cán bộ"),
    },
    "SCOPES_BACKEND_CLASS": "accounts.api_scopes.ClientScopes",
    "OAUTH2_VALIDATOR_CLASS": "accounts.oauth.ClientCredentialsOnly",
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.api.authentication.ClientAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.ScopedClient"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.parsing.PlainJSONParser"],
    "DEFAULT_METADATA_CLASS": None,  # what there is to call stands in the schema
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.Schema",
    "EXCEPTION_HANDLER": "portal.api.problems.exception_handler",
    "DATETIME_FORMAT": None,
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Một Cửa API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_NAME_OVERRIDES": {
        "DossierChannelEnum": ["counter", "national_portal", "online", "post"],
        "MessageChannelEnum": ["zalo_chat", "zalo_uid", "zalo_phone", "sms", "email", "inbox", "webhook"],
    },
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]  # which page speaks which: portal/middleware/language.py
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
ASSETS_DIR = Path(env.text("ASSETS_DIR", str(BASE_DIR / "var" / "assets")))  # made by build_assets
with contextlib.suppress(OSError):  # the code may lie where the service may not write
    ASSETS_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ASSETS_DIR]
STORAGES = {
    "default": environment.file_storage(env.text("STORAGE_URL", f"file://{BASE_DIR / 'var' / 'files'}")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # every page names them by their hash
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]  # for who opens developer tools
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_URL = env.text("EMAIL_URL", "")
globals().update(environment.email(EMAIL_URL))
EMAIL_TIMEOUT = 10
SMS_URL = env.text("SMS_URL", "")
CLAMD_URL = env.text("CLAMD_URL", "")
SIGNING_PKCS12 = env.text("SIGNING_PKCS12", "")
SIGNING_PASSPHRASE = env.text("SIGNING_PASSPHRASE", "")
SIGNING_TRUST = env.text("SIGNING_TRUST", "")
SENTRY_DSN = env.text("SENTRY_DSN", "")

ZALO_OAUTH_URL, ZALO_OPENAPI_URL, ZALO_BUSINESS_URL, ZALO_GRAPH_URL = (
    environment.web_address(name, env.text(name, real), path=True)
    for name, real in (
        ("ZALO_OAUTH_URL", "https://oauth.zaloapp.com"),
        ("ZALO_OPENAPI_URL", "https://openapi.zalo.me"),
        ("ZALO_BUSINESS_URL", "https://business.openapi.zalo.me"),
        ("ZALO_GRAPH_URL", "https://graph.zalo.me"),
    )
)
ZALO_TIMEOUT_SECONDS = env.number("ZALO_TIMEOUT_SECONDS", 15.0)
ZALO_APP_RATE_PER_MINUTE = env.whole("ZALO_APP_RATE_PER_MINUTE", 4000)  # Zalo's limit per app, OpenAPI host
# What is not urgent waits for the morning (Asia/Ho_Chi_Minh). A demo is tried at any hour.
QUIET_HOURS = quiet_hours(env.text("QUIET_HOURS", "none" if DEMO or TESTING else "21:30-06:05"))
UNCONFIRMED_AFTER_SECONDS = env.number("UNCONFIRMED_AFTER_SECONDS", 86_400.0)  # scaled by DELIVERY_TIME_SCALE

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.public.errors.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LOG_LEVEL = environment.log_level(env.text("LOG_LEVEL", "INFO"))
LOGGING = logging_config(LOG_LEVEL)
