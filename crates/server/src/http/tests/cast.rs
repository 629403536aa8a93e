//! People, devices and trips for tests of what happens between them.

use axum::body::Body;
use axum::http::Request;
use rimessa_app::join::{NewMember, hash_password, join};
use rimessa_app::{Actor, mailbox};
use rimessa_domain::time::{Instant, Span};
use serde_json::{Value, json};

use super::kit::{Answer, MORNING, Server};
use super::life::replays;

pub(super) const NOTHING: Value = Value::Null;

/// A moment of the day on which servers begin, in UTC: `at(10, 30)`.
pub(super) fn at(hour: i64, minute: i64) -> Instant {
    MORNING.plus(Span::minutes((hour - 9) * 60 + minute))
}

/// A device that signs its calls.
pub(super) struct Unit<'s> {
    server: &'s Server,
    id: String,
    key: String,
}

impl Unit<'_> {
    /// Calls with JSON, signed.
    pub(super) fn call(&self, method: &str, rest: &str, body: &Value) -> Answer {
        self.server.call_signed((&self.id, &self.key), (method, rest), body)
    }
}

fn shown(moment: Instant) -> String {
    rimessa_app::show_moment(moment)
}

/// The text of a value that is one.
#[track_caller]
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

impl Server {
    /// Uploads a receipt; its id.
    #[track_caller]
    pub(super) fn receipt(&self, token: &str) -> String {
        let request = Request::builder().method("POST").uri(self.path("/me/receipts"));
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "application/pdf");
        let pdf = Body::from("%PDF-1.4\n%%EOF\n");
        text(&self.send(request.body(pdf).unwrap()).expect(201)["id"])
    }

    /// Waits until that moment.
    pub(super) fn until(&self, moment: Instant) {
        self.app.clock().set(moment);
    }

    /// The token of a new member of that login.
    pub(super) fn member_called(&self, login: &'static str) -> String {
        let hash = hash_password("correct horse");
        let joined = self.app.command_now(&self.operator, Actor::System, move |scene| {
            let mut new = NewMember {
                validated: true,
                login: Some((login.to_owned(), hash.clone())),
                language: "en".to_owned(),
                ..NewMember::default()
            };
            new.person.family_name = Some(format!("Family-of-{login}"));
            new.person.email = Some(format!("{login}@example.org"));
            new.person.phone = Some("+393330000009".to_owned());
            join(scene, &new)
        });
        joined.unwrap();
        self.log_in(login, "correct horse")
    }

    /// A new on-board unit of vehicle `1`.
    pub(super) fn on_board(&self) -> Unit<'_> {
        let new = json!({ "kind": "on-board", "label": "on-board unit", "vehicle": "1" });
        let (id, key) = self.device(&new);
        Unit { server: self, id, key }
    }

    /// Books vehicle `1` between two moments; the id.
    #[track_caller]
    pub(super) fn booked(&self, token: &str, from: Instant, until: Instant) -> String {
        let wish = json!({ "vehicle": "1", "start": shown(from), "end": shown(until) });
        text(&self.call(token, "POST", "/bookings", &wish).expect(201)["id"])
    }

    /// Opens the vehicle of a booking at its start.
    #[track_caller]
    pub(super) fn opened(&self, token: &str, booking: &str) {
        self.call(token, "POST", &format!("/bookings/{booking}/unlock"), &NOTHING).expect(200);
    }

    /// A whole trip with vehicle `1`; the id.
    #[track_caller]
    pub(super) fn trip(&self, token: &str, from: Instant, until: Instant) -> String {
        let id = self.booked(token, from, until);
        self.until(from);
        self.opened(token, &id);
        self.until(until);
        let back = json!({ "distance_m": 12_000 });
        self.call(token, "POST", &format!("/bookings/{id}/return"), &back).expect(200);
        id
    }

    /// The messages sent so far, the last one first: kind and text.
    pub(super) fn letters(&self) -> Vec<(String, String)> {
        let text = |message: mailbox::Message| {
            let letter = message.letter.unwrap();
            (message.kind, format!("to {}: {}", letter.to, letter.text))
        };
        self.mails().into_iter().map(text).collect()
    }

    /// The amounts of a member's lines under a clause.
    pub(super) fn billed(&self, token: &str, clause: &str) -> Vec<String> {
        let statement = self.call(token, "GET", "/me/statement", &NOTHING).expect(200);
        let lines = statement["lines"].as_array().unwrap();
        let lines = lines.iter().filter(|line| line["clause"] == clause);
        lines.map(|line| text(&line["amount"])).collect()
    }

    /// That the whole history, replayed, gives the statements that came of it live.
    pub(super) fn told_again(&self) {
        let manager = self.staff("manager");
        let told = self.call(&manager, "GET", "/history", &NOTHING).expect(200);
        replays(self, &told);
    }
}
