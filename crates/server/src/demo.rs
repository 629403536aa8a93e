//! The demo: the shipped operators with fleets at real places and the history of thirteen months,
//! played through the use cases; and a mailbox to read what would be sent.

mod build;
mod cards;
mod chance;
mod check;
mod clock;
mod contract;
mod data;
mod desk;
mod kiosk;
mod mailbox;
mod on_board;
mod play;
mod pulse;
mod scans;
mod styleguide;
#[cfg(test)]
mod tests;
mod town;
mod trip;

use std::fmt::Write as _;
use std::path::PathBuf;

pub(crate) use build::{DAYS, build, build_if_missing};
pub(crate) use check::check;
pub(crate) use clock::go_on;
pub(crate) use mailbox::router;
pub(crate) use pulse::{EVERY, beat};

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "demo-rimessa";

/// Where the demo is kept unless somebody says otherwise.
pub(crate) fn usual_path() -> PathBuf {
    let given = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty());
    let data = given("XDG_DATA_HOME").map(PathBuf::from);
    let home = || given("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let folder = data.or_else(home).unwrap_or_else(|| PathBuf::from("."));
    folder.join("rimessa/demo.db")
}

/// The addresses and logins of the demo, as a table.
pub(crate) fn welcome(address: &str) -> String {
    let Ok(data) = data::Data::shipped() else { return String::new() };
    let mut text = format!(
        "\nThe demo of Rimessa. Everybody has the password {PASSWORD}\n\n\
        The pages      http://{address}/\n\
        Their parts    http://{address}/styleguide\n\
        Try a trip     http://{address}/demo\n\
        The API        http://{address}/api/v1/docs\n\n\
        {:<14}{:<14}{:<16}{:<18}{}\n",
        "operator", "where", "log in as", "who that is", "address of its API"
    );
    let mut row = |operator: &str, place: &str, login: &str, who: &str, path: &str| {
        writeln!(text, "{operator:<14}{place:<14}{login:<16}{who:<18}{path}").ok();
    };
    for of in &data.operators {
        let path = format!("http://{address}/api/v1/{}", of.slug);
        row(&of.slug, &of.place, town::SHOWN, "a member", &path);
    }
    for staff in &data.staff {
        let whose = staff.operators.first().map_or("all", String::as_str);
        let shown = whose == "all" || data.operators.first().is_some_and(|of| of.slug == whose);
        if shown {
            row(whose, "", &staff.login, &staff.role, &staff.what);
        }
    }
    text + "\nThe others have staff of every role, too: manager-OPERATOR, billing-OPERATOR …\n\n"
}
