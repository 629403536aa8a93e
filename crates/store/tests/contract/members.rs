//! Members, who they are, and their subscriptions.

use rimessa_domain::ids::{ContractId, MemberId, VehicleId};
use rimessa_domain::line::About;
use rimessa_domain::rules::Rules;
use rimessa_domain::subscription::{Month, Subscription};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::found::{self, Sought};
use rimessa_store::members::{self, MemberRow, Person};
use rimessa_store::{Failure, fleet, papers, subscriptions};

use crate::bench::{Bench, OP, OTHER, hour, promises, versions};

promises!(
    a_member_comes_back_as_it_was,
    what_becomes_of_an_account_is_kept,
    customer_numbers_go_up,
    numbers_are_ordered_by_their_bytes,
    a_person_is_kept_and_found_by_the_address,
    a_number_is_given_once,
    subscriptions_come_back_as_they_were,
    free_time_of_allowances_unknown_to_older_rules_stays_used,
    a_subscription_is_set_aside_and_taken_up_again,
    members_are_found_by_what_is_said_of_them,
);

fn row(id: u128, number: &str) -> MemberRow {
    MemberRow {
        id: MemberId(id),
        number: number.to_owned(),
        created: hour(0),
        language: "de".to_owned(),
        plan: "none".to_owned(),
        state: "applied".to_owned(),
        validated: false,
        validated_at_first: true,
        vehicles_limited: false,
        has_subscription: false,
        payer: None,
        locked_by: None,
        counted_json: None,
        version: 1,
    }
}

fn enter(bench: &Bench, all: Vec<MemberRow>) {
    bench.write(move |tx| all.iter().try_for_each(|one| members::insert(tx, OP, one)));
}

fn a_member_comes_back_as_it_was(bench: &Bench) {
    let (first, second) = (row(1, "100001"), row(u128::MAX, "ÄÖ-7"));
    enter(bench, vec![first.clone(), second.clone()]);
    let wanted = first.clone();
    bench.write(move |tx| {
        assert_eq!(members::get(tx, OP, wanted.id)?, Some(wanted.clone()));
        assert_eq!(members::lock(tx, OP, wanted.id)?, Some(wanted.clone()));
        assert_eq!(members::by_number(tx, OP, "100001")?, Some(wanted.clone()));
        assert_eq!(members::get(tx, OTHER, wanted.id)?, None);
        assert_eq!(members::lock(tx, OTHER, wanted.id)?, None);
        assert_eq!(members::by_number(tx, OTHER, "100001")?, None);
        Ok(())
    });
    let pages = bench.read(|tx| {
        let first = members::page(tx, OP, MemberId(0), 1)?;
        let second = members::page(tx, OP, first[0].id, 9)?;
        Ok([first, second])
    });
    assert_eq!(pages, [vec![first], vec![second]]);
}

fn what_becomes_of_an_account_is_kept(bench: &Bench) {
    enter(bench, vec![row(1, "100001")]);
    let versions = versions("family");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        let found = members::get(tx, OP, MemberId(1))?.unwrap();
        let mut account = members::account(tx, OP, &found, rules)?;
        assert!(!account.validated && account.vehicles.is_none() && account.counted.is_empty());
        account.validated = true;
        account.plan = rules.find_plan(&rules.plans.last().unwrap().id).unwrap();
        account.locked_by = Some(0);
        account.counted.extend([(0, hour(1)), (0, hour(2))]);
        members::update(tx, OP, &account, rules)?;
        members::set_vehicles(tx, OP, MemberId(1), Some(&[VehicleId(9), VehicleId(3)]))?;
        members::set_state(tx, OP, MemberId(1), "active")?;
        let found = members::get(tx, OP, MemberId(1))?.unwrap();
        assert_eq!((found.version, &*found.state), (4, "active"));
        account.vehicles = Some(vec![VehicleId(3), VehicleId(9)]);
        assert_eq!(members::account(tx, OP, &found, rules)?, account);
        members::set_vehicles(tx, OP, MemberId(1), None)?;
        let found = members::get(tx, OP, MemberId(1))?.unwrap();
        assert_eq!(members::account(tx, OP, &found, rules)?.vehicles, None);
        Ok(())
    });
}

fn customer_numbers_go_up(bench: &Bench) {
    let next = || bench.read(|tx| members::next_number(tx, OP));
    assert_eq!(next(), "100001");
    enter(bench, vec![row(1, "100001"), row(2, "100009"), row(3, "A-7"), row(4, "zz")]);
    assert_eq!(next(), "100010");
    enter(bench, vec![row(5, "999999")]);
    assert_eq!(next(), "1000000");
    enter(bench, vec![row(6, "1000000")]);
    assert_eq!(next(), "1000001");
}

/// In the order of a language, `:` comes before the digits, and `a` before `B`.
fn numbers_are_ordered_by_their_bytes(bench: &Bench) {
    let compared = bench.write(|tx| {
        let texts = ["B", "a", "1", ":", "é", "é2"];
        for (id, text) in (1..).zip(texts) {
            members::insert(tx, OP, &row(id, text))?;
        }
        tx.all("SELECT number FROM member ORDER BY number", &[], |row| row.string(0))
    });
    assert_eq!(compared, ["1", ":", "B", "a", "é", "é2"]);
}

fn a_person_is_kept_and_found_by_the_address(bench: &Bench) {
    let text = |text: &str| Some(text.to_owned());
    let whole = Person {
        family_name: text("O’Brien"),
        given_name: text("Zoë"),
        organisation: text("ACME"),
        email: text("zoe@example.org"),
        email_confirmed: Some(hour(1)),
        phone: text("+4366000000"),
        born_on: text("1980-02-29"),
        street: text("Straße 1"),
        postal_code: text("6020"),
        city: text("Innsbruck"),
        country: text("AT"),
        licence_number: text("L1"),
        licence_issued_on: text("2000-01-01"),
        licence_expires_on: text("2030-01-01"),
        second_email: text("home@example.org"),
        birth_place: text("Ried"),
        other_json: text("{}"),
    };
    let wanted = whole.clone();
    bench.write(move |tx| {
        members::put_person(tx, OP, MemberId(1), &whole)?;
        assert_eq!(members::person(tx, OP, MemberId(1))?, Some(whole.clone()));
        assert_eq!(members::by_email(tx, OP, "zoe@example.org")?, Some(MemberId(1)));
        assert_eq!(members::by_email(tx, OTHER, "zoe@example.org")?, None);
        let bare = Person { email: whole.email.clone(), ..Person::default() };
        members::put_person(tx, OP, MemberId(2), &bare)?;
        assert_eq!(members::by_email(tx, OP, "zoe@example.org")?, None, "whose is it?");
        members::put_person(tx, OP, MemberId(2), &Person::default())?;
        assert_eq!(members::person(tx, OP, MemberId(2))?, Some(Person::default()));
        Ok(())
    });
    assert_eq!(bench.read(|tx| members::person(tx, OP, MemberId(1))), Some(wanted));
    assert_eq!(bench.read(|tx| members::person(tx, OP, MemberId(3))), None);
}

fn a_number_is_given_once(bench: &Bench) {
    enter(bench, vec![row(1, "100001")]);
    let again = bench.store.write_now(|tx| members::insert(tx, OP, &row(2, "100001")));
    assert!(matches!(again, Err(Failure::Corrupt(_))), "{again:?}");
    let (failure, has_value) = match again {
        Err(failure) => (failure.to_string(), failure.to_string().contains("100001")),
        Ok(()) => unreachable!(),
    };
    assert!(!has_value, "what is in a row may be personal: {failure}");
}

fn subscription(rules: &Rules, about: About) -> Subscription {
    let plan = rules.find_plan(&rules.plans.last().unwrap().id).unwrap();
    let mut one = Subscription::joined(about, MemberId(1), plan, hour(0));
    one.billed = 2;
    one.left = true;
    one.ends = Some(hour(24 * 365));
    one.free_used.push((0, 3, Span::hours(2)));
    one.counted.push((Month { year: 2026, month: 3 }, 4));
    one
}

fn subscriptions_come_back_as_they_were(bench: &Bench) {
    let versions = versions("family");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        let of_account = subscription(rules, About::Account);
        let contract = subscription(rules, About::Contract(ContractId(7)));
        for one in [&of_account, &contract] {
            subscriptions::put(tx, OP, one, rules)?;
            subscriptions::put(tx, OP, one, rules)?;
        }
        let member = MemberId(1);
        assert_eq!(subscriptions::of_account(tx, OP, member, rules)?.as_ref(), Some(&of_account));
        let found = subscriptions::contract(tx, OP, ContractId(7), rules)?;
        assert_eq!(found.as_ref(), Some(&contract));
        assert_eq!(subscriptions::contract(tx, OP, ContractId(1), rules)?, None);
        let both = subscriptions::of_member(tx, OP, member, rules)?;
        assert_eq!(both, [of_account.clone(), contract]);
        assert_eq!(subscriptions::of_account(tx, OTHER, member, rules)?, None);
        let due = of_account.next_due(rules).map(|(at, _)| at);
        let found = subscriptions::next_due(tx, Instant(i64::MAX), 1)?;
        assert_eq!(found.first().map(|(_, _, at)| *at), due);
        if let Some(due) = due {
            assert!(subscriptions::next_due(tx, due, 9)?.is_empty(), "not before its moment");
        }
        Ok(())
    });
}

fn free_time_of_allowances_unknown_to_older_rules_stays_used(bench: &Bench) {
    let versions = versions("family");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        let mut older = rules.clone();
        older.allowances = [].into();
        let one = subscription(rules, About::Account);
        subscriptions::put(tx, OP, &one, rules)?;
        let seen = subscriptions::of_account(tx, OP, MemberId(1), &older)?.unwrap();
        assert!(seen.free_used.is_empty());
        subscriptions::put(tx, OP, &seen, &older)?;
        assert_eq!(subscriptions::of_account(tx, OP, MemberId(1), rules)?, Some(one));
        Ok(())
    });
}

fn a_subscription_is_set_aside_and_taken_up_again(bench: &Bench) {
    let versions = versions("clem");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        let plan = rules.find_plan("comfort").unwrap();
        let joined = |id| {
            let about = About::Contract(ContractId(id));
            Subscription::joined(about, MemberId(1), plan, hour(0))
        };
        let mut over = joined(2);
        over.ends = Some(hour(0));
        for one in [joined(1), over] {
            subscriptions::put(tx, OP, &one, rules)?;
        }
        let comfort = "comfort".to_owned();
        let overdue = subscriptions::overdue(tx, OP, MemberId(1), hour(1))?;
        assert_eq!(overdue, [(1, comfort.clone())]);
        assert!(subscriptions::overdue(tx, OTHER, MemberId(1), hour(1))?.is_empty());
        subscriptions::set_aside(tx, OTHER, 1)?;
        assert_eq!(subscriptions::next_due(tx, hour(1), 9)?.len(), 1, "another operator's");
        subscriptions::set_aside(tx, OP, 1)?;
        assert!(subscriptions::next_due(tx, hour(1), 9)?.is_empty());
        assert_eq!(fleet::plans_in_use(tx, OP)?, [comfort], "it is used nevertheless");
        subscriptions::take_up(tx, OP, "other", hour(3))?;
        subscriptions::take_up(tx, OP, "comfort", hour(3))?;
        let due = subscriptions::next_due(tx, hour(4), 9)?;
        assert_eq!(due, [(OP, MemberId(1), hour(3))], "what has ended stays so");
        Ok(())
    });
}

fn members_are_found_by_what_is_said_of_them(bench: &Bench) {
    enter(bench, vec![row(1, "100001"), row(2, "T2"), row(3, "T3")]);
    bench.write(|tx| {
        let text = |text: &str| Some(text.to_owned());
        let anna = Person {
            given_name: text("Anna"),
            family_name: text("Weiß-Österlein"),
            email: text("anna@example.org"),
            phone: text("+43 660 12-34.56"),
            ..Person::default()
        };
        let city = Person { organisation: text("100 % Città"), ..Person::default() };
        members::put_person(tx, OP, MemberId(1), &anna)?;
        members::put_person(tx, OP, MemberId(2), &city)?;
        let find = |tx: &mut rimessa_store::Tx<'_>, op, text: &str, digits: Option<&str>| {
            let sought = Sought { text, digits, limit: 9 };
            found::members(tx, op, &sought)
        };
        let cases: [(&str, Option<&str>, &[u128]); 10] = [
            ("100001", None, &[1]),
            ("ANNA", None, &[1]),
            ("Österlein Anna", None, &[1]),
            ("anna weiß", None, &[1]),
            ("Anna@Example.ORG", None, &[1]),
            ("660 123456", Some("660123456"), &[1]),
            ("100 %", None, &[2]),
            ("1_0", None, &[]),
            ("T3", None, &[3]),
            ("!", None, &[]),
        ];
        for (text, digits, expected) in cases {
            let ids: Vec<u128> = find(tx, OP, text, digits)?.iter().map(|id| id.0).collect();
            assert_eq!(ids, expected, "{text}");
        }
        assert!(find(tx, OTHER, "anna", None)?.is_empty());
        papers::set_restricted(tx, OP, MemberId(1), Some(hour(0)))?;
        assert!(find(tx, OP, "anna", None)?.is_empty());
        assert_eq!(find(tx, OP, "100001", None)?, [MemberId(1)]);
        Ok(())
    });
}
