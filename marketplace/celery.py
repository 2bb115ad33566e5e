"""Celery's application: ``celery -A marketplace worker`` and ``beat``."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")

# Each queue can get workers of its own: `--queues`. A name in front of the dot picks the queue.
QUEUES = ("default", "mails", "payments", "index")
ROUTES = {
    "payments.*": {"queue": "payments"},
    "catalog.*index*": {"queue": "index"},
    "*mail*": {"queue": "mails"},
}

logger = logging.getLogger("plaza.tasks")

app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_default_queue = "default"
app.conf.task_routes = ROUTES
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**kwargs: Any) -> None:
    """Leave the log as Django's settings made it; being connected is what stops Celery's own."""


@worker_ready.connect
def tell_that_the_worker_is_ready(**kwargs: Any) -> None:
    logger.info("Worker is ready")


@beat_init.connect
def tell_that_the_beat_is_ready(**kwargs: Any) -> None:
    logger.info("Beat is ready")
