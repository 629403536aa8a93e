//! A server of this binary, in a process of its own, on a store of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rimessa_app::join::{NewMember, hash_password, join};
use rimessa_app::set_up::{self, NewStation, NewVehicle, RulebookFiles};
use rimessa_app::{Actor, App, Clock, Keys, Settings, log_in};
use rimessa_domain::ids::{StationId, VehicleId};
use rimessa_rulebook::Rulebook;
use rimessa_store::{OperatorId, Place};
use tempfile::TempDir;

use super::history;
use crate::library;

/// Everybody has it.
const PASSWORD: &str = "a password for measuring";

/// A running server. It is killed when it goes.
pub(crate) struct Served {
    /// Where it listens.
    pub(crate) address: String,
    /// The operator's name in addresses.
    pub(crate) slug: String,
    /// What its members show.
    pub(crate) tokens: Vec<String>,
    /// What a manager shows; empty: there is none.
    pub(crate) manager: String,
    /// How many vehicles it has, numbered from 1.
    pub(crate) vehicles: usize,
    /// One of the plans that members may have.
    pub(crate) plan: String,
    /// How long it took from the start to the first answer.
    pub(crate) first_answer: Duration,
    child: Child,
    _folder: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Served {
    /// A server on an empty store.
    pub(crate) fn empty() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = sqlite_in(&folder);
        let nobody = Filled::default();
        Self::start(folder, &database, &Keys::generate(), nobody)
    }

    /// A server with one operator, so many vehicles and so many members, on a new embedded store, or
    /// on the empty database of that address.
    pub(crate) fn with_fleet(
        database: Option<&str>,
        vehicles: usize,
        members: usize,
    ) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = database.map_or_else(|| sqlite_in(&folder), str::to_owned);
        let text = Keys::generate();
        let keys = Keys::parse(&text).map_err(|error| error.to_string())?;
        let place: Place = database.parse().map_err(|error| format!("{error}"))?;
        let app = App::open(&place, rimessa_store::Settings::default(), keys, Clock::machine());
        let app = app.map_err(|error| error.to_string())?;
        let filled = fill(&app, vehicles, members, None)?;
        drop(app);
        Self::start(folder, &database, &text, filled)
    }

    /// A server with one operator, a fleet, members of whom some are logged in, a manager, and bookings of
    /// all of them. It shows its kiosks, as the demo does.
    pub(crate) fn with_history(
        vehicles: usize,
        clients: usize,
        past: Past,
    ) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = sqlite_in(&folder);
        let text = Keys::generate();
        let keys = Keys::parse(&text).map_err(|error| error.to_string())?;
        let place: Place = database.parse().map_err(|error| format!("{error}"))?;
        let app = App::open(&place, rimessa_store::Settings::default(), keys, Clock::machine());
        let app = app.map_err(|error| error.to_string())?;
        let filled = fill(&app, vehicles, clients, Some(past))?;
        drop(app);
        Self::start_as(folder, &database, &text, filled, &["--demo"])
    }

    fn start(folder: TempDir, database: &str, keys: &str, filled: Filled) -> Result<Self, String> {
        Self::start_as(folder, database, keys, filled, &[])
    }

    fn start_as(
        folder: TempDir,
        database: &str,
        keys: &str,
        filled: Filled,
        how: &[&str],
    ) -> Result<Self, String> {
        let binary = std::env::current_exe().map_err(|error| error.to_string())?;
        let began = Instant::now();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(how)
            .env("RIMESSA_DATABASE_URL", database)
            .env("RIMESSA_SECRET_KEYS", keys)
            .env("RIMESSA_RATE_LIMIT", "0")
            .env("RIMESSA_LOG_LEVEL", "error")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let out = child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let address =
            lines.find_map(|line| Some(line.split_once("listens on http://")?.1.to_owned()));
        let address = address.ok_or("the server did not start")?;
        let address = address.trim_end_matches('/').to_owned();
        // Whatever it still prints is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let mut stream = TcpStream::connect(&address).map_err(|error| error.to_string())?;
        let request =
            format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(|error| error.to_string())?;
        let first_answer = began.elapsed();
        let Filled { slug, tokens, manager, vehicles, plan } = filled;
        let _folder = folder;
        Ok(Self { address, slug, tokens, manager, vehicles, plan, first_answer, child, _folder })
    }

    /// What its process holds in memory.
    pub(crate) fn resident_kb(&self) -> Result<u64, String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.map_err(|error| error.to_string())?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
        number.ok_or_else(|| "the system does not tell".to_owned())
    }
}

fn sqlite_in(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("rimessa.db").display())
}

/// The shipped rulebook that sends most after a booking, so that nothing is spared.
fn busiest() -> Result<(String, RulebookFiles, Rulebook), String> {
    let mut all = Vec::new();
    for name in library::shipped() {
        let files = library::files(&name, std::path::Path::new("."))?;
        let book = library::load(&files)?;
        let texts = files.texts.into_iter().collect();
        all.push((name, RulebookFiles { toml: files.toml, texts }, book));
    }
    let sent = |book: &Rulebook| -> usize {
        let all = book.regulation.confirmations.iter().filter(|c| &*c.what.on == "book");
        all.map(|c| c.what.by.iter().filter(|by| &***by != "page").count()).sum()
    };
    let bookable = all.into_iter().filter(|(_, _, book)| book.rules.booking.is_some());
    bookable.max_by_key(|(_, _, book)| sent(book)).ok_or_else(|| "no rulebook".to_owned())
}

/// What a store was filled with.
#[derive(Default)]
struct Filled {
    slug: String,
    tokens: Vec<String>,
    manager: String,
    vehicles: usize,
    plan: String,
}

/// What has happened before a server is measured.
#[derive(Clone, Copy)]
pub(crate) struct Past {
    /// How many members there are, those who are logged in included.
    pub(crate) members: usize,
    /// How many bookings each vehicle has, half of them to come.
    pub(crate) bookings: usize,
}

/// The stations stand on a grid, so many in a row, three kilometres apart.
const ROW: usize = 32;
/// So many vehicles stand at a station.
const AT_A_STATION: usize = 100;

/// Where the station of that number, from 0, stands: latitude and longitude in 10⁻⁷ degrees.
pub(crate) fn place(station: usize) -> (i64, i64) {
    let steps = |count: usize| i64::try_from(count).unwrap_or(0);
    (450_000_000 + steps(station / ROW) * 270_000, 76_000_000 + steps(station % ROW) * 390_000)
}

fn fleet(
    scene: &mut rimessa_app::Scene<'_, '_>,
    vehicles: usize,
    category: Option<&str>,
) -> Result<Vec<(VehicleId, StationId)>, rimessa_app::Trouble> {
    let (mut all, mut home) = (Vec::with_capacity(vehicles), None);
    for number in 0..vehicles {
        let code = format!("S{}", number / AT_A_STATION + 1);
        if number % AT_A_STATION == 0 {
            let (lat_e7, lon_e7) = place(number / AT_A_STATION);
            let name = code.clone();
            let station =
                NewStation { code: code.clone(), name, lat_e7, lon_e7, ..NewStation::default() };
            home = Some(set_up::station(scene, &station)?);
        }
        let vehicle = NewVehicle {
            code: (number + 1).to_string(),
            category: category.map(str::to_owned),
            station: code,
            ..NewVehicle::default()
        };
        let vehicle = set_up::vehicle(scene, &vehicle)?;
        all.extend(home.map(|home| (vehicle, home)));
    }
    Ok(all)
}

fn fill(app: &App, vehicles: usize, clients: usize, past: Option<Past>) -> Result<Filled, String> {
    let (slug, files, book) = busiest()?;
    let id = set_up::operator(app, &slug, &files, &Settings::default());
    let id: OperatorId = id.map_err(|error| error.to_string())?;
    let operator = app.directory().by_id(id).cloned().ok_or("the operator is gone")?;
    let category = book.rules.categories.first().map(|category| category.id.to_string());
    let hash = hash_password(PASSWORD);
    let members = past.map_or(clients, |past| past.members);
    let of_manager = hash.clone();
    let done = app.command_now(&operator, Actor::System, move |scene| {
        let fleet = fleet(scene, vehicles, category.as_deref())?;
        let mut joined = Vec::with_capacity(members);
        for number in 0..members {
            let mut member = NewMember {
                validated: true,
                login: Some((format!("member-{number}"), hash.clone())),
                ..NewMember::default()
            };
            member.person.email = Some(format!("member-{number}@example.org"));
            member.person.phone = Some(format!("+3300000{number:05}"));
            joined.push(join(scene, &member)?);
        }
        let Some(past) = past else { return Ok(()) };
        history::enter(scene, &fleet, &joined, (scene.now(), past.bookings))?;
        let grants = [(scene.operator.id, "manager")];
        log_in::hire(scene.tx, scene.app, "manager", &of_manager, &grants).map(drop)
    });
    done.map_err(|error| error.to_string())?;
    let log_in = |login: String, staff: bool| {
        let password = PASSWORD.to_owned();
        let who = log_in::Credentials { login, password, staff, ..Default::default() };
        log_in::log_in(app, &operator, &who, "").map(|begun| begun.token)
    };
    let tokens: Result<_, _> =
        (0..clients).map(|number| log_in(format!("member-{number}"), false)).collect();
    let tokens = tokens.map_err(|error| error.to_string())?;
    let manager = past.map_or(Ok(String::new()), |_| log_in("manager".to_owned(), true));
    let manager = manager.map_err(|error| error.to_string())?;
    let plan = book.rules.plans.first().map_or_else(String::new, |plan| plan.id.to_string());
    Ok(Filled { slug, tokens, manager, vehicles, plan })
}
