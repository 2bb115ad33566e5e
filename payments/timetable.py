"""When a gateway is asked again. Pure: seconds in, seconds out."""

from datetime import timedelta

# Pauses between questions about an open charge; after the last one, the last for ever.
POLL_AFTER_SECONDS = (5, 15, 60, 5 * 60, 15 * 60, 60 * 60)
# Pauses between tries to act on a stored notice; after the last one staff must look.
NOTICE_RETRY_SECONDS = (5, 15, 60, 5 * 60, 15 * 60, 60 * 60, 3 * 60 * 60, 12 * 60 * 60)
# How long a call to a gateway may take (two requests) before the attempt counts as abandoned.
CALL_LEASE = timedelta(seconds=45)
# After this time a gateway that has nothing under a reference will never have it.
GIVE_UP_AFTER = timedelta(hours=24)
# An approved charge may be voided until the gateway settles its day: so often it is looked at.
VOID_WATCH_PAUSE = timedelta(hours=1)
VOID_WATCH_FOR = timedelta(hours=24)


def poll_pause(polls: int) -> timedelta:
    """Return how long to wait after ``polls`` questions were asked."""
    return timedelta(seconds=POLL_AFTER_SECONDS[min(polls, len(POLL_AFTER_SECONDS) - 1)])


def notice_pause(attempts: int) -> timedelta | None:
    """Return how long to wait after ``attempts`` failed tries, or ``None`` to give up."""
    if attempts > len(NOTICE_RETRY_SECONDS):
        return None
    return timedelta(seconds=NOTICE_RETRY_SECONDS[max(attempts, 1) - 1])
