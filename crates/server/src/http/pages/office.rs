//! The back office of an operator: what is to be looked at and decided, the fleet, the figures.

mod account;
mod applications;
mod board;
mod claims;
mod equipment;
mod figures;
mod fleet;
mod imports;
mod indemnities;
mod items;
mod journal;
mod members;
mod messages;
mod rulebook;
mod settings;
mod staff;
mod stations;
mod timeline;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::{Scene, Trouble};
use rimessa_pages::DeskFrame;

use super::desk::Desk;
use super::{LARGE, Methods, Page, both, html, shown};
use crate::http::guard::{Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

/// All who work for an operator: the board names nobody.
const ALL: Who =
    Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager, Role::Administrator]);
/// Those who verify documents.
const VERIFIERS: Who = Who::staff(&[Role::Billing, Role::Manager]);
/// Those who see indemnities.
const DESK: Who = Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager]);
/// Those who decide them.
const DECIDERS: Who = Who::staff(&[Role::Billing, Role::Manager]);
/// Those who see what was sent.
const SENDERS: Who = Who::staff(&[Role::Agent, Role::Manager]);
/// Those who let it be sent again.
const MANAGERS: Who = Who::staff(&[Role::Manager]);
/// Those who may know what happened to whom.
const READERS: Who = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);

/// Those who see what it brings.
const ACCOUNTANTS: Who = Who::staff(&[Role::Billing, Role::Manager]);
/// Those who do for members what members do.
const DOERS: Who = Who::staff(&[Role::Agent, Role::Manager]);
/// Those who give cards.
const ACCOUNT_CARDS: Who = DOERS;
/// Those who hire, and set.
const ADMINISTRATORS: Who = Who::staff(&[Role::Administrator]);
/// Those who see what is set.
const OFFICE: Who = Who::staff(&[Role::Manager, Role::Administrator]);
/// Those who look after the vehicles.
const YARD: Who = Who::staff(&[Role::Agent, Role::Field, Role::Manager]);

/// The largest form with the files of a rulebook, in bytes.
const RULEBOOK: usize = 4 * 1024 * 1024;
/// So much stands on a page of a list.
const PAGE: i64 = 50;

/// All pages of the back office.
pub(super) fn all() -> Vec<Page> {
    let all = [queues(), of_fleet(), registers(), account::pages(), of_house(), of_rules()];
    all.into_iter().flatten().collect()
}

fn page(who: Who, path: &'static str, methods: Methods) -> Page {
    Page::new(who, path, methods)
}

/// Vehicles and stations.
fn of_fleet() -> Vec<Page> {
    vec![
        page(YARD, "/desk/{operator}/vehicles", shown(get(fleet::list))),
        page(YARD, "/desk/{operator}/vehicles/{vehicle}", shown(get(fleet::one))),
        page(
            MANAGERS,
            "/desk/{operator}/vehicles/{vehicle}/edit",
            both(get(fleet::one).post(fleet::change)),
        ),
        page(
            YARD,
            "/desk/{operator}/vehicles/{vehicle}/out",
            both(get(fleet::one).post(fleet::drop_out)),
        ),
        page(
            YARD,
            "/desk/{operator}/vehicles/{vehicle}/back",
            both(get(fleet::one).post(fleet::put_back)),
        ),
        page(MANAGERS, "/desk/{operator}/new-vehicle", both(get(fleet::new).post(fleet::add))),
        page(YARD, "/desk/{operator}/stations", shown(get(stations::list))),
        page(
            MANAGERS,
            "/desk/{operator}/stations/{station}",
            both(get(stations::one).post(stations::change)),
        ),
        page(
            MANAGERS,
            "/desk/{operator}/new-station",
            both(get(stations::new).post(stations::add)),
        ),
        page(SENDERS, "/desk/{operator}/timeline", shown(get(timeline::day))),
        page(
            SENDERS,
            "/desk/{operator}/bookings/{booking}/vehicle",
            both(get(timeline::moving).post(timeline::move_to)),
        ),
    ]
}

/// Members, claims, fuel cards and keys, equipment, and what is imported.
fn registers() -> Vec<Page> {
    vec![
        page(READERS, "/desk/{operator}/members", shown(get(members::list))),
        page(
            READERS,
            "/desk/{operator}/members/{member}/claim",
            both(get(claims::blank).post(claims::enter).layer(LARGE)),
        ),
        page(READERS, "/desk/{operator}/claims", shown(get(claims::list))),
        page(READERS, "/desk/{operator}/claims/{claim}", shown(get(claims::one))),
        page(
            DECIDERS,
            "/desk/{operator}/claims/{claim}/decision",
            both(get(claims::one).post(claims::decide)),
        ),
        page(DECIDERS, "/desk/{operator}/claims/{claim}/receipt", shown(get(claims::receipt))),
        page(YARD, "/desk/{operator}/items", both(get(items::list).post(items::act))),
        page(YARD, "/desk/{operator}/equipment", shown(get(equipment::list))),
        page(
            MANAGERS,
            "/desk/{operator}/stations/{station}/reopen",
            both(get(equipment::list).post(equipment::reopen)),
        ),
        page(
            MANAGERS,
            "/desk/{operator}/stations/{station}/close",
            both(get(stations::one).post(stations::close)),
        ),
        page(
            MANAGERS,
            "/desk/{operator}/vehicles/{vehicle}/remove",
            both(get(fleet::one).post(fleet::remove)),
        ),
        page(
            MANAGERS,
            "/desk/{operator}/import",
            both(get(imports::blank).post(imports::take_in).layer(LARGE)),
        ),
    ]
}

/// The rulebook, and the figures that come of it.
fn of_rules() -> Vec<Page> {
    vec![
        page(ALL, "/desk/{operator}/rulebook", shown(get(rulebook::list))),
        page(ALL, "/desk/{operator}/rulebook/{version}", shown(get(rulebook::one))),
        page(
            MANAGERS,
            "/desk/{operator}/new-rulebook",
            both(get(rulebook::new).post(rulebook::add).layer(DefaultBodyLimit::max(RULEBOOK))),
        ),
        page(ACCOUNTANTS, "/desk/{operator}/figures", shown(get(figures::show))),
        page(ACCOUNTANTS, "/desk/{operator}/figures/{file}", shown(get(figures::file))),
    ]
}

/// Staff, and what is set.
fn of_house() -> Vec<Page> {
    vec![
        page(ADMINISTRATORS, "/desk/{operator}/staff", both(get(staff::list).post(staff::hire))),
        page(
            ADMINISTRATORS,
            "/desk/{operator}/staff/{staff}",
            both(get(staff::one).post(staff::change)),
        ),
        page(OFFICE, "/desk/{operator}/settings", shown(get(settings::look))),
        page(
            ADMINISTRATORS,
            "/desk/{operator}/settings/change",
            both(get(settings::look).post(settings::put)),
        ),
    ]
}

/// What is on the board, what waits for a decision, what happened.
fn queues() -> Vec<Page> {
    vec![
        page(ALL, "/desk/{operator}/", shown(get(board::board))),
        page(ALL, "/desk/{operator}/board/events", shown(get(board::events))),
        page(VERIFIERS, "/desk/{operator}/applications", shown(get(applications::list))),
        page(
            VERIFIERS,
            "/desk/{operator}/applications/{member}",
            both(get(applications::one).post(applications::decide)),
        ),
        page(
            VERIFIERS,
            "/desk/{operator}/applications/{member}/scans/{upload}",
            shown(get(applications::scan)),
        ),
        page(DESK, "/desk/{operator}/indemnities", shown(get(indemnities::list))),
        page(DESK, "/desk/{operator}/indemnities/{indemnity}", shown(get(indemnities::one))),
        page(
            DECIDERS,
            "/desk/{operator}/indemnities/{indemnity}/decision",
            both(get(indemnities::one).post(indemnities::decide)),
        ),
        page(
            DECIDERS,
            "/desk/{operator}/indemnities/{indemnity}/photos/{upload}",
            shown(get(indemnities::photo)),
        ),
        page(SENDERS, "/desk/{operator}/messages", shown(get(messages::list))),
        page(
            MANAGERS,
            "/desk/{operator}/messages/retry",
            both(get(messages::list).post(messages::retry)),
        ),
        page(READERS, "/desk/{operator}/journal", shown(get(journal::search))),
    ]
}

/// A page of what was looked up, or what stood in the way.
async fn looked<T: Send + 'static, P: askama::Template>(
    web: &Web,
    desk: &Desk,
    work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    page: impl FnOnce(DeskFrame, T) -> P,
) -> Response {
    match web.find_out(&desk.caller, work).await {
        Ok(found) => html(&page(desk.frame(web), found)).into_response(),
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

/// The status of a page with a form: something is wrong with it, or not.
fn status(errors: &rimessa_pages::Errors) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// An address of the operator's part of the desk.
fn at(desk: &Desk, rest: &str) -> String {
    format!("/desk/{}/{rest}", desk.caller.operator.slug)
}

/// Where a list goes on: the address with the question and where this page of it ended.
fn onwards(desk: &Desk, path: &str, asked: &[(&str, &str)], next: Option<&str>) -> String {
    let Some(next) = next else { return String::new() };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked.iter().filter(|(_, value)| !value.is_empty()));
    query.append_pair("after", next);
    format!("{}?{}", at(desk, path), query.finish())
}

/// Somebody else has changed it since it was looked at: told above the form, which keeps what was typed.
fn stale(desk: &Desk) -> rimessa_pages::Errors {
    wrong_at(desk, "", &Trouble::Stale)
}

/// What stood in the way, told at a field.
fn wrong_at(desk: &Desk, field: &str, trouble: &Trouble) -> rimessa_pages::Errors {
    let words = Problem::new(trouble, &desk.caller.language).sentences().join(" ");
    rimessa_pages::Errors(vec![rimessa_pages::Wrong {
        field: field.to_owned(),
        words,
        clause: None,
    }])
}
