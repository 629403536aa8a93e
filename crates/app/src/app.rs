//! An installation: its store, its operators, its keys and its clock.

use std::sync::{Arc, PoisonError, RwLock};

use rimessa_store::{Failure, Place, Settings as StoreSettings, Store, Tx, operators};
use serde::Serialize;

use crate::bell::Bell;
use crate::clock::Clock;
use crate::identity::Ids;
use crate::marks::Marks;
use crate::once::{self, Answer, Once};
use crate::operator::{Directory, Operator};
use crate::reply::Reply;
use crate::scene::{Actor, Scene};
use crate::seal::Keys;
use crate::search::Search;
use crate::trouble::Trouble;

/// An installation. Copies share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    directory: RwLock<Arc<Directory>>,
    keys: Keys,
    marks: Marks,
    clock: Clock,
    ids: Ids,
    search: Search,
    bell: Bell,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.search.end();
    }
}

impl App {
    /// Opens an installation: brings its schema up to date and reads its operators.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn open(
        place: &Place,
        settings: StoreSettings,
        keys: Keys,
        clock: Clock,
    ) -> Result<Self, Failure> {
        let store = Store::open(place, settings)?;
        let directory = RwLock::new(Arc::new(store.read_now(Directory::read)?));
        let (ids, search) = (Ids::default(), Search::default());
        let bell = Bell::default();
        let marks = Marks::open(&store, &keys)?;
        let inner = Inner { store, directory, keys, marks, clock, ids, search, bell };
        Ok(Self(Arc::new(inner)))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// What makes keyed hashes.
    pub(crate) fn marks(&self) -> &Marks {
        &self.0.marks
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// What makes ids.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// The search over the fleets.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.0.search
    }

    /// Keeps the search up to date on a thread of its own, until the last copy of this is gone.
    pub fn keep_search(&self) {
        let installation = Arc::downgrade(&self.0);
        self.0.search.keep_following(move || installation.upgrade().map(Self));
    }

    /// What wakes those who wait for messages and jobs.
    #[must_use]
    pub fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// The operators.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.0.directory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the operators again, if they changed: another process may have changed them.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn refresh(&self) -> Result<(), Failure> {
        let known = self.directory().stamp;
        let read = self.0.store.read_now(move |tx| -> Result<_, Failure> {
            if operators::stamp(tx)? == known {
                return Ok(None);
            }
            Directory::read(tx).map(Some)
        })?;
        if let Some(directory) = read {
            let mut current = self.0.directory.write().unwrap_or_else(PoisonError::into_inner);
            *current = Arc::new(directory);
        }
        Ok(())
    }

    /// Carries out a use case, and tells `done` on another thread.
    pub fn command<T: Serialize + Send + 'static>(
        &self,
        (operator, actor, language): (Arc<Operator>, Actor, String),
        once: Option<Once>,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<Reply<T>, Trouble> + Send + 'static,
        done: impl FnOnce(Result<Answer, Trouble>) + Send + 'static,
    ) {
        let app = self.clone();
        let work = move |tx: &mut Tx<'_>| {
            if let Some(once) = &once
                && let Some(answer) = once::given(tx, (&app, &operator), once)?
            {
                return Ok(answer);
            }
            let mut scene =
                Scene { tx, operator: &operator, actor, language: &language, app: &app };
            let reply = work(&mut scene)?;
            let answer = Answer::of(&reply);
            if let Some(once) = &once {
                answer.keep(tx, (&app, &operator), once)?;
            }
            Ok(answer)
        };
        let (app, search) = (self.clone(), self.0.search.clone());
        self.0.store.write(work, move |result| {
            search.wake();
            app.bell().ring();
            done(result);
        });
    }

    /// Carries out a use case and waits for it. Never from a thread that must not wait.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn command_now<T: Send + 'static>(
        &self,
        operator: &Arc<Operator>,
        actor: Actor,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (app, operator) = (self.clone(), Arc::clone(operator));
        let language = operator.language(self.0.clock.now(), "");
        let done = self.0.store.write_now(move |tx| {
            work(&mut Scene { tx, operator: &operator, actor, language: &language, app: &app })
        });
        self.0.search.wake();
        self.0.bell.ring();
        done
    }

    /// Answers a question, and tells `done` on another thread.
    pub fn ask<T: Send + 'static>(
        &self,
        (operator, actor, language): (Arc<Operator>, Actor, String),
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
        done: impl FnOnce(Result<T, Trouble>) + Send + 'static,
    ) {
        let app = self.clone();
        self.0.store.read(
            move |tx| {
                work(&mut Scene { tx, operator: &operator, actor, language: &language, app: &app })
            },
            done,
        );
    }

    /// Answers a question and waits for it.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn ask_now<T: Send + 'static>(
        &self,
        operator: &Arc<Operator>,
        actor: Actor,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (app, operator) = (self.clone(), Arc::clone(operator));
        let language = operator.language(self.0.clock.now(), "");
        self.0.store.read_now(move |tx| {
            work(&mut Scene { tx, operator: &operator, actor, language: &language, app: &app })
        })
    }
}
