//! `rimessa admin`: operators, staff and keys, for whoever has the machine.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use rimessa_app::join::hash_password;
use rimessa_app::set_up::{self, RulebookFiles};
use rimessa_app::staff::{self, Grant, NewStaff};
use rimessa_app::{
    Actor, App, Keys, Operator, Scene, Settings, Trouble, first_login, reseal, settings,
};

use serde_json::Value;

use super::opening::{self, Where};
use crate::http::Problem;
use crate::library;

/// What to do.
#[derive(Args)]
pub(crate) struct Admin {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print a new key that seals secrets in the database
    NewKey,
    /// List the operators, with the versions of their rulebooks
    Operators(Where),
    /// Set up an operator with its first rulebook
    AddOperator {
        /// Its name in addresses: small letters, digits, hyphens
        slug: String,
        /// A shipped rulebook, or the path of one
        #[arg(long)]
        rulebook: String,
        /// The number of its assistance
        #[arg(long, default_value = "")]
        assistance_phone: String,
        /// The sender of its mail
        #[arg(long, default_value = "")]
        mail_from: String,
        #[command(flatten)]
        place: Where,
    },
    /// Enter somebody of the staff, with a password that is printed once
    AddStaff {
        /// The name to log in with
        login: String,
        #[command(flatten)]
        granted: Granted,
        #[command(flatten)]
        place: Where,
    },
    /// Give somebody of the staff a role more
    Grant {
        /// The name to log in with
        login: String,
        #[command(flatten)]
        granted: Granted,
        #[command(flatten)]
        place: Where,
    },
    /// Take a role from somebody of the staff
    Revoke {
        /// The name to log in with
        login: String,
        #[command(flatten)]
        granted: Granted,
        #[command(flatten)]
        place: Where,
    },
    /// Seal all secrets in the database with the newest key, so that older ones can be taken away
    Reseal(Where),
    /// Show what an operator set, or change it: NAME=VALUE
    Settings {
        /// Its name in addresses
        slug: String,
        /// What to change, like pages_url=https://cars.example.org
        #[arg(value_name = "NAME=VALUE")]
        changes: Vec<String>,
        #[command(flatten)]
        place: Where,
    },
    /// Give somebody a new password, which is printed once and must be changed
    ResetPassword {
        /// The name to log in with
        login: String,
        /// Of a member: the operator
        #[arg(long)]
        operator: Option<String>,
        #[command(flatten)]
        place: Where,
    },
}

/// A role, and where it holds.
#[derive(Args)]
struct Granted {
    /// agent, field, billing, manager or administrator
    #[arg(long)]
    role: String,
    /// The operator; without it, for all
    #[arg(long)]
    operator: Option<String>,
}

/// Runs the command: 0, or 2 if it could not do its work.
pub(crate) fn run(arguments: &Admin) -> ExitCode {
    match admin(&arguments.what) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => opening::failed(&wrong),
    }
}

fn admin(what: &What) -> Result<(), Vec<String>> {
    let open = |place: &Where| opening::open(&place.config()?).map_err(|problem| vec![problem]);
    let one = |problem: String| vec![problem];
    match what {
        What::NewKey => println!("{}", Keys::generate()),
        What::Operators(place) => list(&open(place)?),
        What::AddOperator { slug, rulebook, assistance_phone, mail_from, place } => {
            let settings = Settings {
                assistance_phone: assistance_phone.clone(),
                mail_from: mail_from.clone(),
                ..Settings::default()
            };
            add_operator(&open(place)?, slug, rulebook, &settings).map_err(one)?;
        }
        What::AddStaff { login, granted, place } => {
            add_staff(&open(place)?, login, granted).map_err(one)?;
        }
        What::Grant { login, granted, place } => {
            change_grant(&open(place)?, login, granted, true).map_err(one)?;
        }
        What::Revoke { login, granted, place } => {
            change_grant(&open(place)?, login, granted, false).map_err(one)?;
        }
        What::Reseal(place) => seal_anew(&open(place)?).map_err(one)?,
        What::Settings { slug, changes, place } => {
            set(&open(place)?, slug, changes).map_err(one)?;
        }
        What::ResetPassword { login, operator, place } => {
            reset(&open(place)?, login, operator.as_deref()).map_err(one)?;
        }
    }
    Ok(())
}

fn list(app: &App) {
    for operator in app.directory().all() {
        for (from, book) in &operator.books {
            let since = match from.0 {
                0 => "since ever".to_owned(),
                _ => format!("from {}", rimessa_app::show_moment(*from)),
            };
            println!("{:<20} {} {} {since}", operator.slug, book.name, book.rules.version);
        }
    }
}

fn add_operator(app: &App, slug: &str, rulebook: &str, settings: &Settings) -> Result<(), String> {
    let files = library::files(rulebook, Path::new("."))?;
    // Says more about a rulebook with errors than the use case would.
    library::load(&files)?;
    let files = RulebookFiles { toml: files.toml, texts: files.texts.into_iter().collect() };
    let made = set_up::operator_by(app, Actor::CommandLine, slug, &files, settings);
    made.map_err(|trouble| said(&trouble))?;
    println!(
        "{slug} is set up. Next: `rimessa admin add-staff NAME --role manager --operator {slug}`"
    );
    Ok(())
}

/// The operator of that name; without a name, any: what is done is done for all.
fn operator_of(app: &App, slug: Option<&str>) -> Result<Arc<Operator>, String> {
    let all = app.directory().all();
    let found = match slug {
        Some(slug) => all.iter().find(|operator| operator.slug == slug),
        None => all.first(),
    };
    found.cloned().ok_or_else(|| match slug {
        Some(slug) if !all.is_empty() => {
            let known: Vec<&str> = all.iter().map(|operator| operator.slug.as_str()).collect();
            format!("there is no operator {slug}; there are: {}", known.join(", "))
        }
        _ => "there is no operator yet: set one up with `rimessa admin add-operator`".to_owned(),
    })
}

/// Carries out a use case of an operator as whoever has the machine.
fn carry_out<T: Send + 'static>(
    app: &App,
    operator: &Arc<Operator>,
    work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, String> {
    app.command_now(operator, Actor::CommandLine, work).map_err(|trouble| said(&trouble))
}

fn add_staff(app: &App, login: &str, granted: &Granted) -> Result<(), String> {
    let operator = operator_of(app, granted.operator.as_deref())?;
    let password = new_password();
    let hash = hash_password(&password);
    let new = NewStaff { name: login.to_owned(), roles: vec![granted.role.clone()] };
    let everywhere = granted.operator.is_none();
    let secret = password.clone();
    carry_out(app, &operator, move |scene| staff::hire(scene, &new, everywhere, (&secret, &hash)))?;
    let role = &granted.role;
    println!("{login} has the role {role}. The password, to be changed at once: {password}");
    Ok(())
}

fn change_grant(app: &App, login: &str, granted: &Granted, give: bool) -> Result<(), String> {
    let operator = operator_of(app, granted.operator.as_deref())?;
    let grant = Grant {
        staff: login.to_owned(),
        role: granted.role.clone(),
        everywhere: granted.operator.is_none(),
    };
    carry_out(app, &operator, move |scene| match give {
        true => staff::grant(scene, &grant),
        false => staff::revoke(scene, &grant),
    })?;
    let now = if give { "now" } else { "no more" };
    println!("{login} has the role {} {now}.", granted.role);
    Ok(())
}

fn reset(app: &App, login: &str, operator: Option<&str>) -> Result<(), String> {
    let of = operator_of(app, operator)?;
    let password = if operator.is_some() {
        let member = login.to_owned();
        let known = carry_out(app, &of, move |scene| first_login::named(scene, &member))?;
        let made = first_login::temporary(app, &of, Actor::CommandLine, known);
        made.map_err(|trouble| said(&trouble))?.temporary_password
    } else {
        let (password, name) = (new_password(), login.to_owned());
        let (secret, hash) = (password.clone(), hash_password(&password));
        carry_out(app, &of, move |scene| staff::renew_password(scene, &name, (&secret, &hash)))?;
        password
    };
    println!("The password of {login}, to be changed at once: {password}");
    Ok(())
}

fn set(app: &App, slug: &str, changes: &[String]) -> Result<(), String> {
    let operator = operator_of(app, Some(slug))?;
    let mut shown = settings::show(&operator);
    if !changes.is_empty() {
        let changed = changed(&shown, changes)?;
        let put = settings::put(app, &operator, Actor::CommandLine, &changed, None);
        shown = put.map_err(|trouble| said(&trouble))?;
    }
    let Ok(Value::Object(all)) = serde_json::to_value(&shown) else { return Ok(()) };
    for (name, value) in all {
        match value {
            Value::Null => println!("{name} ="),
            Value::String(text) => println!("{name} = {text}"),
            other => println!("{name} = {other}"),
        }
    }
    Ok(())
}

/// Settings with some of them changed, each as it is typed: `NAME=VALUE`.
fn changed(shown: &settings::View, changes: &[String]) -> Result<settings::View, String> {
    let mut all = serde_json::to_value(shown).map_err(|error| error.to_string())?;
    for change in changes {
        let (name, typed) =
            change.split_once('=').ok_or_else(|| format!("{change}: write NAME=VALUE"))?;
        let known = all.get_mut(name);
        let known = known.ok_or_else(|| format!("{name}: there is no such setting"))?;
        *known = match &*known {
            Value::String(_) => Value::String(typed.to_owned()),
            // A flag or a number, or nothing yet.
            _ if typed.is_empty() => Value::Null,
            _ => serde_json::from_str(typed).unwrap_or_else(|_| Value::String(typed.to_owned())),
        };
    }
    serde_json::from_value(all).map_err(|error| error.to_string())
}

/// Seals everything anew with the newest key, and says whether the older ones can go.
fn seal_anew(app: &App) -> Result<(), String> {
    let done = reseal::reseal_all(app).map_err(|trouble| trouble.to_string())?;
    println!("{} sealed anew with the newest key.", done.done);
    if done.lost == 0 {
        println!("The older keys can be taken out of secret_keys.");
        return Ok(());
    }
    Err(format!("{} are sealed with a key that is not in secret_keys: bring it back", done.lost))
}

fn new_password() -> String {
    rimessa_app::random_id().chars().take(20).collect()
}

/// What stood in the way, in sentences.
fn said(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Store(_) | Trouble::Rulebook(_) => trouble.to_string(),
        other => Problem::new(other, "en").sentences().join("; "),
    }
}
