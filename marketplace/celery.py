"""Celery's application: ``celery -A marketplace worker`` and ``beat``."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_ready
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")

# A worker serves all of them unless `--queues` picks some. Handlers name theirs when subscribing.
QUEUES = ("default", "mails", "payments", "index")

logger = logging.getLogger("plaza.tasks")

app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_default_queue = "default"
app.conf.task_queues = [Queue(name, routing_key=name) for name in QUEUES]
# A queue that no worker serves would swallow its tasks: refuse its name instead.
app.conf.task_create_missing_queues = False
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
