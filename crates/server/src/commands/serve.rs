//! `rimessa serve`: the server.

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Args;
use rimessa_pages::Tiles;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::opening::{self, Where};
use crate::config::{Config, LogFormat};
use crate::demo;
use crate::http::{self, Bounds, Limits, Web, metrics, serving};
use crate::send::Post;
use crate::work;

/// How to serve.
#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Where,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Calls let through per minute for each caller; 0: all [default: 3000]
    #[arg(long, value_name = "CALLS")]
    rate_limit: Option<String>,
    /// A proxy before this server tells the caller's address in X-Forwarded-For
    #[arg(long)]
    behind_proxy: bool,
    /// Serve the demo, which is built if it is not there, and show what it sends in the browser
    #[arg(long)]
    demo: bool,
}

/// Runs the command: 0 once it was stopped, 2 if it could not start.
pub(crate) fn run(arguments: &Serve) -> ExitCode {
    match configured(arguments).and_then(|config| serve(arguments, &config).map_err(|e| vec![e])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => opening::failed(&wrong),
    }
}

fn configured(arguments: &Serve) -> Result<Config, Vec<String>> {
    let mut found = arguments.place.found()?;
    found.add_argument("listen", "--listen", arguments.listen.as_deref());
    found.add_argument("rate_limit", "--rate-limit", arguments.rate_limit.as_deref());
    found.add_argument("behind_proxy", "--behind-proxy", arguments.behind_proxy.then_some("true"));
    if arguments.demo && !found.says("database_url") {
        let path = demo::usual_path();
        found.add_argument("database_url", "--demo", Some(&format!("sqlite:{}", path.display())));
    }
    Config::of(&found)
}

fn serve(arguments: &Serve, config: &Config) -> Result<(), String> {
    log_as(config)?;
    if arguments.demo {
        demo::build_if_missing(&config.database_url)?;
    }
    let carriers = Post::of(config).carriers()?;
    let app = opening::open(config)?;
    if arguments.demo {
        demo::go_on(&app).map_err(|failure| failure.to_string())?;
        demo::beat(&app).map_err(|trouble| trouble.to_string())?;
    }
    metrics::begin()?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let _workers = work::begin(&app, carriers)?;
    let limits = Limits::new(config.rate_limit, config.behind_proxy);
    let bounds = Bounds { body: config.body_limit, patience: config.request_seconds };
    let web = Web::new(app, arguments.demo, limits, bounds);
    if let Some(url) = config.tile_url.clone() {
        web.set_tiles(Tiles { url, credit: config.tile_credit.clone() });
    }
    runtime.block_on(async {
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener.map_err(|error| no_listener(config, &error))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        if arguments.demo {
            tokio::spawn(keep_beating(web.clone()));
            print!("{}", demo::welcome(&address.to_string()));
        }
        println!("Rimessa listens on http://{address}");
        let limits = serving::Limits {
            connections: config.connections,
            from_one: serving::Limits::share(config.connections, config.behind_proxy),
            take: config.request_seconds,
            header: config.header_seconds,
            stop: config.stop_seconds,
        };
        let stopped = async {
            stopped().await;
            web.live().end();
        };
        serving::serve(listener, http::router(&web), limits, stopped).await;
        tracing::info!("stopped");
        Ok(())
    })
}

/// The vehicles of the demo go on reporting as long as it is served.
async fn keep_beating(web: Web) {
    loop {
        tokio::time::sleep(demo::EVERY).await;
        if let Err(trouble) = web.beside(demo::beat).await {
            tracing::warn!(%trouble, "the demo's vehicles could not report");
        }
    }
}

fn no_listener(config: &Config, error: &std::io::Error) -> String {
    let why = match error.kind() {
        ErrorKind::AddrInUse => "another program listens there; stop it, or listen elsewhere",
        ErrorKind::PermissionDenied => "ports below 1024 need a right; choose one above",
        ErrorKind::AddrNotAvailable => "this machine has no such address",
        _ => return format!("listen: {}: {error}", config.listen),
    };
    format!("listen: {}: {why} (--listen, RIMESSA_LISTEN)", config.listen)
}

/// Writes the log to the standard error output. Libraries say what is wrong, and no more.
pub(super) fn log_as(config: &Config) -> Result<(), String> {
    let plain = ["error", "warn", "info", "debug", "trace"].contains(&config.log_level.as_str());
    let directives = match &config.log_level {
        level if plain => format!("warn,rimessa={level}"),
        directives => directives.clone(),
    };
    let filter = EnvFilter::builder().parse(&directives).map_err(|error| {
        format!("log_level: {error}; write error, warn, info or debug, or directives")
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).init(),
        LogFormat::Text => log.init(),
    }
    Ok(())
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
