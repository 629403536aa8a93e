"""Tests of the reference model: the rulebooks' own cases, and some reckoned by hand."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from form import FormError  # noqa: E402
from generate import generate  # noqa: E402
from model import differences, read_scenarios, run  # noqa: E402

CASES = sorted((HERE.parent.parent / "rulebooks").glob("*/cases/*.json"))


def statement(rulebook: str, *events, **keys):
    """The refusals' reasons and the lines as (booking, clause, amount)."""
    result = run({"title": "t", "rulebook": rulebook, "events": list(events), **keys})
    lines = sorted(
        (line["booking"] or "", line["clause"], line["amount"]) for line in result["lines"]
    )
    return [refusal["reason"] for refusal in result["refused"]], lines


def at(time: str, sort: str, **keys) -> dict:
    return {"at": time, "type": sort, **keys}


def book(time: str, start: str, end: str, booking="b1", **keys) -> dict:
    return at(time, "book", booking=booking, vehicle="v1", start=start, end=end, **keys)


def unlock(time: str, booking="b1") -> dict:
    return at(time, "unlock", booking=booking, method="card")


class Cases(unittest.TestCase):
    def test_the_cases_of_the_rulebooks(self):
        for path in CASES:
            for place, scenario in read_scenarios(str(path)):
                with self.subTest(place):
                    if isinstance(scenario, FormError):
                        self.fail(str(scenario))
                    self.assertEqual([], differences(run(scenario), scenario["expect"]))


class Reckoned(unittest.TestCase):
    def test_evai_eighteen_hours_exactly_are_free(self):
        """EVAI-6.2: 18 hours before is free, a second later costs the booked hours."""
        booked = book("2026-03-01T09:00", "2026-03-02T10:00", "2026-03-02T12:15", category="petrol")
        for time, lines in (
            ("2026-03-01T16:00", []),
            ("2026-03-01T16:00:01", [("b1", "EVAI-6.2", "7.20")]),
        ):
            with self.subTest(time):
                got = statement("evai", booked, at(time, "cancel", booking="b1"))
                self.assertEqual(([], lines), got)

    def test_evai_recovery_is_charged_once(self):
        """EVAI-5.3 takes the recovery, EVAI-5.8 only the fines."""
        got = statement(
            "evai",
            book("2026-03-01T09:00", "2026-03-02T10:00", "2026-03-02T11:00", category="electric"),
            unlock("2026-03-02T10:00"),
            at("2026-03-02T11:00:01", "return", booking="b1", station="off-network", km=9,
               costs={"recovery": "70.00", "fines": "8.00"}),
        )
        self.assertEqual(([], [
            ("b1", "EVAI-2.1", "10.00"),
            ("b1", "EVAI-5.3", "190.00"),
            ("b1", "EVAI-5.8", "128.00"),
        ]), got)

    def test_evai_late_after_a_refused_extension(self):
        """EVAI-5.7 instead of EVAI-5.8; a later extension in time does not undo it."""
        got = statement(
            "evai",
            book("2026-03-01T09:00", "2026-03-02T10:00", "2026-03-02T12:00", category="petrol"),
            unlock("2026-03-02T10:00"),
            at("2026-03-02T11:30:01", "extend", booking="b1", end="2026-03-02T13:00"),
            at("2026-03-02T14:00", "return", booking="b1"),
        )
        self.assertEqual((["too-late"], [
            ("b1", "EVAI-2.1", "9.60"), ("b1", "EVAI-5.7", "30.00"),
        ]), got)

    def test_family_a_refused_opening_costs_nothing_unless_opened_after_all(self):
        """FAM-06, FAM-04: the late one pays; the next one only for a trip."""
        events = [
            book("2026-03-02T09:00", "2026-03-02T10:00", "2026-03-02T11:00"),
            book("2026-03-02T09:00", "2026-03-02T11:15", "2026-03-02T12:15", "b2", by="m2"),
            unlock("2026-03-02T10:00"),
            unlock("2026-03-02T11:15", "b2"),
            at("2026-03-02T11:15:01", "return", booking="b1"),
        ]
        first = [("b1", "FAM-04", "20.00"), ("b1", "FAM-06", "8.40")]
        cancel = at("2026-03-02T11:20", "cancel", booking="b2")
        opened = [
            unlock("2026-03-02T11:20", "b2"),
            at("2026-03-02T12:00", "return", booking="b2"),
        ]
        self.assertEqual((["vehicle-away"], first), statement("family", *events, cancel))
        after_all = first + [("b2", "FAM-06", "6.00")]
        self.assertEqual((["vehicle-away"], after_all), statement("family", *events, *opened))

    def test_family_the_third_delay_within_365_days_locks(self):
        """FAM-04: 365 times 24 hours after the first is still within; a second more is not."""
        for second, reasons in (("00", ["account-locked"]), ("01", [])):
            events = []
            for number, day in enumerate(("2025-03-03", "2025-06-03", "2026-03-03")):
                booking = f"b{number}"
                closing = f"{day}T12:00:{second if number == 2 else '00'}"
                events += [
                    book(f"{day}T09:00", f"{day}T10:00", f"{day}T11:00", booking),
                    unlock(f"{day}T10:00", booking),
                    at(closing, "return", booking=booking),
                ]
            events.append(book("2026-03-04T09:00", "2026-03-04T10:00", "2026-03-04T11:00", "b9"))
            with self.subTest(second):
                self.assertEqual(reasons, statement("family", *events)[0])

    def test_clem_leaving_on_a_due_day(self):
        """CLEM-11: due only before leaving; the seventh month begins at the moment of leaving."""
        joined = at("2026-01-31T10:00", "subscribe", plan="comfort")
        for time, months in (("2026-07-31T00:00", 6), ("2026-07-31T00:00:01", 7)):
            with self.subTest(time):
                _, lines = statement("clem", joined, at(time, "unsubscribe"))
                self.assertEqual([("", "CLEM-11", "10.00")] * months, lines)

    def test_saemes_exits_are_due_with_the_last_moment_of_the_month(self):
        """SAE-09: nine exits in March; billed from the 1st of April on."""
        events = [at("2026-03-01T00:00", "subscribe", plan="low-mileage", contract="c")]
        events += [at(f"2026-03-{day:02}T08:00", "exit", contract="c") for day in range(1, 10)]
        month, exits = ("c", "SAE-T", "95.00"), ("c", "SAE-09", "4.50")
        for until, lines in (
            ("2026-03-31T23:59:59", [month]),
            ("2026-04-01T00:00", [exits, month]),
            ("2026-04-01T00:00:01", [exits, month, month]),
        ):
            with self.subTest(until):
                self.assertEqual(([], lines), statement("saemes", *events, bill_until=until))

    def test_carcityclub_early_on_the_night_of_the_change(self):
        """CCC-T, CCC-23: 01:00 to 04:00 are two hours in March."""
        got = statement(
            "carcityclub",
            book("2026-03-28T09:00", "2026-03-29T01:00", "2026-03-29T04:00", category="city"),
            unlock("2026-03-29T01:00"),
            at("2026-03-29T02:30", "return", booking="b1"),
        )
        self.assertEqual(([], [("b1", "CCC-23", "0.60"), ("b1", "CCC-T", "3.60")]), got)


class Form(unittest.TestCase):
    def test_what_is_not_of_the_form(self):
        good = book("2026-03-02T09:00", "2026-03-02T10:00", "2026-03-02T11:00")
        for events in (
            [{**good, "colour": "red"}],
            [{key: value for key, value in good.items() if key != "end"}],
            [{**good, "start": 7}],
            [good, book("2026-03-02T09:01", "2026-03-03T10:00", "2026-03-03T11:00")],
            [good, at("2026-03-02T08:59", "cancel", booking="b1")],
        ):
            with self.subTest(json.dumps(events)), self.assertRaises(FormError):
                statement("clem", *events)


class Generated(unittest.TestCase):
    def test_generated_scenarios_are_of_the_form_and_repeatable(self):
        for index in range(200):
            scenario = generate(1, index)
            self.assertEqual(scenario, generate(1, index))
            result = run(scenario)
            self.assertEqual([], differences(run(scenario), result))


if __name__ == "__main__":
    unittest.main()
