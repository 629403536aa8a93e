//! Pages of staff: who may see them, for which operators, and what they tell.

use axum::http::StatusCode;
use rimessa_app::join::hash_password;
use rimessa_app::log_in::hire;

use super::browser::Browser;
use super::kit::Server;
use crate::http::pages::desk_walk;

const ROLES: [&str; 5] = ["agent", "field", "billing", "manager", "administrator"];

#[test]
fn every_page_of_the_desk_lets_in_the_roles_it_names_and_nobody_else() {
    let server = Server::of("carcityclub");
    let slug = server.operator.slug.clone();
    let other = server.another("elsewhere").slug.clone();
    let fill = |path: &str, slug: &str| {
        let mut path = path.replace("{operator}", slug);
        while let Some((before, rest)) = path.split_once('{') {
            let after = rest.split_once('}').unwrap().1;
            path = format!("{before}00000000-0000-0000-0000-000000000000{after}");
        }
        path
    };
    let mut member = Browser::of_anna(&server);
    let mut anna = Browser::new(&server);
    anna.cookies.push(("rimessa-desk".to_owned(), server.anna()));
    let mut staff = ROLES.map(|role| (role, Browser::of_staff(&server, role)));
    for (path, roles, methods) in desk_walk() {
        if roles.contains(&"anyone".to_owned()) {
            continue;
        }
        for &method in methods {
            let ask = |browser: &mut Browser<'_>, path: &str| match method {
                "GET" => browser.get(path).status.as_u16(),
                _ => browser.post(path, &[]).status.as_u16(),
            };
            let here = fill(path, &slug);
            let stranger = ask(&mut Browser::new(&server), &here);
            assert_eq!(stranger, 303, "{method} {here} as a stranger");
            assert_eq!(ask(&mut member, &here), 303, "{method} {here} as a member");
            assert_eq!(ask(&mut anna, &here), 403, "{method} {here} with a member's session");
            for (role, browser) in &mut staff {
                let status = ask(browser, &here);
                if !roles.contains(&(*role).to_owned()) {
                    assert_eq!(status, 403, "{method} {here} as {role}");
                } else if method == "GET" {
                    assert!([200, 303, 404, 422].contains(&status), "{here} as {role}: {status}");
                } else {
                    // Without the token of a form nothing is taken.
                    assert_eq!(status, 403, "{method} {here} as {role}");
                }
                if path.contains("{operator}") {
                    let there = ask(browser, &fill(path, &other));
                    assert_eq!(there, 403, "{method} {path} as {role} of another operator");
                }
            }
        }
    }
}

/// CCC-01: a national centre serves several operators; who calls is found at all of them, and at no other.
#[test]
fn an_agent_finds_callers_at_all_operators_served_and_at_no_other() {
    let server = Server::of("carcityclub");
    let (served, foreign) = (server.another("served"), server.another("foreign"));
    for operator in [&served, &foreign] {
        server.member_at(operator, "Rossi");
    }
    let hash = hash_password("staff password");
    let grants = [(server.operator.id, "agent"), (served.id, "agent")];
    let app = server.app.clone();
    let hired = app.store().write_now({
        let app = app.clone();
        move |tx| hire(tx, &app, "centre", &hash, &grants)
    });
    hired.unwrap();
    let mut browser = Browser::new(&server);
    let wrong = browser.post("/desk/log-in", &[("login", "centre"), ("password", "no")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("do not belong together").shows("value=\"centre\"");
    let who = [("login", "centre"), ("password", "staff password"), ("next", "//evil.example")];
    let page = browser.post("/desk/log-in", &who);
    assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/desk/"));
    let found = browser.get("/desk/?find=rossi");
    found.shows("/desk/served/members/");
    assert!(!found.html.contains("/desk/foreign/"), "{}", found.html);
    let link = found.html.split("href=\"/desk/served/members/").nth(1).unwrap();
    let member = link.split('"').next().unwrap();
    browser.get(&format!("/desk/served/members/{member}")).shows("Rossi");
    let there = browser.get(&format!("/desk/foreign/members/{member}"));
    assert_eq!(there.status, StatusCode::FORBIDDEN);
    browser.get("/desk/?find=x").shows("id=\"e-find\"");
    browser.get("/desk/?find=nobody").shows("Nobody was found");
}
