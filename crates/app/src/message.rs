//! What is sent to members: composed from the rulebook's sentences, sealed, and put into the outbox in
//! the same transaction.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{BookingId, MemberId, Place};
use rimessa_rulebook::explain::Explainer;
use rimessa_store::members::MemberRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{members, outbox, stations};
use serde::{Deserialize, Serialize};

use crate::scene::Scene;
use crate::trouble::Trouble;

/// What messages are sealed for.
pub(crate) const OUTBOX: &str = "outbox";

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

impl Scene<'_, '_> {
    /// Sends what the rulebook says is sent after a booking.
    pub(crate) fn confirm_booking(
        &mut self,
        member: &MemberRow,
        booking: &Booking,
        vehicle: &VehicleRow,
        code: &str,
    ) -> Result<(), Trouble> {
        let operator = self.operator;
        let book = operator.book_at(booking.made);
        let holds = book
            .regulation
            .confirmations
            .iter()
            .filter(|item| &*item.what.on == "book" && item.validity.holds(booking.made));
        let media = |item: &&rimessa_rulebook::regulation::Item<_>| -> Vec<&'static str> {
            let confirmation: &rimessa_rulebook::regulation::Confirmation = &item.what;
            let by = |medium: &'static str| {
                confirmation.by.iter().any(|known| &**known == medium).then_some(medium)
            };
            [by("mail"), by("sms")].into_iter().flatten().collect()
        };
        let sent: Vec<_> = holds.filter(|item| !media(item).is_empty()).collect();
        if sent.is_empty() {
            return Ok(());
        }
        let person = members::person(self.tx, operator.id, member.id)?.unwrap_or_default();
        let explainer = Explainer { rulebook: book, language: &member.language };
        for item in sent {
            let subject = explainer.words(&format!("confirmation-{}", item.id), &[]);
            let mut text = subject.clone();
            for field in &item.what.contains {
                if let Some(value) = self.field(&explainer, field, booking, vehicle, code)? {
                    let label = explainer.words(&format!("field-{field}"), &[]);
                    text.push_str(&format!("\n{label}: {value}"));
                }
            }
            for medium in media(&item) {
                let to = if medium == "sms" { &person.phone } else { &person.email };
                let Some(to) = to else { continue };
                let name = book.name.to_string();
                let subject = if medium == "sms" { String::new() } else { name.clone() };
                let text = if medium == "sms" { format!("{name}: {text}") } else { text.clone() };
                let letter = Letter { to: to.clone(), subject, text };
                self.send(medium, &item.id, Some(member.id), Some(booking.id), &letter)?;
            }
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
            "vehicle" => Some(match &vehicle.name {
                Some(name) => format!("{name} ({})", vehicle.code),
                None => vehicle.code.clone(),
            }),
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

/// The code that locks, which goes with the one that unlocks: its digits the other way round, or if
/// that is the same, with the first one up.
pub(crate) fn lock_code(code: &str) -> String {
    let turned: String = code.chars().rev().collect();
    if turned != code {
        return turned;
    }
    let first = code.bytes().next().map_or(0, |byte| (byte - b'0' + 1) % 10);
    format!("{first}{}", &code[1..])
}
