//! Pages for people, in the browser. What they do goes through the same use cases as the API; who may
//! see one is said where it is added. A session is a cookie that no script can read.

mod account;
mod answered;
mod booking;
mod calendar;
mod cookies;
mod desk;
mod finding;
mod form;
mod front;
pub(crate) mod gate;
mod ground;
mod info;
mod install;
pub(crate) mod live;
mod me;
mod member;
mod offer;
mod office;
mod passwords;
pub(crate) mod sent;
mod signing_up;
mod times;
mod trip;
pub(crate) mod upload;
mod web_files;
pub(crate) mod wrong;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Html;
use axum::routing::{MethodRouter, get, post};
use rimessa_app::{Actor, Trouble, random_id};
use rimessa_domain::ids::MemberId;
use rimessa_pages::{Frame, Here, Talk};

use super::guard::{Caller, Who};
use super::web::Web;

pub(crate) use ground::Ground;

/// A page, and who may see it.
struct Page {
    path: &'static str,
    who: Who,
    methods: MethodRouter<Web>,
    /// What it can be asked with, for tests.
    #[cfg_attr(not(test), expect(dead_code, reason = "a router does not tell its methods"))]
    by: &'static [&'static str],
}

impl Page {
    fn new(who: Who, path: &'static str, (by, methods): Methods) -> Self {
        Self { path, who, methods, by }
    }
}

/// All pages of members.
fn of_members() -> Vec<Page> {
    let mut all = front::pages();
    all.extend(install::pages());
    all.extend(info::pages());
    all.extend(passwords::pages());
    all.extend(signing_up::pages());
    all.extend(of_bookings());
    all.extend(times::pages());
    all.extend(trip::pages());
    all.extend(me::pages());
    all
}

/// Looking, booking, driving, paying.
fn of_bookings() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/", shown(get(member::start))),
        page("/{operator}/find", shown(get(finding::find))),
        page("/{operator}/book", both(get(offer::offer).post(offer::confirm))),
        page("/{operator}/vehicles/{vehicle}/calendar", shown(get(calendar::of_vehicle))),
        page("/{operator}/bookings", shown(get(member::bookings))),
        page("/{operator}/bookings/{booking}", shown(get(booking::details))),
        page("/{operator}/bookings/{booking}/late", sent(post(booking::late))),
        page(
            "/{operator}/bookings/{booking}/cancel",
            both(get(booking::cancelling).post(booking::cancel)),
        ),
        page("/{operator}/account", shown(get(account::account))),
    ]
}

/// Forms with files may be larger.
pub(crate) const LARGE: DefaultBodyLimit = DefaultBodyLimit::max(upload::LARGEST_FORM);

/// How a page can be asked for, and what answers.
type Methods = (&'static [&'static str], MethodRouter<Web>);

/// A page that is only looked at.
fn shown(methods: MethodRouter<Web>) -> Methods {
    (&["GET"], methods)
}

/// A form whose page is another one.
fn sent(methods: MethodRouter<Web>) -> Methods {
    (&["POST"], methods)
}

/// A page with its form.
fn both(methods: MethodRouter<Web>) -> Methods {
    (&["GET", "POST"], methods)
}

#[cfg(test)]
pub(super) use desk::walk as desk_walk;

/// All pages of members: the address, whether only members may see it, and how it can be asked for.
#[cfg(test)]
pub(super) fn walk() -> Vec<(&'static str, bool, &'static [&'static str])> {
    of_members().into_iter().map(|page| (page.path, !page.who.is_anyone(), page.by)).collect()
}

/// The pages, each behind its gate.
pub(super) fn router(web: &Web) -> Router<Web> {
    let members = behind(web, Ground::Community, of_members());
    members
        .merge(behind(web, Ground::Desk, desk::all()))
        .merge(front::open())
        .merge(install::open())
        .merge(web_files::open())
        .merge(desk::open())
}

fn behind(web: &Web, ground: Ground, pages: Vec<Page>) -> Router<Web> {
    pages.into_iter().fold(Router::new(), |router, Page { path, who, methods, .. }| {
        let gate = from_fn_with_state((web.clone(), who, ground), gate::gate);
        router.route(path, methods.route_layer(gate))
    })
}

/// What stands around a page of an operator.
pub(crate) fn frame(web: &Web, caller: &Caller, path: &str, here: Here) -> Frame {
    let operator = &caller.operator;
    let book = operator.book_at(web.app().clock().now());
    Frame {
        talk: Talk::of(book, &caller.language),
        operator: book.name.to_string(),
        slug: operator.slug.clone(),
        assistance: operator.settings.assistance_phone.clone(),
        site: operator.settings.site.clone(),
        path: path.to_owned(),
        is_known: caller.actor != Actor::Stranger,
        form_token: gate::form_token(caller).unwrap_or_default(),
        form_key: random_id(),
        has_bookings: book.rules.booking.is_some(),
        more: info::more(web, caller),
        here,
    }
}

/// The member who is logged in.
fn member_of(caller: &Caller) -> Result<MemberId, Trouble> {
    match caller.actor {
        Actor::Member(id) => Ok(id),
        _ => Err(Trouble::Forbidden),
    }
}

pub(crate) fn html(page: &impl askama::Template) -> Html<String> {
    Html(rimessa_pages::show(page))
}
