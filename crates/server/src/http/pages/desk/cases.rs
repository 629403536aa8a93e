//! Cases of all operators that somebody works for, and opening one.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::case_file::{self, Queue};
use rimessa_app::{Operator, Scene, Trouble, desk, open_case, parse_id, profile};
use rimessa_domain::ids::MemberId;
use rimessa_pages::{DeskCases, DeskNewCase, Driver, Errors, Queued, Shown, Talk};
use serde::Deserialize;

use super::{CASES, Desk, at_form, status_of, workplace};
use crate::http::pages::answered::outcome;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

/// So many cases of an operator stand on the page.
const A_PAGE: i64 = 100;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Which {
    state: String,
    owner: String,
    overdue: String,
}

pub(super) async fn cases(State(web): State<Web>, at: Desk, RawQuery(query): RawQuery) -> Response {
    let which: Which = asked(query.as_deref());
    let one_of = |text: String, known: &[&str]| {
        if known.contains(&text.as_str()) { text } else { String::new() }
    };
    let shown = Shown {
        state: one_of(which.state, &["closed"]),
        owner: one_of(which.owner, &["me", "nobody"]),
        overdue: which.overdue == "yes",
    };
    match queued(&web, &at, &shown, A_PAGE).await {
        Ok((cases, more)) => {
            let frame = at.frame_of_all(&web);
            html(&DeskCases { frame, shown, cases, more }).into_response()
        }
        Err(trouble) => at.wrong(&web, &trouble),
    }
}

/// The cases of all operators that somebody works for, what is due first coming first; whether there
/// are more.
pub(super) async fn queued(
    web: &Web,
    at: &Desk,
    shown: &Shown,
    limit: i64,
) -> Result<(Vec<Queued>, bool), Trouble> {
    let given = |text: &String| (!text.is_empty()).then(|| text.clone());
    let queue =
        Queue { state: given(&shown.state), owner: given(&shown.owner), limit, ..Queue::default() };
    let (mut all, mut more) = (Vec::new(), false);
    for operator in at.workplaces_as(web, CASES) {
        let (found, has_more) = of_operator(web, at, &operator, queue.clone()).await?;
        all.extend(found.into_iter().filter(|one| !shown.overdue || one.case.overdue));
        more |= has_more;
    }
    // Moments in UTC are in the order of their texts.
    all.sort_by(|one, other| one.case.due.cmp(&other.case.due));
    if shown.state == "closed" {
        all.sort_by(|one, other| other.case.closed.cmp(&one.case.closed));
    }
    Ok((all, more))
}

async fn of_operator(
    web: &Web,
    at: &Desk,
    operator: &Arc<Operator>,
    queue: Queue,
) -> Result<(Vec<Queued>, bool), Trouble> {
    let caller = at.at(web, Arc::clone(operator));
    let asked = web.find_out(&caller, move |scene| {
        Ok::<_, Trouble>((case_file::queue(scene, &queue)?, desk::colleagues(scene)?))
    });
    let (page, colleagues) = asked.await?;
    let talk = Talk::of(operator.book_at(web.app().clock().now()), &caller.language);
    let place = workplace(web, operator);
    let cases = page.cases.into_iter().map(|case| {
        let owner = colleagues.iter().find(|one| Some(&one.id) == case.owner.as_ref());
        let owner = owner.map_or_else(String::new, |one| one.name.clone());
        Queued { workplace: place.clone(), talk: talk.clone(), case, owner }
    });
    Ok((cases.collect(), page.next.is_some()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    member: String,
    booking: String,
    kind: String,
    topic: String,
    vehicle: String,
    text: String,
}

/// What an answer says of a case.
#[derive(Deserialize)]
struct Opened {
    id: String,
}

/// The form in which a case is told.
pub(super) async fn blank(State(web): State<Web>, at: Desk, RawQuery(query): RawQuery) -> Response {
    show(&web, &at, asked(query.as_deref()), Errors::default()).await
}

async fn show(web: &Web, at: &Desk, typed: Typed, errors: Errors) -> Response {
    let named = typed.member.clone();
    let member = web.find_out(&at.caller, move |scene| whose(scene, &named)).await;
    let member = match member {
        Ok(member) => member,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let frame = at.frame(web);
    let Typed { booking, kind, topic, vehicle, text, .. } = typed;
    let page = DeskNewCase { frame, member, booking, kind, topic, vehicle, text, errors };
    (status_of(&page.errors), html(&page)).into_response()
}

/// Somebody who is named by id; `None`: nobody is.
pub(super) fn whose(scene: &mut Scene<'_, '_>, member: &str) -> Result<Option<Driver>, Trouble> {
    let Some(id) = parse_id(member).map(MemberId) else { return Ok(None) };
    Ok(Some(Driver::from(&profile::profile(scene, id)?)))
}

/// Opens a case.
pub(super) async fn open(State(web): State<Web>, at: Desk, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields);
    let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let wish = open_case::Wish {
        kind: typed.kind.clone(),
        text: typed.text.clone(),
        topic: given(&typed.topic),
        booking: given(&typed.booking),
        vehicle: given(&typed.vehicle),
        member: given(&typed.member),
        ..open_case::Wish::default()
    };
    let done = web.carry_out(&at.caller, once, move |scene| open_case::open(scene, &wish)).await;
    match outcome::<Opened>(done, &at.caller.language) {
        Ok(Opened { id }) => gate::onwards(&at.address(&format!("cases/{id}?told=opened"))),
        Err(stopped) => match at_form(&at, &web, stopped) {
            Ok(errors) => show(&web, &at, typed, errors).await,
            Err(page) => *page,
        },
    }
}
