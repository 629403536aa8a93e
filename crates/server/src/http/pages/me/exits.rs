//! The statement of a month's exits, for whoever holds a contract on which they are counted.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::civil::Date;
use rimessa_app::exit::{self, Counted, ExitsView};
use rimessa_app::{RefusedView, Scene, Trouble, parse_id};
use rimessa_domain::ids::{ContractId, MemberId};
use rimessa_pages::{Errors, Exits, Here};
use serde::Deserialize;

use super::find_out;
use crate::http::guard::{Caller, Who};
use crate::http::pages::answered::Stopped;
use crate::http::pages::desk::status_of;
use crate::http::pages::sent::asked;
use crate::http::pages::{Page, frame, html, shown, wrong};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    vec![Page::new(Who::members(), "/{operator}/exits", shown(get(show)))]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    contract: String,
    month: String,
}

/// What was found: the contracts, and a statement, or why it is closed.
type Found = (Vec<Counted>, Result<Result<ExitsView, RefusedView>, Trouble>);

fn look_up(scene: &mut Scene<'_, '_>, member: MemberId, which: &Which) -> Result<Found, Trouble> {
    let all = exit::counted(scene, member)?;
    let wanted = match which.contract.as_str() {
        "" => all.last().map(|one| one.contract.clone()),
        contract => Some(contract.to_owned()),
    };
    // Whoever has no such contract does not see the page at all.
    let wanted = wanted.as_deref().and_then(parse_id).filter(|_| !all.is_empty());
    let id = ContractId(wanted.ok_or(Trouble::NotFound("contract"))?);
    if let Some(closed) = scene.documents_closed(member)? {
        return Ok((all, Ok(Err(closed))));
    }
    let month = Some(which.month.as_str()).filter(|month| !month.is_empty());
    match exit::statement(scene, id, member, month) {
        Err(trouble @ Trouble::Invalid(_)) => Ok((all, Err(trouble))),
        found => Ok((all, Ok(Ok(found?)))),
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let which: Which = asked(query.as_deref());
    let found = find_out(&web, &caller, move |scene, member| look_up(scene, member, &which));
    let (all, statement) = match found.await {
        Ok(found) => found,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let (statement, errors) = match statement {
        Ok(Ok(statement)) => (Some(statement), Errors::default()),
        Ok(Err(closed)) => (None, wrong::refused(closed)),
        Err(trouble) => match Stopped::by(trouble, &caller.language) {
            Stopped::AtForm(errors) => (None, errors),
            Stopped::Apart(trouble) => return wrong::page(&web, &caller, &trouble),
        },
    };
    let path = format!("/{}/exits", caller.operator.slug);
    let frame = frame(&web, &caller, &path, Here::Account);
    let now = web.app().clock().now();
    let today = caller.operator.versions.at(now).zone.date(now);
    let (before, after) = around(statement.as_ref().map_or("", |one| &one.month), today);
    let page = Exits { frame, all, statement, before, after, errors };
    (status_of(&page.errors), html(&page)).into_response()
}

/// The months before and after one like `2026-03`; the second is empty if it has not begun.
fn around(month: &str, today: Date) -> (String, String) {
    let Ok(first) = format!("{month}-01").parse::<Date>() else { return Default::default() };
    let named = |date: Date| date.strftime("%Y-%m").to_string();
    let before = first.yesterday().map(named).unwrap_or_default();
    let after = first.last_of_month().tomorrow().ok().filter(|after| *after <= today);
    (before, after.map(named).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_as_far_as_they_have_begun() {
        let today: Date = "2026-03-02".parse().unwrap();
        let at = |month| around(month, today);
        assert_eq!(at("2026-01"), ("2025-12".to_owned(), "2026-02".to_owned()));
        assert_eq!(at("2026-03"), ("2026-02".to_owned(), String::new()));
        assert_eq!(at(""), (String::new(), String::new()));
    }
}
