//! The journal: what happened, looked for by kind, member, booking, vehicle and time.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::journal::{self, Found, Wish};
use rimessa_app::{Scene, Trouble};
use rimessa_pages::Errors;
use rimessa_pages::office::{JournalPage, Looking};
use serde::Deserialize;

use super::{PAGE, onwards, status, wrong_at};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::asked;
use crate::http::pages::{html, wrong};
use crate::http::web::Web;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    member: String,
    booking: String,
    vehicle: String,
    from: String,
    until: String,
    after: String,
}

pub(super) async fn search(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { kind, member, booking, vehicle, from, until, after } = asked(query.as_deref());
    let wish = Wish { kind, member, booking, vehicle, from, until, after };
    let wanted = wish.clone();
    let work = move |scene: &mut Scene<'_, '_>| journal::search(scene, &wanted, PAGE);
    let (found, errors) = match web.find_out(&desk.caller, work).await {
        Ok(found) => (found, Errors::default()),
        // Whatever is named and does not exist is told at its field.
        Err(Trouble::NotFound(what)) => {
            (Found::default(), wrong_at(&desk, what, &Trouble::NotFound(what)))
        }
        Err(trouble) => match wrong::at_fields(&trouble, &desk.caller.language) {
            Some(errors) => (Found::default(), errors),
            None => return desk.wrong(&web, &trouble),
        },
    };
    let asked = [
        ("kind", wish.kind.as_str()),
        ("member", &wish.member),
        ("booking", &wish.booking),
        ("vehicle", &wish.vehicle),
        ("from", &wish.from),
        ("until", &wish.until),
    ];
    let further = onwards(&desk, "journal", &asked, found.next.as_deref());
    let Wish { kind, member, booking, vehicle, from, until, .. } = wish;
    let looking = Looking { kind, member, booking, vehicle, from, until };
    let (frame, status) = (desk.frame(&web), status(&errors));
    let page = JournalPage { frame, looking, entries: found.entries, further, errors };
    (status, html(&page)).into_response()
}
