//! A PostgreSQL of its own for a test: made when it is asked for, gone when the test's process ends.
//!
//! It listens on a socket in a folder of its own, so that no port and no other server is in the way.
//! Its collation is not that of bytes, as in most installations, so that an order which
//! depends on it is noticed.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

/// A PostgreSQL server.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    /// PostgreSQL refuses to be run by root; then somebody else runs it.
    as_root: bool,
    databases: AtomicU32,
    /// Where it listens besides, encrypted.
    port: Option<u16>,
    /// Stops the server and removes its folder as soon as nobody holds its input any more, however
    /// the test ended.
    keeper: Child,
}

/// Whoever runs PostgreSQL where tests are run by root; its Debian package makes this user.
const USER: &str = "postgres";

const KEEP: &str = r#"read -r _; "$1/pg_ctl" -D "$2/data" -m immediate stop; rm -rf "$2""#;

impl Server {
    /// The server that all tests of this process share.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of its own, for tests that stop it.
    ///
    /// # Panics
    /// If PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// A server of its own that listens on this machine, too, and shows this certificate (PEM), of which
    /// this is the key.
    ///
    /// # Panics
    /// If PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start_encrypted(certificate: &str, key: &str) -> Self {
        Self::start_with(Some((certificate, key)))
    }

    fn start_with(shown: Option<(&str, &str)>) -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("rimessa-pg").tempdir();
        let folder = folder.expect("a temporary folder").keep();
        let as_root = fs::metadata(&folder).is_ok_and(|folder| folder.uid() == 0);
        if as_root {
            ran(Command::new("chown").arg(USER).arg(&folder));
        }
        let mut keep = command(as_root, Path::new("sh"));
        keep.args(["-c", KEEP, "keep"]).arg(&programs).arg(&folder);
        let keep = keep.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let keeper = keep.current_dir("/").spawn().expect("sh runs");
        let databases = AtomicU32::new(0);
        // Nobody else takes a port in the moment between.
        let port = shown.map(|_| {
            let free = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
            free.local_addr().expect("its number").port()
        });
        let server = Self { programs, folder, as_root, databases, port, keeper };
        server.initialise();
        if let Some((certificate, key)) = shown {
            server.keep("server.crt", certificate);
            server.keep("server.key", key);
        }
        server.resume();
        server
    }

    fn initialise(&self) {
        let plain = ["-N", "-A", "trust", "-U", "rimessa", "-E", "UTF8", "--wal-segsize=4"];
        let data = self.folder.join("data");
        let mut with_icu = self.command("initdb");
        with_icu.args(plain).args(["--locale-provider=icu", "--icu-locale=en-US", "-D"]).arg(&data);
        // Only from PostgreSQL 15 on.
        if with_icu.output().is_ok_and(|done| done.status.success()) {
            return;
        }
        fs::remove_dir_all(&data).ok();
        ran(self.command("initdb").args(plain).arg("-D").arg(&data));
    }

    /// Keeps a file that nobody but the server may read.
    fn keep(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::write(&path, text).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its owner's alone");
        if self.as_root {
            ran(Command::new("chown").arg(USER).arg(&path));
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = command(self.as_root, &self.programs.join(program));
        // Where the test runs, another user may not be allowed to look.
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// Lets it run again after [`Server::stop`].
    ///
    /// # Panics
    /// If it does not start.
    pub fn resume(&self) {
        let folder = self.folder.display();
        let listens = match self.port {
            None => "-c listen_addresses=''".to_owned(),
            Some(port) => format!(
                "-c listen_addresses=127.0.0.1 -p {port} -c ssl=on \
                -c ssl_cert_file={folder}/server.crt -c ssl_key_file={folder}/server.key"
            ),
        };
        let options =
            format!("-k {folder} -F {listens} -c max_connections=200 -c deadlock_timeout=100ms");
        let mut start = self.command("pg_ctl");
        start.arg("-D").arg(self.folder.join("data")).arg("-l").arg(self.folder.join("log"));
        ran(start.args(["-w", "-t", "60", "-o", &options, "start"]));
    }

    /// Stops it as a loss of power would: whoever is connected is cut off.
    ///
    /// # Panics
    /// If it cannot be stopped.
    pub fn stop(&self) {
        let mut stop = self.command("pg_ctl");
        ran(stop.arg("-D").arg(self.folder.join("data")).args(["-m", "immediate", "stop"]));
    }

    /// The address of a new, empty database.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::SeqCst));
        let port = self.port.map_or(String::new(), |port| format!("port={port} "));
        let address =
            |name: &str| format!("host={} {port}user=rimessa dbname={name}", self.folder.display());
        let mut client = Client::connect(&address("postgres"), NoTls).expect("PostgreSQL runs");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        address(&name)
    }
}

impl Server {
    /// Where an encrypted server listens.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

/// A program, run by somebody who may run PostgreSQL.
fn command(as_root: bool, program: &Path) -> Command {
    if !as_root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", USER, "--"]).arg(program);
    command
}

fn ran(command: &mut Command) {
    let done = command.stdin(Stdio::null()).output();
    let done = done.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {said}");
}

/// Where PostgreSQL's programs are.
fn programs() -> PathBuf {
    let named = std::env::var_os("RIMESSA_TEST_POSTGRES").map(PathBuf::from);
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    let number = |path: &PathBuf| -> u32 {
        let name = path.file_name().and_then(|name| name.to_str());
        name.and_then(|name| name.parse().ok()).unwrap_or(0)
    };
    versions.sort_by_key(|path| std::cmp::Reverse(number(path)));
    let of_debian = versions.into_iter().map(|path| path.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = named.into_iter().chain(of_debian).chain(std::env::split_paths(&path));
    all.find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file()).expect(
        "this test needs PostgreSQL: run `sh tests/setup.sh test`, or install its server \
             (Debian: apt-get install postgresql), or say in RIMESSA_TEST_POSTGRES in which folder \
             initdb and pg_ctl are",
    )
}
