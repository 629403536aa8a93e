//! What is sent to members: composed from the rulebook's sentences, sealed, and put into the outbox in
//! the same transaction.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{BookingId, MemberId, Place};
use rimessa_domain::money::Money;
use rimessa_domain::time::Instant;
use rimessa_rulebook::Rulebook;
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::regulation::{Confirmation, Item};
use rimessa_rulebook::texts::Arg;
use rimessa_store::members::MemberRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{lines, members, outbox, stations};
use serde::{Deserialize, Serialize};

use crate::scene::Scene;
use crate::trouble::Trouble;

/// What messages are sealed for.
pub(crate) const OUTBOX: &str = "outbox";
/// A text message.
pub(crate) const SMS: &str = "sms";
/// An e-mail.
pub(crate) const MAIL: &str = "mail";

/// What is told of by itself, where the rulebook does not say what is sent.
const TOLD: [&str; 4] = ["change", "extend", "cancel", "return"];
/// What cannot wait: by text message if there is a number.
const URGENT: [&str; 4] = ["end", "late", "not-plugged-in", "code"];

/// A message: to which address, with which subject and text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// An e-mail address or a phone number.
    pub to: String,
    /// The subject; empty in a text message.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// The confirmations that the rulebook wants after something, as far as they are sent.
fn wanted<'b>(book: &'b Rulebook, on: &str, at: Instant) -> Vec<&'b Item<Confirmation>> {
    let all = book.regulation.confirmations.iter();
    let holds = all.filter(|item| &*item.what.on == on && item.validity.holds(at));
    holds.filter(|item| !media(&item.what).is_empty()).collect()
}

/// By which media a confirmation is sent.
fn media(confirmation: &Confirmation) -> Vec<&'static str> {
    let by = |medium: &&str| confirmation.by.iter().any(|known| &**known == *medium);
    [MAIL, SMS].into_iter().filter(by).collect()
}

impl Scene<'_, '_> {
    /// Tells a member what became of a booking: what the rulebook says is sent then, else a sentence of
    /// ours, by the media by which bookings are confirmed. `code`: the booking's, if it is at hand.
    pub(crate) fn announce(
        &mut self,
        on: &str,
        member: &MemberRow,
        booking: &Booking,
        vehicle: &VehicleRow,
        code: Option<&str>,
    ) -> Result<(), Trouble> {
        let book = self.operator.book_at(booking.made);
        let sent = wanted(book, on, booking.made);
        if !sent.is_empty() {
            let code = match code {
                Some(code) => code.to_owned(),
                None => self.code_of(booking.id)?.unwrap_or_default(),
            };
            return self.confirm(&sent, member, booking, vehicle, &code);
        }
        if TOLD.contains(&on) { self.inform(on, member, booking, vehicle) } else { Ok(()) }
    }

    /// Sends what the rulebook says is sent.
    fn confirm(
        &mut self,
        sent: &[&Item<Confirmation>],
        member: &MemberRow,
        booking: &Booking,
        vehicle: &VehicleRow,
        code: &str,
    ) -> Result<(), Trouble> {
        let operator = self.operator;
        let book = operator.book_at(booking.made);
        let explainer = Explainer { rulebook: book, language: &member.language };
        for item in sent {
            let mut text = explainer.words(&format!("confirmation-{}", item.id), &[]);
            for field in &item.what.contains {
                if let Some(value) = self.field(&explainer, field, booking, vehicle, code)? {
                    let label = explainer.words(&format!("field-{field}"), &[]);
                    text.push_str(&format!("\n{label}: {value}"));
                }
            }
            self.deliver(&item.id, member.id, booking, &media(&item.what), &text)?;
        }
        Ok(())
    }

    /// Sends a sentence about a booking.
    pub(crate) fn inform(
        &mut self,
        about: &str,
        member: &MemberRow,
        booking: &Booking,
        vehicle: &VehicleRow,
    ) -> Result<(), Trouble> {
        let operator = self.operator;
        let book = operator.book_at(booking.made);
        let explainer = Explainer { rulebook: book, language: &member.language };
        let rows = lines::about(self.tx, operator.id, booking.id.0)?;
        let total = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
        let code = match about {
            "code" => self.code_of(booking.id)?.unwrap_or_default(),
            _ => String::new(),
        };
        let args: [(&str, Arg<'_>); 8] = [
            ("vehicle", vehicle_name(vehicle).into()),
            ("pickup", self.place_name(booking.pickup)?.into()),
            ("dropoff", self.place_name(booking.dropoff)?.into()),
            ("start", explainer.moment(booking.start).into()),
            ("end", explainer.moment(booking.end).into()),
            ("total", explainer.money(Money(total)).into()),
            ("phone", operator.settings.assistance_phone.as_str().into()),
            ("code", code.into()),
        ];
        let text = explainer.words(&format!("message-{about}"), &args);
        let by = if URGENT.contains(&about) {
            vec![SMS]
        } else {
            let book = wanted(book, "book", booking.made);
            let mut by: Vec<_> = book.iter().flat_map(|item| media(&item.what)).collect();
            by.dedup();
            by
        };
        self.deliver(about, member.id, booking, &by, &text)
    }

    /// Puts a text into the outbox for each of these media; without an address there, for the other.
    fn deliver(
        &mut self,
        kind: &str,
        member: MemberId,
        booking: &Booking,
        by: &[&'static str],
        text: &str,
    ) -> Result<(), Trouble> {
        let person = members::person(self.tx, self.operator.id, member)?.unwrap_or_default();
        let name = self.operator.book_at(booking.made).name.to_string();
        let reachable: Vec<_> = [(MAIL, person.email), (SMS, person.phone)]
            .into_iter()
            .filter_map(|(medium, to)| to.map(|to| (medium, to)))
            .collect();
        let asked = reachable.iter().any(|(medium, _)| by.contains(medium));
        let rest = if asked { reachable.len() } else { 1 };
        for (medium, to) in reachable.into_iter().take(rest) {
            if asked && !by.contains(&medium) {
                continue;
            }
            let (subject, text) = match medium {
                SMS => (String::new(), format!("{name}: {text}")),
                _ => (name.clone(), text.to_owned()),
            };
            let letter = Letter { to, subject, text };
            self.send(medium, kind, Some(member), Some(booking.id), &letter)?;
        }
        Ok(())
    }

    /// Puts a message into the outbox.
    pub(crate) fn send(
        &mut self,
        medium: &str,
        kind: &str,
        member: Option<MemberId>,
        booking: Option<BookingId>,
        letter: &Letter,
    ) -> Result<(), Trouble> {
        let text = serde_json::to_vec(letter).unwrap_or_default();
        let sealed = self.app.keys().seal(OUTBOX, &text);
        let (id, now) = (self.id(), self.now());
        let message = outbox::NewMessage { id, medium, kind, member, booking, sealed: &sealed };
        self.app.bell().raise();
        Ok(outbox::put(self.tx, self.operator.id, now, &message)?)
    }

    /// The value of a field that a confirmation must contain; `None`: there is none.
    fn field(
        &mut self,
        explainer: &Explainer<'_>,
        field: &str,
        booking: &Booking,
        vehicle: &VehicleRow,
        code: &str,
    ) -> Result<Option<String>, Trouble> {
        let settings = &self.operator.settings;
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(match field {
            "code" | "unlock-code" => Some(code.to_owned()),
            "lock-code" => Some(lock_code(code)),
            "assistance-phone" => given(&settings.assistance_phone),
            "vehicle-phone" => given(&settings.vehicle_phone),
            "vehicle" => Some(vehicle_name(vehicle)),
            "plate" => vehicle.plate.clone(),
            "pickup" => Some(self.place_name(booking.pickup)?),
            "dropoff" => Some(self.place_name(booking.dropoff)?),
            "start" => Some(explainer.moment(booking.start)),
            "end" => Some(explainer.moment(booking.end)),
            _ => None,
        })
    }

    /// The name of a place, for people.
    pub(crate) fn place_name(&mut self, place: Place) -> Result<String, Trouble> {
        match place {
            Place::OffNetwork => self.place_code(place),
            Place::Station(id) => {
                let row = stations::get(self.tx, self.operator.id, id)?;
                Ok(row.map_or_else(String::new, |row| row.name))
            }
        }
    }
}

/// A vehicle as members know it.
pub(crate) fn vehicle_name(vehicle: &VehicleRow) -> String {
    match &vehicle.name {
        Some(name) => format!("{name} ({})", vehicle.code),
        None => vehicle.code.clone(),
    }
}

/// The code that locks, which goes with the one that unlocks: its digits the other way round, or if
/// that is the same, with the first one up.
pub(crate) fn lock_code(code: &str) -> String {
    let turned: String = code.chars().rev().collect();
    if turned != code {
        return turned;
    }
    let first = code.bytes().next().map_or(0, |byte| (byte - b'0' + 1) % 10);
    format!("{first}{}", code.get(1..).unwrap_or_default())
}
