//! Looking things up in the journal: what happened, by kind, member, booking, vehicle and time.

use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Instant;
use rimessa_store::journal::{self as stored, Sought};
use rimessa_store::{logins, members};

use crate::desk::Happened;
use crate::identity::{parse_id, show_id};
use crate::scene::Scene;
use crate::trouble::Trouble;

/// What is looked for; what is empty does not matter.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Of this kind: `book`, `return` …
    pub kind: String,
    /// About this member, by id or customer number.
    pub member: String,
    /// About this booking, by id.
    pub booking: String,
    /// About this vehicle, by fleet number or id.
    pub vehicle: String,
    /// Not before.
    pub from: String,
    /// Before.
    pub until: String,
    /// Where the page before ended.
    pub after: String,
}

/// An entry, with whom it concerns.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What happened.
    pub happened: Happened,
    /// The member concerned, by id and customer number.
    pub member: Option<(String, String)>,
    /// Who of the staff acted, by login name.
    pub staff: Option<String>,
}

/// Entries, and where to go on reading.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The entries, the latest first.
    pub entries: Vec<Entry>,
    /// Where to go on reading; `None`: this is all.
    pub next: Option<String>,
}

/// What is looked for, the latest first.
///
/// # Errors
/// [`Trouble::NotFound`] names what does not exist; [`Trouble::Invalid`]; [`Trouble`].
pub fn search(scene: &mut Scene<'_, '_>, wish: &Wish, limit: i64) -> Result<Found, Trouble> {
    let sought = scene.sought(wish)?;
    let mut rows = stored::search(scene.tx, scene.operator.id, &sought, limit + 1)?;
    let next = scene.cut(&mut rows, limit, |row| format!("{}~{}", row.at.0, row.position.seq));
    let entries = rows.into_iter().map(|row| {
        let op = scene.operator.id;
        let member = match row.member {
            Some(id) => members::get(scene.tx, op, id)?.map(|known| (show_id(id.0), known.number)),
            None => None,
        };
        let staff = match (row.actor.as_str(), row.actor_id) {
            ("staff", Some(id)) => {
                logins::get(scene.tx, logins::INSTALLATION, id)?.map(|login| login.name)
            }
            _ => None,
        };
        Ok(Entry { happened: scene.show_happened(row)?, member, staff })
    });
    let entries = entries.collect::<Result<_, Trouble>>()?;
    Ok(Found { entries, next })
}

impl Scene<'_, '_> {
    fn sought(&mut self, wish: &Wish) -> Result<Sought, Trouble> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let member = given(&wish.member).map(|name| self.member_there(&name)).transpose()?;
        let vehicle = given(&wish.vehicle).map(|name| self.vehicle_named(&name)).transpose()?;
        let booking = given(&wish.booking)
            .map(|id| parse_id(&id).map(BookingId).ok_or(Trouble::NotFound("booking")));
        let booking = booking.transpose()?;
        let until = self.moment("until", given(&wish.until).as_deref())?;
        let before = match given(&wish.after) {
            Some(text) => Some(cursor(&text)?),
            None => until.map(|at| (at, i64::MIN)),
        };
        Ok(Sought {
            kind: given(&wish.kind).filter(|kind| kind.len() <= 50),
            member,
            booking,
            vehicle: vehicle.map(|row| row.id),
            from: self.moment("from", given(&wish.from).as_deref())?,
            before,
        })
    }
}

fn cursor(text: &str) -> Result<(Instant, i64), Trouble> {
    let read = || {
        let (at, seq) = text.split_once('~')?;
        Some((Instant(at.parse().ok()?), seq.parse().ok()?))
    };
    read().ok_or_else(|| Trouble::invalid("after", "not-a-cursor", text))
}
