//! Telling a member what became of something: a sentence in his language, by mail, or by text message
//! if it is urgent or there is no address.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_rulebook::texts::Arg;
use rimessa_store::members;

use crate::message::Letter;
use crate::scene::Scene;
use crate::trouble::Trouble;

/// What a member is told.
pub(crate) struct News<'n> {
    /// The name of its sentence, after `message-`.
    pub(crate) kind: &'n str,
    /// About which booking.
    pub(crate) booking: Option<BookingId>,
    /// By text message, if there is a number.
    pub(crate) urgent: bool,
    /// The values in the sentence.
    pub(crate) args: &'n [(&'n str, Arg<'n>)],
}

impl Scene<'_, '_> {
    /// Tells a member something. A person who was erased is told nothing.
    pub(crate) fn tell(&mut self, member: MemberId, news: &News<'_>) -> Result<(), Trouble> {
        let op = self.operator.id;
        let Some(row) = members::get(self.tx, op, member)? else { return Ok(()) };
        let person = members::person(self.tx, op, member)?.unwrap_or_default();
        let book = self.operator.book_at(self.now());
        let key = format!("message-{}", news.kind);
        let text = book.texts.get(&row.language, &key, news.args).unwrap_or(key);
        let name = book.name.to_string();
        let by_sms = news.urgent || person.email.is_none();
        let (medium, to) = match (person.phone, person.email) {
            (Some(phone), _) if by_sms => ("sms", phone),
            (_, Some(mail)) => ("mail", mail),
            (_, None) => return Ok(()),
        };
        let letter = match medium {
            "sms" => Letter { to, subject: String::new(), text: format!("{name}: {text}") },
            _ => Letter { to, subject: name, text },
        };
        self.send(medium, news.kind, Some(member), news.booking, &letter)
    }

    /// The language in which a member is told something.
    pub(crate) fn language_of(&mut self, member: MemberId) -> Result<String, Trouble> {
        let row = members::get(self.tx, self.operator.id, member)?;
        Ok(row.map_or_else(|| self.language.to_owned(), |row| row.language))
    }
}
