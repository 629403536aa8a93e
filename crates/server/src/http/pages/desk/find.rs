//! Who is calling: looked for at all operators that somebody works for.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::Trouble;
use rimessa_app::desk::{self, FoundMember, Wish};
use rimessa_pages::{DeskStart, Errors, FoundAt};
use serde::Deserialize;

use super::{AGENTS, Desk, workplace};
use crate::http::guard::Caller;
use crate::http::pages::sent::asked;
use crate::http::pages::{html, wrong};
use crate::http::web::Web;

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
        let caller = Caller { operator, ..desk.caller.clone() };
        match look(&web, &caller, &find).await {
            Ok(members) if members.is_empty() => {}
            Ok(members) => found.push(FoundAt { workplace, members }),
            Err(trouble) => match wrong::at_fields(&trouble, &caller.language) {
                Some(at) => errors = at,
                None => return desk.wrong(&web, &trouble),
            },
        }
    }
    html(&DeskStart { frame: desk.frame_of_all(&web), find, found, errors }).into_response()
}

async fn look(web: &Web, caller: &Caller, find: &str) -> Result<Vec<FoundMember>, Trouble> {
    if find.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wish = Wish { find: find.to_owned() };
    web.find_out(caller, move |scene| desk::find(scene, &wish)).await
}
