//! Text messages that come in: a code that opens or locks, answered with what was done or why not.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::rules::booking::RequiredOn;
use rimessa_domain::time::Span;
use rimessa_store::{access, members, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::book::CODE;
use crate::doors::CLOSE;
use crate::event::Event;
use crate::give_back::{self, give_back_by};
use crate::message::{Letter, SMS, lock_code, vehicle_name};
use crate::readings::PLUGGED;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::unlock::{self, unlock};

/// So many wrong codes of one number within [`crate::origin::WINDOW`] are answered.
const MOST_WRONG: i64 = 5;
/// How long a booking that is over is still known, so that a code used twice is told from a wrong one.
const LOOK_BACK: Span = Span::days(2);
/// The kind of device that hands on text messages.
const GATEWAY: &str = "sms-gateway";
/// A text is no longer: ten parts of a message.
const LONGEST_TEXT: usize = 2000;

/// A text message that the operator's gateway received.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IncomingMessage)]
pub struct Incoming {
    /// The gateway's id for it: however often it comes, it is counted once.
    pub id: String,
    /// The number that it came from.
    pub number: String,
    /// What it says.
    pub text: String,
}

/// What came of a text message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TakenMessage)]
pub struct Taken {
    /// `opened`, `returned`, or why not: `wrong-code`, `unknown-number`, `no-code`, `throttled`, or the
    /// code of a refusal.
    pub outcome: String,
    /// Whether it came before.
    pub repeated: bool,
}

/// What a code is good for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Open,
    Lock,
}

/// A booking that a code is good for.
struct Found {
    booking: Booking,
    act: Act,
    /// Who sent the code.
    sender: MemberId,
    /// Who drives the booking, where another member pays.
    driver: Option<MemberId>,
}

/// What came of it, about which booking of whom, and what is answered.
struct Done {
    outcome: String,
    about: Option<(BookingId, MemberId)>,
    words: String,
}

/// A phone number as it is compared: digits after a `+`.
#[must_use]
pub fn phone_number(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| !" -./()\u{a0}".contains(*c)).collect();
    let digits = match (kept.strip_prefix('+'), kept.strip_prefix("00")) {
        (Some(rest), _) | (None, Some(rest)) => rest,
        (None, None) => kept.as_str(),
    };
    let well = (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    well.then(|| format!("+{digits}"))
}

/// The code in a text: six digits, whatever is around and between them.
#[must_use]
pub fn code_in(text: &str) -> Option<String> {
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).map(digits);
    if let Some(word) = words.find(|word| word.len() == 6) {
        return Some(word);
    }
    let all = digits(text);
    (all.len() == 6).then_some(all)
}

/// Takes a text message, does what its code is good for, and answers, all at once.
///
/// # Errors
/// [`Trouble::Invalid`]; [`Trouble`].
pub fn receive(scene: &mut Scene<'_, '_>, incoming: &Incoming) -> Result<Reply<Taken>, Trouble> {
    let well = (1..=200).contains(&incoming.id.len()) && !incoming.id.contains('\0');
    if !well {
        return Err(Trouble::invalid("id", "not-a-key", ""));
    }
    if incoming.text.len() > LONGEST_TEXT {
        return Err(Trouble::invalid("text", "too-long-here", ""));
    }
    if scene.device()?.is_some_and(|device| device.kind != GATEWAY) {
        return Err(Trouble::Forbidden);
    }
    let number = phone_number(&incoming.number);
    let number = number.ok_or_else(|| Trouble::invalid("number", "not-a-phone", ""))?;
    let (op, at) = (scene.operator.id, scene.now());
    if !access::sms_came(scene.tx, op, &incoming.id, at)? {
        let outcome = access::sms_outcome(scene.tx, op, &incoming.id)?;
        return Ok(Reply::Done(Taken { outcome, repeated: true }));
    }
    let origin = scene.origin("sms", &number);
    if scene.must_wait(&origin, MOST_WRONG)? > 0 {
        scene.note_sms(&incoming.id, "throttled", None)?;
        return Ok(Reply::Done(Taken { outcome: "throttled".to_owned(), repeated: false }));
    }
    let (done, language) = scene.obey(&number, &incoming.text)?;
    if matches!(done.outcome.as_str(), "wrong-code" | "unknown-number" | "no-code") {
        scene.count_against(&origin)?;
    }
    scene.note_sms(&incoming.id, &done.outcome, done.about)?;
    let text = if matches!(done.outcome.as_str(), "opened" | "returned") {
        done.words
    } else {
        let phone = [("phone", scene.operator.settings.assistance_phone.as_str().into())];
        let book = scene.operator.book_at(at);
        let call = book.texts.get(&language, "answer-call", &phone).unwrap_or_default();
        format!("{} {call}", done.words)
    };
    let name = &scene.operator.book_at(at).name;
    let letter = Letter { to: number, subject: String::new(), text: format!("{name}: {text}") };
    let (booking, member) = done.about.unzip();
    scene.send(SMS, "answer", member, booking, &letter)?;
    Ok(Reply::Done(Taken { outcome: done.outcome, repeated: false }))
}

impl Scene<'_, '_> {
    /// Does what a text message asks for; in which language it is answered.
    fn obey(&mut self, number: &str, text: &str) -> Result<(Done, String), Trouble> {
        let op = self.operator.id;
        let known = access::members_by_phone(self.tx, op, number)?;
        let first = match known.first() {
            Some(first) => members::get(self.tx, op, *first)?,
            None => None,
        };
        let own = self.operator.language(self.now(), "");
        let language = first.map_or(own, |member| member.language);
        let mut scene = Scene {
            tx: &mut *self.tx,
            operator: self.operator,
            actor: self.actor,
            language: &language,
            app: self.app,
        };
        let no = |scene: &Scene<'_, '_>, outcome: &str| Done {
            outcome: outcome.to_owned(),
            about: None,
            words: scene.turned_away(outcome).words,
        };
        if known.is_empty() {
            return Ok((no(&scene, "unknown-number"), language.clone()));
        }
        let Some(code) = code_in(text) else {
            return Ok((no(&scene, "no-code"), language.clone()));
        };
        let done = match scene.find_by_code(&known, &code)? {
            None => no(&scene, "wrong-code"),
            Some(found) => match scene.sender_refused(&found)? {
                Some(refused) => {
                    let about = Some((found.booking.id, found.booking.member));
                    Done { outcome: refused.code, about, words: refused.words }
                }
                None => match found.act {
                    Act::Open => scene.open_by_sms(&found.booking)?,
                    Act::Lock => scene.lock_by_sms(&found.booking)?,
                },
            },
        };
        Ok((done, language))
    }

    /// Lets whoever sends the code of a booking act, not the gateway: who pays or drives, or another
    /// driver on the same account, who drives from then on. Why the latter may not.
    fn sender_refused(&mut self, found: &Found) -> Result<Option<RefusedView>, Trouble> {
        let Found { booking, sender, driver, .. } = found;
        self.actor = Actor::Member(*sender);
        if *sender == booking.member || *driver == Some(*sender) {
            return Ok(None);
        }
        // Of a booking that is none of his own he may do what its account may.
        self.actor = Actor::Member(booking.member);
        let row = members::get(self.tx, self.operator.id, *sender)?;
        let refused = self.driver_refused(row.as_ref(), RequiredOn::Unlock)?;
        if refused.is_none() && booking.state == State::Planned {
            self.keep_driver(booking.id, row.as_ref())?;
        }
        Ok(refused)
    }

    /// The booking that a code opens or locks for these members or the accounts on which they drive; of
    /// several the one that it does something for.
    fn find_by_code(&mut self, whose: &[MemberId], code: &str) -> Result<Option<Found>, Trouble> {
        let (op, versions, at) = (self.operator.id, &self.operator.versions, self.now());
        let mut all = Vec::new();
        for sender in whose.iter().copied() {
            let payer = members::get(self.tx, op, sender)?.and_then(|row| row.payer);
            for account in [Some(sender), payer].into_iter().flatten() {
                let from = at.minus(LOOK_BACK);
                for stored in access::of_member(self.tx, op, versions, account, from)? {
                    let sealed = stored.code_sealed.unwrap_or_default();
                    let right = self.app.keys().open(CODE, &sealed);
                    let right = right.and_then(|right| String::from_utf8(right).ok());
                    let Some(right) = right else { continue };
                    let act = match () {
                        () if right == code => Act::Open,
                        () if lock_code(&right) == code => Act::Lock,
                        () => continue,
                    };
                    let (booking, driver) = (stored.booking, stored.driver);
                    all.push(Found { booking, act, sender, driver });
                }
            }
        }
        // What can be done comes before what cannot.
        all.sort_by_key(|found| match (found.act, found.booking.state) {
            (Act::Lock, State::Driving) => 0,
            (Act::Open, State::Driving) => 1,
            (Act::Open, State::Planned) if found.booking.start <= at => 2,
            (Act::Open, State::Planned) => 3,
            _ => 4,
        });
        Ok(all.into_iter().next())
    }

    fn open_by_sms(&mut self, booking: &Booking) -> Result<Done, Trouble> {
        let wish = unlock::Wish { method: Some(SMS.to_owned()), ..unlock::Wish::default() };
        let about = Some((booking.id, booking.member));
        Ok(match unlock(self, booking.id, &wish)? {
            Reply::Refused(refused) => Done { outcome: refused.code, about, words: refused.words },
            Reply::Done(view) => {
                let mut words = self.about_vehicle("answer-opened", booking)?;
                view.hints.iter().for_each(|hint| words.push_str(&format!(" {hint}")));
                Done { outcome: "opened".to_owned(), about, words }
            }
        })
    }

    fn lock_by_sms(&mut self, booking: &Booking) -> Result<Done, Trouble> {
        let about = Some((booking.id, booking.member));
        Ok(match give_back_by(self, booking.id, Some(SMS), &give_back::Wish::default())? {
            Reply::Refused(refused) => Done { outcome: refused.code, about, words: refused.words },
            Reply::Done(_) => {
                self.ask_vehicle(booking.vehicle, Some(booking.id), CLOSE)?;
                let mut words = self.about_vehicle("answer-returned", booking)?;
                let electric =
                    self.energy_of(booking) == rimessa_domain::rules::when::Energy::Electric;
                if electric && self.known(booking.vehicle)?.last(PLUGGED) == Some(0) {
                    words = format!("{words} {}", self.spoken("unplugged"));
                }
                Done { outcome: "returned".to_owned(), about, words }
            }
        })
    }

    fn about_vehicle(&mut self, key: &str, booking: &Booking) -> Result<String, Trouble> {
        let vehicle = vehicles::get(self.tx, self.operator.id, booking.vehicle)?;
        let name = vehicle.as_ref().map(vehicle_name).unwrap_or_default();
        let book = self.operator.book_at(booking.made);
        let words = book.texts.get(self.language, key, &[("vehicle", name.into())]);
        Ok(words.unwrap_or_else(|| key.to_owned()))
    }

    fn note_sms(
        &mut self,
        key: &str,
        outcome: &str,
        about: Option<(BookingId, MemberId)>,
    ) -> Result<(), Trouble> {
        let (booking, member) = about.unzip();
        access::sms_answered(self.tx, self.operator.id, key, outcome, booking)?;
        let event = Event { kind: "sms", of: Some(outcome.to_owned()), ..Event::default() };
        self.note(self.now(), &event, None, Concerns { member, booking, ..Concerns::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_leniently() {
        for text in [
            "123456",
            " 123 456 ",
            "apri 123456",
            "APRI:123456!",
            "1 2 3 4 5 6",
            "Codice\n123-456.",
        ] {
            assert_eq!(code_in(text).as_deref(), Some("123456"), "{text}");
        }
        assert_eq!(code_in("12345 67890 123456").as_deref(), Some("123456"));
        for text in ["", "12345", "1234567", "apri", "١٢٣٤٥٦", "123 456 789"] {
            assert_eq!(code_in(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_as_digits() {
        for text in ["+39 333 000 0001", "0039-333-0000001", "+39 (333) 0000001", "393330000001"] {
            assert_eq!(phone_number(text).as_deref(), Some("+393330000001"), "{text}");
        }
        for text in ["", "+", "abc", "+39x", "1234", "+1234567890123456"] {
            assert_eq!(phone_number(text), None, "{text}");
        }
    }
}
