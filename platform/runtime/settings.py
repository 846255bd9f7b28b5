"""One settings file; what differs between installations is in `environment.py`."""

from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from kombu import Exchange, Queue

from runtime import embedded, logs
from runtime.databases import database_at
from runtime.environment import ROOT, Environment

django_stubs_ext.monkeypatch()  # BaseFormSet[Form] and the like, which Django does not subscript

ENVIRONMENT = Environment()
VAR_DIR = ENVIRONMENT.var_dir
FONT_DIR = ENVIRONMENT.fonts
PUBLIC_URL = ENVIRONMENT.public_url

SECRET_KEY = ENVIRONMENT.secret("secret_key", ENVIRONMENT.secret_key)
FIELD_KEYS = ENVIRONMENT.secret("field_keys", ENVIRONMENT.field_keys)
LOOKUP_KEY = ENVIRONMENT.lookup_key or FIELD_KEYS.split(",")[-1].strip()
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts.split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in ENVIRONMENT.trusted_origins.split(",") if origin]

ROOT_URLCONF = "runtime.urls"
WSGI_APPLICATION = "runtime.wsgi.application"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_cotton",
    "django_htmx",
    "ninja",
    "ground.events",
    "ground.places",
    "ground.accounts",
    "ground.audit",
    "ground.files",
    "ground.jobs",
    "ground.privacy",
    "ground.intake",
    "ground.briefs",
    "ground.web",
    "ground.subscriptions",
    "assistance.pairing",
    "assistance.planning",
    "assistance.visits",
    "assistance.problems",
    "assistance.editions",
    "assistance.criteria",
    "assistance.households",
    "assistance.investigations",
    "assistance.notices",
    "assistance.complaints",
    "assistance.checks",
    "assistance.reviews",
    "assistance.ledgers",
    "assistance.rights",
    "assistance.rounds",
    "assistance.funds",
    "assistance.stock",
    "assistance.standards",
    "assistance.aid",
    "assistance.applications",
    "assistance.banks",
    "assistance.supermarket",
    "assistance.supervision",
    "campaigns",
    "runtime",
]

MIDDLEWARE = [
    "ground.web.request_lines.told",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ground.web.middleware.session_ends",
    "ground.web.middleware.origin_of_request",
    "ground.web.middleware.personal_is_not_kept",
    "ground.web.middleware.wrong_way_in",
    "ground.web.middleware.UnstorableInput",
    "ground.web.middleware.DeclaredPermission",
    "axes.middleware.AxesMiddleware",
    "ground.web.conflicts.TriedAgain",
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
                "ground.web.shell.shell",
            ],
        },
    }
]

if ENVIRONMENT.embedded:
    _host = str(embedded.socket_dir(VAR_DIR))
    _database: dict[str, Any] = {"NAME": "postgres", "USER": "postgres", "HOST": _host}
else:
    _database = database_at(ENVIRONMENT.database_url)
DATABASES = {"default": {"ENGINE": "runtime.postgresql", **_database}}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 600
# Disks of today read anywhere at about the same cost: so said, the planner takes the index where it
# would else read a table through. Compiling a query costs more than any page's query.
_server = {
    "random_page_cost": "1.1",
    "jit": "off",
    # A process that stands still in a transaction loses it, and with it the locks that others wait for: a
    # worker with a delivery after its lease (`ground.events.taking`), everybody else after this.
    "idle_in_transaction_session_timeout": "10min",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25s",
}
# Either end lets go of a connection whose other end is gone within half a minute. See runtime.postgresql.
DATABASES["default"]["OPTIONS"] = {
    "options": " ".join(f"-c {name}={value}" for name, value in _server.items()),
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,  # ms
    **_database.get("OPTIONS", {}),
}

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "ground.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:workbench"
LOGOUT_REDIRECT_URL = "web:sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "web/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 2 * 60 * 60  # idle; every request moves it
SESSION_SAVE_EVERY_REQUEST = True
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.behind_tls
SESSION_COOKIE_HTTPONLY = True
if ENVIRONMENT.behind_tls:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600
MEDIA_ROOT = VAR_DIR / "media"
LOCALE_PATHS = [ROOT / "platform" / "ground" / "web" / "locale"]

# --- events ---------------------------------------------------------------------------------------
BROKER_URL = ENVIRONMENT.broker_url
EVENT_CARRIER = "amqp" if BROKER_URL else "direct"
EVENT_QUEUES = ["handlers", "documents", "jobs", "feed"]
EVENT_BATCH = {
    "handlers": 100,
    "documents": 4,
    "jobs": 1,
    "feed": 100,
}  # what one lease is long enough for
# Seconds within which what is due is to begin; beyond it, people and monitors are told.
EVENT_START_SECONDS = {
    "handlers": 10,  # who clicked looks at the next page; a worker that is started anew takes most of it
    "feed": 30,  # other systems, which poll every minute or so
    "documents": 60,  # somebody waits for the paper, behind one of two hundred pages
    "jobs": 300,  # one after the other: a plan or a large workbook may be before it
}
EVENT_MAX_FAILURES = 8
EVENT_MAX_STARTS = 5  # begun and never finished: its worker died each time
EVENT_LEASE_SECONDS = ENVIRONMENT.event_lease_seconds
EVENT_RETRY_SECONDS = ENVIRONMENT.event_retry_seconds

_prefix = ENVIRONMENT.broker_prefix
EVENT_EXCHANGE = f"{_prefix}shuanglian"
EVENT_QUEUE_PREFIX = _prefix
# No dead-letter exchange: a message is only a reminder of rows that stay due until they have a receipt.
_DURABLE = {
    "x-queue-type": "quorum",
    "x-delivery-limit": 20,
}
CELERY_BROKER_URL = BROKER_URL or "memory://"
CELERY_TASK_QUEUES = [
    Queue(
        _prefix + name,
        Exchange(EVENT_EXCHANGE, type="topic"),
        routing_key=f"{name}.#",
        queue_arguments=_DURABLE,
    )
    for name in EVENT_QUEUES
]
CELERY_TASK_DEFAULT_QUEUE = _prefix + EVENT_QUEUES[0]
CELERY_TASK_DEFAULT_EXCHANGE = EVENT_EXCHANGE
CELERY_TASK_DEFAULT_EXCHANGE_TYPE = "topic"
CELERY_TASK_DEFAULT_ROUTING_KEY = "handlers.default"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Its queue is the connection's alone: a worker whose network was away would end, again and again, until the
# broker gives the old connection up.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_HEARTBEAT = 10  # seconds; two that do not come end the connection
# How long a broker may be silent that was asked something, before it counts as gone.
CELERY_BROKER_TRANSPORT_OPTIONS = {"read_timeout": 15, "write_timeout": 15}

# --- the outside ----------------------------------------------------------------------------------
OUTSIDE_EXCHANGE = ENVIRONMENT.outside_exchange
WEBHOOK_NETWORKS = ENVIRONMENT.webhook_networks
WEBHOOK_SECONDS = 10.0  # for one call, from the first packet to the last
WEBHOOK_RETRY_DAYS = 3  # a message that could not be brought in these days is given up
WEBHOOK_GIVE_UP_DAYS = 5  # an address that failed for so long is not called any more

LOGGING_CONFIG = "runtime.logs.configure"
LOGGING = logs.settings_of(as_json=not ENVIRONMENT.embedded)
