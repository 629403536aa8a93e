"""The form of a scenario (rating.md, "Scenarios"): checks it and fills in the defaults.

What comes out is plain: times are instants, numbers are `Fraction`, every key of the tables is
there (`None` where it has neither value nor default).
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from clock import midnight, parse_instant

ZONES = {
    "clem": ZoneInfo("Europe/Paris"),
    "saemes": ZoneInfo("Europe/Paris"),
    "family": ZoneInfo("Europe/Vienna"),
    "carcityclub": ZoneInfo("Europe/Rome"),
    "evai": ZoneInfo("Europe/Rome"),
}
"""The rulebooks, each with its operator's time zone."""

PRICED_BY_CATEGORY = {"carcityclub", "evai"}
CLEM_PLANS = {"occasional", "comfort", "comfort-family"}
CHANNELS = {"web", "app", "phone", "on-board", "kiosk", "office"}
METHODS = {"card", "sms", "kiosk", "app"}
_MONEY = re.compile(r"\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class FormError(Exception):
    """The scenario is not of the form; the text says where."""


@dataclass
class Header:
    """A scenario but for its events."""

    title: str
    rulebook: str
    zone: ZoneInfo
    members: dict
    bill_until: int | None


def decode(text: str):
    """JSON with its numbers exact."""
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise FormError(f"not JSON: {error}") from error


def check_header(scenario) -> Header:
    """Everything of a scenario but its events."""
    _want(isinstance(scenario, dict), "scenario", "not an object")
    reader = _Reader(scenario, "scenario", None)
    title, rulebook = reader.text("title"), reader.text("rulebook")
    _want(rulebook in ZONES, "rulebook", f"unknown: {rulebook!r}")
    reader.zone = ZONES[rulebook]
    clauses = reader.value("clauses", list, default=[])
    _want(all(isinstance(clause, str) for clause in clauses), "clauses", "not a list of texts")
    reader.value("events", list)
    reader.value("expect", dict, default=None)
    members = {
        member: _check_member(given, f"members.{member}", rulebook, reader.zone)
        for member, given in reader.value("members", dict, default={"m1": {}}).items()
    }
    bill_until = reader.time("bill_until", default=None)
    reader.close()
    return Header(title, rulebook, reader.zone, members, bill_until)


def check_event(event, place: str, header: Header) -> dict:
    """An event with all its keys; `place` is for the message."""
    _want(isinstance(event, dict), place, "not an object")
    reader = _Reader(event, place, header.zone)
    sort = reader.text("type")
    _want(sort in _EVENTS, f"{place}.type", f"unknown: {sort!r}")
    checked = {
        "type": sort,
        "at": reader.time("at"),
        "by": reader.text("by", default="m1"),
        **_EVENTS[sort](reader, header),
    }
    reader.close()
    return checked


def check_order(times: list, bill_until: int | None):
    """The events go forward in time, and the bill is not closed before the last."""
    for index in range(1, len(times)):
        _want(times[index - 1] <= times[index], f"events[{index}].at", "before the last event")
    if bill_until is not None and times:
        _want(times[-1] <= bill_until, "bill_until", "before the last event")


def _check_member(given, place: str, rulebook: str, zone: ZoneInfo) -> dict:
    _want(isinstance(given, dict), place, "not an object")
    reader = _Reader(given, place, zone)
    member = {
        "plan": reader.text("plan", default=None),
        "since": reader.day("since"),
        "validated": reader.value("validated", bool, default=True),
        "vehicles": reader.value("vehicles", list, default=None),
    }
    reader.close()
    if rulebook == "clem" and member["plan"] is not None:
        _want(member["plan"] in CLEM_PLANS, f"{place}.plan", f"unknown: {member['plan']!r}")
    return member


def _book(reader, header):
    priced = header.rulebook in PRICED_BY_CATEGORY
    pickup = reader.text("pickup", default="A")
    return {
        "booking": reader.text("booking"),
        "vehicle": reader.text("vehicle"),
        "start": reader.time("start"),
        "end": reader.time("end"),
        "category": reader.text("category") if priced else reader.text("category", default=None),
        "pickup": pickup,
        "dropoff": reader.text("dropoff", default=pickup),
        "channel": reader.one_of("channel", CHANNELS, default="web"),
    }


def _change(reader, _header):
    event = {
        "booking": reader.text("booking"),
        "start": reader.time("start", default=None),
        "end": reader.time("end", default=None),
        "channel": reader.one_of("channel", CHANNELS, default="web"),
    }
    changes = event["start"] is not None or event["end"] is not None
    _want(changes, reader.place, "neither start nor end")
    return event


def _extend(reader, _header):
    return {
        "booking": reader.text("booking"),
        "end": reader.time("end"),
        "channel": reader.one_of("channel", CHANNELS, default="web"),
    }


def _cancel(reader, _header):
    return {
        "booking": reader.text("booking"),
        "channel": reader.one_of("channel", CHANNELS, default="web"),
    }


def _unlock(reader, _header):
    return {"booking": reader.text("booking"), "method": reader.one_of("method", METHODS)}


def _return(reader, header):
    fuel = reader.number("fuel", default=None)
    _want(fuel is None or fuel <= 1, f"{reader.place}.fuel", "more than 1")
    return {
        "booking": reader.text("booking"),
        "station": reader.text("station", default=None),
        "km": reader.number("km", default=0),
        "fuel": fuel,
        "plugged_in": reader.value("plugged_in", bool, default=True),
        "procedure": reader.one_of("procedure", {"complete", "incomplete"}, default="complete"),
        "checked_at": reader.time("checked_at", default=None),
        "costs": reader.costs({"recovery", "fines"} if header.rulebook == "evai" else set()),
    }


def _report(reader, _header):
    return {"booking": reader.text("booking"), "kind": reader.text("kind")}


def _assess(reader, _header):
    event = {
        "kind": reader.text("kind"),
        "booking": reader.text("booking", default=None),
        "costs": reader.costs(None),
    }
    if event["kind"] == "pickup-checks-missed":
        _want(event["booking"] is not None, f"{reader.place}.booking", "missing")
        event["from"], event["until"] = reader.time("from"), reader.time("until")
        event["km"] = reader.number("km")
    return event


def _refund(reader, _header):
    return {
        "kind": reader.text("kind"),
        "amount": reader.money("amount"),
        "booking": reader.text("booking", default=None),
        "receipt_complete": reader.value("receipt_complete", bool, default=True),
        "receipt_in_name": reader.value("receipt_in_name", bool, default=True),
    }


def _subscribe(reader, header):
    if header.rulebook == "family":
        return {"plan": reader.text("plan", default="plus"), "contract": None}
    return {"plan": reader.text("plan"), "contract": _contract(reader, header)}


def _unsubscribe(reader, header):
    return {"plan": reader.text("plan", default=None), "contract": _contract(reader, header)}


def _contract(reader, header):
    return reader.text("contract") if header.rulebook == "saemes" else None


def _exit(reader, _header):
    return {"contract": reader.text("contract")}


def _move(reader, _header):
    return {"vehicle": reader.text("vehicle"), "to": reader.text("to")}


def _validate(_reader, _header):
    return {}


def _enable(reader, _header):
    return {"vehicles": reader.value("vehicles", list, default=None)}


_EVENTS = {
    "book": _book,
    "change": _change,
    "extend": _extend,
    "cancel": _cancel,
    "unlock": _unlock,
    "return": _return,
    "report": _report,
    "assess": _assess,
    "service": _assess,
    "refund": _refund,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "exit": _exit,
    "move": _move,
    "validate": _validate,
    "invalidate": _validate,
    "enable": _enable,
}

_MISSING = object()


class _Reader:
    """Takes the values of an object out by key and kind; `close` finds the keys left over."""

    def __init__(self, given: dict, place: str, zone):
        self.given, self.place, self.zone = dict(given), place, zone

    def value(self, key, kind, default=_MISSING):
        place = f"{self.place}.{key}"
        if key not in self.given:
            _want(default is not _MISSING, place, "missing")
            return default
        value = self.given.pop(key)
        _want(isinstance(value, kind), place, f"of the wrong kind: {value!r}")
        return value

    def text(self, key, default=_MISSING):
        return self.value(key, str, default)

    def one_of(self, key, choices, default=_MISSING):
        value = self.text(key, default)
        _want(value in choices, f"{self.place}.{key}", f"unknown: {value!r}")
        return value

    def time(self, key, default=_MISSING):
        text = self.text(key, default)
        if text is None:
            return None
        try:
            return parse_instant(text, self.zone)
        except ValueError as error:
            raise FormError(f"{self.place}.{key}: {error}") from error

    def day(self, key):
        """The instant at which a day begins, or None."""
        text = self.text(key, default=None)
        if text is None:
            return None
        _want(bool(_DATE.fullmatch(text)), f"{self.place}.{key}", f"not a day: {text!r}")
        try:
            return midnight(date.fromisoformat(text), self.zone)
        except ValueError as error:
            raise FormError(f"{self.place}.{key}: {error}") from error

    def number(self, key, default=_MISSING):
        value = self.value(key, (int, float, Decimal), default)
        place = f"{self.place}.{key}"
        _want(not isinstance(value, bool), place, f"of the wrong kind: {value!r}")
        if value is None:
            return None
        _want(value >= 0, place, f"negative: {value}")
        # The text of a binary float is the decimal that was written.
        return Fraction(str(value))

    def money(self, key):
        text = self.text(key)
        _want(bool(_MONEY.fullmatch(text)), f"{self.place}.{key}", f"not an amount: {text!r}")
        return Fraction(text)

    def costs(self, names):
        """The sum's parts by name; `names` are those allowed, None allows any."""
        given = self.value("costs", dict, default={})
        reader = _Reader(given, f"{self.place}.costs", self.zone)
        for name in given:
            _want(names is None or name in names, f"{reader.place}.{name}", "unknown")
        return {name: reader.money(name) for name in given}

    def close(self):
        for key in self.given:
            raise FormError(f"{self.place}.{key}: unknown key")


def _want(holds: bool, place: str, problem: str):
    if not holds:
        raise FormError(f"{place}: {problem}")
