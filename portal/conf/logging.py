"""Structured logs: one JSON object a line, with the correlation id, never a secret or a citizen's data."""

import logging
import re
from typing import Any

import structlog

from portal.conf.masking import FORBIDDEN, MASK, mask

_OURS = frozenset({"timestamp", "level", "logger", "correlation_id"})  # written by the processors, not by callers


def _add_correlation(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    from foundation import correlation

    if (bound := correlation.bound()) is not None:
        event.setdefault("correlation_id", str(bound))
    return event


def _mask(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The last word on a line: whoever wrote it, whatever was put into a sentence or an exception."""
    return {
        name: value if name in _OURS else MASK if name.lower() in FORBIDDEN else mask(value)
        for name, value in event.items()
    }


# What PostgreSQL adds to an error names the values of a row or of a statement: a person's, often.
_LINE = re.compile(r"LINE \d+: .*")
_DETAIL = re.compile(r"DETAIL: .*?(?=\nCONTEXT:|\n\nThe above|\n\nDuring handling|\nTraceback|\Z)", re.DOTALL)


def _drop_details(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    if "exception" in event:
        told = _DETAIL.sub("DETAIL: [không ghi]", event["exception"])
        event["exception"] = _LINE.sub(lambda found: found[0].partition(":")[0] + ": [không ghi]", told)
    return event


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        _add_correlation,
    ]


def json_formatter() -> logging.Formatter:
    """One JSON object a line, for whichever program writes (granian.json names it for the web server's own lines)."""
    written: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        _drop_details,
        _mask,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    return structlog.stdlib.ProcessorFormatter(processors=written, foreign_pre_chain=_shared())


def logging_config(level: str) -> dict[str, Any]:
    """The value of ``LOGGING``; also configures structlog, so that both speak one format."""
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(True)  # Python's warnings are lines of the log, too
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": json_formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"level": "WARNING"},
            "axes": {"level": "ERROR"},
            "httpx2": {"level": "WARNING"},
        },
    }
