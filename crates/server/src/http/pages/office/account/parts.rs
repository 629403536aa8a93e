//! The parts of an account as they are shown, each with the forms of those who may.

use rimessa_app::profile::PersonView;
use rimessa_pages::office::{Act, Cell, Look, Press, Section, Table};
use rimessa_pages::{Control, DeskFrame, Input, Talk};

use super::{Account, Typed};

pub(super) fn sections(frame: &DeskFrame, account: &Account, typed: &Typed) -> Vec<Section> {
    let mut all = vec![
        state(frame, account),
        contracts(frame, account, typed),
        drivers(frame, account, typed),
        vehicles(frame, account, typed),
        cards(frame, account, typed),
        person(frame, account, typed),
        notes(frame, account, typed),
    ];
    all.retain(|section| {
        !section.facts.is_empty() || section.table.is_some() || !section.acts.is_empty()
    });
    all
}

fn action(frame: &DeskFrame, account: &Account, path: &str) -> String {
    format!("{}/{}/account/{path}", frame.at("members"), account.profile.member)
}

fn columns(talk: &Talk, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| if key.is_empty() { String::new() } else { talk.t(key) }).collect()
}

/// Which state the account is in.
fn state(frame: &DeskFrame, account: &Account) -> Section {
    let (talk, one) = (&frame.talk, &account.profile);
    let documents = if one.validated { "desk-validated" } else { "desk-not-validated" };
    let mut facts = vec![
        (talk.t("office-member-number"), one.number.clone()),
        (talk.t("state"), talk.t1("desk-member-state", "state", &one.state)),
        (talk.t("register-documents"), talk.t(documents)),
        (talk.t("register-plan"), talk.plan(&one.plan)),
    ];
    if let Some(reason) = &one.locked {
        let why = talk.rule(&format!("rule-{reason}")).unwrap_or_default();
        facts.push((talk.t("desk-locked"), why));
    }
    if let Some(login) = &one.login {
        facts.push((talk.t("desk-login"), login.clone()));
    }
    Section { id: "state", title: talk.t("state"), facts, ..Section::default() }
}

/// Contracts and subscriptions: joined, left, changed.
fn contracts(frame: &DeskFrame, account: &Account, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let send = action(frame, account, "contracts");
    let may = frame.may("agent manager");
    let rows = account.contracts.iter().map(|one| {
        let of = &one.subscription;
        let when = |at: &Option<String>| at.as_deref().map(|at| talk.when(at)).unwrap_or_default();
        let leave = Press {
            action: send.clone(),
            sends: vec![
                ("act", "leave".to_owned()),
                ("plan", of.plan.clone()),
                ("contract", of.contract.clone().unwrap_or_default()),
            ],
            words: talk.t("register-leave"),
        };
        let presses = if may && one.state == "running" { vec![leave] } else { Vec::new() };
        vec![
            Cell::new(one.name.clone()),
            Cell::new(talk.t1("desk-contract-state", "state", &one.state)),
            Cell::new(talk.when(&of.joined)),
            Cell::new(when(&of.next_due)),
            Cell::new(when(&of.ends)),
            Cell::presses(presses),
        ]
    });
    let keys = ["desk-contract", "state", "register-joined", "register-due", "register-ends", ""];
    let table = Table {
        columns: columns(talk, &keys),
        rows: rows.collect(),
        none: talk.t("register-contracts-none"),
    };
    let plans = account.plans.iter().map(|plan| {
        let fee = plan.fee.as_deref().map(|fee| format!(" · {fee}")).unwrap_or_default();
        (plan.plan.clone(), format!("{}{fee}", plan.name))
    });
    let plans: Vec<(String, String)> = plans.collect();
    let join = Act {
        action: send,
        hint: talk.t("register-join-hint"),
        inputs: vec![
            Input::new("plan", talk.t("register-plan"), Control::One(plans.clone()))
                .with(typed.plan.as_str()),
        ],
        buttons: vec![("join", talk.t("register-join"), false)],
        ..Act::default()
    };
    let acts = if may && !plans.is_empty() { vec![join] } else { Vec::new() };
    let title = talk.t("register-contracts");
    Section { id: "contracts", title, table: Some(table), acts, ..Section::default() }
}

/// Who pays, and who drives.
fn drivers(frame: &DeskFrame, account: &Account, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let send = action(frame, account, "drivers");
    let may = frame.may("agent manager");
    let press = |member: &str, words: String| Press {
        action: send.clone(),
        sends: vec![("act", "remove".to_owned()), ("driver", member.to_owned())],
        words,
    };
    let rows = account.drivers.iter().map(|one| {
        let documents = match one.validated {
            true => Cell::new(talk.t("desk-validated")),
            false => Cell::new(talk.t("desk-not-validated")).looks(Look::Bad),
        };
        let presses =
            if may { vec![press(&one.member, talk.t("office-take-away"))] } else { Vec::new() };
        vec![
            Cell::new(one.number.clone()).to(format!("{}/{}", frame.at("members"), one.member)),
            Cell::new(one.name.clone().unwrap_or_default()),
            documents,
            Cell::presses(presses),
        ]
    });
    let keys = ["office-member-number", "office-name", "register-documents", ""];
    let table = Table {
        columns: columns(talk, &keys),
        rows: rows.collect(),
        none: talk.t("register-drivers-none"),
    };
    let mut section = Section {
        id: "drivers",
        title: talk.t("desk-drivers"),
        hint: talk.t("register-drivers-hint"),
        table: Some(table),
        ..Section::default()
    };
    if let Some(payer) = &account.payer {
        section.table = None;
        section.facts = vec![(talk.t("desk-payer"), payer.number.clone())];
    }
    if may {
        section.acts = driver_forms(talk, &send, account, typed);
    }
    section
}

/// Who may be let drive, and who may be let pay: whoever drives for another pays for nobody.
fn driver_forms(talk: &Talk, send: &str, account: &Account, typed: &Typed) -> Vec<Act> {
    let mut acts = Vec::new();
    if account.payer.is_none() {
        let input = Input::new("driver", talk.t("register-driver"), Control::Line);
        acts.push(Act {
            action: send.to_owned(),
            inputs: vec![input.with(typed.driver.as_str())],
            buttons: vec![("add", talk.t("register-driver-add"), false)],
            ..Act::default()
        });
    }
    if account.drivers.is_empty() {
        let input = Input::new("payer", talk.t("register-payer"), Control::Line).optional();
        acts.push(Act {
            action: send.to_owned(),
            inputs: vec![input.with(typed.payer.as_str())],
            buttons: vec![("pay", talk.t("register-payer-set"), false)],
            ..Act::default()
        });
    }
    acts
}

/// Which vehicles, and whether one way.
fn vehicles(frame: &DeskFrame, account: &Account, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let named = account.vehicles.as_ref().map(|all| all.join(" "));
    let mut section = Section {
        id: "vehicles",
        title: talk.t("register-enabled"),
        facts: vec![(
            talk.t("register-enabled"),
            named.clone().unwrap_or_else(|| talk.t("register-enabled-all")),
        )],
        ..Section::default()
    };
    if frame.may("manager") {
        let shown =
            if typed.act == "enable" { typed.vehicles.clone() } else { named.unwrap_or_default() };
        let input = Input::new("vehicles", talk.t("register-enable-which"), Control::Text)
            .with(shown)
            .hint(talk.t("register-enable-hint"))
            .optional();
        section.acts.push(Act {
            action: action(frame, account, "vehicles"),
            inputs: vec![input],
            buttons: vec![("enable", talk.t("office-keep"), false)],
            ..Act::default()
        });
        let (act, words) = match account.may_one_way {
            true => ("forbid", "register-one-way-no"),
            false => ("allow", "register-one-way-yes"),
        };
        section.acts.push(Act {
            action: action(frame, account, "one-way"),
            buttons: vec![(act, talk.t(words), false)],
            ..Act::default()
        });
    }
    section
}

/// Cards: given out, blocked, lost.
fn cards(frame: &DeskFrame, account: &Account, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let send = action(frame, account, "cards");
    let may = frame.may("agent manager");
    let rows = account.cards.iter().map(|one| {
        let others = ["active", "blocked", "lost"].into_iter().filter(|state| *state != one.state);
        let presses = others.map(|state| Press {
            action: send.clone(),
            sends: vec![
                ("act", "change".to_owned()),
                ("card", one.id.clone()),
                ("state", state.to_owned()),
            ],
            words: talk.t(&format!("register-card-{state}")),
        });
        vec![
            Cell::new(one.label.clone()),
            Cell::new(talk.named("card", &one.state)),
            Cell::new(talk.when(&one.since)),
            Cell::presses(if may { presses.collect() } else { Vec::new() }),
        ]
    });
    let table = Table {
        columns: columns(talk, &["register-card", "state", "office-since", ""]),
        rows: rows.collect(),
        none: talk.t("register-cards-none"),
    };
    let give = Act {
        action: send.clone(),
        inputs: vec![
            Input::new("uid", talk.t("register-card-uid"), Control::Line)
                .with(typed.uid.as_str())
                .hint(talk.t("register-card-uid-hint")),
            Input::new("label", talk.t("register-card-label"), Control::Line)
                .with(typed.label.as_str()),
        ],
        buttons: vec![("give", talk.t("register-card-give"), false)],
        ..Act::default()
    };
    let acts = if may { vec![give] } else { Vec::new() };
    let title = talk.t("register-cards");
    Section { id: "cards", title, table: Some(table), acts, ..Section::default() }
}

/// A field of a person: its name, its label, how it is typed, what is known, and what was typed.
type Field<'t> = (&'static str, &'static str, Control, Option<String>, &'t str);

/// All that is known of a person.
fn fields<'t>(known: PersonView, typed: &'t Typed) -> [Field<'t>; 14] {
    let line = || Control::Line;
    [
        ("family_name", "office-family-name", line(), known.family_name, &typed.family_name),
        ("given_name", "office-given-name", line(), known.given_name, &typed.given_name),
        ("organisation", "office-organisation", line(), known.organisation, &typed.organisation),
        ("mail", "office-mail", Control::Mail, known.mail, &typed.mail),
        ("mobile", "office-mobile", Control::Phone, known.mobile, &typed.mobile),
        ("street", "register-street", line(), known.street, &typed.street),
        ("postal_code", "register-postal-code", line(), known.postal_code, &typed.postal_code),
        ("city", "register-city", line(), known.city, &typed.city),
        ("country", "register-country", line(), known.country, &typed.country),
        ("birth_date", "office-birth-date", Control::Day, known.birth_date, &typed.birth_date),
        ("birth_place", "office-birth-place", line(), known.birth_place, &typed.birth_place),
        (
            "licence_number",
            "office-licence-number",
            line(),
            known.licence_number,
            &typed.licence_number,
        ),
        (
            "licence_issued",
            "office-licence-issued",
            Control::Day,
            known.licence_issued,
            &typed.licence_issued,
        ),
        (
            "licence_expires",
            "office-licence-expires",
            Control::Day,
            known.licence_expires,
            &typed.licence_expires,
        ),
    ]
}

/// Who it is, to be put right by those who see the documents.
fn person(frame: &DeskFrame, account: &Account, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let Some(known) = account.profile.person.clone().filter(|_| frame.may("billing manager"))
    else {
        return Section::default();
    };
    let again = typed.act == "correct";
    let inputs = fields(known, typed).into_iter().map(|(name, label, control, known, typed)| {
        let value = if again { typed.to_owned() } else { known.unwrap_or_default() };
        Input::new(name, talk.t(label), control).with(value).optional()
    });
    let correct = Act {
        action: action(frame, account, "person"),
        inputs: inputs.collect(),
        buttons: vec![("correct", talk.t("office-keep"), false)],
        ..Act::default()
    };
    Section {
        id: "person",
        title: talk.t("office-data"),
        hint: talk.t("register-person-hint"),
        acts: vec![correct],
        ..Section::default()
    }
}

/// What staff want each other to know.
fn notes(frame: &DeskFrame, account: &Account, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let rows = account.notes.iter().map(|one| {
        let by = one.staff.clone().unwrap_or_else(|| talk.acted("staff"));
        vec![Cell::new(talk.when(&one.at)), Cell::new(by), Cell::new(one.text.clone())]
    });
    let table = Table {
        columns: columns(talk, &["register-when", "register-who", "register-note"]),
        rows: rows.collect(),
        none: talk.t("register-notes-none"),
    };
    let input = Input::new("note", talk.t("register-note"), Control::Text);
    let add = Act {
        action: action(frame, account, "notes"),
        inputs: vec![input.with(typed.note.as_str()).hint(talk.t("register-note-hint"))],
        buttons: vec![("note", talk.t("register-note-add"), false)],
        ..Act::default()
    };
    let title = talk.t("register-notes");
    Section { id: "notes", title, table: Some(table), acts: vec![add], ..Section::default() }
}
