#!/usr/bin/env python3
"""The second opinion: an independent model of rating.md, for differential testing.

Written from the page alone, without a look at the engine, and meant to be read beside it.

    python3 model.py [--check] FILE...

reads scenarios (a JSON file, or JSON lines; `-` is standard input) and prints the statement of
each as one JSON line. `--check` compares with `expect` instead and exits 1 on a difference; a
scenario that is not of the form is reported, and the exit is 2.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from form import FormError, check_event, check_header, check_order, decode  # noqa: E402
from operators import OPERATORS  # noqa: E402


def run(scenario: dict) -> dict:
    """The statement of a scenario. Raises FormError if it is not of the form."""
    header = check_header(scenario)
    events = [
        check_event(event, f"events[{index}]", header)
        for index, event in enumerate(scenario["events"])
    ]
    check_order([event["at"] for event in events], header.bill_until)
    world = OPERATORS[header.rulebook](header)
    refused = []
    for index, event in enumerate(events):
        try:
            reason = world.step(event)
        except FormError as error:
            raise FormError(f"events[{index}]: {error}") from error
        if reason:
            refused.append({"event": index, "reason": reason})
    world.finish()
    return statement(header.title, refused, world.lines)


def statement(title: str, refused: list, lines: list) -> dict:
    """What `rimessa replay` prints, as far as it is prescribed."""
    total_ct = Counter()
    for line in lines:
        total_ct[line.member] += line.amount_ct
    return {
        "title": title,
        "refused": refused,
        "lines": [
            {
                "member": line.member,
                "booking": line.booking,
                "clause": line.clause,
                "amount": amount(line.amount_ct),
                "vat": line.vat,
            }
            for line in lines
        ],
        "total": {member: amount(cents) for member, cents in total_ct.items()},
    }


def amount(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def differences(result: dict, expect: dict) -> list:
    """What differs from `expect`, in words; the order of lines does not matter."""
    found = []
    # The clause that a refusal cites is the rulebook's, and none of the model's business.
    refused = [{"event": r["event"], "reason": r["reason"]} for r in expect.get("refused", [])]
    if result["refused"] != refused:
        found.append(f"refused: {result['refused']} instead of {refused}")
    if result["total"] != expect.get("total"):
        found.append(f"total: {result['total']} instead of {expect.get('total')}")
    got, wanted = (
        Counter(json.dumps(line, sort_keys=True) for line in side["lines"])
        for side in (result, expect)
    )
    found += [f"unexpected line: {line}" for line in (got - wanted).elements()]
    found += [f"missing line: {line}" for line in (wanted - got).elements()]
    return found


def read_scenarios(path: str):
    """The scenarios of a file with their places: one JSON value, or one to a line."""
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    try:
        yield path, decode(text)
        return
    except FormError as error:
        if "\n" not in text.strip():
            yield path, error
            return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"{path}:{number}", decode(line)
            except FormError as error:
                yield f"{path}:{number}", error


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--check", action="store_true", help="compare with `expect`")
    options = parser.parse_args()
    status = 0
    for path in options.files:
        for place, scenario in read_scenarios(path):
            status = max(status, report(place, scenario, options.check))
    return status


def report(place: str, scenario, check: bool) -> int:
    """Prints what became of a scenario and returns its exit status."""
    try:
        if isinstance(scenario, FormError):
            raise scenario
        result = run(scenario)
    except FormError as error:
        print(f"{place}: {error}", file=sys.stderr)
        return 2
    if not check:
        print(json.dumps(result, ensure_ascii=False))
        return 0
    if "expect" not in scenario:
        print(f"{place}: nothing expected", file=sys.stderr)
        return 2
    found = differences(result, scenario["expect"])
    for difference in found:
        print(f"{place}: {difference}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
