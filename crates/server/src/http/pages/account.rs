//! What a member has to pay.

use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{exit, preview, show};
use rimessa_pages::{Account, Here};

use super::{frame, html, member_of, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

pub(super) async fn account(
    State(web): State<Web>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let found = match member_of(&caller) {
        Ok(member) => {
            let asked = web.find_out(&caller, move |scene| {
                let balance = show::statement(scene, member, None, 1)?.balance;
                let exits = !exit::counted(scene, member)?.is_empty();
                Ok((balance, preview::preview(scene, member)?, exits))
            });
            asked.await
        }
        Err(trouble) => Err(trouble),
    };
    match found {
        Ok((balance, preview, exits)) => {
            let frame = frame(&web, &caller, uri.path(), Here::Account);
            html(&Account { frame, balance, preview, exits }).into_response()
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}
