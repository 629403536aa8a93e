//! Messages that go out by SMTP and by a gateway, fail, are tried again, and are never sent twice.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};

use mailin::{Action, Handler, Response, SessionBuilder, response};
use rimessa_app::{dispatch, job};
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::access::booked;
use super::kit::Server;
use crate::send::{Carrier, Post, carry};

const NOTHING: Value = Value::Null;

/// What a server does with what it is sent.
#[derive(Clone, Copy, Default)]
enum Mood {
    #[default]
    Takes,
    Refuses,
    Busy,
    /// It takes a message and goes away before it says so.
    FallsSilent,
}

#[derive(Clone, Default)]
struct Received {
    mood: Arc<Mutex<Mood>>,
    all: Arc<Mutex<Vec<String>>>,
    /// What has come of the message that is being received.
    part: Vec<u8>,
}

impl Received {
    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn all(&self) -> Vec<String> {
        self.all.lock().unwrap().clone()
    }
}

impl Handler for Received {
    fn rcpt(&mut self, _to: &str) -> Response {
        match *self.mood.lock().unwrap() {
            Mood::Refuses => response::NO_MAILBOX,
            Mood::Busy => Response::custom(451, "anna@example.org: try later".to_owned()),
            Mood::Takes | Mood::FallsSilent => response::OK,
        }
    }

    fn data(&mut self, buf: &[u8]) -> std::io::Result<()> {
        self.part.extend_from_slice(buf);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let letter = String::from_utf8(std::mem::take(&mut self.part)).unwrap();
        self.all.lock().unwrap().push(letter);
        response::OK
    }
}

/// An SMTP server, and what it received.
fn smtp() -> (Carrier, Received) {
    let received = Received::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let handler = received.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut out, handler) = (stream.unwrap(), handler.clone());
            let mut lines = BufReader::new(out.try_clone().unwrap());
            let (mood, count) = (Arc::clone(&handler.mood), Arc::clone(&handler.all));
            let mut session =
                SessionBuilder::new("test").build(IpAddr::V4(Ipv4Addr::LOCALHOST), handler);
            session.greeting().write_to(&mut out).unwrap();
            std::thread::spawn(move || {
                let mut line = Vec::new();
                let before = count.lock().unwrap().len();
                while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                    let answer = session.process(&line);
                    line.clear();
                    let taken = count.lock().unwrap().len() > before;
                    if taken && matches!(*mood.lock().unwrap(), Mood::FallsSilent) {
                        return;
                    }
                    if answer.action != Action::NoReply {
                        answer.write_to(&mut out).unwrap();
                    }
                    if answer.action == Action::Close {
                        return;
                    }
                }
            });
        }
    });
    (carrier(&Post { smtp_url: Some(url), ..Post::default() }, "mail"), received)
}

/// A gateway for text messages, and what it received.
fn gateway(knows_ids: bool) -> (Carrier, Received) {
    let received = Received::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    let seen = received.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut line) = (String::new(), String::new());
            while lines.read_line(&mut line).unwrap() > 2 {
                head.push_str(&line.to_lowercase());
                line.clear();
            }
            let length = head.split("content-length: ").nth(1).unwrap();
            let length = length.split_whitespace().next().unwrap().parse().unwrap();
            let mut body = vec![0; length];
            lines.read_exact(&mut body).unwrap();
            assert!(head.contains("authorization: bearer secret"), "{head}");
            seen.all.lock().unwrap().push(String::from_utf8(body).unwrap());
            let status = match *seen.mood.lock().unwrap() {
                Mood::Takes => "200 OK",
                Mood::Refuses => "422 Unprocessable Content",
                Mood::Busy => "503 Service Unavailable",
                Mood::FallsSilent => continue,
            };
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .unwrap();
        }
    });
    let post = Post {
        sms_url: Some(url),
        sms_token: Some("secret".to_owned()),
        sms_knows_ids: knows_ids,
        ..Post::default()
    };
    (carrier(&post, "sms"), received)
}

fn carrier(post: &Post, medium: &str) -> Carrier {
    let carriers = post.carriers().unwrap();
    carriers.into_iter().find(|(name, _)| *name == medium).unwrap().1
}

/// The messages of a medium as a manager sees them, the last one first.
fn messages(server: &Server, manager: &str) -> Vec<Value> {
    let all = server.call(manager, "GET", "/messages", &NOTHING).expect(200);
    all.as_array().unwrap().clone()
}

fn of<'m>(all: &'m [Value], medium: &str) -> &'m Value {
    all.iter().find(|one| one["medium"] == medium).unwrap()
}

/// CLEM-08.
#[test]
fn clem_08_mail_and_text_message_go_out_once_and_their_text_is_gone() {
    let server = Server::of("clem");
    let (mail, letters) = smtp();
    let (sms, texts) = gateway(false);
    let (_, code) = booked(&server, &server.anna());
    assert_eq!(carry(&server.app, "mail", &mail), Ok(1));
    assert_eq!(carry(&server.app, "sms", &sms), Ok(1));
    let letter = letters.all().remove(0);
    assert!(
        letter.contains("To: anna@example.org") && letter.contains("Message-ID: <"),
        "{letter}"
    );
    let text: Value = serde_json::from_str(&texts.all()[0]).unwrap();
    assert_eq!(text["to"], "+393330000001");
    assert!(text["text"].as_str().unwrap().contains(&code), "{text}");
    assert!(text["text"].as_str().unwrap().contains("+390110000"), "the assistance: {text}");
    assert_eq!(carry(&server.app, "mail", &mail), Ok(0));
    server.pass(Span::days(2));
    assert_eq!(carry(&server.app, "sms", &sms), Ok(0), "it is not sent again");
    assert!(server.mailbox().iter().all(|(_, _, text)| text.is_empty()), "the text is gone");
    let all = messages(&server, &server.staff("manager"));
    assert!(all.iter().all(|one| one["state"] == "sent" && one["attempts"] == 1), "{all:?}");
}

#[test]
fn a_server_that_is_busy_is_tried_again_later_and_at_last_no_more() {
    let server = Server::of("clem");
    let (mail, letters) = smtp();
    letters.set(Mood::Busy);
    booked(&server, &server.anna());
    for attempt in 1..=dispatch::MOST_ATTEMPTS {
        assert_eq!(carry(&server.app, "mail", &mail), Ok(1), "{attempt}");
        assert_eq!(carry(&server.app, "mail", &mail), Ok(0), "not at once");
        server.pass(Span::hours(2));
    }
    let manager = server.staff("manager");
    let all = messages(&server, &manager);
    let dead = of(&all, "mail");
    assert_eq!(dead["state"], "dead");
    assert_eq!(dead["problem"], "not taken: SMTP 451", "without the address");
    // Somebody looks into it and lets it be tried again.
    let found = server.call(&manager, "GET", "/messages?state=dead", &NOTHING).expect(200);
    let id = found[0]["id"].as_str().unwrap();
    letters.set(Mood::Takes);
    let retry = format!("/messages/{id}/retry");
    server.call(&server.staff("agent"), "POST", &retry, &NOTHING).expect(403);
    server.call(&manager, "POST", &retry, &NOTHING).expect(200);
    assert_eq!(carry(&server.app, "mail", &mail), Ok(1));
    assert_eq!(letters.all().len(), 1);
    let again = server.call(&manager, "POST", &retry, &NOTHING).expect(422);
    assert_eq!(again["errors"][0]["code"], "needs-no-retry");
    server.call(&manager, "GET", "/messages?state=lost", &NOTHING).expect(422);
    server.call(&manager, "GET", "/messages?after=x", &NOTHING).expect(422);
    let nobody = "/messages/0197f0c2-0000-7000-8000-000000000000/retry";
    server.call(&manager, "POST", nobody, &NOTHING).expect(404);
}

#[test]
fn what_is_refused_for_good_is_dead_at_once() {
    let server = Server::of("clem");
    let (mail, letters) = smtp();
    let (sms, texts) = gateway(true);
    letters.set(Mood::Refuses);
    texts.set(Mood::Refuses);
    booked(&server, &server.anna());
    carry(&server.app, "mail", &mail).unwrap();
    carry(&server.app, "sms", &sms).unwrap();
    let all = messages(&server, &server.staff("manager"));
    assert_eq!(of(&all, "mail")["problem"], "refused: SMTP 550");
    assert_eq!(of(&all, "sms")["problem"], "refused: HTTP 422");
    assert!(all.iter().all(|one| one["state"] == "dead"), "{all:?}");
}

#[test]
fn nobody_listening_is_tried_again() {
    let server = Server::of("clem");
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let smtp_url = Some(format!("smtp://{free}"));
    let mail = carrier(&Post { smtp_url, ..Post::default() }, "mail");
    let sms_url = Some(format!("http://{free}/"));
    let sms = carrier(&Post { sms_url, ..Post::default() }, "sms");
    booked(&server, &server.anna());
    carry(&server.app, "mail", &mail).unwrap();
    carry(&server.app, "sms", &sms).unwrap();
    let all = messages(&server, &server.staff("manager"));
    assert!(all.iter().all(|one| one["state"] == "waiting"), "{all:?}");
}

#[test]
fn when_nobody_knows_whether_it_was_sent_it_says_so() {
    let server = Server::of("clem");
    let (mail, letters) = smtp();
    let (sms, texts) = gateway(false);
    letters.set(Mood::FallsSilent);
    texts.set(Mood::FallsSilent);
    booked(&server, &server.anna());
    carry(&server.app, "mail", &mail).unwrap();
    carry(&server.app, "sms", &sms).unwrap();
    server.pass(Span::days(2));
    assert_eq!(carry(&server.app, "mail", &mail), Ok(0));
    let all = messages(&server, &server.staff("manager"));
    assert!(all.iter().all(|one| one["state"] == "unsure"), "{all:?}");
    assert_eq!((letters.all().len(), texts.all().len()), (1, 1));
}

#[test]
fn a_gateway_that_knows_our_ids_is_asked_again() {
    let server = Server::of("clem");
    let (sms, texts) = gateway(true);
    texts.set(Mood::FallsSilent);
    booked(&server, &server.anna());
    carry(&server.app, "sms", &sms).unwrap();
    texts.set(Mood::Takes);
    server.pass(Span::hours(1));
    carry(&server.app, "sms", &sms).unwrap();
    let ids: Vec<Value> = texts
        .all()
        .iter()
        .map(|text| serde_json::from_str::<Value>(text).unwrap()["id"].clone())
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "the same id: the gateway sends it once");
    let all = messages(&server, &server.staff("manager"));
    assert_eq!(of(&all, "sms")["state"], "sent");
}

#[test]
fn what_was_being_sent_when_a_process_died_is_marked() {
    let server = Server::of("clem");
    let (mail, letters) = smtp();
    let (sms, texts) = gateway(true);
    booked(&server, &server.anna());
    // A process takes them and dies.
    assert_eq!(dispatch::take(&server.app, "mail").unwrap().len(), 1);
    assert_eq!(dispatch::take(&server.app, "sms").unwrap().len(), 1);
    assert_eq!(carry(&server.app, "mail", &mail), Ok(0), "they are still held");
    server.pass(dispatch::LEASE);
    carry(&server.app, "mail", &mail).unwrap();
    carry(&server.app, "sms", &sms).unwrap();
    let all = messages(&server, &server.staff("manager"));
    assert_eq!((&of(&all, "mail")["state"], letters.all().len()), (&json!("unsure"), 0));
    assert_eq!((&of(&all, "sms")["state"], texts.all().len()), (&json!("sent"), 1));
}

#[test]
fn without_configuration_everything_lands_in_the_mailbox() {
    let server = Server::of("clem");
    booked(&server, &server.anna());
    for medium in ["mail", "sms"] {
        assert_eq!(carry(&server.app, medium, &carrier(&Post::default(), medium)), Ok(1));
    }
    let all = server.mailbox();
    assert!(all.len() == 2 && all.iter().all(|(_, _, text)| !text.is_empty()), "{all:?}");
    let all = messages(&server, &server.staff("manager"));
    assert!(all.iter().all(|one| one["state"] == "sent"), "{all:?}");
}

/// CCC-06.
#[test]
fn ccc_06_what_becomes_of_a_booking_is_told() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let (about, _) = booked(&server, &anna);
    let (medium, kind, text) = server.mailbox().remove(0);
    assert_eq!((&*medium, &*kind), ("mail", "booked"));
    assert!(text.contains("Station A"), "{text}");
    let end = json!({ "end": "2026-03-02T15:00" });
    server.call(&anna, "POST", &format!("{about}/extend"), &end).expect(200);
    assert_eq!(server.mailbox()[0].1, "extend");
    server.pass(Span::minutes(125));
    server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    server.pass(Span::minutes(60));
    let back = json!({ "distance_m": 1000 });
    let back = server.call(&anna, "POST", &format!("{about}/return"), &back).expect(200);
    let (_, kind, text) = server.mailbox().remove(0);
    assert_eq!(kind, "return");
    let cents = back["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["amount"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap());
    let cents: i64 = cents.sum();
    let total = format!("{},{:02}", cents / 100, cents % 100);
    assert!(text.contains(&total), "{text}: {total}");
}

#[test]
fn fam_14_who_forgot_to_close_is_reminded_once_and_the_trip_runs_on() {
    let server = Server::of("family");
    let anna = server.anna();
    let (about, _) = booked(&server, &anna);
    let work = || assert!(job::work(&server.app).unwrap().iter().all(|w| w.problem.is_none()));
    let count = |kind: &str| server.mailbox().iter().filter(|one| one.1 == kind).count();
    work();
    assert_eq!(count("start"), 0, "it is too soon");
    // The booking begins at 11:00 UTC; now it is 9:00.
    server.pass(Span::minutes(61));
    work();
    work();
    assert_eq!((count("start"), count("end")), (1, 0));
    server.pass(Span::minutes(64));
    server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    server.pass(Span::minutes(95));
    work();
    assert_eq!((count("end"), count("late")), (1, 0));
    server.pass(Span::minutes(40));
    work();
    server.pass(Span::minutes(10));
    work();
    assert_eq!((count("start"), count("end"), count("late")), (1, 1, 1));
    let booking = server.call(&anna, "GET", &about, &NOTHING).expect(200);
    assert_eq!(booking["state"], "driving");
}

#[test]
fn jobs_are_done_when_they_are_due_and_by_one_at_a_time() {
    let server = Server::of("family");
    let first = job::work(&server.app).unwrap();
    assert!(first.len() >= 3, "{first:?}");
    assert_eq!(job::work(&server.app).unwrap(), [], "they are not due again");
    let next = job::next(&server.app).unwrap().unwrap();
    assert_eq!(next.since(server.app.clock().now()), Span::minutes(1));
    server.pass(Span::minutes(1));
    let again = job::work(&server.app).unwrap();
    assert!(!again.is_empty() && again.len() < first.len(), "not the daily ones: {again:?}");
}
