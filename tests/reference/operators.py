"""The five rulebooks (rating.md, the section of each operator)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from clock import (
    DAY,
    HOUR,
    MINUTE,
    QUARTER,
    first_of_month,
    midnight,
    next_month,
    started,
    wall_time,
)
from form import Header
from world import OFF_NETWORK, Booking, Member, Refused, World

LOW_FUEL = Fraction(1, 4)


def euro(text: str) -> Fraction:
    return Fraction(text)


@dataclass
class Subscription:
    """A subscription or contract: runs in [joined, left)."""

    member: Member
    plan: str
    joined: int
    contract: str | None = None
    """Its number; saemes only."""
    told: bool = True
    """Joined by an event of the scenario, not by a member's `since`."""
    left: int | None = None
    exits: list = field(default_factory=list)
    """Instants; saemes only."""

    def runs(self, moment: int) -> bool:
        return self.joined <= moment and (self.left is None or moment < self.left)

    def owes(self, due: int, limit: int) -> bool:
        """Whether a fee falls due at `due` that is billed before `limit`.

        What an event itself causes is billed, be it at the very moment of `bill_until`.
        """
        return (self.told and due == self.joined) or (due < limit and self.runs(due))


class Subscriptions(World):
    """Joining and leaving, the same in clem, saemes and family but for when leaving works."""

    plans = frozenset()
    fees = {}
    """What a plan with a fee costs a period."""

    def __init__(self, header: Header):
        super().__init__(header)
        self.subscriptions = []

    def check_offered(self, event: dict):
        super().check_offered(event)
        plan = event.get("plan")
        if event["type"] == "subscribe" and plan not in self.fees:
            raise Refused("not-offered")
        if event["type"] == "unsubscribe" and plan is not None and plan not in self.plans:
            raise Refused("not-offered")

    def on_subscribe(self, event: dict):
        if self.running(event):
            raise Refused("already-subscribed")
        member, plan = self.member(event["by"]), event["plan"]
        subscription = Subscription(member, plan, self.now, event["contract"])
        self.subscriptions.append(subscription)
        self.after_joining(subscription)

    def on_unsubscribe(self, event: dict):
        """Whoever has left already but runs on to the end of the period may leave again."""
        subscription = self.running(event)
        if (
            subscription is None
            or subscription.member.id != event["by"]
            or event["plan"] not in (None, subscription.plan)
        ):
            raise Refused("not-subscribed")
        subscription.left = self.leaving(subscription)

    def running(self, event: dict) -> Subscription | None:
        """The subscription that the event is about, if it runs."""
        found = (s for s in self.subscriptions if s.member.id == event["by"])
        return next((s for s in found if s.runs(self.now)), None)

    def after_joining(self, _subscription: Subscription):
        pass

    def leaving(self, _subscription: Subscription) -> int:
        """From when on leaving now works."""
        return self.now


class Clem(Subscriptions):
    """clem (Europe/Paris), seed 000."""

    sorts = World.sorts | {"subscribe", "unsubscribe"}
    plans = {"occasional", "comfort", "comfort-family"}
    fees = {"comfort": euro("10.00"), "comfort-family": euro("15.00")}
    clauses = {"occasional": "CLEM-10", "comfort": "CLEM-11", "comfort-family": "CLEM-12"}
    hours = {
        "occasional": (7, 6, 5, 4, 3, 2, 1),
        "comfort": (5, 4, 4, 4, 3, 2, 1),
        "comfort-family": (5, 4, 4, 4, 3, 2, 1),
    }
    """CLEM-10 to CLEM-12: what each hour costs, and 1.00 each further one."""
    commitment_months = 6

    def __init__(self, header: Header):
        super().__init__(header)
        for member in self.members.values():
            if member.since is not None and member.plan in self.fees:
                known = Subscription(member, member.plan, member.since, told=False)
                self.subscriptions.append(known)

    def plan_of(self, member: Member) -> str:
        return member.plan or "occasional"

    def leaves_at(self, booking: Booking) -> str:
        """Back at its station, whatever the `dropoff`."""
        return booking.pickup

    def check_return(self, booking: Booking, station: str, event: dict):
        if station != booking.pickup:
            raise Refused("wrong-station")
        if not event["plugged_in"]:
            raise Refused("not-plugged-in")

    def bill_returned(self, booking: Booking, _station: str, _event: dict):
        self.bill_time(booking)
        overrun = started(booking.returned - booking.end, HOUR)
        self.bill(booking, "CLEM-13", overrun * self.hours[booking.plan][0])

    def bill_never_opened(self, booking: Booking):
        self.bill_time(booking)

    def bill_time(self, booking: Booking):
        """The booked time as extended, in started hours, by the plan when booking."""
        hours, prices = started(booking.end - booking.start, HOUR), self.hours[booking.plan]
        amount = sum(prices[:hours]) + max(0, hours - len(prices))
        self.bill(booking, self.clauses[booking.plan], amount)

    def after_joining(self, subscription: Subscription):
        subscription.member.plan = subscription.plan

    def leaving(self, subscription: Subscription) -> int:
        """What is missing to six months falls due at once, a line a month."""
        months = sum(1 for _ in self.dues(subscription, self.now))
        for _ in range(months, self.commitment_months):
            self.bill_month(subscription)
        subscription.member.plan = "occasional"
        return self.now

    def bill_dues(self, limit: int):
        for subscription in self.subscriptions:
            for _ in self.dues(subscription, limit):
                self.bill_month(subscription)

    def bill_month(self, subscription: Subscription):
        plan = subscription.plan
        self.add_line(subscription.member, None, self.clauses[plan], self.fees[plan])

    def dues(self, subscription: Subscription, limit: int):
        """On joining, then at 00:00 of that day of each month, only before leaving."""
        wall = wall_time(subscription.joined, self.zone)
        due, month = subscription.joined, 0
        while subscription.owes(due, limit):
            yield due
            month += 1
            due = self.day_of_month(wall.year, wall.month + month, wall.day)

    def day_of_month(self, year: int, month: int, day: int) -> int:
        """00:00 of that day, or of the month's last day if it has no such day."""
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        while True:
            try:
                return midnight(date(year, month, day), self.zone)
            except ValueError:
                day -= 1


class Saemes(Subscriptions):
    """saemes (Europe/Paris), seed 001: contracts by calendar month, no bookings."""

    sorts = {"subscribe", "unsubscribe", "exit"}
    plans = {"standard", "low-mileage"}
    fees = {"standard": euro("286.82"), "low-mileage": euro("95.00")}
    exits_included = {"low-mileage": 8}
    exit_price = euro("4.50")

    def __init__(self, header: Header):
        super().__init__(header)
        self.contracts = {}
        """The latest subscription by contract number; a number belongs to one member."""

    def running(self, event: dict) -> Subscription | None:
        contract = self.contracts.get(event["contract"])
        return contract if contract and contract.runs(self.now) else None

    def after_joining(self, subscription: Subscription):
        self.contracts[subscription.contract] = subscription

    def leaving(self, _subscription: Subscription) -> int:
        """The contract ends with its month."""
        return next_month(self.now, self.zone)

    def on_exit(self, event: dict):
        contract = self.running(event)
        if contract is None:
            raise Refused("no-such-contract")
        contract.exits.append(self.now)

    def bill_dues(self, limit: int):
        for contract in self.subscriptions:
            start = contract.joined
            while contract.owes(start, limit):
                end = next_month(start, self.zone)
                self.bill_month(contract, start, end, limit)
                start = end

    def bill_month(self, contract: Subscription, start: int, end: int, limit: int):
        """The month from `start` on in advance, its exits with its last moment."""
        first, last = wall_time(start, self.zone), wall_time(end - 1, self.zone)
        share = Fraction(last.day - first.day + 1, last.day)
        amount = share * self.fees[contract.plan]
        self.add_line(contract.member, contract.contract, "SAE-T", amount)
        included = self.exits_included.get(contract.plan)
        if included is None or end > limit:
            return
        exits = sum(1 for exit in contract.exits if start <= exit < end)
        further = max(0, exits - included)
        self.add_line(contract.member, contract.contract, "SAE-09", further * self.exit_price)


class Family(Subscriptions):
    """family (Europe/Vienna), seed 002."""

    sorts = World.sorts | {"subscribe", "unsubscribe"}
    charging = QUARTER
    plans = {"standard", "plus"}
    fees = {"plus": euro("240.00")}
    quarter_price = euro("1.20")
    free_quarters = 60 * 4
    grace = 15 * MINUTE
    late_fee = euro("20.00")
    lock_window = 365 * DAY
    indemnities = {"FAM-04"}

    def __init__(self, header: Header):
        super().__init__(header)
        self.used = {}
        """Free quarters used, by member and the beginning of the year."""

    def leaving(self, subscription: Subscription) -> int:
        return self.year_of(subscription, self.now)[1]

    def bill_dues(self, limit: int):
        """FAM-10 on joining and at each renewal."""
        for subscription in self.subscriptions:
            start = subscription.joined
            while subscription.owes(start, limit):
                self.add_line(subscription.member, None, "FAM-10", self.fees["plus"])
                start = self.year_of(subscription, start)[1]

    def year_of(self, subscription: Subscription, moment: int):
        """The PLUS year that holds `moment`: from joining or renewal to the next renewal."""
        joined = wall_time(subscription.joined, self.zone)
        start, year = subscription.joined, joined.year + 1
        while (end := first_of_month(year, joined.month, self.zone)) <= moment:
            start, year = end, year + 1
        return start, end

    def bill_time(self, booking: Booking, until: int, closed: int):
        """From the charging time on; the free quarters of the year of closing go first."""
        quarters = started(until - (booking.start - self.charging), QUARTER)
        for subscription in self.subscriptions:
            if subscription.member is booking.member and subscription.runs(closed):
                year = (booking.member.id, self.year_of(subscription, closed)[0])
                free = min(quarters, self.free_quarters - self.used.get(year, 0))
                self.used[year] = self.used.get(year, 0) + free
                quarters -= free
        self.bill(booking, "FAM-06", quarters * self.quarter_price)

    def bill_returned(self, booking: Booking, _station: str, _event: dict):
        # Both ends lie on a quarter hour, so counting in started quarters rounds the closing up.
        self.bill_time(booking, max(booking.end, booking.returned), booking.returned)
        late = booking.returned - booking.end > self.grace
        if late and not booking.reports & {"force-majeure", "delay"}:
            self.bill(booking, "FAM-04", self.late_fee)
            self.note_late_closing(booking.member)

    def note_late_closing(self, member: Member):
        """The third at most 365 x 24 hours after the first of three locks the account."""
        member.late_closings.append(self.now)
        last = member.late_closings[-3:]
        if len(last) == 3 and last[2] - last[0] <= self.lock_window:
            member.locked = True

    def bill_cancelled(self, booking: Booking):
        if self.now >= booking.start - self.charging:
            self.bill_time(booking, booking.end, self.now)

    def bill_never_opened(self, booking: Booking):
        self.bill_time(booking, booking.end, booking.end)


class CarCityClub(World):
    """carcityclub (Europe/Rome), seed 003."""

    sorts = World.sorts | {"assess", "service", "refund"}
    categories = {"city", "electric"}
    hourly = {"city": euro("2.40"), "electric": euro("3.00")}
    per_km = {"city": euro("0.50"), "electric": euro("0.40")}
    shortest = HOUR
    longest = 72 * HOUR
    free_notice = 24 * HOUR
    patience = 4 * HOUR
    indemnity = euro("25.00")
    kinds = {
        "card-replaced": ("CCC-26", euro("25.00")),
        "remote-door": ("CCC-27", euro("2.50")),
        "restored": ("CCC-28", euro("3.00")),
        "wrong-fuel": ("CCC-32", euro("25.00")),
        "left-open": ("CCC-33", euro("25.00")),
        "keys-lost": ("CCC-34", euro("25.00")),
        "damage-unreported": ("CCC-35", euro("25.00")),
        "smoking": ("CCC-36", euro("25.00")),
        "animals": ("CCC-36", euro("25.00")),
        "dirty": ("CCC-40", euro("25.00")),
        "towed": ("CCC-42", euro("100.00")),
        "moved-by-staff": ("CCC-43", euro("100.00")),
        "traffic-fine": ("CCC-44", euro("15.00")),
        "toll-unpaid": ("CCC-45", euro("15.00")),
        "accident-at-fault": ("CCC-46", euro("15.00")),
    }
    refund_clauses = {"taxi": "CCC-10", "fuel": "CCC-15"}
    indemnities = {f"CCC-{number}" for number in range(31, 47)}

    def bill_booked(self, booking: Booking, channel: str):
        if channel == "phone":
            self.bill(booking, "CCC-01", euro("1.00"))

    def bill_changed(self, booking: Booking, start: int, end: int):
        """CCC-29: half price for the quarters given up at short notice."""
        given_up = self.quarters(booking.start, booking.end) - self.quarters(start, end)
        if self.is_short_notice(booking) and given_up > 0:
            self.bill(booking, "CCC-29", given_up * self.quarter_price(booking) / 2)

    def bill_cancelled(self, booking: Booking):
        if self.is_short_notice(booking):
            self.bill_given_up(booking)

    def bill_never_opened(self, booking: Booking):
        self.bill_given_up(booking)

    def bill_given_up(self, booking: Booking):
        quarters = self.quarters(booking.start, booking.end)
        self.bill(booking, "CCC-29", quarters * self.quarter_price(booking) / 2)

    def is_short_notice(self, booking: Booking) -> bool:
        return booking.start - self.now < self.free_notice

    def bill_extended(self, booking: Booking):
        if booking.opened and "bay-taken" not in booking.reports:
            self.bill(booking, "CCC-30", euro("3.00"))

    def is_suspended(self, booking: Booking) -> bool:
        waited = self.now - booking.start > self.patience
        return booking.waiting and waited and not booking.restored

    def check_service(self, booking: Booking | None, event: dict):
        if event["kind"] == "restored":
            if booking is None or not self.is_suspended(booking):
                raise Refused("not-suspended")
            booking.restored = True

    def accepts_receipt(self, event: dict) -> bool:
        named = event["kind"] != "fuel" or event["receipt_in_name"]
        return event["receipt_complete"] and named

    def bill_returned(self, booking: Booking, station: str, event: dict):
        self.bill_used(booking)
        self.bill(booking, "CCC-K", event["km"] * self.per_km[booking.category])
        if station != booking.dropoff and "bay-taken" not in booking.reports:
            self.bill(booking, "CCC-41", euro("100.00"))
        self.bill_state(booking, event)

    def bill_used(self, booking: Booking):
        """CCC-T with CCC-23 when early, with CCC-37 when late."""
        quarter = self.quarter_price(booking)
        booked = self.quarters(booking.start, booking.end)
        used = self.quarters(booking.start, booking.returned)
        late = booking.returned > booking.end
        if late and "force-majeure" not in booking.reports:
            hours = started(booking.returned - booking.end, HOUR)
            amount = self.indemnity + 2 * self.hourly[booking.category] * hours
            self.bill(booking, "CCC-37", amount)
            used = booked
        self.bill(booking, "CCC-T", used * quarter)
        self.bill(booking, "CCC-23", max(0, booked - used) * quarter / 2)

    def bill_state(self, booking: Booking, event: dict):
        """Fuel, plug and procedure: CCC-38, CCC-39, CCC-31."""
        electric = booking.category == "electric"
        if not electric and event["fuel"] is not None and event["fuel"] < LOW_FUEL:
            self.bill(booking, "CCC-38", self.indemnity)
        if electric and not event["plugged_in"]:
            self.bill(booking, "CCC-39", self.indemnity)
        if event["procedure"] == "incomplete":
            checked = booking.returned if event["checked_at"] is None else event["checked_at"]
            open_quarters = self.quarters(booking.returned, checked)
            amount = self.indemnity + open_quarters * self.quarter_price(booking)
            self.bill(booking, "CCC-31", amount)

    def quarters(self, since: int, until: int) -> int:
        return started(until - since, QUARTER)

    def quarter_price(self, booking: Booking) -> Fraction:
        return self.hourly[booking.category] / 4


class Evai(World):
    """evai (Europe/Rome), seed 004."""

    sorts = World.sorts | {"assess", "service", "refund"}
    categories = {"petrol", "electric"}
    hourly = {"petrol": euro("2.40"), "electric": euro("5.00")}
    per_km = {"petrol": euro("0.48"), "electric": euro("0")}
    books_unvalidated = True
    notice = 30 * MINUTE
    free_notice = 18 * HOUR
    penalty = euro("30.00")
    heavy_penalty = euro("120.00")
    kinds = {
        "dirty": ("EVAI-4.1", euro("0")),
        "smoking": ("EVAI-4.1", euro("0")),
        "animals": ("EVAI-4.1", euro("0")),
        "fuel-card-misuse": ("EVAI-7.7", euro("120.00")),
        "tank-not-filled": ("EVAI-7.4", euro("30.00")),
        "pickup-checks-missed": ("EVAI-3.4", euro("30.00")),
    }
    refund_clauses = {"taxi": "EVAI-3.5", "fuel": "EVAI-7.5"}
    indemnities = {
        f"EVAI-{section}"
        for section in (
            "3.4", "4.1", "5.2", "5.3", "5.4", "5.5", "5.7", "5.8", "6.2", "7.4", "7.7",
        )
    }

    def check_notice(self, booking: Booking):
        if self.now > booking.end - self.notice:
            raise Refused("too-late")

    def measured(self, booking: Booking | None, event: dict) -> Fraction:
        """EVAI-3.4: the hours and kilometres of the span that staff record."""
        if event["kind"] != "pickup-checks-missed":
            return Fraction(0)
        return (
            self.price_of(booking, event["from"], event["until"])
            + event["km"] * self.per_km[booking.category]
        )

    def bill_changed(self, booking: Booking, start: int, end: int):
        """EVAI-6.2: the whole hours given up at short notice."""
        old = self.price_of(booking, booking.start, booking.end)
        new = self.price_of(booking, start, end)
        if self.is_short_notice(booking) and old > new:
            self.bill(booking, "EVAI-6.2", old - new)

    def bill_cancelled(self, booking: Booking):
        if self.is_short_notice(booking):
            amount = self.price_of(booking, booking.start, booking.agreed_end)
            self.bill(booking, "EVAI-6.2", amount)

    def bill_never_opened(self, booking: Booking):
        amount = self.price_of(booking, booking.start, booking.agreed_end)
        self.bill(booking, "EVAI-6.1", amount)

    def is_short_notice(self, booking: Booking) -> bool:
        return booking.start - self.now < self.free_notice

    def bill_returned(self, booking: Booking, station: str, event: dict):
        until = max(booking.returned, booking.agreed_end)
        self.bill(booking, "EVAI-2.1", self.price_of(booking, booking.start, until))
        self.bill(booking, "EVAI-2.3", event["km"] * self.per_km[booking.category])
        recovery = event["costs"].get("recovery", Fraction(0))
        if station == OFF_NETWORK:
            agreed = booking.dropoff == OFF_NETWORK
            clause = "EVAI-5.2" if agreed else "EVAI-5.3"
            fixed = euro("60.00") if agreed else self.heavy_penalty
            self.bill(booking, clause, fixed + recovery)
            recovery = Fraction(0)
        elif station != booking.dropoff:
            self.bill(booking, "EVAI-5.4", self.penalty)
        self.bill_late(booking, recovery, event)
        self.bill_state(booking, event)

    def bill_late(self, booking: Booking, recovery: Fraction, event: dict):
        """EVAI-5.7 or EVAI-5.8, against the end as extended."""
        if booking.returned <= booking.end or "force-majeure" in booking.reports:
            return
        if booking.extension_refused:
            self.bill(booking, "EVAI-5.7", self.penalty)
        else:
            fines = event["costs"].get("fines", Fraction(0))
            self.bill(booking, "EVAI-5.8", self.heavy_penalty + recovery + fines)

    def bill_state(self, booking: Booking, event: dict):
        """Procedure and plug, fuel: EVAI-5.5, EVAI-7.4."""
        electric = booking.category == "electric"
        unplugged = electric and not event["plugged_in"]
        if event["procedure"] == "incomplete" or unplugged:
            checked = booking.returned if event["checked_at"] is None else event["checked_at"]
            amount = self.penalty + self.price_of(booking, booking.returned, checked)
            self.bill(booking, "EVAI-5.5", amount)
        if not electric and event["fuel"] is not None and event["fuel"] < LOW_FUEL:
            self.bill(booking, "EVAI-7.4", self.penalty)

    def price_of(self, booking: Booking, since: int, until: int) -> Fraction:
        return started(until - since, HOUR) * self.hourly[booking.category]


OPERATORS = {
    "clem": Clem,
    "saemes": Saemes,
    "family": Family,
    "carcityclub": CarCityClub,
    "evai": Evai,
}
