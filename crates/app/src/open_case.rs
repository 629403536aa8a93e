//! Opening a case: by a member, an agent, a device, or Rimessa itself.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, ClauseId, MemberId, VehicleId};
use rimessa_domain::subscription::Month;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::cases::{self, CaseRow, EntryRow};
use rimessa_store::{access, bookings, uploads};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accident::{self, Accident};
use crate::case_file::{CaseFile, ENTRY, KINDS, Kind, Said};
use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::reply::{RefusedView, Reply};
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::uploads::PHOTO;

/// What is reported.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseReport)]
pub struct Wish {
    /// Of which kind: `accident`, `breakdown`, `contact`, `damage`, `dirt`, `fuel-card`, `key`,
    /// `lost-property`, `other`, `query`, `theft`, `vandalism`, `vehicle-missing`.
    pub kind: String,
    /// What there is to say.
    #[serde(default)]
    pub text: String,
    /// What a contact is about: `address`, `phone`, `plate`, `other`.
    pub topic: Option<String>,
    /// About which booking, by id.
    pub booking: Option<String>,
    /// About which vehicle, by fleet number or id; left out: that of the booking.
    pub vehicle: Option<String>,
    /// Whose it is, by id or customer number; left out: who is logged in, or that of the booking.
    pub member: Option<String>,
    /// Photos and papers, by the id of their upload.
    #[serde(default)]
    pub uploads: Vec<String>,
    /// The form of an accident; a member must fill it in.
    pub accident: Option<Accident>,
}

/// The longest text.
const LONGEST: usize = 10_000;
/// So long before it begins a booking belongs to a place.
const HERE: Span = Span::HOUR;
/// So many of a member's bookings are looked at to find one of a place.
const LATEST: i64 = 5;
/// The most uploads at once.
const MOST: usize = 20;

const TOPICS: [&str; 4] = ["address", "phone", "plate", "other"];

/// A case to be opened.
pub(crate) struct NewCase<'n> {
    pub(crate) kind: &'n str,
    pub(crate) member: Option<MemberId>,
    pub(crate) booking: Option<BookingId>,
    pub(crate) vehicle: Option<VehicleId>,
    pub(crate) once: Option<String>,
    pub(crate) said: Said,
    pub(crate) uploads: Vec<String>,
}

/// Opens a case. What was reported already is added to the case that there is.
///
/// # Errors
/// [`Trouble`].
pub fn open(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<CaseFile>, Trouble> {
    let kind = KINDS.iter().find(|kind| kind.name == wish.kind && !kind.by_itself);
    let kind = kind.ok_or_else(|| Trouble::invalid("kind", "no-such-case", &wish.kind))?;
    check_topic(wish)?;
    let said = scene.checked(wish)?;
    let uploads = scene.named_uploads("uploads", &wish.uploads)?;
    let booking = match wish.booking.as_deref() {
        None => None,
        Some(name) => {
            let id = parse_id(name).ok_or(Trouble::NotFound("booking"))?;
            Some(scene.booking(BookingId(id))?.ok_or(Trouble::NotFound("booking"))?)
        }
    };
    let member = match (&booking, wish.member.as_deref(), scene.actor) {
        (Some(booking), None, _) => Some(booking.member),
        (None, None, Actor::Device(_) | Actor::Program(_) | Actor::Staff(_)) => None,
        (booking, Some(name), Actor::Device(_)) => Some(scene.member_here(name, booking.as_ref())?),
        (_, name, _) => Some(scene.member_named(name)?),
    };
    if let Some(member) = member {
        scene.lock_member(member)?;
    }
    let vehicle = match (wish.vehicle.as_deref(), &booking) {
        (Some(name), _) => {
            let id = scene.vehicle_named(name)?.id;
            let near = scene.is_near_vehicle(id)?;
            Some(near.then_some(id).ok_or(Trouble::NotFound("vehicle"))?)
        }
        (None, Some(booking)) => Some(booking.vehicle),
        (None, None) => None,
    };
    if let Some(vehicle) = vehicle
        && !scene.is_near_vehicle(vehicle)?
    {
        return Err(Trouble::NotFound("vehicle"));
    }
    if kind.name == "query"
        && let Some(refused) = scene.too_late_to_query(booking.as_ref())?
    {
        return Ok(Reply::Refused(refused));
    }
    let booking = booking.map(|booking| booking.id);
    let once = booking.filter(|_| kind.once).map(|id| format!("{}:{}", kind.name, show_id(id.0)));
    let new = NewCase { kind: kind.name, member, booking, vehicle, once, said, uploads };
    let row = scene.open_case(&new)?;
    scene.show_file(&row).map(Reply::Done)
}

fn check_topic(wish: &Wish) -> Result<(), Trouble> {
    match (wish.kind.as_str(), wish.topic.as_deref()) {
        ("contact", None) => Err(Trouble::invalid("topic", "missing", "")),
        ("contact", Some(topic)) if !TOPICS.contains(&topic) => {
            Err(Trouble::invalid("topic", "no-such-topic", topic))
        }
        ("contact", Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => Err(Trouble::invalid("topic", "says-nothing", "")),
    }
}

/// A text that must not be too long; where it is `needed`, not empty either.
pub(crate) fn check_text(field: &str, text: &str, needed: bool) -> Result<(), Trouble> {
    if needed && text.trim().is_empty() {
        return Err(Trouble::invalid(field, "missing", ""));
    }
    match text.len() > LONGEST {
        true => Err(Trouble::invalid(field, "too-long", "")),
        false => Ok(()),
    }
}

impl Scene<'_, '_> {
    /// The uploads that are named: a member's own ones; of staff any that there are; of a device the photos
    /// of whoever drives its vehicle. Whoever else acts has none.
    pub(crate) fn named_uploads(
        &mut self,
        field: &str,
        names: &[String],
    ) -> Result<Vec<String>, Trouble> {
        if names.len() > MOST {
            return Err(Trouble::invalid(field, "too-many-items", ""));
        }
        let (op, actor) = (self.operator.id, self.actor);
        let aboard = if names.is_empty() { None } else { self.member_aboard()? };
        let mut read = Vec::with_capacity(names.len());
        for name in names {
            let id = parse_id(name).ok_or_else(|| Trouble::invalid(field, "not-an-id", name))?;
            let found = uploads::get(self.tx, op, id)?.filter(|row| row.subject == "member");
            let may = found.is_some_and(|row| match actor {
                Actor::Member(MemberId(member)) => row.subject_id == member,
                Actor::Staff(_) | Actor::System | Actor::CommandLine => true,
                Actor::Device(_) => {
                    row.purpose == PHOTO && aboard == Some(MemberId(row.subject_id))
                }
                Actor::Program(_) | Actor::Stranger => false,
            });
            if !may {
                return Err(Trouble::invalid(field, "no-such-upload", name));
            }
            read.push(show_id(id));
        }
        Ok(read)
    }

    /// Whose trip is under way with the vehicle of the device that acts.
    fn member_aboard(&mut self) -> Result<Option<MemberId>, Trouble> {
        let Some(vehicle) = self.device()?.and_then(|device| device.vehicle) else {
            return Ok(None);
        };
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let trip = access::driving(self.tx, op, versions, vehicle)?;
        Ok(trip.map(|booking| booking.member))
    }

    /// The member whom a device names: of the booking, or of one that belongs to where the device is.
    fn member_here(&mut self, name: &str, booking: Option<&Booking>) -> Result<MemberId, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let member = self.member_named(Some(name))?;
        let is_here = match booking {
            Some(booking) => {
                let driver = bookings::driver_of(self.tx, op, booking.id)?;
                booking.member == member || driver == Some(member)
            }
            None => {
                let before = (self.now().plus(HERE), BookingId(0));
                let latest = bookings::of_member(self.tx, op, versions, member, before, LATEST)?;
                let mut is_here = false;
                for booking in &latest {
                    is_here |= self.is_near(booking)?;
                }
                is_here
            }
        };
        if is_here { Ok(member) } else { Err(Trouble::NotFound("member")) }
    }

    /// What is said in a report, once it is checked.
    fn checked(&self, wish: &Wish) -> Result<Said, Trouble> {
        check_text("text", &wish.text, wish.accident.is_none())?;
        match (&wish.accident, wish.kind.as_str(), self.actor) {
            (None, "accident", Actor::Member(_)) => {
                return Err(Trouble::invalid("accident", "missing", ""));
            }
            (Some(form), "accident", _) => {
                let now = self.now();
                accident::check(form, &self.operator.versions.at(now).zone, now)?;
            }
            (Some(_), _, _) => return Err(Trouble::invalid("accident", "says-nothing", "")),
            (None, _, _) => {}
        }
        let (text, topic) = (wish.text.trim().to_owned(), wish.topic.clone());
        Ok(Said { text, topic, accident: wish.accident.clone() })
    }

    /// Opens a case, or adds to the one of the same thing that there is.
    pub(crate) fn open_case(&mut self, new: &NewCase<'_>) -> Result<CaseRow, Trouble> {
        let (op, at) = (self.operator.id, self.now());
        let known = match &new.once {
            Some(once) => cases::by_once(self.tx, op, once)?,
            None => None,
        };
        let form = if new.said.accident.is_some() { "form" } else { "message" };
        if let Some(known) = known {
            self.say_again(&known, form, new)?;
            return Ok(known);
        }
        let row = CaseRow {
            id: self.id(),
            kind: new.kind.to_owned(),
            state: "open".to_owned(),
            outcome: None,
            opened: at,
            opened_by: self.actor.word().to_owned(),
            due: self.due_of(new.kind, at),
            owner: None,
            member: new.member,
            booking: new.booking,
            vehicle: new.vehicle,
            once: new.once.clone(),
            closed: None,
            version: 1,
        };
        cases::insert(self.tx, op, &row)?;
        self.add_entry(row.id, form, true, &new.said, &new.uploads)?;
        self.note_case(&row, "case-open")?;
        Ok(row)
    }

    /// Adds to a case what was not said before.
    fn say_again(&mut self, row: &CaseRow, form: &str, new: &NewCase<'_>) -> Result<(), Trouble> {
        let entries = cases::entries(self.tx, self.operator.id, row.id)?;
        let same = |entry: &EntryRow| {
            let uploads: Vec<String> =
                serde_json::from_str(&entry.uploads_json).unwrap_or_default();
            self.said(entry).as_ref() == Some(&new.said) && uploads == new.uploads
        };
        if entries.iter().any(same) {
            return Ok(());
        }
        self.add_entry(row.id, form, true, &new.said, &new.uploads)?;
        self.note_case(row, "case-reply")
    }

    /// Adds to what was said about a case.
    pub(crate) fn add_entry(
        &mut self,
        case: u128,
        kind: &str,
        visible: bool,
        said: &Said,
        uploads: &[String],
    ) -> Result<(), Trouble> {
        let text = serde_json::to_vec(said).unwrap_or_default();
        let entry = EntryRow {
            id: self.id(),
            at: self.now(),
            author: self.actor.word().to_owned(),
            author_id: self.actor.id(),
            kind: kind.to_owned(),
            visible,
            sealed: self.app.keys().seal(ENTRY, &text),
            uploads_json: serde_json::to_string(uploads).unwrap_or_default(),
        };
        Ok(cases::add(self.tx, self.operator.id, case, &entry)?)
    }

    /// Enters into the journal what happened to a case: never its words.
    pub(crate) fn note_case(&mut self, row: &CaseRow, kind: &'static str) -> Result<(), Trouble> {
        let event = Event { kind, of: Some(row.kind.clone()), ..Event::default() };
        let concerns = Concerns {
            member: row.member,
            booking: row.booking,
            vehicle: row.vehicle,
            subject: Some(row.id),
            version: Some(row.version),
        };
        self.note(self.now(), &event, None, concerns)
    }

    /// Until when a case of that kind must be seen to: as the rulebook says, else our own default.
    pub(crate) fn due_of(&self, kind: &str, at: Instant) -> Instant {
        let Some(kind) = KINDS.iter().find(|known| known.name == kind) else { return at };
        let book = self.operator.book_at(at);
        let of = |kind: &Kind, on: &str| kind.duties.contains(&on);
        let duties = book.regulation.duties.iter();
        let duties = duties.filter(|duty| of(kind, &duty.what.on) && duty.validity.holds(at));
        let within = duties.filter_map(|duty| duty.what.within).min();
        at.plus(within.unwrap_or(kind.within))
    }

    /// Where the rulebook lets a trip be queried until the end of its month: whether that has passed.
    fn too_late_to_query(
        &mut self,
        booking: Option<&Booking>,
    ) -> Result<Option<RefusedView>, Trouble> {
        let booking = booking.ok_or_else(|| Trouble::invalid("booking", "missing", ""))?;
        let book = self.operator.book_at(booking.made);
        let duties = book.regulation.duties.iter();
        let mut duties = duties
            .filter(|duty| &*duty.what.on == "month-end" && duty.validity.holds(booking.made));
        let Some(duty) = duties.next() else { return Ok(None) };
        let ended = match booking.state {
            State::Returned(at) => at,
            _ => booking.end,
        };
        let zone = &book.rules.zone;
        let last = Month::of(zone, ended).last_moment(zone);
        let too_late = self.now() > last;
        Ok(too_late.then(|| self.own_refusal("too-late-to-query", duty.clause, booking.made)))
    }

    /// A refusal that is the service's own, not a decision about bookings or money.
    pub(crate) fn own_refusal(
        &self,
        code: &str,
        clause: Option<ClauseId>,
        at: Instant,
    ) -> RefusedView {
        let book = self.operator.book_at(at);
        let key = format!("refusal-{code}");
        RefusedView {
            code: code.to_owned(),
            clause: clause.map(|clause| book.rules.clause(clause).to_owned()),
            words: book.texts.get(self.language, &key, &[]).unwrap_or(key),
        }
    }
}
