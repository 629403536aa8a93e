"""What all rulebooks have in common (rating.md, "Common to all"): vehicles, bookings, lines.

A `World` takes checked events one by one. An operator (see operators.py) is a subclass that
adds prices and procedures by filling in the hooks at the end of the class.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from clock import HOUR, on_grid
from form import FormError, Header

OFF_NETWORK = "off-network"


class Refused(Exception):
    """The event is refused; `reason` is the code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass
class Member:
    """A member; those not listed in the scenario are plain ones."""

    id: str
    plan: str | None = None
    since: int | None = None
    validated: bool = True
    vehicles: list | None = None
    locked: bool = False
    late_closings: list = field(default_factory=list)


@dataclass
class Vehicle:
    """Where a vehicle has been left: by its trips and by staff."""

    first_pickup: str | None = None
    left_at: tuple | None = None
    """(instant, place) of the last trip's end or move, None before either."""

    @property
    def place(self):
        """Where it is; None while nothing is known of it."""
        return self.left_at[1] if self.left_at else self.first_pickup


@dataclass
class Booking:
    """An accepted booking and what became of it."""

    id: str
    order: int
    member: Member
    vehicle: str
    category: str | None
    pickup: str
    dropoff: str
    start: int
    end: int
    """As changed and extended."""
    agreed_end: int
    """As booked, changed and extended before the start."""
    plan: str | None
    opened: bool = False
    returned: int | None = None
    cancelled: bool = False
    settled: bool = False
    excused: bool = False
    """Opening was refused for no fault of the member's or for missing documents."""
    restored: bool = False
    extension_refused: bool = False
    """As `too-late` or `next-booking`."""
    reports: set = field(default_factory=set)

    @property
    def waiting(self) -> bool:
        """Neither opened, cancelled nor settled."""
        return not (self.opened or self.cancelled or self.settled)

    @property
    def under_way(self) -> bool:
        return self.opened and self.returned is None


@dataclass
class Line:
    """A line of the statement; `booking` is a contract's number or None, too."""

    member: str
    booking: str | None
    clause: str
    amount_ct: int
    vat: str


class World:
    """One operator's members, vehicles, bookings and lines, as of the last event."""

    sorts = {
        "book", "change", "extend", "cancel", "unlock", "return", "report", "move", "validate",
        "invalidate", "enable",
    }
    """The sorts of event that the rulebook has."""
    categories = frozenset()
    kinds = {}
    """Of `assess` and `service`: kind -> (clause, fixed amount)."""
    refund_clauses = {}
    """Of `refund`: kind -> clause."""
    charging = 0
    """Seconds reserved before each booking."""
    books_unvalidated = False
    shortest = 0
    longest = None
    """By self-service, None for no limit."""
    indemnities = frozenset()
    """The clauses that are out of the scope of VAT."""

    def __init__(self, header: Header):
        self.zone = header.zone
        self.bill_until = header.bill_until
        self.members = {id: Member(id, **given) for id, given in header.members.items()}
        self.vehicles = {}
        self.bookings = {}
        self.lines = []
        self.now = None

    # --- The scenario's clock -----------------------------------------------------------

    def step(self, event: dict) -> str | None:
        """Takes an event and returns the reason of its refusal, None if it was accepted."""
        self.now = event["at"]
        if event["type"] == "book" and event["booking"] in self.bookings:
            raise FormError(f"booking {event['booking']!r} was accepted before")
        self.settle_passed(self.now)
        try:
            self.check_offered(event)
            getattr(self, "on_" + event["type"].replace("-", "_"))(event)
        except Refused as refused:
            return refused.reason
        return None

    def finish(self):
        """Bills what falls due before `bill_until`; without it, up to the last event, inclusive."""
        if self.bill_until is not None:
            limit = self.bill_until
        elif self.now is not None:
            limit = self.now + Fraction(1, 1000)  # the next moment: up to now, inclusive
        else:
            return
        self.settle_passed(limit)
        self.bill_dues(limit)

    def settle_passed(self, moment: int):
        """Settles the bookings never opened whose end lies before `moment`, in order of ends."""
        passed = [b for b in self.bookings.values() if b.waiting and b.end < moment]
        for booking in sorted(passed, key=lambda b: (b.end, b.order)):
            booking.settled = True
            if not booking.excused:
                self.bill_never_opened(booking)

    # --- What is offered ----------------------------------------------------------------

    def check_offered(self, event: dict):
        """What the rulebook does not have is refused before any other reason."""
        sort = event["type"]
        offered = sort in self.sorts
        if offered and sort == "book":
            offered = event["category"] is None or event["category"] in self.categories
        elif offered and sort in ("assess", "service"):
            offered = event["kind"] in self.kinds
        elif offered and sort == "refund":
            offered = event["kind"] in self.refund_clauses
        if not offered:
            raise Refused("not-offered")

    # --- Booking ------------------------------------------------------------------------

    def on_book(self, event: dict):
        """Book: the reasons in their order."""
        member = self.member(event["by"])
        if member.locked:
            raise Refused("account-locked")
        if not member.validated and not self.books_unvalidated:
            raise Refused("not-validated")
        if member.vehicles is not None and event["vehicle"] not in member.vehicles:
            raise Refused("not-enabled")
        booking = Booking(
            id=event["booking"],
            order=len(self.bookings),
            member=member,
            vehicle=event["vehicle"],
            category=event["category"],
            pickup=event["pickup"],
            dropoff=event["dropoff"],
            start=event["start"],
            end=event["end"],
            agreed_end=event["end"],
            plan=self.plan_of(member),
        )
        self.check_times(booking, booking.start, booking.end, event["channel"])
        vehicle = self.vehicle(booking.vehicle)
        if vehicle.first_pickup is None:
            vehicle.first_pickup = booking.pickup
        self.bookings[booking.id] = booking
        self.bill_booked(booking, event["channel"])

    def on_change(self, event: dict):
        """Change: not once it has started, then as a new booking of the new times."""
        booking = self.booking(event)
        if not booking.waiting or self.now >= booking.start - self.charging:
            raise Refused("booking-started")
        start = booking.start if event["start"] is None else event["start"]
        end = booking.end if event["end"] is None else event["end"]
        self.check_times(booking, start, end, event["channel"])
        self.bill_changed(booking, start, end)
        booking.start, booking.end, booking.agreed_end = start, end, end

    def check_times(self, booking: Booking, start: int, end: int, channel: str):
        """The checks of "book" from `in-the-past` on."""
        if start < self.now:
            raise Refused("in-the-past")
        if not (on_grid(start, self.zone) and on_grid(end, self.zone)):
            raise Refused("off-grid")
        if end <= start:
            raise Refused("end-before-start")
        if end - start < self.shortest:
            raise Refused("too-short")
        self.check_length(start, end, channel)
        if self.is_taken(booking, start - self.charging, end):
            raise Refused("vehicle-taken")
        if not self.fits_places(booking, start, end):
            raise Refused("vehicle-elsewhere")

    def check_length(self, start: int, end: int, channel: str):
        limited = self.longest is not None and channel not in ("phone", "office")
        if limited and end - start > self.longest:
            raise Refused("too-long")

    def on_extend(self, event: dict):
        """Extend: a later end, before or during the trip."""
        booking, end = self.booking(event), event["end"]
        done = booking.cancelled or booking.returned is not None
        if done or self.now > booking.end:
            raise Refused("booking-expired")
        if end <= booking.end:
            raise Refused("not-an-extension")
        if not on_grid(end, self.zone):
            raise Refused("off-grid")
        self.check_length(booking.start, end, event["channel"])
        try:
            self.check_notice(booking)
            if self.is_taken(booking, booking.end, end):
                raise Refused("next-booking")
        except Refused:
            booking.extension_refused = True
            raise
        booking.end = end
        if self.now < booking.start:
            booking.agreed_end = end
        self.bill_extended(booking)

    def on_cancel(self, event: dict):
        """Cancel: possible after the start, too."""
        booking = self.booking(event)
        if not booking.waiting or self.now >= booking.end:
            raise Refused("booking-expired")
        booking.cancelled = True
        if not booking.excused:
            self.bill_cancelled(booking)

    # --- The calendar and the places ----------------------------------------------------

    def is_taken(self, booking: Booking, since: int, until: int) -> bool:
        """Whether another booking of the vehicle holds it at some instant of [since, until)."""
        return any(
            other.start - self.charging < until and since < self.held_until(other)
            for other in self.others(booking)
            if not other.cancelled
        )

    def held_until(self, booking: Booking) -> int:
        """Until its end, its return once brought back, an hour from now while overdue."""
        if booking.returned is not None:
            return booking.returned
        if booking.under_way and self.now > booking.end:
            return self.now + HOUR
        return booking.end

    def fits_places(self, booking: Booking, start: int, end: int) -> bool:
        """Whether the vehicle will be at the pick-up, and the next booking finds it, too."""
        place = self.place_at(booking.vehicle, start, booking)
        if booking.pickup == OFF_NETWORK or place not in (None, booking.pickup):
            return False
        following = [b for b in self.others(booking) if b.waiting and b.start >= end]
        if not following:
            return True
        return min(following, key=lambda b: b.start).pickup == self.leaves_at(booking)

    def place_at(self, vehicle: str, moment: int, asking: Booking | None = None) -> str | None:
        """Where the vehicle will be at a moment to come; None while nothing is known of it.

        Of a fact and an expectation of the same instant the fact decides: a moment later the
        expectation will be none any more.
        """
        ends = [
            (booking.end, booking.order, self.leaves_at(booking))
            for booking in self.bookings.values()
            if booking.vehicle == vehicle
            and booking is not asking
            and (booking.waiting or booking.under_way)
            and booking.end <= moment
        ]
        expected = max(ends, default=None)
        known = self.vehicle(vehicle)
        if expected and (known.left_at is None or expected[0] > known.left_at[0]):
            return expected[2]
        return known.place

    def leaves_at(self, booking: Booking) -> str:
        """Where the booking, as booked, leaves the vehicle."""
        return booking.dropoff

    def others(self, booking: Booking):
        """The other bookings of the same vehicle."""
        return [
            other
            for other in self.bookings.values()
            if other.vehicle == booking.vehicle and other.id != booking.id
        ]

    def on_move(self, event: dict):
        self.vehicle(event["vehicle"]).left_at = (self.now, event["to"])

    # --- The trip -----------------------------------------------------------------------

    def on_unlock(self, event: dict):
        """Unlock: at the first opening the operator's conditions and the vehicle's place."""
        booking = self.booking(event)
        if booking.cancelled or booking.returned is not None:
            raise Refused("booking-expired")
        if self.now < booking.start:
            raise Refused("before-start")
        if booking.opened:
            return
        if self.now >= booking.end:
            raise Refused("booking-expired")
        self.check_opening(booking)
        booking.opened = True

    def check_opening(self, booking: Booking):
        """Of its refusals all but `suspended` excuse the member from paying."""
        if self.books_unvalidated and not booking.member.validated:
            reason = "not-validated"
        elif self.is_suspended(booking):
            reason = "suspended"
        elif any(other.under_way for other in self.others(booking)):
            reason = "vehicle-away"
        elif self.vehicle(booking.vehicle).place != booking.pickup:
            reason = "vehicle-elsewhere"
        else:
            return
        booking.excused = booking.excused or reason != "suspended"
        raise Refused(reason)

    def on_return(self, event: dict):
        """Return: the operator's procedure may refuse it, then the trip runs on."""
        booking = self.booking(event)
        if not booking.under_way:
            raise Refused("not-driving")
        station = event["station"]
        if station is None:
            station = self.leaves_at(booking)
        self.check_return(booking, station, event)
        booking.returned = self.now
        self.vehicle(booking.vehicle).left_at = (self.now, station)
        self.bill_returned(booking, station, event)

    def on_report(self, event: dict):
        booking = self.booking(event)
        if not booking.under_way:
            raise Refused("not-driving")
        booking.reports.add(event["kind"])

    def on_validate(self, event: dict):
        self.member(event["by"]).validated = True

    def on_invalidate(self, event: dict):
        self.member(event["by"]).validated = False

    def on_enable(self, event: dict):
        self.member(event["by"]).vehicles = event["vehicles"]

    # --- Assess, service, refund --------------------------------------------------------

    def on_assess(self, event: dict):
        """A fixed amount and the recorded costs, in one line."""
        member, booking = self.concerned(event)
        self.check_service(booking, event)
        clause, fixed = self.kinds[event["kind"]]
        amount = fixed + sum(event["costs"].values()) + self.measured(booking, event)
        self.add_line(member, event["booking"], clause, amount)

    on_service = on_assess

    def on_refund(self, event: dict):
        """Taxi at most 25.00 each, fuel as advanced."""
        member, _booking = self.concerned(event)
        if not self.accepts_receipt(event):
            raise Refused("incomplete-receipt")
        taxi = event["kind"] == "taxi"
        amount = min(event["amount"], Fraction(25)) if taxi else event["amount"]
        self.add_line(member, event["booking"], self.refund_clauses[event["kind"]], -amount)

    def concerned(self, event: dict):
        """The booking's member and the booking; without a booking, who the event is by."""
        if event["booking"] is None:
            return self.member(event["by"]), None
        booking = self.booking(event)
        return booking.member, booking

    # --- Looking up and writing down ----------------------------------------------------

    def member(self, id: str) -> Member:
        return self.members.setdefault(id, Member(id))

    def vehicle(self, id: str) -> Vehicle:
        return self.vehicles.setdefault(id, Vehicle())

    def booking(self, event: dict) -> Booking:
        booking = self.bookings.get(event["booking"])
        if booking is None:
            raise Refused("no-such-booking")
        return booking

    def add_line(self, member: Member, booking: str | None, clause: str, amount):
        """Rounds half away from zero to the cent, once; a line of 0.00 is none."""
        doubled = 2 * 100 * abs(Fraction(amount))
        cents = int((doubled + 1) // 2)
        if cents == 0:
            return
        vat = "out-of-scope" if clause in self.indemnities else "standard"
        self.lines.append(
            Line(member.id, booking, clause, cents if amount > 0 else -cents, vat)
        )

    def bill(self, booking: Booking, clause: str, amount):
        self.add_line(booking.member, booking.id, clause, amount)

    # --- Hooks: what an operator decides ------------------------------------------------

    def plan_of(self, _member: Member) -> str | None:
        """The plan that a booking is priced by."""
        return None

    def is_suspended(self, _booking: Booking) -> bool:
        return False

    def check_notice(self, _booking: Booking):
        """Refuses an extension that is asked too late."""

    def check_return(self, _booking: Booking, _station: str, _event: dict):
        """Refuses a return that the procedure does not allow."""

    def check_service(self, _booking: Booking | None, _event: dict):
        """Refuses a service that makes no sense."""

    def measured(self, _booking: Booking | None, _event: dict) -> Fraction:
        """What an assessment costs beyond its fixed amount and the costs recorded."""
        return Fraction(0)

    def accepts_receipt(self, event: dict) -> bool:
        return event["receipt_complete"]

    def bill_booked(self, _booking: Booking, _channel: str):
        pass

    def bill_changed(self, _booking: Booking, _start: int, _end: int):
        """Before the new times are written down."""

    def bill_extended(self, _booking: Booking):
        pass

    def bill_cancelled(self, _booking: Booking):
        pass

    def bill_never_opened(self, _booking: Booking):
        pass

    def bill_returned(self, _booking: Booking, _station: str, _event: dict):
        pass

    def bill_dues(self, _limit: int):
        """What falls due by itself before `limit`."""
