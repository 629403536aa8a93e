#!/usr/bin/env python3
"""Random scenarios that reach the rules, refusals and boundaries of rating.md.

    python3 generate.py --seed N --count M [--rulebook NAME] [--expect] [--tally]

prints M scenarios as JSON lines, the same for the same seed. `--expect` adds what the model
makes of each; `--tally` prints instead how often each refusal and clause came up.

A scenario is told step by step to the model itself, so that the next event can be chosen with
an eye on what stands: mostly something that makes sense, at a time that is on or next to a
boundary of a rule; now and then something odd.
"""

import argparse
import json
import random
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from clock import (  # noqa: E402
    DAY,
    HOUR,
    MINUTE,
    QUARTER,
    midnight,
    next_month,
    parse_instant,
    wall_time,
)
from form import ZONES, check_event, check_header  # noqa: E402
from model import run  # noqa: E402
from operators import OPERATORS, CarCityClub, Evai  # noqa: E402
from world import OFF_NETWORK  # noqa: E402

STATIONS = ["A", "B", "C"]
CHANNELS = ["web", "app", "phone", "on-board", "kiosk", "office"]
KINDS = sorted({*CarCityClub.kinds, *Evai.kinds})
REPORTS = ["bay-taken", "force-majeure", "delay"]
PLANS = {
    "clem": ["comfort", "comfort", "comfort-family", "occasional", "plus"],
    "saemes": ["standard", "low-mileage", "low-mileage", "comfort"],
    "family": ["plus"] * 8 + ["standard", "comfort"],
}
CATEGORIES = {"carcityclub": ["city", "electric"], "evai": ["petrol", "electric"]}
KM = [0, 0, 1, 7, 22, 140, 0.01, 0.03, 11.5, 12.35, 63.07]
FUEL = [0, 0.1, 0.24, 0.25, 0.26, 0.5, 1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--rulebook", choices=sorted(ZONES))
    parser.add_argument("--expect", action="store_true", help="add what the model expects")
    parser.add_argument("--tally", action="store_true", help="count refusals and clauses")
    options = parser.parse_args()
    tally = Counter()
    for index in range(options.count):
        scenario = generate(options.seed, index, options.rulebook)
        result = run(scenario) if options.expect or options.tally else None
        if options.tally:
            count(tally, scenario, result)
            continue
        if options.expect:
            scenario["expect"] = {key: result[key] for key in ("refused", "lines", "total")}
        print(json.dumps(scenario))
    for (rulebook, what), number in sorted(tally.items()):
        print(f"{rulebook}\t{what}\t{number}")


def generate(seed: int, index: int, rulebook: str | None = None) -> dict:
    """The scenario number `index` of a seed."""
    rng = random.Random(f"{seed}/{index}/{rulebook}")
    rulebook = rulebook or rng.choice(sorted(ZONES))
    title = f"generated: seed {seed}, number {index}, {rulebook}"
    teller = (ContractTeller if rulebook == "saemes" else TripTeller)(rng, rulebook, title)
    return teller.scenario()


def count(tally: Counter, scenario: dict, result: dict):
    """Adds a scenario's refusals (by sort of event), acceptances and clauses."""
    rulebook = scenario["rulebook"]
    reasons = {refusal["event"]: refusal["reason"] for refusal in result["refused"]}
    for index, event in enumerate(scenario["events"]):
        tally[rulebook, f"{event['type']}: {reasons.get(index, 'ok')}"] += 1
    for line in result["lines"]:
        tally[rulebook, f"line {line['clause']}"] += 1


class Teller:
    """Tells events to the model one by one and keeps what was told."""

    actions = {}
    """Weight of each action; an action is a method that tells an event or does nothing."""

    def __init__(self, rng: random.Random, rulebook: str, title: str):
        self.rng, self.rulebook, self.zone = rng, rulebook, ZONES[rulebook]
        self.now = self.some_beginning()
        self.told = {"title": title, "rulebook": rulebook, "events": []}
        members = self.some_members()
        if members is not None:
            self.told["members"] = members
        self.people = rng.sample(["m1", "m2", "m3", "m4"], rng.randint(1, 4))
        self.header = check_header(self.told)
        self.world = OPERATORS[rulebook](self.header)

    def scenario(self) -> dict:
        self.open()
        length = self.rng.randint(5, 40)
        names, weights = list(self.actions), list(self.actions.values())
        while len(self.told["events"]) < length:
            getattr(self, self.rng.choices(names, weights)[0])()
        if self.rng.random() < 0.6:
            self.told["bill_until"] = self.write(max(self.now, self.some_closing()))
        return self.told

    def open(self):
        """A story to begin with, or nothing."""

    def tell(self, at: int, sort: str, **keys) -> str | None:
        """Tells an event, at once if `at` has passed, and returns the reason of a refusal."""
        self.now = max(self.now, at)
        event = {"at": self.write(self.now), "type": sort}
        event.update({key: value for key, value in keys.items() if value is not None})
        self.told["events"].append(event)
        return self.world.step(check_event(event, "generated", self.header))

    def by(self):
        """A member for `by`; None is the default, m1."""
        who = self.rng.choice(self.people)
        return None if who == "m1" and self.rng.random() < 0.5 else who

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    # --- Times ---------------------------------------------------------------------------

    def write(self, instant: int) -> str:
        """A text that is read as `instant`, mostly a wall time."""
        wall = wall_time(instant, self.zone)
        plain = wall.replace(tzinfo=None)
        texts = [plain.isoformat(timespec="minutes" if plain.second == 0 else "seconds")]
        skipped = (plain - timedelta(hours=1)).isoformat()
        if parse_instant(skipped, self.zone) == instant:
            texts.append(skipped)
        text = self.rng.choice(texts)
        if parse_instant(text, self.zone) != instant or self.chance(0.03):
            return wall.isoformat()
        return text

    def some_beginning(self) -> int:
        """Often some hours or days before a night, month end or leap day that matters."""
        year = self.rng.randint(2015, 2028)
        anchors = [
            self.last_sunday(year, 3),
            self.last_sunday(year, 10),
            date(year, 1, 1),
            date(year, 3, 1),
            date(year, self.rng.randint(1, 12), 1),
            date(year, self.rng.randint(1, 12), self.rng.randint(1, 28)),
            date(2024, 2, 29),
            date(year, self.rng.choice([1, 3, 5, 7, 8, 10, 12]), 31),
        ]
        day = midnight(self.rng.choice(anchors), self.zone)
        back = self.rng.choice([0, QUARTER, 3 * HOUR, 12 * HOUR, 20 * HOUR, DAY, 2 * DAY])
        return day - back - self.rng.choice([0, 0, 7 * MINUTE, 1])

    def last_sunday(self, year: int, month: int) -> date:
        """Of March and October, when the clocks of Europe change."""
        last = date(year, month, 31)
        return last - timedelta(days=(last.weekday() + 1) % 7)

    def near(self, instant: int) -> int:
        """The instant itself or one just before or after it."""
        return instant + self.rng.choice([0, 0, 0, 1, -1, 1, -1, 60, -60, 300, -300])

    def grid(self, since: int, until: int) -> int:
        """A quarter hour between the two, the first one at the latest."""
        first = -(-since // QUARTER)
        return self.rng.randint(first, max(first, until // QUARTER)) * QUARTER

    def some_closing(self) -> int:
        month = next_month(self.now, self.zone)
        return self.rng.choice([
            self.now,
            self.now + 1,
            self.near(month),
            month,
            next_month(month, self.zone),
            self.now + self.rng.randint(0, 400) * DAY,
            self.now + self.rng.randint(0, 48) * HOUR,
        ])

    # --- What the rulebook does not have --------------------------------------------------

    def tell_not_offered(self):
        """A sort of event, or a word in one, that another rulebook has."""
        booking = self.some_booking_id()
        start = self.grid(self.now, self.now + DAY)
        foreign = {
            "book": {"booking": "b0", "vehicle": "v1", "category": "diesel",
                     "start": self.write(start), "end": self.write(start + 2 * HOUR)},
            "cancel": {"booking": booking},
            "unlock": {"booking": booking, "method": "card"},
            "return": {"booking": booking},
            "report": {"booking": booking, "kind": "delay"},
            "assess": {"booking": booking, "kind": self.rng.choice(["scratched", "dirty"])},
            "service": {"kind": self.rng.choice(["keys-copied", "card-replaced"])},
            "refund": {"kind": self.rng.choice(["hotel", "taxi"]), "amount": "3.00"},
            "subscribe": {"plan": "gold", "contract": self.contract_key("c1")},
            "unsubscribe": {"plan": "gold", "contract": self.contract_key("c1")},
            "exit": {"contract": "c1"},
            "move": {"vehicle": "v1", "to": "A"},
            "validate": {},
        }
        own = {"book", "assess", "service", "refund", "subscribe", "unsubscribe"}
        sorts = [sort for sort in foreign if sort in own or sort not in self.world.sorts]
        sort = self.rng.choice(sorts)
        by = self.by() if sort != "exit" else None
        self.tell(self.now, sort, **foreign[sort], by=by)

    def some_booking_id(self):
        return self.rng.choice([*self.world.bookings, "b0"])

    def contract_key(self, contract: str):
        return contract if self.rulebook == "saemes" else None

    # --- Subscriptions --------------------------------------------------------------------

    def tell_subscribe(self, at=None):
        plan = self.rng.choice(PLANS[self.rulebook])
        self.tell(self.now if at is None else at, "subscribe", by=self.by(), plan=plan,
                  contract=self.contract_key(self.rng.choice(["c1", "c2", "c3"])))

    def tell_unsubscribe(self):
        plan = self.rng.choice(PLANS[self.rulebook]) if self.chance(0.1) else None
        running = [s for s in self.world.subscriptions if s.runs(self.now)]
        by, contract = self.by(), self.rng.choice(["c1", "c2", "c3"])
        at = self.now + self.rng.choice([0, HOUR, DAY])
        if running and self.chance(0.8):
            chosen = self.rng.choice(running)
            by, contract = chosen.member.id, chosen.contract
            at = self.some_due(chosen) if self.chance(0.5) else at
        self.tell(at, "unsubscribe", by=by, plan=plan, contract=self.contract_key(contract))

    def some_due(self, subscription) -> int:
        """A moment at or next to a due date of a subscription."""
        if self.rulebook == "clem":
            wall = wall_time(subscription.joined, self.zone)
            months = self.rng.randint(0, 8)
            return self.near(self.world.day_of_month(wall.year, wall.month + months, wall.day))
        if self.rulebook == "family":
            return self.near(self.world.year_of(subscription, self.now)[1])
        return self.near(next_month(self.now, self.zone))

    def some_members(self):
        """Of the rulebooks without bookings; None leaves the default."""
        return None if self.chance(0.5) else {"m1": {}, "m2": {}}


class ContractTeller(Teller):
    """saemes: contracts and their exits."""

    actions = {
        "tell_subscribe": 4,
        "tell_unsubscribe": 2,
        "tell_exits": 5,
        "let_pass": 4,
        "tell_not_offered": 1,
    }

    def open(self):
        if self.chance(0.8):
            self.tell_subscribe()

    def let_pass(self):
        month = next_month(self.now, self.zone)
        self.now = max(self.now, self.rng.choice([
            self.near(month),
            self.near(month),
            self.near(next_month(month, self.zone)),
            self.now + self.rng.randint(1, 20) * DAY,
            self.now + self.rng.randint(1, 40) * HOUR,
        ]))

    def tell_exits(self):
        """One exit or enough of them to pass the eight that are included."""
        running = [s.contract for s in self.world.subscriptions if s.runs(self.now)]
        anything = self.chance(0.1) or not running
        contract = self.rng.choice(["c1", "c2", "c3", "c9"] if anything else running)
        for _ in range(self.rng.choice([1, 1, 2, 7, 8, 9, 11]) if running else 1):
            self.tell(self.now + self.rng.choice([0, 1, HOUR]), "exit", contract=contract)


class TripTeller(Teller):
    """The rulebooks with bookings."""

    actions = {
        "tell_book": 8,
        "tell_unlock": 10,
        "tell_return": 9,
        "tell_extend": 4,
        "tell_change": 5,
        "tell_cancel": 2,
        "tell_report": 2,
        "tell_move": 1,
        "tell_validate": 1,
        "tell_odd": 1,
    }

    def __init__(self, rng, rulebook, title):
        super().__init__(rng, rulebook, title)
        vehicles = rng.sample(["v1", "v2", "v3"], rng.randint(1, 3))
        categories = CATEGORIES.get(rulebook, [None])
        self.fleet = {vehicle: rng.choice(categories) for vehicle in vehicles}
        self.ids = 0
        self.off_network = 0.12 if rulebook == "evai" else 0.03
        if {"subscribe"} & self.world.sorts:
            self.actions = {**self.actions, "tell_subscribe": 1, "tell_unsubscribe": 1}
        if "refund" in self.world.sorts:
            self.actions = {**self.actions, "tell_assess": 3, "tell_refund": 1}
        if rulebook == "carcityclub":
            self.actions = {**self.actions, "tell_restored": 2}

    def some_members(self):
        """Plans, `since`, missing documents and enabled vehicles, or the default."""
        if self.chance(0.3):
            return None
        return {
            f"m{number}": self.some_member() for number in range(1, self.rng.randint(1, 4) + 1)
        }

    def some_member(self) -> dict:
        member = {}
        if self.rulebook == "clem" and self.chance(0.7):
            member["plan"] = self.rng.choice(["occasional", "comfort", "comfort-family"])
            if self.chance(0.6):
                since = wall_time(self.now, self.zone).date() - timedelta(
                    days=self.rng.choice([0, 1, 30, 31, 200, self.rng.randint(0, 500)])
                )
                member["since"] = since.isoformat()
        if self.rulebook == "family" and self.chance(0.3):
            member["plan"] = self.rng.choice(["standard", "plus"])
        if self.chance(0.4 if self.rulebook == "evai" else 0.08):
            member["validated"] = False
        if self.chance(0.1):
            member["vehicles"] = self.rng.sample(["v1", "v2", "v3"], self.rng.randint(1, 3))
        return member

    # --- Stories to begin with ------------------------------------------------------------

    def open(self):
        if self.rulebook == "family" and self.chance(0.25):
            self.rng.choice([self.tell_three_delays, self.tell_plus_year])()
        elif self.rulebook == "clem" and self.chance(0.3):
            self.tell_subscribe()
        elif self.chance(0.15):
            self.tell_vehicle_away()

    def tell_trip(self, start: int, end: int, back: int, by=None):
        """Books, opens and brings back, as far as it is accepted."""
        vehicle = self.rng.choice(list(self.fleet))
        booking = self.book(start - QUARTER - HOUR, vehicle, start, end, by)
        if booking:
            self.tell(start, "unlock", booking=booking, method="card")
            self.tell(back, "return", booking=booking)

    def tell_three_delays(self):
        """FAM-04: the third about 365 times 24 hours after the first."""
        start = self.grid(self.now + 2 * HOUR, self.now + DAY)
        end = start + HOUR
        first = end + self.rng.choice([15 * MINUTE + 1, 30 * MINUTE, 2 * HOUR])
        self.tell_trip(start, end, first)
        middle = self.rng.randint(1, 360) * DAY
        self.tell_trip(start + middle, end + middle, end + middle + 15 * MINUTE + 1)
        third = first + 365 * DAY + self.rng.choice([-1, 0, 1, -DAY, DAY])
        end = (third - 16 * MINUTE) // QUARTER * QUARTER
        self.tell_trip(end - HOUR, end, third)
        for _ in range(2):
            self.tell_book()

    def tell_plus_year(self):
        """FAM-10: free hours used up and lapsing at the end of a year."""
        self.tell(self.now, "subscribe", plan=self.rng.choice([None, "plus"]))
        _start, end = self.world.year_of(self.world.subscriptions[-1], self.now)
        if self.chance(0.3):
            self.tell(self.near(self.now + DAY), "unsubscribe")
        for _ in range(self.rng.randint(1, 2)):
            begin = self.grid(self.now + 2 * HOUR, self.now + 9 * DAY)
            close = begin + self.rng.randint(20, 45) * HOUR
            self.tell_trip(begin, close, self.near(close))
        begin = end - self.rng.randint(1, 50) * HOUR
        close = end + self.rng.choice([-QUARTER, 0, 0, QUARTER])
        if self.chance(0.5):
            self.tell_trip(begin, close, self.near(end))
        else:
            booking = self.book(begin - DAY, self.rng.choice(list(self.fleet)), begin, close)
            if booking and self.chance(0.5):
                self.tell(self.near(min(end, close) - 1), "cancel", booking=booking)

    def tell_vehicle_away(self):
        """The one before is late; what becomes of the next one is left to chance."""
        vehicle = self.rng.choice(list(self.fleet))
        start = self.grid(self.now + HOUR, self.now + 6 * HOUR)
        end = start + self.rng.randint(4, 12) * QUARTER
        gap = self.world.charging
        first = self.book(self.now, vehicle, start, end)
        second = self.book(self.now, vehicle, end + gap, end + gap + 2 * HOUR, self.by())
        if not (first and second):
            return
        self.tell(start, "unlock", booking=first, method="card")
        self.tell(end + gap + self.rng.randint(0, 20), "unlock", booking=second, method="app")
        if self.chance(0.6):
            self.tell(self.now + self.rng.randint(0, 90) * MINUTE, "return", booking=first)
        if self.chance(0.4):
            self.tell(self.now + self.rng.randint(0, 90) * MINUTE, "cancel", booking=second)
        elif self.chance(0.6):
            self.tell(self.now + MINUTE, "unlock", booking=second, method="card")

    # --- Booking --------------------------------------------------------------------------

    def book(self, at, vehicle, start, end, by=None, **keys):
        """Books and returns the id, None if it was refused."""
        booking = f"b{self.ids + 1}"
        # A refused id may be booked again, but then an engine that accepts it fails on the form
        # and not with a difference that can be read, so mostly it is left.
        category = self.fleet[vehicle]
        pickup = self.world.place_at(vehicle, start) or self.rng.choice(STATIONS)
        keys = {"category": category, "pickup": pickup, **keys}
        if keys["pickup"] == "A" and self.chance(0.5):
            del keys["pickup"]
        refusal = self.tell(at, "book", booking=booking, vehicle=vehicle, by=by,
                            start=self.write(start), end=self.write(end), **keys)
        if not refusal or self.chance(0.85):
            self.ids += 1
        return None if refusal else booking

    def tell_book(self):
        if len(self.waiting()) > 6:
            return
        at = self.now + self.rng.choice([0, 0, 0, MINUTE, 10 * MINUTE, HOUR, DAY])
        vehicle = self.rng.choice(list(self.fleet))
        start = self.some_start(at, vehicle)
        end = start + self.some_length()
        following = [b for b in self.waiting() if b.vehicle == vehicle and b.start > start]
        if following and self.chance(0.4):
            end = min(b.start for b in following) - self.world.charging
        if self.chance(0.04):
            start, end = self.near(start), self.near(end)
        keys = {}
        if self.chance(0.35):
            keys["dropoff"] = self.some_place()
        if self.chance(0.12):
            keys["pickup"] = self.some_place()
        if self.chance(0.3):
            keys["channel"] = self.rng.choice(CHANNELS)
        if self.chance(0.05) and self.rulebook in CATEGORIES:
            keys["category"] = self.rng.choice(CATEGORIES[self.rulebook])
        self.book(at, vehicle, start, end, self.by(), **keys)

    def some_start(self, at: int, vehicle: str) -> int:
        """Soon, around a window before the start, or next to another booking."""
        soon = self.grid(at, at + self.rng.choice([0, QUARTER, 3 * HOUR, 10 * HOUR]))
        notice = at // QUARTER * QUARTER + self.rng.choice([18, 24, 30, 50]) * HOUR
        own = [b for b in self.world.bookings.values() if b.vehicle == vehicle]
        ends = [b.end for b in own if b.end >= at and not b.cancelled]
        starts = [b.start for b in own if b.start >= at and not b.cancelled]
        after = max(ends, default=soon) + self.rng.choice([0, 0, 1, 1, -1, 2]) * QUARTER
        before = max(starts, default=soon + 3 * HOUR) - self.rng.randint(1, 12) * QUARTER
        overdue = at // QUARTER * QUARTER + HOUR + self.rng.choice([0, QUARTER, 2 * QUARTER])
        choices = [soon, notice, after, before, overdue, self.grid(at, at + 9 * DAY), at - HOUR]
        return self.rng.choices(choices, [7, 4, 7, 2, 1, 2, 0.3])[0]

    def some_length(self) -> int:
        usual = self.rng.randint(4, 24) * QUARTER
        brief = self.rng.randint(0, 4) * QUARTER
        around_limit = 72 * HOUR + self.rng.choice([-1, 0, 1]) * QUARTER
        days = self.rng.randint(8, 80) * HOUR
        backwards = -QUARTER
        return self.rng.choices([usual, brief, around_limit, days, backwards], [30, 4, 2, 4, 1])[0]

    def some_place(self) -> str:
        return OFF_NETWORK if self.chance(self.off_network) else self.rng.choice(STATIONS)

    def waiting(self) -> list:
        """Those that may still be opened."""
        every = self.world.bookings.values()
        return [b for b in every if b.waiting and b.end >= self.now]

    def driving(self) -> list:
        return [b for b in self.world.bookings.values() if b.under_way]

    def pick(self, bookings: list):
        """Mostly the earliest of them, sometimes any booking at all, None if there is none."""
        every = list(self.world.bookings.values())
        if not bookings or self.chance(0.04):
            return self.rng.choice(every) if every and self.chance(0.06) else None
        if self.chance(0.7):
            return min(bookings, key=lambda b: b.start)
        return self.rng.choice(bookings)

    def moment(self, weighted: list) -> int:
        """One of the moments, by weight."""
        return self.rng.choices([at for at, _ in weighted], [weight for _, weight in weighted])[0]

    def before_start(self, booking) -> int:
        """On or next to one of the windows before the start, or anywhere before it."""
        return self.moment([
            (self.rng.randint(self.now, max(self.now, booking.start)) // 60 * 60, 5),
            (self.near(booking.start - 24 * HOUR), 3 if self.rulebook == "carcityclub" else 1),
            (self.near(booking.start - 18 * HOUR), 3 if self.rulebook == "evai" else 1),
            (self.near(booking.start - QUARTER), 3 if self.rulebook == "family" else 1),
            (self.near(booking.start), 1),
        ])

    def tell_change(self):
        coming = [b for b in self.waiting() if b.start - self.world.charging > self.now]
        booking = self.pick(coming)
        if not booking:
            return
        start = booking.start + self.rng.choice([-4, -1, 0, 1, 2, 8, 96]) * QUARTER
        length = booking.end - booking.start + self.rng.choice([-8, -4, -2, 0, 1, 4]) * QUARTER
        end = start + length
        others = [b for b in self.world.others(booking) if not b.cancelled and b.end > self.now]
        if others and self.chance(0.3):
            other = self.rng.choice(others)
            start = self.rng.choice([other.end, other.start]) + self.rng.choice([0, 1]) * QUARTER
            end = start + max(length, HOUR)
        if self.chance(0.05):
            end = self.near(end)
        if self.chance(0.03):
            end = start + 72 * HOUR + self.rng.choice([0, QUARTER])
        keys = {"start": self.write(start), "end": self.write(end)}
        if self.chance(0.5):
            del keys[self.rng.choice(["start", "end"])]
        if self.chance(0.2):
            keys["channel"] = self.rng.choice(CHANNELS)
        self.tell(self.before_start(booking), "change", booking=booking.id, **keys)

    def tell_cancel(self):
        booking = self.pick(self.waiting())
        if booking:
            at = self.moment([
                (self.before_start(booking), 6),
                (self.grid(booking.start, booking.end), 2),
                (self.near(booking.end), 1),
            ])
            self.tell(at, "cancel", booking=booking.id)

    def tell_extend(self):
        driving = [b for b in self.driving() if b.end >= self.now or self.chance(0.2)]
        booking = self.pick(driving if driving and self.chance(0.7) else self.waiting())
        if not booking:
            return
        at = self.moment([
            (self.now, 3),
            (self.near(booking.start), 2),
            (self.rng.randint(booking.start, max(booking.start, booking.end)), 2),
            (self.near(booking.end - 30 * MINUTE), 4 if self.rulebook == "evai" else 1),
            (self.near(booking.end), 2),
        ])
        following = [
            b.start - self.world.charging
            for b in self.waiting() if b.vehicle == booking.vehicle and b.start >= booking.end
        ]
        end = self.moment([
            (booking.end + self.rng.randint(1, 12) * QUARTER, 8),
            (min(following, default=booking.end) + self.rng.choice([0, QUARTER]), 3),
            (booking.end - self.rng.choice([0, QUARTER]), 1),
            (booking.end + QUARTER + self.rng.choice([1, MINUTE]), 0.5),
            (booking.start + 72 * HOUR + self.rng.choice([0, QUARTER]), 0.7),
        ])
        channel = self.rng.choice(CHANNELS) if self.chance(0.3) else None
        self.tell(at, "extend", booking=booking.id, end=self.write(end), channel=channel)

    # --- The trip -------------------------------------------------------------------------

    def tell_unlock(self):
        booking = self.pick(self.waiting() if self.chance(0.95) else self.driving())
        if not booking:
            return
        at = self.moment([
            (booking.start, 6),
            (self.grid(booking.start, booking.end - 1), 6),
            (self.near(booking.start), 2),
            (self.near(booking.start + 4 * HOUR), 3 if self.rulebook == "carcityclub" else 0.2),
            (self.near(booking.end), 0.5),
            (self.now, 1),
        ])
        method = self.rng.choice(["card", "sms", "kiosk", "app"])
        self.tell(at, "unlock", booking=booking.id, method=method)

    def tell_return(self):
        booking = self.pick(self.driving())
        if not booking:
            return
        at = self.moment([
            (self.rng.randint(booking.start, max(booking.start, booking.end)), 4),
            (self.near(booking.end), 4),
            (booking.end + self.rng.randint(1, 4 * HOUR), 2),
            (self.near(booking.end + HOUR), 1),
            (self.near(booking.end + QUARTER), 4 if self.rulebook == "family" else 1),
            (self.now, 0.5),
        ])
        keys = {}
        if self.chance(0.45):
            usual = self.world.leaves_at(booking)
            keys["station"] = usual if self.chance(0.5) else self.some_place()
            if self.rulebook != "clem" and self.chance(self.off_network):
                keys["station"] = OFF_NETWORK
        if self.chance(0.7):
            keys["km"] = self.rng.choice(KM)
        if self.chance(0.5):
            keys["fuel"] = self.rng.choice(FUEL)
        if self.chance(0.3):
            keys["plugged_in"] = self.chance(0.5)
        if self.chance(0.2):
            keys["procedure"] = self.rng.choice(["incomplete", "incomplete", "complete"])
        if self.chance(0.3):
            late = self.rng.choice([-600, 0, 1, QUARTER, HOUR, HOUR + 1, 80 * MINUTE])
            keys["checked_at"] = self.write(max(self.now, at) + late)
        if self.rulebook == "evai" and self.chance(0.3):
            keys["costs"] = self.some_costs(["recovery", "fines"])
        self.tell(at, "return", booking=booking.id, **keys)

    def tell_report(self):
        booking = self.pick(self.driving() if self.chance(0.9) else self.waiting())
        if booking:
            at = self.moment([(self.now, 2), (self.near(booking.end), 1)])
            self.tell(at, "report", booking=booking.id, kind=self.rng.choice(REPORTS))

    def tell_move(self):
        vehicle = self.rng.choice(list(self.fleet))
        coming = [b for b in self.waiting() if b.vehicle == vehicle]
        place = self.some_place() if self.chance(0.9) else OFF_NETWORK
        if coming and self.chance(0.6):
            place = min(coming, key=lambda b: b.start).pickup
        at = self.now + self.rng.choice([0, 0, MINUTE, HOUR])
        if coming and self.chance(0.15):
            at = self.rng.choice(coming).end
        self.tell(at, "move", vehicle=vehicle, to=place)

    def tell_validate(self):
        unknown = [m.id for m in self.world.members.values() if not m.validated]
        if unknown or self.chance(0.1):
            by = self.rng.choice(unknown) if unknown else self.by()
            self.tell(self.now + self.rng.choice([0, MINUTE, HOUR]), "validate", by=by)

    # --- Staff ----------------------------------------------------------------------------

    def tell_assess(self):
        kind = self.rng.choice([k for k in self.world.kinds if k != "restored"])
        if self.chance(0.06):
            kind = self.rng.choice(KINDS)
        bookings = list(self.world.bookings)
        keys = {"booking": self.rng.choice(bookings) if bookings and self.chance(0.8) else None}
        if kind == "pickup-checks-missed":
            keys["booking"] = keys["booking"] or "b0"
            since = self.now - self.rng.randint(0, 300) * MINUTE
            until = since + self.rng.choice([-60, 0, 1, HOUR, HOUR + 1, 3 * HOUR])
            keys |= {"from": self.write(since), "until": self.write(until),
                     "km": self.rng.choice(KM)}
        if self.chance(0.5):
            keys["costs"] = self.some_costs(["cleaning", "repair", "toll"])
        sort = self.rng.choice(["assess", "assess", "service"])
        if keys["booking"] is None:
            keys["by"] = self.by()
        self.tell(self.now + self.rng.choice([0, HOUR]), sort, kind=kind, **keys)

    def tell_restored(self):
        booking = self.pick(self.waiting() if self.chance(0.8) else self.driving())
        if booking:
            at = self.near(booking.start + 4 * HOUR) + self.rng.choice([0, 0, MINUTE, HOUR])
            costs = self.some_costs(["call"]) if self.chance(0.1) else None
            self.tell(at, "service", kind="restored", booking=booking.id, costs=costs)

    def tell_refund(self):
        bookings = list(self.world.bookings)
        booking = self.rng.choice(bookings) if bookings and self.chance(0.7) else None
        receipt = {
            key: self.chance(0.5)
            for key in ("receipt_complete", "receipt_in_name") if self.chance(0.4)
        }
        amount = self.rng.choice(["0.00", "12.30", "24.99", "25.00", "25.01", "31.50"])
        self.tell(self.now, "refund", kind=self.rng.choice(["taxi", "fuel"]), amount=amount,
                  booking=booking, by=None if booking else self.by(), **receipt)

    def some_costs(self, names: list) -> dict:
        chosen = self.rng.sample(names, self.rng.randint(0, len(names)))
        return {name: self.rng.choice(["0.00", "4.30", "45.00", "0.01"]) for name in chosen}

    # --- Odd things -----------------------------------------------------------------------

    def tell_odd(self):
        if self.chance(0.5):
            self.tell_not_offered()
        elif self.chance(0.6):
            self.tell_unknown_booking()
        else:
            self.now += self.rng.choice([DAY, 30 * DAY, 200 * DAY])

    def tell_unknown_booking(self):
        later = self.write(self.grid(self.now, self.now + DAY))
        sort, keys = self.rng.choice([
            ("change", {"end": later}),
            ("extend", {"end": later}),
            ("cancel", {}),
            ("unlock", {"method": "card"}),
            ("return", {}),
            ("report", {"kind": "delay"}),
            ("assess", {"kind": "dirty"}),
            ("refund", {"kind": "taxi", "amount": "9.00"}),
        ])
        self.tell(self.now, sort, booking="b0", **keys)

    def some_closing(self) -> int:
        """Around the end of a booking, too."""
        ends = [b.end for b in self.waiting()]
        if ends and self.chance(0.6):
            return self.near(self.rng.choice(ends))
        return super().some_closing()


if __name__ == "__main__":
    main()
