//! What is done about an account: the same use cases as the API's.

use axum::extract::{Path, State};
use axum::response::Response;
use rimessa_app::card::{Changed, NewCard};
use rimessa_app::profile::Correction;
use rimessa_app::{
    Answer, Once, Reply, Scene, Trouble, card, drivers, enable, notes, parse_id, profile, set_up,
    subscribe,
};
use serde::Serialize;
use serde::de::IgnoredAny;

use super::{Typed, shown_with};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::gate;
use crate::http::pages::office::at;
use crate::http::pages::sent::Sent;
use crate::http::web::Web;

type OfMember = Path<(String, String)>;

/// Carries out a use case about a member with what was typed.
async fn carry_out<T: Serialize + Send + 'static>(
    web: &Web,
    desk: &Desk,
    once: Option<Once>,
    (member, typed): (&str, &Typed),
    work: impl Fn(&mut Scene<'_, '_>, &str, &Typed) -> Result<Reply<T>, Trouble> + Send + 'static,
) -> Result<Answer, Trouble> {
    let (named, wish) = (member.to_owned(), typed.clone());
    web.carry_out(&desk.caller, once, move |scene| work(scene, &named, &wish)).await
}

/// Back to the account: with what was done, or with what is wrong and what was typed.
async fn after(
    web: &Web,
    desk: &Desk,
    member: &str,
    typed: &Typed,
    done: Result<Answer, Trouble>,
) -> Response {
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(desk, &format!("members/{member}/account?told=kept"))),
        Err(Stopped::AtForm(errors)) => shown_with(web, desk, member, typed, errors).await,
        Err(Stopped::Apart(trouble)) => desk.wrong(web, &trouble),
    }
}

macro_rules! act {
    ($($(#[$meta:meta])* $name:ident: $work:ident;)*) => {$(
        $(#[$meta])*
        pub(in super::super) async fn $name(
            State(web): State<Web>,
            desk: Desk,
            Path((_, member)): OfMember,
            sent: Sent<Typed>,
        ) -> Response {
            let (once, typed) = (sent.once(&desk.caller), sent.fields);
            let done = carry_out(&web, &desk, once, (&member, &typed), $work).await;
            after(&web, &desk, &member, &typed, done).await
        }
    )*};
}

act! {
    /// Joins a plan or begins a contract, or leaves one.
    contract: join_or_leave;
    /// Lets somebody drive on this account or no longer, or lets another pay for this one.
    driver: link;
    /// Enables exactly these vehicles.
    vehicles: enable_those;
    /// Allows one-way trips, or no longer.
    one_way: allow;
    /// Gives a card, blocks one, or takes it for lost.
    cards: of_cards;
    /// Puts right what is known of the person.
    person: correct;
    /// Leaves a note for the staff.
    note: leave_note;
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn join_or_leave(
    scene: &mut Scene<'_, '_>,
    member: &str,
    typed: &Typed,
) -> Result<Reply<()>, Trouble> {
    let wish = subscribe::Wish {
        plan: given(&typed.plan),
        contract: given(&typed.contract),
        member: Some(member.to_owned()),
    };
    match typed.act.as_str() {
        "join" => Ok(subscribe::subscribe(scene, &wish)?.map(drop)),
        "leave" => Ok(subscribe::unsubscribe(scene, &wish)?.map(drop)),
        _ => Err(Trouble::invalid("act", "missing", "")),
    }
}

fn link(scene: &mut Scene<'_, '_>, member: &str, typed: &Typed) -> Result<Reply<()>, Trouble> {
    let at = |field: &'static str| {
        move |trouble: Trouble| match trouble {
            Trouble::NotFound("member") => Trouble::invalid(field, "no-such-member", ""),
            other => other,
        }
    };
    let (driver, payer, field) = match typed.act.as_str() {
        "add" => (typed.driver.trim(), Some(member.to_owned()), "driver"),
        "remove" => (typed.driver.trim(), None, "driver"),
        "pay" => (member, given(&typed.payer), "payer"),
        _ => return Err(Trouble::invalid("act", "missing", "")),
    };
    let id = scene.member_there(driver).map_err(at(field))?;
    let done = drivers::set_payer(scene, id, &drivers::Wish { payer });
    done.map(|_| Reply::Done(())).map_err(at(field)).map_err(|trouble| match trouble {
        Trouble::Invalid(mut all) => {
            all.iter_mut().for_each(|one| field.clone_into(&mut one.field));
            Trouble::Invalid(all)
        }
        other => other,
    })
}

fn enable_those(
    scene: &mut Scene<'_, '_>,
    member: &str,
    typed: &Typed,
) -> Result<Reply<()>, Trouble> {
    let id = scene.member_there(member)?;
    let split = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let named = typed.vehicles.split(split).filter(|code| !code.is_empty());
    let named: Vec<String> = named.map(str::to_owned).collect();
    for code in &named {
        if rimessa_app::fleet_edit::vehicle(scene, code).is_err() {
            return Err(Trouble::invalid("vehicles", "no-such-vehicle-here", code));
        }
    }
    let vehicles = (!named.is_empty()).then_some(named);
    Ok(enable::enable(scene, id, &enable::Wish { vehicles })?.map(drop))
}

fn allow(scene: &mut Scene<'_, '_>, member: &str, typed: &Typed) -> Result<Reply<()>, Trouble> {
    let id = scene.member_there(member)?;
    set_up::let_one_way(scene, id, typed.act == "allow").map(Reply::Done)
}

fn of_cards(scene: &mut Scene<'_, '_>, member: &str, typed: &Typed) -> Result<Reply<()>, Trouble> {
    if typed.act == "give" {
        let new = NewCard { uid: typed.uid.clone(), label: typed.label.clone() };
        let given = card::give(scene, member, &new);
        let given = given.map_err(|trouble| match trouble {
            Trouble::Invalid(mut all) => {
                let wrong = all.iter_mut().filter(|one| one.field == "card");
                wrong.for_each(|one| "uid".clone_into(&mut one.field));
                Trouble::Invalid(all)
            }
            other => other,
        });
        return Ok(given?.map(drop));
    }
    let id = parse_id(&typed.card).ok_or(Trouble::NotFound("card"))?;
    let whose = card::list(scene, Some(member))?;
    if !whose.iter().any(|one| parse_id(&one.id) == Some(id)) {
        return Err(Trouble::NotFound("card"));
    }
    let wish = Changed { label: None, state: Some(typed.state.clone()) };
    Ok(card::change(scene, id, &wish)?.map(drop))
}

fn correct(scene: &mut Scene<'_, '_>, member: &str, typed: &Typed) -> Result<Reply<()>, Trouble> {
    let id = scene.member_there(member)?;
    let known = profile::profile(scene, id)?.person.unwrap_or_default();
    // Only what was changed is put right: what stands there unchanged may be older than today's rules.
    let changed = |known: &Option<String>, typed: &str| {
        let same = known.as_deref().unwrap_or_default() == typed.trim();
        (!same).then(|| typed.trim().to_owned())
    };
    let wish = Correction {
        family_name: changed(&known.family_name, &typed.family_name),
        given_name: changed(&known.given_name, &typed.given_name),
        organisation: changed(&known.organisation, &typed.organisation),
        mail: changed(&known.mail, &typed.mail),
        mobile: changed(&known.mobile, &typed.mobile),
        street: changed(&known.street, &typed.street),
        postal_code: changed(&known.postal_code, &typed.postal_code),
        city: changed(&known.city, &typed.city),
        country: changed(&known.country, &typed.country),
        birth_date: changed(&known.birth_date, &typed.birth_date),
        birth_place: changed(&known.birth_place, &typed.birth_place),
        licence_number: changed(&known.licence_number, &typed.licence_number),
        licence_issued: changed(&known.licence_issued, &typed.licence_issued),
        licence_expires: changed(&known.licence_expires, &typed.licence_expires),
        ..Correction::default()
    };
    profile::correct(scene, id, &wish).map(|_| Reply::Done(()))
}

fn leave_note(
    scene: &mut Scene<'_, '_>,
    member: &str,
    typed: &Typed,
) -> Result<Reply<()>, Trouble> {
    let id = scene.member_there(member)?;
    let added = notes::add(scene, id, &typed.note).map(|_| Reply::Done(()));
    added.map_err(|trouble| match trouble {
        Trouble::Invalid(mut all) => {
            all.iter_mut().for_each(|one| "note".clone_into(&mut one.field));
            Trouble::Invalid(all)
        }
        other => other,
    })
}
