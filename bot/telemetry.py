"""Telemetry: log lines as JSON, one event a line, never with what a person asked nor with a secret."""

from __future__ import annotations

import logging
import sys

import structlog

__all__ = ["configure", "log"]

log: structlog.stdlib.BoundLogger = structlog.get_logger("bot")


def configure(level: int = logging.INFO) -> None:
    """Send our events and those of the libraries to standard error as JSON lines.

    Libraries are heard from WARNING on: below that, Bolt and slack_sdk write whole payloads.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(ensure_ascii=False), foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    # A connection that the server has ended is dealt with, and said so, by us; SQLAlchemy calls it an error.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
