"""Instants, wall times and spans (rating.md, "Time and money").

An instant is an `int`: seconds since 1970-01-01T00:00 UTC. Durations are differences of
instants, so the nights on which the clocks change count right by themselves.
"""

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60
QUARTER = 15 * MINUTE
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_WALL = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SECOND = timedelta(seconds=1)


def _instant_of(when: datetime) -> int:
    return (when - _EPOCH) // _SECOND


@lru_cache(maxsize=65536)
def parse_instant(text: str, zone: ZoneInfo) -> int:
    """The instant of `text`, a wall time of `zone` or a time with an offset, which decides.

    `fold=0` is what the page calls compatible: of a wall time that occurs twice the earlier
    one; a skipped one is read with the offset before the gap and so moves forward by it.
    Raises ValueError.
    """
    found = _WALL.fullmatch(text)
    if not found:
        raise ValueError(f"not a time: {text!r}")
    *fields, offset = found.groups()
    wall = datetime(*(int(field or 0) for field in fields), fold=0)
    if offset is None:
        return _instant_of(wall.replace(tzinfo=zone))
    return _instant_of(wall.replace(tzinfo=_fixed_offset(offset)))


def _fixed_offset(text: str) -> timezone:
    if text == "Z":
        return timezone.utc
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(f"not an offset: {text!r}")
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


@lru_cache(maxsize=65536)
def wall_time(instant: int, zone: ZoneInfo) -> datetime:
    """What the clocks of `zone` show at `instant`."""
    return (_EPOCH + timedelta(seconds=instant)).astimezone(zone)


@lru_cache(maxsize=65536)
def midnight(day: date, zone: ZoneInfo) -> int:
    """00:00 of `day` in `zone`."""
    return _instant_of(datetime(day.year, day.month, day.day, tzinfo=zone))


def first_of_month(year: int, month: int, zone: ZoneInfo) -> int:
    """00:00 of the 1st; `month` may run over 12 into the years that follow."""
    return midnight(date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1), zone)


def next_month(instant: int, zone: ZoneInfo) -> int:
    """00:00 of the 1st of the month after the one that holds `instant`."""
    wall = wall_time(instant, zone)
    return first_of_month(wall.year, wall.month + 1, zone)


def on_grid(instant: int, zone: ZoneInfo) -> bool:
    """Whether the clocks of `zone` show a quarter hour at `instant`."""
    wall = wall_time(instant, zone)
    return wall.minute % 15 == 0 and wall.second == 0


def started(span: int, unit: int) -> int:
    """`ceil(span / unit)`: a second into a unit is the whole unit; a negative span counts 0."""
    return max(0, -(-span // unit))
