//! `rimessa admin`: operators, staff and keys, for whoever has the machine.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use rimessa_app::join::hash_password;
use rimessa_app::set_up::{self, RulebookFiles};
use rimessa_app::{App, Keys, Operator, Settings, Trouble, log_in};
use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::{OperatorId, Tx};

use super::opening::{self, Where};
use crate::http::Role;
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
    set_up::operator(app, slug, &files, settings).map_err(|trouble| said(&trouble))?;
    println!(
        "{slug} is set up. Next: `rimessa admin add-staff NAME --role manager --operator {slug}`"
    );
    Ok(())
}

/// The operator of that name; without a name, all.
fn operator_of(app: &App, slug: Option<&str>) -> Result<OperatorId, String> {
    let Some(slug) = slug else { return Ok(INSTALLATION) };
    let found: Option<Arc<Operator>> = app.directory().by_slug(slug).cloned();
    found.map(|operator| operator.id).ok_or_else(|| {
        let all = app.directory().all();
        let known: Vec<&str> = all.iter().map(|operator| operator.slug.as_str()).collect();
        format!("there is no operator {slug}; there are: {}", known.join(", "))
    })
}

fn role_of(granted: &Granted) -> Result<&'static str, String> {
    let found = Role::ALL.iter().find(|(_, word)| *word == granted.role);
    found.map(|(_, word)| *word).ok_or_else(|| {
        let words: Vec<_> = Role::ALL.iter().map(|(_, word)| *word).collect();
        format!("there is no role {}; roles are {}", granted.role, words.join(", "))
    })
}

fn add_staff(app: &App, login: &str, granted: &Granted) -> Result<(), String> {
    let (op, role) = (operator_of(app, granted.operator.as_deref())?, role_of(granted)?);
    let (password, of_app) = (new_password(), app.clone());
    let (hash, name) = (hash_password(&password), login.to_owned());
    let hired = app.store().write_now(move |tx: &mut Tx<'_>| -> Result<(), Trouble> {
        let id = log_in::hire(tx, &of_app, &name, &hash, &[(op, role)])?;
        let hired = logins::get(tx, INSTALLATION, id)?.ok_or(Trouble::NotFound("login"))?;
        let hired = LoginRow { must_change: true, ..hired };
        Ok(logins::put(tx, &hired, of_app.clock().now())?)
    });
    hired.map_err(|trouble| match trouble {
        Trouble::Invalid(_) => format!("there is a login {login} already; choose another name"),
        other => said(&other),
    })?;
    println!("{login} has the role {role}. The password, to be changed at once: {password}");
    Ok(())
}

fn change_grant(app: &App, login: &str, granted: &Granted, give: bool) -> Result<(), String> {
    let (op, role) = (operator_of(app, granted.operator.as_deref())?, role_of(granted)?);
    let name = login.to_lowercase();
    let done = app.store().write_now(move |tx: &mut Tx<'_>| -> Result<bool, Trouble> {
        let found = logins::by_name(tx, INSTALLATION, &name)?;
        let id = found.ok_or(Trouble::NotFound("login"))?.id;
        if give {
            logins::grant(tx, op, id, role)?;
            return Ok(true);
        }
        Ok(logins::revoke(tx, op, id, role)?)
    });
    match done.map_err(|trouble| said(&trouble))? {
        true if give => println!("{login} has the role {role} now."),
        true => println!("{login} has the role {role} no more."),
        false => return Err(format!("{login} does not have the role {role} there")),
    }
    Ok(())
}

fn reset(app: &App, login: &str, operator: Option<&str>) -> Result<(), String> {
    let op = operator_of(app, operator)?;
    let (password, name, now) = (new_password(), login.to_lowercase(), app.clock().now());
    let hash = hash_password(&password);
    let done = app.store().write_now(move |tx: &mut Tx<'_>| -> Result<(), Trouble> {
        let found = logins::by_name(tx, op, &name)?.ok_or(Trouble::NotFound("login"))?;
        let renewed = LoginRow {
            password_hash: Some(hash.clone()),
            must_change: true,
            failures: 0,
            blocked_until: None,
            ..found
        };
        Ok(logins::put(tx, &renewed, now)?)
    });
    done.map_err(|trouble| said(&trouble))?;
    println!("The password of {login}, to be changed at once: {password}");
    Ok(())
}

fn new_password() -> String {
    rimessa_app::random_id().chars().take(20).collect()
}

fn said(trouble: &Trouble) -> String {
    trouble.to_string()
}
