//! Today's board, and what changes on it as it happens.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use rimessa_app::Trouble;
use rimessa_app::board::Board;
use rimessa_pages::office::{BoardPage, BoardParts};
use tokio::sync::watch;

use super::{ALL, looked};
use crate::http::pages::desk::Desk;
use crate::http::pages::live::{Latest, Seat};
use crate::http::web::Web;

/// So often a silent connection says that it is there, and whether the session goes on is looked at.
const BEAT: Duration = Duration::from_secs(15);
/// So many seconds whoever has too many connections waits.
const WAIT: i64 = 60;

pub(super) async fn board(State(web): State<Web>, desk: Desk) -> Response {
    let work = rimessa_app::board::board;
    looked(&web, &desk, work, |frame, board| BoardPage { frame, board }).await
}

/// Somebody who watches the board.
struct Watching {
    web: Web,
    desk: Desk,
    board: watch::Receiver<Latest>,
    over: watch::Receiver<bool>,
    _seat: Seat,
}

/// The parts of the board, now and whenever something on it changes, as long as the session lasts.
pub(super) async fn events(State(web): State<Web>, desk: Desk) -> Response {
    let who = desk.caller.actor.id().unwrap_or_default();
    let Some(seat) = web.live().seat(who) else {
        return desk.wrong(&web, &Trouble::TooMany(WAIT));
    };
    let board = web.live().board(&web, &desk.caller.operator);
    let mut watching = Watching { over: web.live().over(), board, desk, web, _seat: seat };
    watching.board.mark_changed();
    let events = unfold(watching, |mut watching| async move {
        let event = watching.next().await?;
        Some((Ok::<_, Infallible>(event), watching))
    });
    let mut response = Sse::new(events).into_response();
    // A proxy that collects answers would keep all of it to itself.
    let name = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(name, HeaderValue::from_static("no"));
    response
}

impl Watching {
    /// What there is to say next; `None`: no more.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let silence = tokio::select! {
                changed = self.board.changed() => { changed.ok()?; false }
                () = tokio::time::sleep(BEAT) => true,
                _ = self.over.wait_for(|over| *over) => return None,
            };
            if !self.goes_on().await {
                return None;
            }
            if silence {
                return Some(Event::default().comment(""));
            }
            let latest = self.board.borrow_and_update().clone();
            if let Some(board) = latest {
                return Some(self.shown(&board));
            }
        }
    }

    /// Whether the session lasts, and still may see this.
    async fn goes_on(&self) -> bool {
        let Some(token) = &self.desk.caller.token else { return false };
        let Ok(Some(principal)) = self.web.principal(token).await else { return false };
        let known = self.desk.principal.as_ref();
        ALL.check(&principal, &self.desk.caller.operator).is_ok()
            && known.is_some_and(|known| known.grants == principal.grants)
    }

    fn shown(&self, board: &Board) -> Event {
        let mut frame = self.desk.frame(&self.web);
        frame.path = super::at(&self.desk, "");
        let parts = BoardParts { frame, board: board.clone() };
        Event::default().event("board").data(rimessa_pages::show(&parts))
    }
}
