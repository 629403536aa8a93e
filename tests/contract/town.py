"""A server of its own with a small operator, and somebody of every kind who is logged in there."""

import json
import os
import re
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests

ROLES = ("agent", "field", "billing", "manager", "administrator")
PASSWORD = "turnip-quarry-lantern-58"
STATIONS = "code,name,lat,lon,bays\nA,Central,49.76,4.72,6\nB,North,49.77,4.73,\n"
VEHICLES = "code,station,plate,category\n" + "".join(f"{n},A,XX-{n},\n" for n in range(1, 9))
LISTS = {
    "stations": STATIONS,
    "vehicles": VEHICLES,
    "chargers": "code,station,power_w\nL1,A,22000\nL2,B,7000\n",
    "kiosks": "code,station\nK1,A\n",
    "key-slots": "kiosk,slot,vehicle\nK1,1,1\nK1,2,\n",
}


class Town:
    """A running server, its operator `town`, and what there is."""

    def __init__(self, program, folder, rulebook="clem"):
        self.folder = Path(folder)
        self.program = str(program)
        self.environment = {
            **os.environ,
            "RIMESSA_DATABASE_URL": f"sqlite:{self.folder / 'town.db'}",
            "RIMESSA_RATE_LIMIT": "0",
            "RIMESSA_LISTEN": "127.0.0.1:0",
            "RIMESSA_LOG_LEVEL": "warn",
        }
        self.log = open(self.folder / "log", "wb")
        self._run("admin", "add-operator", "town", "--rulebook", rulebook)
        hired = {role: self._hire(role) for role in ROLES}
        self.server = subprocess.Popen(
            [self.program, "serve"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        for line in self.server.stdout:
            found = re.search(r"listens on (http://\S+)", line)
            if found:
                self.root = found.group(1)
                break
        else:
            raise RuntimeError("the server did not start: " + self.said())
        self.tokens = {role: self._first_day(role, hired[role]) for role in ROLES}
        self.things = {}
        self._build()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        self.log.close()

    def said(self):
        """What the server wrote into its log."""
        return (self.folder / "log").read_text(errors="replace")

    def _run(self, *arguments):
        done = subprocess.run(
            [self.program, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr}")
        return done.stdout

    def _hire(self, role):
        said = self._run("admin", "add-staff", f"the-{role}", "--role", role, "--operator", "town")
        return said.rsplit(" ", 1)[1].strip()

    def call(self, token, method, rest, body=None, **headers):
        """Calls; the answer, which must be a good one."""
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if isinstance(body, str):
            headers["Content-Type"] = "text/csv"
            data = body.encode()
        else:
            headers["Content-Type"] = "application/json"
            data = None if body is None else json.dumps(body).encode()
        url = f"{self.root}/api/v1/town{rest}"
        answer = requests.request(method, url, data=data, headers=headers, timeout=60)
        if not answer.ok:
            raise RuntimeError(f"{method} {rest}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def log_in(self, login, password, staff=False):
        """The token of a new session."""
        who = {"login": login, "password": password, "staff": staff}
        return self.call("", "POST", "/sessions", who)["token"]

    def _first_day(self, role, temporary):
        login = f"the-{role}"
        token = self.log_in(login, temporary, staff=True)
        change = {"old": temporary, "password": PASSWORD, "password_again": PASSWORD}
        self.call(token, "PUT", "/me/password", change)
        return self.log_in(login, PASSWORD, staff=True)

    def member(self, mail):
        """A member who may drive: the token, and who it is."""
        agent, billing = self.tokens["agent"], self.tokens["billing"]
        person = {"given_name": "Anna", "family_name": "Sample", "mobile": "+33600000001"}
        new = self.call(agent, "POST", "/members", {"person": person})
        member = new["member"]
        made = self.call(agent, "POST", f"/members/{member}/temporary-password")
        token = self.log_in(made["number"], made["temporary_password"])
        first = {"password": PASSWORD, "password_again": PASSWORD, "mail": mail}
        self.call(token, "POST", "/me/first-login", first)
        self.call(billing, "POST", f"/members/{member}/validate", {})
        return self.log_in(made["number"], PASSWORD), new

    def _build(self):
        manager, administrator = self.tokens["manager"], self.tokens["administrator"]
        for name, rows in LISTS.items():
            self.call(manager, "POST", f"/imports/{name}", rows)
        self.tokens["member"], anna = self.member("anna@example.org")
        other, bertha = self.member("bertha@example.org")
        self.tokens["leaver"] = other
        document = requests.get(f"{self.root}/api/v1/openapi.json", timeout=30).json()
        words = [word for one in operations(document) for word in one[2]["x-who-may-call"]]
        scopes = sorted({word.partition(":")[2] for word in words if word.startswith("program:")})
        program = {"label": "trial", "scopes": scopes}
        self.tokens["program"] = self.call(administrator, "POST", "/programs", program)["token"]
        self.tokens["nobody"] = ""
        devices = {}
        for kind, place in (
            ("on-board", {"vehicle": "1"}),
            ("kiosk", {"station": "A"}),
            ("charger", {"station": "A"}),
            ("sms-gateway", {}),
        ):
            new = {"kind": kind, "label": kind, **place}
            made = self.call(administrator, "POST", "/devices", new)
            devices[kind] = (made["device"]["id"], made["key"])
        self.devices = devices
        token = self.tokens["member"]
        morning = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0)
        bookings = []
        for day, whose in ((1, token), (2, token), (3, other)):
            start, end = morning + timedelta(days=day), morning + timedelta(days=day, hours=2)
            wish = {"vehicle": str(day), "start": start.isoformat(), "end": end.isoformat()}
            bookings.append(self.call(whose, "POST", "/bookings", wish)["id"])
        lost = {"kind": "lost-property", "text": "a hat"}
        case = self.call(token, "POST", "/cases", lost)["id"]
        item = {"kind": "key", "label": "key 1", "vehicle": "1"}
        item = self.call(self.tokens["field"], "POST", "/items", item)["id"]
        card = {"uid": "0123456789", "label": "mine"}
        card = self.call(self.tokens["agent"], "POST", f"/members/{anna['member']}/cards", card)["id"]
        spare = {"kind": "kiosk", "label": "spare", "station": "B"}
        spare = self.call(administrator, "POST", "/devices", spare)["device"]["id"]
        staff = self.call(administrator, "POST", "/staff", {"name": "spare", "roles": ["field"]})
        sessions = [one["id"] for one in self.call(other, "GET", "/me/sessions")]
        version = self.call("", "GET", "/rulebooks")[0]["version"]
        plans = [plan["plan"] for plan in self.call("", "GET", "/plans")]
        consents = [one["consent"] for one in self.call(token, "GET", "/me/consents")]
        # What stands in a path, by its name there: what there is.
        self.things = {
            "booking": bookings,
            "case": [case],
            "item": [item],
            "card": [card],
            "device": [spare],
            "session": sessions,
            "staff": ["spare", staff["staff"]["id"]],
            "role": list(ROLES),
            "rulebook": [version],
            "station": ["A", "B"],
            "vehicle": [str(n) for n in range(1, 9)],
            "member": [bertha["member"]],
            "consent": consents or ["none"],
            "list": list(LISTS) + ["gbfs-stations"],
            "purpose": ["licence-front", "identity-back"],
            "procedure": ["pickup", "return"],
            "step": ["plug", "key"],
            "plan": plans,
        }


def operations(document):
    """Each operation of a description: path, method, and what it says."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation
