//! Who is calling: looked for at all operators that somebody works for.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::Trouble;
use rimessa_app::desk::{self, FoundMember, Wish};
use rimessa_pages::{DeskStart, Errors, FoundAt, Shown};
use serde::Deserialize;

use super::{AGENTS, Desk, cases, workplace};
use crate::http::guard::Caller;
use crate::http::pages::sent::asked;
use crate::http::pages::{html, wrong};
use crate::http::web::Web;

/// So many cases of an operator stand on the first page.
const WAITING: i64 = 10;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    find: String,
}

pub(super) async fn start(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Typed { find } = asked(query.as_deref());
    let (mut found, mut errors) = (Vec::new(), Errors::default());
    for operator in desk.workplaces_as(&web, AGENTS) {
        let workplace = workplace(&web, &operator);
        let caller = desk.at(&web, operator);
        match look(&web, &caller, &find).await {
            Ok(members) if members.is_empty() => {}
            Ok(members) => found.push(FoundAt { workplace, members }),
            Err(trouble) => match wrong::at_fields(&trouble, &caller.language) {
                Some(at) => errors = at,
                None => return desk.wrong(&web, &trouble),
            },
        }
    }
    let mine = Shown { owner: "me".to_owned(), ..Shown::default() };
    let cases = match cases::queued(&web, &desk, &mine, WAITING).await {
        Ok((cases, _)) => cases,
        Err(trouble) => return desk.wrong(&web, &trouble),
    };
    let (frame, locked) = (desk.frame_of_all(&web), desk.locked(&web));
    html(&DeskStart { frame, find, found, locked, cases, errors }).into_response()
}

async fn look(web: &Web, caller: &Caller, find: &str) -> Result<Vec<FoundMember>, Trouble> {
    if find.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wish = Wish { find: find.to_owned() };
    web.find_out(caller, move |scene| desk::find(scene, &wish)).await
}
