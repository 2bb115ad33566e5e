"""When people may be addressed with advertising; order news is outside of it.

Source: Ley 2300 of 2023, art. 3 (Monday to Friday 7–19, Saturday 8–15, none on Sundays and
holidays). It speaks of collection and of advertising; what it leaves open is a setting.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from marketplace.shared.business_days import holidays

SATURDAY, SUNDAY = 5, 6


def is_contact_hour(moment: datetime) -> bool:
    """Tell whether advertising may go out at ``moment``, which has a zone."""
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.weekday() == SUNDAY or local.date() in holidays(local.year):
        return False
    day = "saturday" if local.weekday() == SATURDAY else "weekday"
    first, last = settings.MARKETING_CONTACT_HOURS[day]
    return bool(first <= local.hour < last)
