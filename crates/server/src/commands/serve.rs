//! `rimessa serve`: the server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use rimessa_app::{App, Clock, Keys};
use rimessa_store::{Place, Settings};
use tokio::net::TcpListener;

use crate::http::{self, Limits, Web};
use crate::send::Post;
use crate::work;

/// How to serve.
#[derive(Args)]
pub(crate) struct Serve {
    /// Where everything is kept: sqlite:PATH or postgres://…
    #[arg(long, env = "RIMESSA_DATABASE_URL", default_value = "sqlite:rimessa.db")]
    database: String,
    /// Where to listen
    #[arg(long, env = "RIMESSA_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Calls let through per minute for each caller, five times as many for each address; 0: all
    #[arg(long, env = "RIMESSA_RATE_LIMIT", value_name = "CALLS", default_value_t = 3000)]
    rate_limit: u32,
    /// A proxy before this server tells the caller's address in X-Forwarded-For
    #[arg(long, env = "RIMESSA_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Show the mailbox and the telephone in the browser
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    post: Post,
}

/// Runs the command: 0 once it was stopped, 2 if it could not start.
pub(crate) fn run(arguments: &Serve) -> ExitCode {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    match serve(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("rimessa: error: {problem}");
            ExitCode::from(2)
        }
    }
}

fn serve(arguments: &Serve) -> Result<(), String> {
    let place: Place = arguments.database.parse().map_err(|e| format!("{e}"))?;
    let carriers = arguments.post.carriers()?;
    let keys = keys(&place)?;
    let app = App::open(&place, Settings::default(), keys, Clock::machine());
    let app = app.map_err(|failure| failure.to_string())?;
    if arguments.demo {
        crate::demo::set_up(&app)?;
        println!("Everybody in the demo has the password {}", crate::demo::PASSWORD);
    }
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let _workers = work::begin(&app, carriers)?;
    let limits = Limits::new(arguments.rate_limit, arguments.behind_proxy);
    let web = Web::new(app, arguments.demo, limits);
    runtime.block_on(async {
        let listener = TcpListener::bind(arguments.listen).await;
        let listener = listener.map_err(|e| format!("{}: {e}", arguments.listen))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        println!("Rimessa listens on http://{address}");
        let router = http::router(&web).into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, router);
        served.with_graceful_shutdown(stopped()).await.map_err(|error| error.to_string())
    })
}

/// The keys of the configuration, else those in the file beside an embedded database, which is made
/// if there is none.
pub(super) fn keys(place: &Place) -> Result<Keys, String> {
    if let Ok(text) = std::env::var("RIMESSA_SECRET_KEYS") {
        return Keys::parse(&text).map_err(|error| format!("RIMESSA_SECRET_KEYS: {error}"));
    }
    let Place::File(path) = place else {
        return Err("set RIMESSA_SECRET_KEYS: 64 hexadecimal digits".to_owned());
    };
    let mut beside = path.clone().into_os_string();
    beside.push(".keys");
    let beside = PathBuf::from(beside);
    let text = match std::fs::read_to_string(&beside) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let text = Keys::generate();
            write_secret(&beside, &text).map_err(|e| format!("{}: {e}", beside.display()))?;
            text
        }
        Err(error) => return Err(format!("{}: {error}", beside.display())),
    };
    Keys::parse(text.trim()).map_err(|error| format!("{}: {error}", beside.display()))
}

/// Writes a file that nobody else may read.
fn write_secret(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Waits until somebody wants this process to end.
pub(super) async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
