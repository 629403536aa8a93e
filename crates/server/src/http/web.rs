//! What all handlers share, and how they reach the use cases.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant as Steady};

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use rimessa_app::log_in::{self, Principal};
use rimessa_app::{Answer, App, Once, Reply, Scene, Trouble, device};
use rimessa_pages::Tiles;
use rimessa_store::{Failure, OperatorId};
use serde::Serialize;
use tokio::sync::oneshot;

use super::answer;
use super::guard::Caller;
use super::limits::Limits;
use super::pages::live::Live;
use super::problem::Problem;

/// How long who shows a token is remembered: so long a session that was ended elsewhere goes on.
const REMEMBERED: Duration = Duration::from_secs(5);
/// So many are remembered at once.
const MOST_REMEMBERED: usize = 100_000;

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct Web(Arc<Inner>);

/// Who showed which token (by its digest), and when that was looked up.
#[derive(Default)]
struct Known {
    principals: HashMap<[u8; 32], (Steady, Arc<Principal>)>,
    /// How often something was forgotten: what was looked up before that may be out of date.
    forgotten: u64,
}

struct Inner {
    app: App,
    known: Mutex<Known>,
    limits: Limits,
    scopes: OnceLock<Vec<String>>,
    demo: bool,
    bounds: Bounds,
    live: Arc<Live>,
    tiles: OnceLock<Tiles>,
}

/// What a request may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The largest body, uploads apart.
    pub(crate) body: usize,
    /// How long it may take as a whole.
    pub(crate) patience: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { body: 256 * 1024, patience: Duration::from_secs(30) }
    }
}

impl Web {
    pub(crate) fn new(app: App, demo: bool, limits: Limits, bounds: Bounds) -> Self {
        app.keep_search();
        let (known, scopes) = (Mutex::default(), OnceLock::new());
        let live = Arc::new(Live::default());
        let told = Arc::downgrade(&live);
        app.search().tell_of_news(move |operator| {
            if let Some(live) = told.upgrade() {
                live.changed(operator);
            }
        });
        let tiles = OnceLock::new();
        Self(Arc::new(Inner { app, known, limits, scopes, demo, bounds, live, tiles }))
    }

    /// Tells where the pictures of maps come from.
    pub(crate) fn set_tiles(&self, tiles: Tiles) {
        self.0.tiles.set(tiles).ok();
    }

    /// Where the pictures of maps come from; `None`: they have none.
    pub(crate) fn tiles(&self) -> Option<&Tiles> {
        self.0.tiles.get()
    }

    /// Those who watch what happens.
    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// What a request may be.
    pub(crate) fn bounds(&self) -> Bounds {
        self.0.bounds
    }

    /// How often one may call.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// What programs may be allowed to do: the scopes that some route asks for.
    pub(crate) fn scopes(&self) -> &[String] {
        self.0.scopes.get().map_or(&[], Vec::as_slice)
    }

    /// Tells which scopes there are, once all routes are known.
    pub(crate) fn set_scopes(&self, scopes: Vec<String>) {
        // Another router of the same server has the same ones.
        self.0.scopes.set(scopes).ok();
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    /// Whether this server shows its mailbox and telephone.
    pub(crate) fn is_demo(&self) -> bool {
        self.0.demo
    }

    /// Whether requests can be answered: the store can be read, and the search is loaded.
    pub(crate) async fn is_ready(&self) -> Result<(), Trouble> {
        if !self.0.app.search().is_ready() {
            return Err(Trouble::Store(Failure::Busy));
        }
        let (tell, told) = oneshot::channel();
        self.0.app.store().read(
            |tx| -> Result<(), Trouble> {
                rimessa_store::operators::stamp(tx)?;
                Ok(())
            },
            move |result| {
                tell.send(result).ok();
            },
        );
        told.await.unwrap_or_else(|_| Err(closing()))
    }

    /// Who shows this token.
    pub(crate) async fn principal(&self, token: &str) -> Result<Option<Arc<Principal>>, Trouble> {
        let (key, now) = (rimessa_app::digest(token.as_bytes()), self.0.app.clock().now());
        let forgotten = {
            let known = self.known();
            if let Some((since, principal)) = known.principals.get(&key)
                && since.elapsed() < REMEMBERED
            {
                return Ok((principal.expires > now).then(|| Arc::clone(principal)));
            }
            known.forgotten
        };
        let (tell, told) = oneshot::channel();
        let shown = token.to_owned();
        self.0.app.store().read(
            move |tx| log_in::principal(tx, &shown, now),
            move |result| {
                tell.send(result).ok();
            },
        );
        let found = told.await.unwrap_or_else(|_| Err(closing()))?;
        let Some(principal) = found.map(Arc::new) else { return Ok(None) };
        if principal.is_worth_noting {
            let shown = token.to_owned();
            self.0.app.store().write(move |tx| log_in::note_use(tx, &shown, now), |_| ());
        }
        let mut known = self.known();
        if known.principals.len() >= MOST_REMEMBERED {
            known.principals.clear();
        }
        // What was looked up before something was forgotten is used this once.
        if known.forgotten == forgotten {
            known.principals.insert(key, (Steady::now(), Arc::clone(&principal)));
        }
        Ok(Some(principal))
    }

    /// Which device signed this call.
    pub(crate) async fn device(
        &self,
        op: OperatorId,
        signed: device::Signed,
    ) -> Result<Principal, Trouble> {
        let (tell, told) = oneshot::channel();
        let app = self.0.app.clone();
        self.0.app.store().read(
            move |tx| device::principal(tx, &app, op, &signed),
            move |result| {
                tell.send(result).ok();
            },
        );
        told.await.unwrap_or_else(|_| Err(closing()))
    }

    /// Forgets who shows a token: the session has ended.
    pub(crate) fn forget(&self, token: &str) {
        let mut known = self.known();
        known.principals.remove(&rimessa_app::digest(token.as_bytes()));
        known.forgotten += 1;
    }

    /// Forgets who shows which token: sessions have ended, or what somebody may do has changed.
    pub(crate) fn forget_all(&self) {
        let mut known = self.known();
        known.principals.clear();
        known.forgotten += 1;
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out a use case; what was done is answered with `done`.
    pub(crate) async fn command<T: Serialize + Send + 'static>(
        &self,
        caller: &Caller,
        once: Option<Once>,
        done: StatusCode,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<Reply<T>, Trouble> + Send + 'static,
    ) -> Result<Response, Problem> {
        let answer = self.carry_out(caller, once, work).await;
        let answer = answer.map_err(|trouble| Problem::new(&trouble, &caller.language))?;
        Ok(answer::of_command(answer, done, &caller.language))
    }

    /// Carries out a use case: its answer, or what stood in its way.
    pub(crate) async fn carry_out<T: Serialize + Send + 'static>(
        &self,
        caller: &Caller,
        once: Option<Once>,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<Reply<T>, Trouble> + Send + 'static,
    ) -> Result<Answer, Trouble> {
        let (tell, told) = oneshot::channel();
        let as_whom = (Arc::clone(&caller.operator), caller.actor, caller.language.clone());
        self.0.app.command(as_whom, once, work, move |result| {
            tell.send(result).ok();
        });
        told.await.unwrap_or_else(|_| Err(closing()))
    }

    /// Answers a question.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Problem> {
        let answer = self.find_out(caller, work).await;
        answer.map_err(|trouble| Problem::new(&trouble, &caller.language))
    }

    /// Answers a question, or says what stood in the way.
    pub(crate) async fn find_out<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (tell, told) = oneshot::channel();
        let as_whom = (Arc::clone(&caller.operator), caller.actor, caller.language.clone());
        self.0.app.ask(as_whom, work, move |result| {
            tell.send(result).ok();
        });
        told.await.unwrap_or_else(|_| Err(closing()))
    }

    /// Carries out work that waits, or takes several transactions, beside the handlers.
    pub(crate) async fn apart<T: Serialize + 'static>(
        &self,
        caller: &Caller,
        once: Option<Once>,
        done: StatusCode,
        work: impl FnOnce(&App) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<Response, Problem> {
        let operator = Arc::clone(&caller.operator);
        let answer = self.aside(&caller.language, move |app| app.apart(&operator, once, work));
        Ok(answer::of_command(answer.await?, done, &caller.language))
    }

    /// Does work that waits (for the store, or for a slow hash) beside the handlers.
    pub(crate) async fn aside<T: Send + 'static>(
        &self,
        language: &str,
        work: impl FnOnce(&App) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Problem> {
        self.beside(work).await.map_err(|trouble| Problem::new(&trouble, language))
    }

    /// The same, or what stood in the way.
    pub(crate) async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let app = self.0.app.clone();
        let done = tokio::task::spawn_blocking(move || work(&app)).await;
        done.unwrap_or_else(|_| {
            Err(Trouble::Store(Failure::Corrupt("a task broke off".to_owned())))
        })
    }
}

fn closing() -> Trouble {
    Trouble::Store(Failure::Unreachable("the server is closing".to_owned()))
}

/// The name of the header that carries a request's id.
pub(crate) const REQUEST_ID: &str = "x-request-id";

tokio::task_local! {
    /// The id of the request that is being answered.
    static CURRENT: String;
}

/// The id of the request that is being answered.
pub(crate) fn current_request() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Gives each request an id, which is in its answer, in the log, and in what the user sees.
pub(crate) async fn request_id(request: Request, next: Next) -> Response {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let well = |text: &&str| {
        (8..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let id = given.filter(well).map_or_else(rimessa_app::random_id, str::to_owned);
    let mut response = CURRENT.scope(id.clone(), next.run(request)).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
