//! Consents, and the data held on a person.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::privacy::{self, Erased, Restriction};
use rimessa_app::{Reply, Trouble, consents, held, profile};
use rimessa_pages::{Consents, Errors, Here, MyData};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Ground, Page, both, cookies, frame, html, sent, shown, wrong};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/consents", both(get(list).post(say))),
        page("/{operator}/my-data", shown(get(data))),
        page("/{operator}/my-data/download", shown(get(download))),
        page("/{operator}/my-data/restriction", sent(post(restrict))),
        page("/{operator}/my-data/erasure", sent(post(erase))),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    consent: String,
    given: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let Said { told, .. } = asked(query.as_deref());
    listed(&web, &caller, told == "noted", Errors::default()).await
}

async fn listed(web: &Web, caller: &Caller, noted: bool, errors: Errors) -> Response {
    let all = match find_out(web, caller, consents::list).await {
        Ok(all) => all,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let path = format!("/{}/consents", caller.operator.slug);
    let frame = frame(web, caller, &path, Here::Account);
    let told = if noted { frame.talk.t("consent-told") } else { String::new() };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, html(&Consents { frame, told, all, errors })).into_response()
}

/// Gives or withdraws a consent.
pub(super) async fn say(State(web): State<Web>, caller: Caller, sent: Sent<Said>) -> Response {
    let (consent, given) = (sent.fields.consent.clone(), sent.fields.given == "true");
    let done = carry_out(&web, &caller, &sent, move |scene, member| {
        consents::set(scene, member, &consent, &consents::Wish { given }).map(Reply::Done)
    });
    match settled(&web, &caller, done.await, "consents?told=noted") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, false, errors).await,
    }
}

pub(super) async fn data(State(web): State<Web>, caller: Caller) -> Response {
    data_page(&web, &caller, Errors::default()).await
}

async fn data_page(web: &Web, caller: &Caller, errors: Errors) -> Response {
    match find_out(web, caller, profile::profile).await {
        Ok(profile) => {
            let path = format!("/{}/my-data", caller.operator.slug);
            let frame = frame(web, caller, &path, Here::Account);
            let ok = errors.is_empty();
            let status = if ok { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            (status, html(&MyData { frame, profile, erased: None, errors })).into_response()
        }
        Err(trouble) => wrong::page(web, caller, &trouble),
    }
}

/// Everything that is held on a person, as a file.
pub(super) async fn download(State(web): State<Web>, caller: Caller) -> Response {
    match find_out(&web, &caller, held::export).await {
        Ok(all) => {
            let kind = HeaderValue::from_static("application/json");
            let name = HeaderValue::from_static("attachment; filename=\"my-data.json\"");
            let text = serde_json::to_string_pretty(&all).unwrap_or_default();
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text)
                .into_response()
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Restricted {
    restricted: String,
}

/// Restricts the use of the data, or lifts that.
pub(super) async fn restrict(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<Restricted>,
) -> Response {
    let wish = Restriction { restricted: sent.fields.restricted == "true" };
    let done = carry_out(&web, &caller, &sent, move |scene, member| {
        privacy::restrict(scene, member, &wish).map(Reply::Done)
    });
    match settled(&web, &caller, done.await, "my-data") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => data_page(&web, &caller, errors).await,
    }
}

/// Nothing is erased by mistake.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sure {
    sure: String,
}

/// Erases who it is; the page says what is kept, and the session is over.
pub(super) async fn erase(State(web): State<Web>, caller: Caller, sent: Sent<Sure>) -> Response {
    if sent.fields.sure != "true" {
        let trouble = Trouble::invalid("sure", "missing", "");
        let errors = wrong::at_fields(&trouble, &caller.language).unwrap_or_default();
        return data_page(&web, &caller, errors).await;
    }
    let before = match find_out(&web, &caller, profile::profile).await {
        Ok(profile) => profile,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let done = carry_out(&web, &caller, &sent, privacy::erase).await;
    match outcome::<Erased>(done, &caller.language) {
        Ok(erased) => {
            web.forget_all();
            let path = format!("/{}/", caller.operator.slug);
            let mut frame = frame(&web, &caller, &path, Here::Elsewhere);
            frame.is_known = false;
            let (erased, errors) = (Some(erased), Errors::default());
            let page = MyData { frame, profile: before, erased, errors };
            let mut response = html(&page).into_response();
            let ended = cookies::ended(Ground::Community, &caller.operator);
            response.headers_mut().insert(header::SET_COOKIE, ended);
            response
        }
        Err(Stopped::AtForm(errors)) => data_page(&web, &caller, errors).await,
        Err(Stopped::Apart(trouble)) => wrong::page(&web, &caller, &trouble),
    }
}
