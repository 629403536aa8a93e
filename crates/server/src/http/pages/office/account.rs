//! The account of a member: contracts, drivers, vehicles, cards, what is known of the person, notes; and what
//! can be done about each.

mod acts;
mod parts;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::card::CardView;
use rimessa_app::contracts::{ContractView, PlanView};
use rimessa_app::drivers::DriverView;
use rimessa_app::notes::NoteView;
use rimessa_app::profile::ProfileView;
use rimessa_app::{Scene, Trouble, card, contracts, drivers, enable, notes, profile};
use rimessa_pages::Errors;
use rimessa_pages::office::RegisterPage;
use serde::Deserialize;

pub(super) use self::acts::{cards, contract, driver, note, one_way, person, vehicles};
use super::members::{back_to, called};
use super::{ACCOUNT_CARDS, DOERS, MANAGERS, READERS, VERIFIERS, page, status};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::asked;
use crate::http::pages::{Page, both, html, shown};
use crate::http::web::Web;
use axum::routing::get;

/// The pages of an account. Each form is for those who may do the same by the API.
pub(super) fn pages() -> Vec<Page> {
    macro_rules! form {
        ($who:expr, $path:literal, $post:path) => {
            page(
                $who,
                concat!("/desk/{operator}/members/{member}/account/", $path),
                both(get(show).post($post)),
            )
        };
    }
    vec![
        page(READERS, "/desk/{operator}/members/{member}/account", shown(get(show))),
        form!(DOERS, "contracts", contract),
        form!(DOERS, "drivers", driver),
        form!(MANAGERS, "vehicles", vehicles),
        form!(MANAGERS, "one-way", one_way),
        form!(ACCOUNT_CARDS, "cards", cards),
        form!(VERIFIERS, "person", person),
        form!(READERS, "notes", note),
    ]
}

/// What was typed into one of the forms.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// Which button.
    act: String,
    plan: String,
    contract: String,
    /// A driver, by id or customer number.
    driver: String,
    payer: String,
    /// Fleet numbers.
    vehicles: String,
    uid: String,
    label: String,
    card: String,
    state: String,
    note: String,
    family_name: String,
    given_name: String,
    organisation: String,
    mail: String,
    mobile: String,
    street: String,
    postal_code: String,
    city: String,
    country: String,
    birth_date: String,
    birth_place: String,
    licence_number: String,
    licence_issued: String,
    licence_expires: String,
    told: String,
}

/// All that is told of an account.
struct Account {
    profile: ProfileView,
    payer: Option<ProfileView>,
    contracts: Vec<ContractView>,
    plans: Vec<PlanView>,
    drivers: Vec<DriverView>,
    /// The vehicles enabled one by one; `None`: all.
    vehicles: Option<Vec<String>>,
    may_one_way: bool,
    cards: Vec<CardView>,
    notes: Vec<NoteView>,
}

fn looked_up(scene: &mut Scene<'_, '_>, member: &str) -> Result<Account, Trouble> {
    let id = scene.member_there(member)?;
    let found = profile::profile(scene, id)?;
    let payer = match found.payer.as_deref() {
        Some(payer) => {
            let payer = scene.member_there(payer)?;
            Some(profile::profile(scene, payer)?)
        }
        None => None,
    };
    Ok(Account {
        payer,
        // Where they are closed, the account itself still stands.
        contracts: contracts::list(scene, id)?.done().unwrap_or_default(),
        plans: contracts::plans(scene)?,
        drivers: drivers::list(scene, id)?,
        vehicles: enable::one_by_one(scene, id)?,
        may_one_way: rimessa_store::fleet::may_one_way(scene.tx, scene.operator.id, id)?,
        cards: card::list(scene, Some(member))?,
        notes: notes::list(scene, id)?,
        profile: found,
    })
}

pub(super) async fn show(
    State(web): State<Web>,
    desk: Desk,
    Path((_, member)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    shown_with(&web, &desk, &member, &typed, Errors::default()).await
}

/// The account, with what was typed and what is wrong with it.
async fn shown_with(
    web: &Web,
    desk: &Desk,
    member: &str,
    typed: &Typed,
    errors: Errors,
) -> Response {
    let named = member.to_owned();
    let looked = web.find_out(&desk.caller, move |scene| looked_up(scene, &named)).await;
    let account = match looked {
        Ok(account) => account,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let (frame, status) = (desk.frame(web), status(&errors));
    let talk = frame.talk.clone();
    let name = called(&account.profile);
    let title = format!("{name} · {}", talk.t("register-account"));
    let told = match typed.told.as_str() {
        "" => String::new(),
        _ => talk.t("office-told-kept"),
    };
    let sections = parts::sections(&frame, &account, typed);
    let back = Some(back_to(desk, &account.profile.member, name));
    let page = RegisterPage { back, told, sections, errors, ..RegisterPage::new(frame, title) };
    (status, html(&page)).into_response()
}
