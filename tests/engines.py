"""The engines that the tests run on: started once for all workers, outside of pytest.

``make test`` wraps pytest in ``manage.py runstack --engines-only``; ``make engines`` keeps them
running for `.venv/bin/python -m pytest` beside it. Which corner of them a worker of pytest-xdist
uses is decided in ``marketplace/settings/test.py``.
"""

import pytest
from django.conf import settings

from marketplace.runner import postgres, probes

ADVICE = "run `make test`, or keep `make engines` running beside pytest"


def refuse_without_engines(config: pytest.Config) -> None:
    """Stop at once, with one sentence, instead of failing test by test; call when configuring.

    Raises: pytest.UsageError: PostgreSQL or Redis does not answer.
    """
    if hasattr(config, "workerinput"):  # a worker of xdist: its controller has asked already
        return
    database = settings.DATABASES["default"]
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    if not postgres.answers(address):
        raise pytest.UsageError(f"PostgreSQL does not answer: {ADVICE}.")
    if not probes.answers_redis(settings.REDIS_URL):
        raise pytest.UsageError(f"Redis does not answer: {ADVICE}.")
