//! How staff show who they are: another password, a second factor.

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rimessa_app::password::{self, Change};
use rimessa_app::second_factor::{self, Confirmation};
use rimessa_app::{Once, Reply, Scene};
use rimessa_pages::{DeskFactor, DeskPassword, Errors, Factor};
use serde::Deserialize;

use super::{Desk, at_form, status_of};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::front::{Nothing, not_begun};
use crate::http::pages::sent::Sent;
use crate::http::pages::{Ground, cookies, gate, html};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Passwords {
    old: String,
    password: String,
    password_again: String,
}

pub(super) async fn password(State(web): State<Web>, desk: Desk, _: RawQuery) -> Response {
    show_password(&web, &desk, Errors::default())
}

fn show_password(web: &Web, desk: &Desk, errors: Errors) -> Response {
    let frame = desk.frame_of_all(web);
    (status_of(&errors), html(&DeskPassword { frame, errors })).into_response()
}

/// Sets another password: all sessions end, and one logs in with it.
pub(super) async fn set_password(
    State(web): State<Web>,
    desk: Desk,
    sent: Sent<Passwords>,
) -> Response {
    let Passwords { old, password, password_again } = sent.fields;
    let wish = Change { old, password, password_again };
    let (operator, actor) = (desk.caller.operator.clone(), desk.caller.actor);
    let done = web.beside(move |app| password::change(app, &operator, actor, &wish)).await;
    if let Err(trouble) = done {
        if let Some(errors) = not_begun(&trouble, &desk.caller.language) {
            return show_password(&web, &desk, errors);
        }
        return match at_form(&desk, &web, Stopped::by(trouble, &desk.caller.language)) {
            Ok(errors) => show_password(&web, &desk, errors),
            Err(page) => *page,
        };
    }
    web.forget_all();
    let mut response = gate::onwards("/desk/log-in?told=password");
    let cookie = cookies::ended(Ground::Desk, &desk.caller.operator);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Confirmed {
    totp: String,
    secret: String,
    url: String,
}

/// What an answer says of a second factor that was begun.
#[derive(Deserialize)]
struct Begun {
    secret: String,
    url: String,
}

/// What an answer says of one that is set up.
#[derive(Deserialize)]
struct Done {
    codes: Vec<String>,
}

pub(super) async fn factor(State(web): State<Web>, desk: Desk) -> Response {
    show_factor(&web, &desk, Factor::None, Errors::default())
}

fn show_factor(web: &Web, desk: &Desk, factor: Factor, errors: Errors) -> Response {
    let frame = desk.frame_of_all(web);
    (status_of(&errors), html(&DeskFactor { frame, factor, errors })).into_response()
}

/// Begins to set it up. The secret stands on this page alone, and in no address.
pub(super) async fn enrol(State(web): State<Web>, desk: Desk, sent: Sent<Nothing>) -> Response {
    let once = sent.once(&desk.caller).map(Once::secret);
    let token = desk.caller.token.clone().unwrap_or_default();
    let work =
        move |scene: &mut Scene<'_, '_>| second_factor::enrol(scene, &token).map(Reply::Done);
    let begun = web.carry_out(&desk.caller, once, work).await;
    match outcome::<Begun>(begun, &desk.caller.language) {
        Ok(Begun { secret, url }) => {
            show_factor(&web, &desk, Factor::Begun { secret, url }, Errors::default())
        }
        Err(stopped) => match at_form(&desk, &web, stopped) {
            Ok(errors) => show_factor(&web, &desk, Factor::None, errors),
            Err(page) => *page,
        },
    }
}

/// Confirms it with the first code.
pub(super) async fn confirm(State(web): State<Web>, desk: Desk, sent: Sent<Confirmed>) -> Response {
    let once = sent.once(&desk.caller).map(Once::secret);
    let Confirmed { totp, secret, url } = sent.fields;
    let (token, wish) = (desk.caller.token.clone().unwrap_or_default(), Confirmation { totp });
    let work = move |scene: &mut Scene<'_, '_>| {
        second_factor::confirm(scene, &token, &wish).map(Reply::Done)
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    web.forget_all();
    match outcome::<Done>(done, &desk.caller.language) {
        Ok(Done { codes }) => show_factor(&web, &desk, Factor::Done { codes }, Errors::default()),
        Err(stopped) => match at_form(&desk, &web, stopped) {
            // Without its secret there is nothing to confirm.
            Ok(errors) if secret.is_empty() => show_factor(&web, &desk, Factor::None, errors),
            Ok(errors) => show_factor(&web, &desk, Factor::Begun { secret, url }, errors),
            Err(page) => *page,
        },
    }
}
