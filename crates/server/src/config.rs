//! The configuration: a file, the environment, and what stands on the command line.
//!
//! What is nearer to whoever starts the program wins: command line, environment, file, default. Every
//! error names the setting, where its value came from, and what to do.

mod found;
mod read;

pub(crate) use found::Found;
pub(crate) use read::LogFormat;

use std::net::SocketAddr;
use std::time::Duration;

use rimessa_store::Place;

/// A setting, as the table of the documentation lists it.
pub(crate) struct Setting {
    /// Its key in the file; `RIMESSA_` and the key in capitals is its name in the environment.
    pub(crate) key: &'static str,
    /// What it is if nobody says it; empty: nothing.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the test of the documentation"))]
    pub(crate) default: &'static str,
    /// What it is for.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the test of the documentation"))]
    pub(crate) what: &'static str,
}

macro_rules! settings {
    ($(#[doc = $what:literal] $key:ident: $type:ty = $read:path, $default:literal;)*) => {
        /// The configuration.
        #[derive(Clone, Debug)]
        pub(crate) struct Config {
            $(#[doc = $what] pub(crate) $key: $type,)*
        }

        /// All settings.
        pub(crate) const SETTINGS: &[Setting] = &[
            $(Setting { key: stringify!($key), default: $default, what: $what },)*
        ];

        impl Config {
            /// The configuration that was found.
            ///
            /// # Errors
            /// A sentence for each setting that is wrong.
            pub(crate) fn of(found: &Found) -> Result<Self, Vec<String>> {
                let mut wrong = Vec::new();
                $(let $key: Option<$type> =
                    found.read(stringify!($key), $default, $read, &mut wrong);)*
                match ($($key,)*) {
                    ($(Some($key),)*) if wrong.is_empty() => Ok(Self { $($key,)* }),
                    _ => Err(wrong),
                }
            }
        }
    };
}

settings! {
    #[doc = "Where everything is kept: `sqlite:PATH`, or `postgres://USER@HOST/NAME`."]
    database_url: Place = read::place, "sqlite:rimessa.db";
    #[doc = "How many read at the same time; on PostgreSQL also how many write."]
    database_connections: usize = read::count, "8";
    #[doc = "How much work may wait for the database; beyond that, answers are 503."]
    database_waiting: usize = read::count, "1024";
    #[doc = "At most so many commands are committed together (SQLite)."]
    database_group: usize = read::count, "64";
    #[doc = "Keys that seal secrets in the database, the newest first: 64 hexadecimal digits each. \
             Without it, an SQLite database has a file beside it."]
    secret_keys: Option<String> = read::text, "";
    #[doc = "The mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://HOST:PORT?tls=required`. \
             Without it, mail stays in the mailbox."]
    smtp_url: Option<String> = read::text, "";
    #[doc = "The gateway to which text messages are posted. Without it, they stay in the mailbox."]
    sms_url: Option<String> = read::text, "";
    #[doc = "The token shown to that gateway."]
    sms_token: Option<String> = read::text, "";
    #[doc = "Whether that gateway sends a message of the same id once, however often it is posted."]
    sms_knows_ids: bool = read::yes_or_no, "false";
    #[doc = "The address and port to listen on."]
    listen: SocketAddr = read::address, "127.0.0.1:8080";
    #[doc = "Calls let through per minute for each caller, five times as many for each address; 0: all."]
    rate_limit: u32 = read::rate, "3000";
    #[doc = "Whether a proxy before this server tells the caller's address in X-Forwarded-For."]
    behind_proxy: bool = read::yes_or_no, "false";
    #[doc = "Connections at the same time, a quarter of them at most from one address unless a proxy is \
             before this server; more are refused."]
    connections: usize = read::count, "4096";
    #[doc = "The largest body of a request in bytes, uploads apart."]
    body_limit: usize = read::count, "262144";
    #[doc = "Seconds in which the head of a request must have come."]
    header_seconds: Duration = read::seconds, "10";
    #[doc = "Seconds in which a request must have come whole and have been answered."]
    request_seconds: Duration = read::seconds, "30";
    #[doc = "Seconds in which requests are finished after SIGTERM."]
    stop_seconds: Duration = read::seconds, "30";
    #[doc = "Where maps take their pictures from, like `https://tiles.example.org/{z}/{x}/{y}.png`. \
             Without it, they show the stations alone."]
    tile_url: Option<String> = read::tiles, "";
    #[doc = "Whose work these pictures are; it is said on the map."]
    tile_credit: String = read::words, "";
    #[doc = "`json` or `text`."]
    log_format: LogFormat = read::log_format, "json";
    #[doc = "What is logged: `error`, `warn`, `info`, `debug`, or directives like `info,rimessa=debug`."]
    log_level: String = read::words, "info";
}

#[cfg(test)]
mod tests;
