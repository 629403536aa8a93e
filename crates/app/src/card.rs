//! Cards and tags: given out by staff, enabled by members at a vehicle, blocked, lost, and shown to a
//! reader.

use rimessa_domain::booking::State;
use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::time::Span;
use rimessa_store::cards::{self, CardRow, EnrolmentRow};
use rimessa_store::{access, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::give_back::{self, give_back_by};
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::unlock::{self, unlock};
use crate::view::BookingView;
use crate::when::show_moment;

/// How long a member has to hold a card to the reader and name it.
const ENROLMENT: Span = Span::minutes(10);
/// So many unknown cards a reader takes in a quarter of an hour.
const MOST_UNKNOWN: i64 = 20;
/// A name is no longer.
const LONGEST_LABEL: usize = 100;
/// Nobody has more cards.
const MOST_CARDS: usize = 20;

/// A card that staff give out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCard {
    /// What a reader reads of it: 8 to 20 hexadecimal digits.
    pub uid: String,
    /// What it is called.
    pub label: String,
}

/// The name that a card gets.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CardName)]
pub struct Named {
    /// What it is called.
    pub label: String,
}

/// What shall be different about a card.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CardChange)]
pub struct Changed {
    /// What it is called.
    pub label: Option<String>,
    /// `active`, `blocked` or `lost`.
    pub state: Option<String>,
}

/// Where a card of one's own is to be enabled.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CardEnrolmentBegin)]
pub struct Begin {
    /// The vehicle, by fleet number or id.
    pub vehicle: String,
}

/// A card that was held to the reader of a vehicle.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShownCard)]
pub struct Shown {
    /// The vehicle, by fleet number or id.
    pub vehicle: String,
    /// What the reader read.
    pub card: String,
    /// `open` or `close`; left out: it opens, and during a trip it closes.
    pub act: Option<String>,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// `active`, `blocked` or `lost`.
    pub state: String,
    /// Since when, RFC 3339.
    pub since: String,
}

/// A card on its way to being enabled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CardEnrolment)]
pub struct EnrolmentView {
    /// The fleet number of the vehicle.
    pub vehicle: String,
    /// `waiting` for a card at the reader, or `seen`: give it a name.
    pub state: String,
    /// Until when, RFC 3339.
    pub expires: String,
}

/// What came of a card at a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardDid {
    /// `opened`, `returned`, or `seen` while a member enables it.
    pub did: String,
    /// What to say to whoever holds it.
    pub words: String,
    /// The booking.
    pub booking: Option<BookingView>,
}

impl From<CardRow> for CardView {
    fn from(row: CardRow) -> Self {
        let (id, since) = (show_id(row.id), show_moment(row.made));
        Self { id, label: row.label, state: row.state, since }
    }
}

/// What a reader reads, as it is compared: without separators, in capitals.
fn uid(text: &str) -> Result<String, Trouble> {
    let uid: String = text.chars().filter(|c| ![' ', ':', '-'].contains(c)).collect();
    let well = (8..=20).contains(&uid.len())
        && uid.len().is_multiple_of(2)
        && uid.bytes().all(|b| b.is_ascii_hexdigit());
    if well { Ok(uid.to_uppercase()) } else { Err(Trouble::invalid("card", "not-a-card", "")) }
}

fn label(text: &str) -> Result<String, Trouble> {
    let text = text.trim();
    let well =
        (1..=LONGEST_LABEL).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if well { Ok(text.to_owned()) } else { Err(Trouble::invalid("label", "not-a-label", "")) }
}

/// Gives a card to a member.
///
/// # Errors
/// [`Trouble::Invalid`]: it is no card, or somebody has it; [`Trouble`].
pub fn give(
    scene: &mut Scene<'_, '_>,
    member: &str,
    new: &NewCard,
) -> Result<Reply<CardView>, Trouble> {
    let member = scene.member_named(Some(member))?;
    let (uid, label) = (uid(&new.uid)?, label(&new.label)?);
    scene.lock_member(member)?;
    let hash = scene.card_hash(&uid);
    if scene.card_of(&uid)?.is_some() {
        return Err(Trouble::invalid("uid", "card-taken", ""));
    }
    scene.keep_card(member, hash, label).map(Reply::Done)
}

/// A member's cards.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, member: Option<&str>) -> Result<Vec<CardView>, Trouble> {
    let member = match member {
        Some(name) => scene.member_there(name)?,
        None => scene.member_named(None)?,
    };
    let rows = cards::of_member(scene.tx, scene.operator.id, member)?;
    Ok(rows.into_iter().map(CardView::from).collect())
}

/// Gives a card another name, blocks it, or says that it is lost. What was lost only staff can make
/// good.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Invalid`]; [`Trouble`].
pub fn change(
    scene: &mut Scene<'_, '_>,
    id: u128,
    wish: &Changed,
) -> Result<Reply<CardView>, Trouble> {
    let op = scene.operator.id;
    let found = cards::get(scene.tx, op, id)?.filter(|card| scene.may_act_for(card.member));
    let member = found.ok_or(Trouble::NotFound("card"))?.member;
    scene.lock_member(member)?;
    let card = cards::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("card"))?;
    let label = wish.label.as_deref().map(label).transpose()?.unwrap_or(card.label);
    let state = match wish.state.as_deref() {
        None => card.state.clone(),
        Some(state @ ("active" | "blocked" | "lost")) => state.to_owned(),
        Some(other) => return Err(Trouble::invalid("state", "no-such-state", other)),
    };
    let own = matches!(scene.actor, Actor::Member(_));
    if own && card.state == "lost" && state != "lost" {
        return Err(Trouble::invalid("state", "card-is-lost", ""));
    }
    cards::update(scene.tx, op, id, &label, &state)?;
    let event = Event { kind: "card-changed", of: Some(state), ..Event::default() };
    let concerns = Concerns { member: Some(member), subject: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    let row = cards::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("card"))?;
    Ok(Reply::Done(row.into()))
}

/// Begins to enable a card of one's own at a vehicle.
///
/// # Errors
/// [`Trouble::Invalid`]: somebody else is enabling one there; [`Trouble`].
pub fn begin(scene: &mut Scene<'_, '_>, wish: &Begin) -> Result<Reply<EnrolmentView>, Trouble> {
    let member = scene.member_named(None)?;
    let vehicle = scene.vehicle_named(&wish.vehicle)?;
    let row = scene.lock_member(member)?;
    scene.lock_vehicle(vehicle.id)?;
    let (op, at) = (scene.operator.id, scene.now());
    if row.vehicles_limited {
        let enabled = rimessa_store::members::vehicles(scene.tx, op, member)?;
        if !enabled.contains(&vehicle.id) {
            return Err(Trouble::NotFound("vehicle"));
        }
    }
    let others = cards::enrolments_at(scene.tx, op, vehicle.id, at)?;
    if others.iter().any(|other| other.member != member) {
        return Err(Trouble::invalid("vehicle", "enrolment-taken", ""));
    }
    let expires = at.plus(ENROLMENT);
    let enrolment = EnrolmentRow { member, vehicle: vehicle.id, expires, uid_hash: None };
    cards::put_enrolment(scene.tx, op, &enrolment)?;
    let event = Event { kind: "card-begun", ..Event::default() };
    let concerns =
        Concerns { member: Some(member), vehicle: Some(vehicle.id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    enrolment_of(scene).map(Reply::Done)
}

/// How far one's own card has come.
///
/// # Errors
/// [`Trouble::NotFound`]: none is being enabled; [`Trouble`].
pub fn enrolment_of(scene: &mut Scene<'_, '_>) -> Result<EnrolmentView, Trouble> {
    let member = scene.member_named(None)?;
    let row = scene.running_enrolment(member)?;
    let vehicle = vehicles::get(scene.tx, scene.operator.id, row.vehicle)?;
    Ok(EnrolmentView {
        vehicle: vehicle.map_or_else(String::new, |vehicle| vehicle.code),
        state: if row.uid_hash.is_some() { "seen" } else { "waiting" }.to_owned(),
        expires: show_moment(row.expires),
    })
}

/// Gives a name to the card that was seen: from now on it opens.
///
/// # Errors
/// [`Trouble::NotFound`]: none is being enabled; [`Trouble::Invalid`]: none was seen; [`Trouble`].
pub fn finish(scene: &mut Scene<'_, '_>, wish: &Named) -> Result<Reply<CardView>, Trouble> {
    let member = scene.member_named(None)?;
    let label = label(&wish.label)?;
    scene.lock_member(member)?;
    let row = scene.running_enrolment(member)?;
    let Some(hash) = row.uid_hash else {
        return Err(Trouble::invalid("label", "no-card-seen", ""));
    };
    let op = scene.operator.id;
    cards::end_enrolment(scene.tx, op, member)?;
    if cards::by_hash(scene.tx, op, &hash)?.is_some() {
        return Err(Trouble::invalid("label", "card-taken", ""));
    }
    scene.keep_card(member, hash, label).map(Reply::Done)
}

/// A card at the reader of a vehicle: opens for the booking that runs now, and at the end of the trip
/// closes, which brings the vehicle back. An unknown one is seen while a member enables it.
///
/// # Errors
/// [`Trouble::TooMany`]; [`Trouble::Invalid`]; [`Trouble`].
pub fn show(scene: &mut Scene<'_, '_>, shown: &Shown) -> Result<Reply<CardDid>, Trouble> {
    let uid = uid(&shown.card)?;
    let act = shown.act.as_deref();
    if let Some(other) = act.filter(|act| !["open", "close"].contains(act)) {
        return Err(Trouble::invalid("act", "no-such-command", other));
    }
    let vehicle = scene.vehicle_named(&shown.vehicle)?;
    if !scene.is_near_vehicle(vehicle.id)? {
        return Err(Trouble::NotFound("vehicle"));
    }
    let origin = scene.origin("reader", &show_id(vehicle.id.0));
    scene.check_origin(&origin, MOST_UNKNOWN)?;
    let Some(card) = scene.card_of(&uid)? else {
        return scene.unknown_card(vehicle.id, &uid, &origin);
    };
    let code = match card.state.as_str() {
        "active" => None,
        "lost" => Some("card-lost"),
        _ => Some("card-blocked"),
    };
    if let Some(code) = code {
        scene.count_against(&origin)?;
        scene.note_card(code, Some(card.member), vehicle.id)?;
        return Ok(Reply::Refused(scene.turned_away(code)));
    }
    let Some((id, state)) = scene.booking_for_card(card.member, vehicle.id)? else {
        scene.note_card("card-no-booking", Some(card.member), vehicle.id)?;
        return Ok(Reply::Refused(scene.turned_away("card-no-booking")));
    };
    let closes = act.map_or(state == State::Driving, |act| act == "close");
    let (did, reply) = if closes {
        ("returned", give_back_by(scene, id, Some("card"), &give_back::Wish::default())?)
    } else {
        let wish = unlock::Wish { method: Some("card".to_owned()), ..unlock::Wish::default() };
        ("opened", unlock(scene, id, &wish)?)
    };
    Ok(match reply {
        Reply::Refused(refused) => Reply::Refused(refused),
        Reply::Done(view) => Reply::Done(CardDid {
            did: did.to_owned(),
            words: scene.spoken(did),
            booking: Some(view),
        }),
    })
}

impl Scene<'_, '_> {
    /// The keyed hash of a card.
    fn card_hash(&self, uid: &str) -> Vec<u8> {
        self.app.marks().of("card", uid.as_bytes()).to_vec()
    }

    fn card_of(&mut self, uid: &str) -> Result<Option<CardRow>, Trouble> {
        let hash = self.card_hash(uid);
        Ok(cards::by_hash(self.tx, self.operator.id, &hash)?)
    }

    fn keep_card(
        &mut self,
        member: MemberId,
        uid_hash: Vec<u8>,
        label: String,
    ) -> Result<CardView, Trouble> {
        let (op, at) = (self.operator.id, self.now());
        if cards::of_member(self.tx, op, member)?.len() >= MOST_CARDS {
            return Err(Trouble::invalid("label", "too-many-cards", ""));
        }
        let state = "active".to_owned();
        let card = CardRow { id: self.id(), uid_hash, label, member, state, made: at };
        cards::insert(self.tx, op, &card)?;
        let event = Event { kind: "card", ..Event::default() };
        let concerns =
            Concerns { member: Some(member), subject: Some(card.id), ..Concerns::default() };
        self.note(at, &event, None, concerns)?;
        Ok(card.into())
    }

    fn running_enrolment(&mut self, member: MemberId) -> Result<EnrolmentRow, Trouble> {
        let now = self.now();
        let row = cards::enrolment(self.tx, self.operator.id, member)?;
        row.filter(|row| row.expires > now).ok_or(Trouble::NotFound("enrolment"))
    }

    /// A card that nobody has: seen, if a member enables one at this vehicle.
    fn unknown_card(
        &mut self,
        vehicle: VehicleId,
        uid: &str,
        origin: &[u8],
    ) -> Result<Reply<CardDid>, Trouble> {
        let (op, now) = (self.operator.id, self.now());
        let mut running = cards::enrolments_at(self.tx, op, vehicle, now)?;
        let Some(mut enrolment) = running.pop() else {
            self.count_against(origin)?;
            self.note_card("card-unknown", None, vehicle)?;
            return Ok(Reply::Refused(self.turned_away("card-unknown")));
        };
        enrolment.uid_hash = Some(self.card_hash(uid));
        cards::put_enrolment(self.tx, op, &enrolment)?;
        self.note_card("card-seen", Some(enrolment.member), vehicle)?;
        let words = self.spoken("card-seen");
        Ok(Reply::Done(CardDid { did: "seen".to_owned(), words, booking: None }))
    }

    fn note_card(
        &mut self,
        what: &str,
        member: Option<MemberId>,
        vehicle: VehicleId,
    ) -> Result<(), Trouble> {
        let event = Event { kind: "card-shown", of: Some(what.to_owned()), ..Event::default() };
        let concerns = Concerns { member, vehicle: Some(vehicle), ..Concerns::default() };
        self.note(self.now(), &event, None, concerns)
    }

    /// The booking that a member's card is meant for at a vehicle: the trip under way, else the one that
    /// runs now, else the next one.
    fn booking_for_card(
        &mut self,
        member: MemberId,
        vehicle: VehicleId,
    ) -> Result<Option<(BookingId, State)>, Trouble> {
        let (op, versions, now) = (self.operator.id, &self.operator.versions, self.now());
        let all = access::of_member(self.tx, op, versions, member, now)?;
        let mut here = all.into_iter().map(|stored| stored.booking).filter(|booking| {
            booking.vehicle == vehicle && matches!(booking.state, State::Planned | State::Driving)
        });
        let first = here.next();
        let driving = here.find(|booking| booking.state == State::Driving);
        let chosen = match (&first, driving) {
            (Some(first), Some(driving)) if first.state != State::Driving => Some(driving),
            (_, _) => first,
        };
        Ok(chosen.map(|booking| (booking.id, booking.state)))
    }

    /// What is said to whoever stands at a reader or a kiosk.
    pub(crate) fn spoken(&self, key: &str) -> String {
        let book = self.operator.book_at(self.now());
        let phone = [("phone", self.operator.settings.assistance_phone.as_str().into())];
        let key = format!("answer-{key}");
        book.texts.get(self.language, &key, &phone).unwrap_or(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_read_whatever_the_reader_puts_between() {
        assert_eq!(uid("04:a2:24:5b").unwrap(), "04A2245B");
        assert_eq!(uid("04 A2 24-5b 11 22 33").unwrap(), "04A2245B112233");
        for wrong in ["", "04A2", "04A2245", "04A2245G", "04a2245b04a2245b04a2245b", "٠٤٠٤٠٤٠٤"]
        {
            assert!(uid(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_is_short_and_in_one_line() {
        assert_eq!(label(" bank card ").unwrap(), "bank card");
        for wrong in ["", "  ", "a\nb", &"x".repeat(101)] {
            assert!(label(wrong).is_err(), "{wrong}");
        }
    }
}
