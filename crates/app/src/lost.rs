//! Fuel cards and keys: issued by label, reported lost, blocked and replaced, misused.

use rimessa_domain::ids::BookingId;
use rimessa_store::issued::{self, ItemRow};
use rimessa_store::vehicles;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case_file::{CaseFile, Said};
use crate::event::Event;
use crate::identity::show_id;
use crate::indemnity::{self, Evidence, IndemnityView, Recorded};
use crate::open_case::{NewCase, check_text};
use crate::program::label;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What can be issued, and the kind of assessment that a rulebook may have for its misuse.
const KINDS: [(&str, &str); 2] = [("fuel-card", "fuel-card-misuse"), ("key", "keys-lost")];

/// What is issued.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewItem)]
pub struct New {
    /// `fuel-card` or `key`.
    pub kind: String,
    /// What stands on it; unique.
    pub label: String,
    /// The vehicle it belongs to, by fleet number or id.
    pub vehicle: Option<String>,
    /// The member who gets it, by id or customer number.
    pub member: Option<String>,
}

/// What is missing from a vehicle.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MissingItem)]
pub struct Missing {
    /// `fuel-card` or `key`.
    pub what: String,
    /// What is known about it.
    #[serde(default)]
    pub text: String,
}

/// What replaces it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemReplacement)]
pub struct Replacement {
    /// What stands on the new one; unique.
    pub label: String,
}

/// How it was misused.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemMisuse)]
pub struct Misuse {
    /// During which booking, by id.
    pub booking: Option<String>,
    /// By whom, by id or customer number, where it is about no booking.
    pub member: Option<String>,
    /// What was recorded.
    #[serde(default)]
    pub recorded: Recorded,
    /// What it rests on.
    #[serde(default)]
    pub evidence: Evidence,
}

/// A fuel card or a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemView {
    /// Its id.
    pub id: String,
    /// `fuel-card` or `key`.
    pub kind: String,
    /// What stands on it.
    pub label: String,
    /// The vehicle it belongs to, by fleet number.
    pub vehicle: Option<String>,
    /// The member who has it.
    pub member: Option<String>,
    /// `issued`; `blocked`: reported lost; `replaced`.
    pub state: String,
    /// When it was issued, RFC 3339.
    pub issued: String,
    /// When it was reported lost, RFC 3339: nobody answers for what is done with it from then on.
    pub lost: Option<String>,
    /// The case of its loss.
    pub case: Option<String>,
    /// What replaces it, by id.
    pub replaced_by: Option<String>,
}

/// What was issued, and where to go on reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemPage {
    /// What was issued.
    pub items: Vec<ItemView>,
    /// Where to go on reading; `null`: this is all.
    pub next: Option<String>,
}

fn known(field: &str, name: &str) -> Result<&'static (&'static str, &'static str), Trouble> {
    let found = KINDS.iter().find(|(kind, _)| *kind == name);
    found.ok_or_else(|| Trouble::invalid(field, "no-such-item", name))
}

/// Issues a fuel card or a key.
///
/// # Errors
/// [`Trouble::Invalid`]: the label is taken.
pub fn issue(scene: &mut Scene<'_, '_>, new: &New) -> Result<Reply<ItemView>, Trouble> {
    let (kind, _) = known("kind", &new.kind)?;
    let vehicle = match new.vehicle.as_deref() {
        Some(name) => Some(scene.vehicle_named(name)?.id),
        None => None,
    };
    let member = match new.member.as_deref() {
        Some(name) => Some(scene.member_named(Some(name))?),
        None => None,
    };
    let row = ItemRow {
        id: scene.id(),
        kind: (*kind).to_owned(),
        label: new.label.trim().to_owned(),
        vehicle,
        member,
        state: "issued".to_owned(),
        issued: scene.now(),
        lost: None,
        case: None,
        replaced_by: None,
    };
    scene.enter_item(&row)?;
    scene.show_item(&row).map(Reply::Done)
}

/// All that was issued.
///
/// # Errors
/// [`Trouble`].
pub fn all(
    scene: &mut Scene<'_, '_>,
    after: Option<u128>,
    limit: i64,
) -> Result<ItemPage, Trouble> {
    let op = scene.operator.id;
    let mut rows = issued::page(scene.tx, op, after.unwrap_or(0), limit + 1)?;
    let next = scene.cut(&mut rows, limit, |row| show_id(row.id));
    let items = rows.iter().map(|row| scene.show_item(row)).collect::<Result<_, _>>()?;
    Ok(ItemPage { items, next })
}

/// Reports that the fuel card or the key of a vehicle is missing: it is blocked, and a case is opened.
/// Reported again, it is the same case.
///
/// # Errors
/// [`Trouble`].
pub fn missing(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Missing,
) -> Result<Reply<CaseFile>, Trouble> {
    let (kind, _) = known("what", &wish.what)?;
    check_text("text", &wish.text, false)?;
    let booking = scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    let new = NewCase {
        kind,
        member: Some(booking.member),
        booking: Some(id),
        vehicle: Some(booking.vehicle),
        once: Some(format!("{kind}:{}", show_id(id.0))),
        said: Said { text: wish.text.trim().to_owned(), ..Said::default() },
        uploads: Vec::new(),
    };
    let case = scene.open_case(&new)?;
    let (op, at) = (scene.operator.id, scene.now());
    let of_vehicle = issued::of_vehicle(scene.tx, op, booking.vehicle)?;
    let lost = of_vehicle.into_iter().find(|item| item.kind == *kind && item.state == "issued");
    if let Some(mut item) = lost {
        item.state = "blocked".to_owned();
        (item.lost, item.case) = (Some(at), Some(case.id));
        issued::update(scene.tx, op, &item)?;
        scene.note_item(&item, "item-lost")?;
    }
    scene.show_file(&case).map(Reply::Done)
}

/// Replaces what was lost by another one. What was not reported yet is blocked with it.
///
/// # Errors
/// [`Trouble::Invalid`]: the label is taken, or it is replaced already.
pub fn replace(
    scene: &mut Scene<'_, '_>,
    id: u128,
    wish: &Replacement,
) -> Result<Reply<ItemView>, Trouble> {
    let (op, at) = (scene.operator.id, scene.now());
    let mut old = issued::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("item"))?;
    if let Some(vehicle) = old.vehicle {
        scene.lock_vehicle(vehicle)?;
        old = issued::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("item"))?;
    }
    if old.state == "replaced" {
        return Err(Trouble::invalid("item", "replaced", ""));
    }
    let new = ItemRow {
        id: scene.id(),
        label: wish.label.trim().to_owned(),
        state: "issued".to_owned(),
        issued: at,
        lost: None,
        case: None,
        replaced_by: None,
        ..old.clone()
    };
    scene.enter_item(&new)?;
    old.state = "replaced".to_owned();
    (old.lost, old.replaced_by) = (old.lost.or(Some(at)), Some(new.id));
    issued::update(scene.tx, op, &old)?;
    scene.note_item(&old, "item-replace")?;
    scene.show_item(&new).map(Reply::Done)
}

/// Proposes an indemnity for its misuse: until its loss is reported, who had it answers for it.
///
/// # Errors
/// [`Trouble`].
pub fn misused(
    scene: &mut Scene<'_, '_>,
    id: u128,
    wish: &Misuse,
) -> Result<Reply<IndemnityView>, Trouble> {
    let item = issued::get(scene.tx, scene.operator.id, id)?.ok_or(Trouble::NotFound("item"))?;
    let (_, assessed) = known("kind", &item.kind)?;
    let mut evidence = wish.evidence.clone();
    evidence.events.push(format!("{} {}", item.kind, item.state));
    let proposal = indemnity::Wish {
        kind: (*assessed).to_owned(),
        booking: wish.booking.clone(),
        member: wish.member.clone().or_else(|| item.member.map(|member| show_id(member.0))),
        case: item.case.map(show_id),
        recorded: wish.recorded.clone(),
        evidence,
    };
    indemnity::propose(scene, &proposal)
}

impl Scene<'_, '_> {
    fn enter_item(&mut self, row: &ItemRow) -> Result<(), Trouble> {
        label(&row.label)?;
        let op = self.operator.id;
        if issued::by_label(self.tx, op, &row.kind, &row.label)?.is_some() {
            return Err(Trouble::invalid("label", "taken", &row.label));
        }
        issued::insert(self.tx, op, row)?;
        self.note_item(row, "item-issue")
    }

    fn note_item(&mut self, row: &ItemRow, kind: &'static str) -> Result<(), Trouble> {
        let event = Event { kind, of: Some(row.kind.clone()), ..Event::default() };
        let concerns = Concerns {
            member: row.member,
            vehicle: row.vehicle,
            subject: Some(row.id),
            ..Concerns::default()
        };
        self.note(self.now(), &event, None, concerns)
    }

    fn show_item(&mut self, row: &ItemRow) -> Result<ItemView, Trouble> {
        let vehicle = match row.vehicle {
            Some(id) => vehicles::get(self.tx, self.operator.id, id)?.map(|vehicle| vehicle.code),
            None => None,
        };
        Ok(ItemView {
            id: show_id(row.id),
            kind: row.kind.clone(),
            label: row.label.clone(),
            vehicle,
            member: row.member.map(|member| show_id(member.0)),
            state: row.state.clone(),
            issued: show_moment(row.issued),
            lost: row.lost.map(show_moment),
            case: row.case.map(show_id),
            replaced_by: row.replaced_by.map(show_id),
        })
    }
}
