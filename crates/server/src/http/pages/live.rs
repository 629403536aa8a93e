//! Those who watch what happens: today's board is looked up once per operator when something happened,
//! however many watch it, and not at all while nobody does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rimessa_app::board::{self, Board};
use rimessa_app::{Actor, Operator, Trouble};
use rimessa_store::OperatorId;
use tokio::sync::{Notify, watch};

use crate::http::guard::Caller;
use crate::http::web::Web;

/// So many connections of one principal watch at the same time.
const SEATS: usize = 6;
/// Even if nothing happens, time passes: trips become late.
const TICK: Duration = Duration::from_secs(30);
/// What happens within so long is shown as one change.
const PAUSE: Duration = Duration::from_millis(500);

/// A board, once it was looked up.
pub(super) type Latest = Option<Arc<Board>>;

/// Those who watch.
pub(crate) struct Live {
    rooms: Mutex<HashMap<OperatorId, Room>>,
    seats: Seats,
    over: watch::Sender<bool>,
}

/// How many connections each principal has.
type Seats = Arc<Mutex<HashMap<u128, usize>>>;

/// Those who watch one operator.
struct Room {
    board: watch::Sender<Latest>,
    changed: Arc<Notify>,
}

/// One of the connections of a principal.
pub(super) struct Seat(Seats, u128);

impl Default for Live {
    fn default() -> Self {
        Self { rooms: Mutex::default(), seats: Seats::default(), over: watch::channel(false).0 }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// Something happened at an operator.
    pub(crate) fn changed(&self, operator: OperatorId) {
        if let Some(room) = held(&self.rooms).get(&operator) {
            room.changed.notify_one();
        }
    }

    /// Nobody watches any longer: the server stops.
    pub(crate) fn end(&self) {
        self.over.send_replace(true);
    }

    /// Becomes `true` when the server stops.
    pub(super) fn over(&self) -> watch::Receiver<bool> {
        self.over.subscribe()
    }

    /// Room for one more connection of a principal.
    pub(super) fn seat(&self, principal: u128) -> Option<Seat> {
        let mut all = held(&self.seats);
        let taken = all.entry(principal).or_default();
        if *taken >= SEATS {
            return None;
        }
        *taken += 1;
        Some(Seat(Arc::clone(&self.seats), principal))
    }

    /// The board of an operator, now and whenever it changes.
    pub(super) fn board(&self, web: &Web, operator: &Arc<Operator>) -> watch::Receiver<Latest> {
        let mut rooms = held(&self.rooms);
        if let Some(room) = rooms.get(&operator.id) {
            return room.board.subscribe();
        }
        let (board, watching) = watch::channel(None);
        let changed = Arc::new(Notify::new());
        tokio::spawn(keep(web.clone(), Arc::clone(operator), board.clone(), Arc::clone(&changed)));
        rooms.insert(operator.id, Room { board, changed });
        watching
    }

    /// Closes the room of an operator if nobody is left in it.
    fn close(&self, operator: OperatorId, board: &watch::Sender<Latest>) -> bool {
        let mut rooms = held(&self.rooms);
        let is_empty = board.receiver_count() == 0;
        if is_empty {
            rooms.remove(&operator);
        }
        is_empty
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = held(&self.0);
        if let Some(taken) = all.get_mut(&self.1) {
            *taken -= 1;
            if *taken == 0 {
                all.remove(&self.1);
            }
        }
    }
}

/// Keeps the board of an operator as long as somebody watches it.
async fn keep(
    web: Web,
    operator: Arc<Operator>,
    board: watch::Sender<Latest>,
    changed: Arc<Notify>,
) {
    while !web.live().close(operator.id, &board) {
        // What cannot be looked up now is looked up again at the next change.
        if let Ok(found) = look(&web, &operator).await {
            board.send_if_modified(|shown| {
                let is_new = shown.as_deref() != Some(&found);
                if is_new {
                    *shown = Some(Arc::new(found));
                }
                is_new
            });
        }
        tokio::time::sleep(PAUSE).await;
        tokio::select! {
            () = changed.notified() => {}
            () = tokio::time::sleep(TICK) => {}
            () = board.closed() => {}
        }
    }
}

async fn look(web: &Web, operator: &Arc<Operator>) -> Result<Board, Trouble> {
    let operator = web.app().directory().by_id(operator.id).cloned();
    let operator = operator.ok_or(Trouble::NotFound("operator"))?;
    let caller = Caller {
        operator,
        actor: Actor::System,
        language: String::new(),
        token: None,
        address: None,
    };
    web.find_out(&caller, board::board).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principal_has_so_many_seats_and_gets_them_back() {
        let live = Live::default();
        let seats: Vec<_> = (0..SEATS).map(|_| live.seat(1)).collect();
        assert!(seats.iter().all(Option::is_some));
        assert!(live.seat(1).is_none() && live.seat(2).is_some());
        drop(seats);
        assert!(live.seat(1).is_some());
        assert!(held(&live.seats).is_empty());
    }
}
