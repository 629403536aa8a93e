"""What schemathesis is told of the town: who calls, and what there is.

Loaded by schemathesis itself (SCHEMATHESIS_HOOKS); `run.py` says in CONTRACT_TOWN where the town is
described, and in CONTRACT_ROLE who calls.
"""

import hashlib
import hmac
import json
import os
import random
import time
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import schemathesis
from schemathesis import GenerationMode

TOWN = json.loads(Path(os.environ["CONTRACT_TOWN"]).read_text())
ROLE = os.environ["CONTRACT_ROLE"]
THINGS = TOWN["things"]
KEYS = count()

def moment(rng):
    """A moment on a quarter of an hour within a week."""
    now = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0)
    return (now + timedelta(minutes=15 * rng.randrange(1, 600))).isoformat()


# Values that mean something, by the name of their field: else nearly every body is wrong at once.
VALUES = {
    "start": moment,
    "end": moment,
    "from": moment,
    "until": moment,
    "kind": lambda rng: rng.choice(["lost-property", "breakdown", "accident", "key", "taxi", "delay"]),
    "lat": lambda rng: f"49.{rng.randrange(1000)}",
    "lon": lambda rng: f"4.{rng.randrange(1000)}",
    "roles": lambda rng: [rng.choice(["agent", "field", "billing"])],
    "scopes": lambda rng: [rng.choice(["bookings", "fleet", "bills"])],
    "what": lambda rng: rng.choice(["open", "close", "key", "fuel-card"]),
    "amount": lambda rng: f"{rng.randrange(100)}.50",
    "channel": lambda rng: rng.choice(["web", "app", "phone"]),
    "uid": lambda rng: f"{rng.randrange(1 << 40):010x}",
    "number": lambda rng: f"N{rng.randrange(1 << 30)}",
}
for name in ("vehicle", "station", "pickup", "dropoff", "member", "payer", "booking", "plan"):
    pool = THINGS.get({"pickup": "station", "dropoff": "station", "payer": "member"}.get(name, name))
    if pool:
        VALUES[name] = lambda rng, pool=pool: rng.choice(pool)


def chance(value):
    """Chance that depends on nothing but a value: the same seed tries the same."""
    return random.Random(hashlib.sha256(repr(value).encode()).digest())


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Mostly what there is, sometimes what was made up."""
    if not isinstance(path_parameters, dict):
        return path_parameters
    rng = chance(path_parameters)
    named = {}
    for name, value in path_parameters.items():
        if name == "operator":
            named[name] = "town" if rng.random() < 0.95 else value
        elif name == "session":
            # Not the caller's own, which schemathesis learns from the list of sessions.
            named[name] = rng.choice(THINGS[name])
        else:
            pool = THINGS.get(name)
            named[name] = rng.choice(pool) if pool and rng.random() < 0.75 else value
    return named


@schemathesis.hook
def map_headers(context, headers):
    """A good idempotency key is used once: else most calls would be answered as the one before."""
    if isinstance(headers, dict):
        key = headers.get("Idempotency-Key")
        if isinstance(key, str) and 1 <= len(key) <= 150 and all("!" <= c <= "~" for c in key):
            headers["Idempotency-Key"] = f"{key}{next(KEYS):016}"
    return headers


def meant(body, rng):
    """The same body with values that mean something in some of its fields."""
    if not isinstance(body, dict):
        return body
    chosen = {}
    for name, value in body.items():
        usual = VALUES.get(name)
        if usual and value is not None and rng.random() < 0.7:
            value = usual(rng)
        chosen[name] = meant(value, rng)
    return chosen


@schemathesis.hook
def map_case(context, case):
    """Half of the good bodies as they were made up, half with values that mean something."""
    wrong = case.meta is not None and case.meta.generation.mode == GenerationMode.NEGATIVE
    rng = chance(case.body)
    if not wrong and isinstance(case.body, dict) and rng.random() < 0.5:
        case.body = meant(case.body, rng)
    return case


class Signed:
    """Signs a call as it goes out."""

    def __init__(self, device, key):
        self.device, self.key = device, key

    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        at = str(int(time.time()))
        digest = hashlib.sha256(body).hexdigest()
        text = "\n".join([request.method.upper(), request.path_url, at, digest])
        mac = hmac.new(bytes.fromhex(self.key), text.encode(), hashlib.sha256).hexdigest()
        request.headers["rimessa-device"] = self.device
        request.headers["rimessa-timestamp"] = at
        request.headers["rimessa-signature"] = mac
        return request


if ROLE == "device":

    @schemathesis.hook
    def before_call(context, case, kwargs):
        """Each device calls in its turn; what the description leaves open is not sent unsigned."""
        kinds = sorted(TOWN["devices"])
        kind = kinds[chance((case.method, case.path, repr(case.body))).randrange(len(kinds))]
        kwargs["auth"] = Signed(*TOWN["devices"][kind])
