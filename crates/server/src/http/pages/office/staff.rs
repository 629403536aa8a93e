//! Staff and their roles.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::staff::{self, Access, Grant, NewStaff, ROLES, StaffView};
use rimessa_app::{Answer, Once, Reply, Scene, Trouble, join, parse_id, password};
use rimessa_pages::Errors;
use rimessa_pages::office::{PersonPage, StaffPage, WelcomePage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PAGE, at, onwards, status, wrong_at};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
    told: String,
}

/// Somebody to be hired, as typed: a box for each role.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Hired {
    name: String,
    role_agent: String,
    role_field: String,
    role_billing: String,
    role_manager: String,
    role_administrator: String,
}

impl Hired {
    fn roles(&self) -> Vec<String> {
        let ticked = [
            &self.role_agent,
            &self.role_field,
            &self.role_billing,
            &self.role_manager,
            &self.role_administrator,
        ];
        let ticked = ROLES.into_iter().zip(ticked).filter(|(_, ticked)| !ticked.is_empty());
        ticked.map(|(role, _)| role.to_owned()).collect()
    }
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { after, .. } = asked(query.as_deref());
    show(&web, &desk, &after, Hired::default(), Errors::default()).await
}

async fn show(web: &Web, desk: &Desk, after: &str, typed: Hired, errors: Errors) -> Response {
    let after = parse_id(after).unwrap_or(0);
    let work = move |scene: &mut Scene<'_, '_>| {
        let mut staff = staff::list(scene, after, PAGE + 1)?;
        let more = i64::try_from(staff.len()).is_ok_and(|count| count > PAGE);
        staff.truncate(usize::try_from(PAGE).unwrap_or_default());
        Ok((staff, more))
    };
    match web.find_out(&desk.caller, work).await {
        Ok((staff, more)) => {
            let next = staff.last().filter(|_| more).map(|last: &StaffView| last.id.as_str());
            let further = onwards(desk, "staff", &[], next);
            let (frame, status, ticked) = (desk.frame(web), status(&errors), typed.roles());
            let page = StaffPage { frame, staff, further, name: typed.name, ticked, errors };
            (status, html(&page)).into_response()
        }
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

/// A temporary password with its hash, which takes its time.
async fn temporary(web: &Web) -> Result<(String, String), Trouble> {
    let make = |_: &_| -> Result<_, Trouble> {
        let password = password::temporary();
        let hash = join::hash_password(&password);
        Ok((password, hash))
    };
    web.beside(make).await
}

/// What is answered with a temporary password.
#[derive(Deserialize)]
struct Welcome {
    staff: Named,
    password: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// Hires somebody. The temporary password is shown once.
pub(super) async fn hire(State(web): State<Web>, desk: Desk, sent: Sent<Hired>) -> Response {
    let once = sent.once(&desk.caller).map(Once::secret);
    let typed = sent.fields;
    let (password, hash) = match temporary(&web).await {
        Ok(made) => made,
        Err(trouble) => return desk.wrong(&web, &trouble),
    };
    let wish = typed.clone();
    let work = move |scene: &mut Scene<'_, '_>| {
        let new = NewStaff { name: wish.name.clone(), roles: wish.roles() };
        staff::hire(scene, &new, false, (&password, &hash))
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<Welcome>(done, &desk.caller.language) {
        Ok(welcome) => welcomed(&web, &desk, welcome),
        Err(Stopped::AtForm(errors)) => show(&web, &desk, "", typed, errors).await,
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

fn welcomed(web: &Web, desk: &Desk, Welcome { staff, password }: Welcome) -> Response {
    web.forget_all();
    let page = WelcomePage { frame: desk.frame(web), name: staff.name, password };
    html(&page).into_response()
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, named)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told, .. } = asked(query.as_deref());
    show_one(&web, &desk, &named, told == "kept", Errors::default()).await
}

async fn show_one(web: &Web, desk: &Desk, named: &str, told: bool, errors: Errors) -> Response {
    let Some(id) = parse_id(named) else { return desk.wrong(web, &Trouble::NotFound("staff")) };
    // The list goes on after an id: so one of it is found.
    let work = move |scene: &mut Scene<'_, '_>| {
        let found = staff::list(scene, id.saturating_sub(1), 1)?;
        let found = found.into_iter().find(|one| parse_id(&one.id) == Some(id));
        found.ok_or(Trouble::NotFound("staff"))
    };
    match web.find_out(&desk.caller, work).await {
        Ok(person) => {
            let (frame, status) = (desk.frame(web), status(&errors));
            (status, html(&PersonPage { frame, person, told, errors })).into_response()
        }
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

/// What shall become of somebody.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Change {
    /// `grant:agent`, `revoke:agent`, `disable`, `enable`, `password` or `second-factor`.
    act: String,
}

/// Grants or takes a role, access, the password or the second factor.
pub(super) async fn change(
    State(web): State<Web>,
    desk: Desk,
    Path((_, named)): Path<(String, String)>,
    sent: Sent<Change>,
) -> Response {
    let (once, act) = (sent.once(&desk.caller), sent.fields.act);
    if act == "password" {
        return renewed(&web, &desk, named, once).await;
    }
    let done = changed(&web, &desk, named.clone(), act, once).await;
    web.forget_all();
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, &format!("staff/{named}?told=kept"))),
        Err(Stopped::AtForm(errors)) => show_one(&web, &desk, &named, false, errors).await,
        Err(Stopped::Apart(trouble @ (Trouble::Denied(_) | Trouble::NotFound(_)))) => {
            let errors = wrong_at(&desk, "", &trouble);
            show_one(&web, &desk, &named, false, errors).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

async fn changed(
    web: &Web,
    desk: &Desk,
    named: String,
    act: String,
    once: Option<Once>,
) -> Result<Answer, Trouble> {
    let work = move |scene: &mut Scene<'_, '_>| -> Result<Reply<StaffView>, Trouble> {
        let grant =
            |role: &str| Grant { staff: named.clone(), role: role.to_owned(), everywhere: false };
        match act.split_once(':').unwrap_or((&act, "")) {
            ("grant", role) => staff::grant(scene, &grant(role)),
            ("revoke", role) => staff::revoke(scene, &grant(role)),
            ("disable", _) => staff::set_access(scene, &named, Access { is_disabled: true }),
            ("enable", _) => staff::set_access(scene, &named, Access { is_disabled: false }),
            ("second-factor", _) => staff::remove_second_factor(scene, &named),
            _ => Err(Trouble::invalid("act", "missing", "")),
        }
    };
    web.carry_out(&desk.caller, once, work).await
}

/// Gives somebody a temporary password. It is shown once.
async fn renewed(web: &Web, desk: &Desk, named: String, once: Option<Once>) -> Response {
    let (password, hash) = match temporary(web).await {
        Ok(made) => made,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let whom = named.clone();
    let work =
        move |scene: &mut Scene<'_, '_>| staff::renew_password(scene, &whom, (&password, &hash));
    let done = web.carry_out(&desk.caller, once.map(Once::secret), work).await;
    match outcome::<Welcome>(done, &desk.caller.language) {
        Ok(welcome) => welcomed(web, desk, welcome),
        Err(Stopped::AtForm(errors)) => show_one(web, desk, &named, false, errors).await,
        Err(Stopped::Apart(trouble @ Trouble::Denied(_))) => {
            let errors = wrong_at(desk, "", &trouble);
            show_one(web, desk, &named, false, errors).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(web, &trouble),
    }
}
