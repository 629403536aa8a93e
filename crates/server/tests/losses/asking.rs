//! Clients that book and cancel, remember what they asked and were told, and ask again if in doubt.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use rimessa_app::{Clock, parse_id, show_id, show_moment};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::Span;
use serde_json::json;

use crate::client::{Answer, Client};
use crate::fleet::Random;
use crate::process::{Installation, OPERATOR};

/// What clients share during a round.
pub(crate) struct Shared {
    addresses: Vec<SocketAddr>,
    acknowledged: Mutex<usize>,
    one_more: Condvar,
    is_over: AtomicBool,
    turn: AtomicUsize,
}

impl Shared {
    pub(crate) fn new(addresses: &[SocketAddr]) -> Self {
        Self {
            addresses: addresses.to_vec(),
            acknowledged: Mutex::new(0),
            one_more: Condvar::new(),
            is_over: AtomicBool::new(false),
            turn: AtomicUsize::new(0),
        }
    }

    /// Waits until so many answers have come in this round.
    pub(crate) fn wait_for(&self, count: usize) {
        let acknowledged = self.acknowledged.lock().unwrap();
        let patience = Duration::from_secs(120);
        let is_waiting = |have: &mut usize| *have < count;
        let waited = self.one_more.wait_timeout_while(acknowledged, patience, is_waiting);
        let (have, waited) = waited.unwrap();
        assert!(!waited.timed_out(), "{have} answers of {count} came");
    }

    pub(crate) fn stop(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    fn acknowledge(&self) {
        *self.acknowledged.lock().unwrap() += 1;
        self.one_more.notify_all();
    }
}

/// Something that was asked, and what was answered, if that is known.
#[derive(Debug)]
pub(crate) struct Kept {
    key: String,
    path: String,
    body: String,
    answer: Option<Answer>,
}

/// A client.
pub(crate) struct Asker {
    token: String,
    member: MemberId,
    random: Random,
    clock: Clock,
    client: Client,
    /// Which of the servers it asks.
    server: usize,
    pub(crate) kept: Vec<Kept>,
    pub(crate) booked: Vec<BookingId>,
    /// Those of them that it has not cancelled.
    open: Vec<BookingId>,
    pub(crate) cancelled: usize,
}

impl Asker {
    pub(crate) fn all(installation: &Installation, count: usize) -> Vec<Self> {
        let one = |index: usize| Self {
            token: installation.tokens[index].clone(),
            member: installation.members[index],
            random: Random(index as u64 + 1),
            clock: Clock::machine(),
            client: Client::default(),
            server: index,
            kept: Vec::new(),
            booked: Vec::new(),
            open: Vec::new(),
            cancelled: 0,
        };
        (0..count).map(one).collect()
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.random.below(limit as u64)).unwrap()
    }

    /// Something new to ask: a booking, or one to be cancelled.
    fn think(&mut self) -> Kept {
        let key = format!("{}-{}", show_id(self.member.0), self.kept.len());
        let base = format!("/api/v1/{OPERATOR}/bookings");
        if !self.open.is_empty() && self.below(10) < 4 {
            let which = self.below(self.open.len());
            let id = self.open.swap_remove(which);
            let path = format!("{base}/{}/cancel", show_id(id.0));
            return Kept { key, path, body: "{}".to_owned(), answer: None };
        }
        let quarter = i64::try_from(self.below(4 * 24 * 10)).unwrap();
        let now = self.clock.now();
        let hour = Span(now.0 % Span::hours(1).0);
        let start = now.minus(hour).plus(Span::minutes(120 + 15 * quarter));
        let long = Span::minutes(30 + 15 * i64::try_from(self.below(16)).unwrap());
        let body = json!({
            "member": show_id(self.member.0),
            "vehicle": (1 + self.below(10)).to_string(),
            "start": show_moment(start),
            "end": show_moment(start.plus(long)),
        });
        Kept { key, path: base, body: body.to_string(), answer: None }
    }

    fn send(&mut self, shared: &Shared, kept: &Kept) -> Option<Answer> {
        let address = shared.addresses[self.server % shared.addresses.len()];
        let who = (&*self.token, &*kept.key);
        let mut ask = || self.client.post(address, who, &kept.path, &kept.body).ok();
        let mut answer = ask()?;
        // Too busy: nothing was done.
        while answer.status == 503 {
            answer = ask()?;
        }
        assert!(matches!(answer.status, 200 | 201 | 409), "{} {answer:?}", kept.path);
        shared.acknowledge();
        Some(answer)
    }

    /// Takes in what was answered for the first time.
    fn learn(&mut self, answer: &Answer) {
        match answer.status {
            201 => {
                let id = answer.body["id"].as_str().and_then(parse_id).map(BookingId).unwrap();
                self.booked.push(id);
                self.open.push(id);
            }
            200 => self.cancelled += 1,
            _ => {}
        }
    }

    /// Asks again what was never answered, and some of what was: the answer is the same.
    pub(crate) fn ask_again(&mut self, shared: &Shared) {
        let mut kept = std::mem::take(&mut self.kept);
        for one in &mut kept {
            if one.answer.is_some() && self.random.below(8) > 0 {
                continue;
            }
            let again = self.send(shared, one);
            match (&one.answer, again) {
                (None, Some(answer)) => {
                    self.learn(&answer);
                    one.answer = Some(answer);
                }
                (Some(known), Some(again)) => {
                    assert!(again.is_repeated, "done a second time: {} {}", one.key, one.body);
                    assert_eq!(known.status, again.status);
                    let part = if known.status == 409 { "code" } else { "id" };
                    assert_eq!(known.body[part], again.body[part]);
                }
                (_, None) => {}
            }
        }
        self.kept = kept;
    }

    /// Asks one thing after the other until no answer comes.
    pub(crate) fn ask_until_lost(&mut self, shared: &Shared) {
        loop {
            let mut one = self.think();
            one.answer = self.send(shared, &one);
            let is_lost = one.answer.is_none();
            if let Some(answer) = one.answer.clone() {
                self.learn(&answer);
            }
            self.kept.push(one);
            if is_lost {
                return;
            }
        }
    }

    /// Asks one thing after the other; whoever does not answer is left for the next server.
    pub(crate) fn ask_whoever_answers(&mut self, shared: &Shared) {
        self.server = shared.turn.fetch_add(1, Ordering::SeqCst);
        while !shared.is_over.load(Ordering::SeqCst) {
            let mut one = self.think();
            while one.answer.is_none() {
                one.answer = self.send(shared, &one);
                if one.answer.is_none() {
                    self.server += 1;
                }
            }
            if let Some(answer) = one.answer.clone() {
                self.learn(&answer);
            }
            self.kept.push(one);
        }
    }
}
