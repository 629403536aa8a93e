//! The server as it is run, on an installation of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use rimessa_app::{App, Clock, Keys, digest};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Span;
use rimessa_store::sessions::{self, SessionRow};
use rimessa_store::{Place, Settings};

use crate::fleet::found;

/// The operator of the trials.
pub(crate) const OPERATOR: &str = "clem";

/// An installation with an operator, and programs that may book for its members.
pub(crate) struct Installation {
    place: Place,
    keys: String,
    pub(crate) members: Vec<MemberId>,
    pub(crate) tokens: Vec<String>,
}

impl Installation {
    pub(crate) fn found(place: Place, members: usize) -> Self {
        let mut installation =
            Self { place, keys: Keys::generate(), members: Vec::new(), tokens: Vec::new() };
        let app = installation.open();
        let fleet = found(&app, OPERATOR, 10, members);
        let (operator, now) = (fleet.operator.id, app.clock().now());
        let tokens: Vec<String> = (0..members).map(|n| format!("rk_{n}_for_a_trial")).collect();
        let hashes: Vec<_> = tokens.iter().map(|token| digest(token.as_bytes())).collect();
        let entered = app.store().write_now(move |tx| {
            (1..).zip(&hashes).try_for_each(|(id, hash)| {
                let row = SessionRow {
                    operator,
                    token_hash: hash.to_vec(),
                    id,
                    kind: "program".to_owned(),
                    subject: id,
                    label: format!("trial {id}"),
                    scopes: "bookings".to_owned(),
                    created: now,
                    expires: now.plus(Span::days(1)),
                    used: None,
                    second_factor: false,
                };
                sessions::insert(tx, &row)
            })
        });
        entered.unwrap();
        (installation.members, installation.tokens) = (fleet.members, tokens);
        installation
    }

    /// Opens it as another process.
    pub(crate) fn open(&self) -> App {
        let keys = Keys::parse(&self.keys).unwrap();
        App::open(&self.place, Settings::default(), keys, Clock::machine()).unwrap()
    }
}

/// A server that runs.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Serving {
    pub(crate) fn start(installation: &Installation) -> Self {
        let database = match &installation.place {
            Place::File(path) => format!("sqlite:{}", path.display()),
            Place::Postgres(url) => url.clone(),
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_rimessa"))
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "0"])
            .args(["--database", &database])
            .env("RIMESSA_SECRET_KEYS", &installation.keys)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| {
            let (_, address) = line.split_once("listens on http://")?;
            address.parse().ok()
        });
        Self { child, address: address.expect("the server says where it listens") }
    }

    /// Kills it: it has no time to end anything (`SIGKILL`).
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
