//! Pages for people, in the browser. What they do goes through the same use cases as the API; who may
//! see one is said where it is added. A session is a cookie that no script can read.

mod account;
mod answered;
mod booking;
mod cookies;
mod desk;
mod finding;
mod form;
mod front;
pub(crate) mod gate;
mod ground;
mod member;
mod offer;
mod passwords;
pub(crate) mod sent;
mod signing_up;
mod upload;
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

/// All pages of members.
fn of_members() -> Vec<Page> {
    let (anyone, members) = (Who::anyone().even_unready(), Who::members());
    let page = |who, path, (by, methods): Methods| Page { path, who, methods, by };
    vec![
        page(
            Who::anyone().by_attempts(),
            "/{operator}/log-in",
            both(get(front::log_in).post(front::begin)),
        ),
        page(anyone, "/{operator}/log-out", sent(post(front::end))),
        page(anyone, "/{operator}/brand.css", shown(get(front::brand))),
        page(
            members.even_unready(),
            "/{operator}/first-login",
            both(get(passwords::first_login).post(passwords::first_logged_in)),
        ),
        page(
            members.even_unready().sparingly(),
            "/{operator}/password",
            both(get(passwords::change).post(passwords::changed)),
        ),
        page(
            Who::anyone().by_attempts(),
            "/{operator}/forgotten",
            both(get(passwords::forgotten).post(passwords::forgot)),
        ),
        page(
            Who::anyone().by_attempts(),
            "/{operator}/reset",
            both(get(passwords::reset).post(passwords::was_reset)),
        ),
        page(
            Who::anyone().by_attempts(),
            "/{operator}/confirm-mail",
            both(get(passwords::confirm_mail).post(passwords::mail_confirmed)),
        ),
        page(
            Who::anyone().sparingly().even_unready(),
            "/{operator}/sign-up",
            both(get(signing_up::start).post(signing_up::begin)),
        ),
        page(
            Who::anyone().sparingly().even_unready(),
            "/{operator}/sign-up/steps/{step}",
            both(get(signing_up::step).post(signing_up::save).layer(LARGE)),
        ),
        page(
            Who::anyone().sparingly().even_unready(),
            "/{operator}/sign-up/summary",
            both(get(signing_up::summary).post(signing_up::confirm)),
        ),
        page(anyone, "/{operator}/sign-up/done", shown(get(signing_up::done))),
        page(anyone, "/{operator}/sign-up/stop", sent(post(signing_up::stop))),
        page(members, "/{operator}/", shown(get(member::start))),
        page(members, "/{operator}/find", shown(get(finding::find))),
        page(members, "/{operator}/book", both(get(offer::offer).post(offer::confirm))),
        page(members, "/{operator}/bookings", shown(get(member::bookings))),
        page(members, "/{operator}/bookings/{booking}", shown(get(booking::details))),
        page(members, "/{operator}/bookings/{booking}/extend", sent(post(booking::extend))),
        page(members, "/{operator}/bookings/{booking}/late", sent(post(booking::late))),
        page(
            members,
            "/{operator}/bookings/{booking}/cancel",
            both(get(booking::cancelling).post(booking::cancel)),
        ),
        page(members, "/{operator}/account", shown(get(account::account))),
    ]
}

/// Forms with files may be larger.
const LARGE: DefaultBodyLimit = DefaultBodyLimit::max(upload::LARGEST_FORM);

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
    members.merge(behind(web, Ground::Desk, desk::all())).merge(front::open()).merge(desk::open())
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
