//! Plans that end: what is refused before, and what becomes of somebody who has one nevertheless.

use rimessa_app::job;
use rimessa_domain::ids::ContractId;
use rimessa_domain::line::About;
use rimessa_domain::subscription::Subscription;
use rimessa_domain::time::Span;
use serde_json::json;

use super::cast::NOTHING;
use super::kit::{MORNING, Server, rulebook};

/// Enters a version of the rulebook of `clem` that has another plan in the place of `comfort`, or has
/// it again.
fn version(server: &Server, name: &str, plan: &str, from: &str) {
    let files = rulebook("clem");
    let toml = files.toml.replacen("version = \"", &format!("version = \"{name}-"), 1);
    let toml = toml.replace("\"comfort\"", &format!("\"{plan}\""));
    let wish = json!({ "toml": toml, "texts": files.texts, "from": from });
    let manager = server.staff("manager");
    server.call(&manager, "POST", "/rulebooks", &wish).expect(201);
}

/// What is wrong with the settling job, and what is in the queue of the staff about plans.
fn worked(server: &Server) -> (Option<String>, usize) {
    let all = job::work(&server.app).unwrap();
    let settle = all.into_iter().find(|worked| worked.job == "settle").unwrap();
    let agent = server.staff("agent");
    let cases = server.call(&agent, "GET", "/cases?limit=500", &NOTHING).expect(200);
    let all = cases["cases"].as_array().unwrap();
    let about_plans = all.iter().filter(|case| case["kind"] == "plan-gone");
    (settle.problem.map(|(_, what)| what), about_plans.count())
}

#[test]
fn nobody_begins_what_a_coming_version_of_the_rulebook_ends() {
    let server = Server::of("clem");
    let anna = server.anna();
    version(&server, "next", "cosy", "2026-04-01T00:00");
    let wish = json!({ "plan": "comfort" });
    let refused = server.call(&anna, "POST", "/subscriptions", &wish).expect(422);
    assert_eq!(refused["errors"][0]["code"], "plan-ends");
    let wish = json!({ "plan": "comfort-family" });
    server.call(&anna, "POST", "/subscriptions", &wish).expect(201);
}

#[test]
fn a_plan_that_is_in_no_rulebook_any_more_is_a_case_and_stops_nobody_else() {
    let server = Server::of("clem");
    let carl = server.member_called("carl");
    version(&server, "next", "cosy", "2026-04-01T00:00");
    let wish = json!({ "plan": "comfort-family" });
    server.call(&carl, "POST", "/subscriptions", &wish).expect(201);
    // More of them than are looked up at once, due before anybody else.
    let (op, anna) = (server.operator.id, server.anna);
    let rules = server.operator.versions.at(MORNING).clone();
    let keep = move |tx: &mut rimessa_store::Tx<'_>| -> Result<(), rimessa_store::Failure> {
        let plan = rules.find_plan("comfort").unwrap();
        for id in 1..=201 {
            let about = About::Contract(ContractId(id));
            let mut one = Subscription::joined(about, anna, plan, MORNING.minus(Span::hours(1)));
            one.billed = 1;
            rimessa_store::subscriptions::put(tx, op, &one, &rules)?;
        }
        Ok(())
    };
    server.app.store().write_now(keep).unwrap();
    server.pass(Span::days(33));
    assert_eq!(worked(&server), (None, 201));
    let carl = server.log_in("carl", "correct horse");
    assert_eq!(server.billed(&carl, "CLEM-12").len(), 2, "the first month, and the second");
    // It does not run again and again for what it cannot do.
    let next = job::next(&server.app).unwrap().unwrap();
    assert!(next > server.app.clock().now(), "{next:?}");
    server.pass(Span::days(1));
    assert_eq!(worked(&server), (None, 201), "one case each");
    let anna = server.anna();
    let wish = json!({ "vehicle": "1", "start": "2026-04-06T10:00", "end": "2026-04-06T12:00" });
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
    assert!(server.billed(&anna, "CLEM-11").is_empty());
    // Once a version has the plan again, what is owed is billed.
    version(&server, "again", "comfort", "2026-04-10T00:00");
    server.pass(Span::days(7));
    assert_eq!(worked(&server), (None, 201));
    let anna = server.anna();
    assert_eq!(server.billed(&anna, "CLEM-11").len(), 100, "a page of many");
}
