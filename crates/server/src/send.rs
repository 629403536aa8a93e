//! Sending messages: mail by SMTP, text messages by an HTTP gateway; without either they stay in the
//! mailbox of the demo.
//!
//! A message is sent once, or nobody knows and it says so: who takes one and does not come back leaves
//! it `sending`; whoever finds it so sends it again only if the gateway knows our id.

use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::{Message, SmtpTransport, Transport as _};
use rimessa_app::dispatch::{self, Dispatch, Ended};
use rimessa_app::{App, Trouble};
use serde::Serialize;

use crate::config::Config;

/// How long anything of a message may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The sender of e-mails of an operator that set none.
const NOBODY: &str = "noreply@localhost";

/// By whom messages are sent.
#[derive(Clone, Default)]
pub(crate) struct Post {
    /// The SMTP server; without, e-mails stay in the mailbox.
    pub(crate) smtp_url: Option<String>,
    /// Where text messages are posted as JSON; without, they stay in the mailbox.
    pub(crate) sms_url: Option<String>,
    /// What the gateway for text messages is shown.
    pub(crate) sms_token: Option<String>,
    /// The gateway sends a message of the same id once, however often it is posted.
    pub(crate) sms_knows_ids: bool,
}

/// Who carries the messages of one medium.
pub(crate) enum Carrier {
    /// Nobody: they stay in the mailbox.
    Mailbox,
    /// An SMTP server.
    Smtp(Box<SmtpTransport>),
    /// A gateway for text messages.
    Gateway(Box<Gateway>),
}

/// A gateway for text messages.
pub(crate) struct Gateway {
    agent: ureq::Agent,
    url: String,
    token: Option<String>,
    knows_ids: bool,
}

/// A text message as it is posted.
#[derive(Serialize)]
struct Posted<'a> {
    to: &'a str,
    text: &'a str,
    id: &'a str,
}

impl Post {
    /// By whom the configuration says.
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            smtp_url: config.smtp_url.clone(),
            sms_url: config.sms_url.clone(),
            sms_token: config.sms_token.clone(),
            sms_knows_ids: config.sms_knows_ids,
        }
    }

    /// The carriers of `mail` and `sms`.
    ///
    /// # Errors
    /// In words, if the configuration cannot be used.
    pub(crate) fn carriers(&self) -> Result<[(&'static str, Carrier); 2], String> {
        let mail = match &self.smtp_url {
            None => Carrier::Mailbox,
            Some(url) => {
                let transport = SmtpTransport::from_url(url);
                // The address may hold a password: it is not repeated.
                let transport = transport.map_err(|error| format!("RIMESSA_SMTP_URL: {error}"))?;
                Carrier::Smtp(Box::new(transport.timeout(Some(PATIENCE)).build()))
            }
        };
        let sms = match &self.sms_url {
            None => Carrier::Mailbox,
            Some(url) => {
                if !url.starts_with("http://") && !url.starts_with("https://") {
                    return Err(format!("RIMESSA_SMS_URL: \"{url}\" is no address of a gateway"));
                }
                let agent = ureq::Agent::config_builder()
                    .timeout_global(Some(PATIENCE))
                    .http_status_as_error(false)
                    .max_redirects(0)
                    .build();
                Carrier::Gateway(Box::new(Gateway {
                    agent: agent.into(),
                    url: url.clone(),
                    token: self.sms_token.clone(),
                    knows_ids: self.sms_knows_ids,
                }))
            }
        };
        Ok([("mail", mail), ("sms", sms)])
    }
}

/// Takes the messages of a medium that are due and carries each; how many.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::Store`]: what was taken and not kept is found again when its time is over.
pub(crate) fn carry(app: &App, medium: &'static str, carrier: &Carrier) -> Result<usize, Trouble> {
    let all = dispatch::take(app, medium)?;
    for message in &all {
        let how = carrier.carry(message);
        match &how {
            Ended::Sent | Ended::Kept => {}
            Ended::Failed(why) => {
                tracing::warn!(message = message.id(), medium, why, "a message was not sent yet");
            }
            Ended::Refused(why) | Ended::Unsure(why) => {
                tracing::error!(message = message.id(), medium, why, "a message was not sent");
            }
        }
        dispatch::ended(app, message, &how)?;
    }
    Ok(all.len())
}

impl Carrier {
    fn carry(&self, message: &Dispatch) -> Ended {
        let knows_ids = match self {
            Self::Mailbox => return Ended::Kept,
            Self::Smtp(_) => false,
            Self::Gateway(gateway) => gateway.knows_ids,
        };
        if message.maybe_sent && !knows_ids {
            return Ended::Unsure("whoever sent it did not come back".to_owned());
        }
        match self {
            Self::Mailbox => Ended::Kept,
            Self::Smtp(transport) => by_smtp(transport, message),
            Self::Gateway(gateway) => gateway.send(message),
        }
    }
}

fn by_smtp(transport: &SmtpTransport, message: &Dispatch) -> Ended {
    let from = if message.from.is_empty() { NOBODY } else { &message.from };
    let Ok(from) = from.parse::<Mailbox>() else {
        return Ended::Refused("the operator's sender is no e-mail address".to_owned());
    };
    let Ok(to) = message.letter.to.parse::<Mailbox>() else {
        return Ended::Refused("the member's address is no e-mail address".to_owned());
    };
    let id = format!("<{}@{}>", message.id(), from.email.domain());
    let letter = Message::builder()
        .message_id(Some(id))
        .from(from)
        .to(to)
        .subject(message.letter.subject.as_str())
        .header(ContentType::TEXT_PLAIN)
        .body(message.letter.text.clone());
    let Ok(letter) = letter else {
        return Ended::Refused("the letter cannot be written".to_owned());
    };
    // A server that cannot be reached has not taken it. The connection is used again for sending.
    if let Err(error) = transport.test_connection() {
        return if error.is_permanent() {
            Ended::Refused(told(&error, "the server refuses us"))
        } else {
            Ended::Failed(told(&error, "the server cannot be reached"))
        };
    }
    match transport.send(&letter) {
        Ok(_) => Ended::Sent,
        Err(error) if error.is_permanent() => Ended::Refused(told(&error, "refused")),
        Err(error) if error.is_transient() => Ended::Failed(told(&error, "not taken")),
        Err(error) => Ended::Unsure(told(&error, "the server fell silent")),
    }
}

/// What went wrong, with the code alone: what a server says may name the address.
fn told(error: &lettre::transport::smtp::Error, what: &str) -> String {
    error.status().map_or_else(|| what.to_owned(), |status| format!("{what}: SMTP {status}"))
}

impl Gateway {
    fn send(&self, message: &Dispatch) -> Ended {
        let id = message.id();
        let posted = Posted { to: &message.letter.to, text: &message.letter.text, id: &id };
        let mut request = self.agent.post(&self.url).header("idempotency-key", &id);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        match request.send_json(&posted) {
            Ok(answer) => match answer.status().as_u16() {
                200..=299 => Ended::Sent,
                status @ (408 | 425 | 429) => Ended::Failed(format!("not taken: HTTP {status}")),
                status @ 400..=499 => Ended::Refused(format!("refused: HTTP {status}")),
                status @ 503 => Ended::Failed(format!("not taken: HTTP {status}")),
                status => self.unknown(format!("the gateway broke off: HTTP {status}")),
            },
            Err(error) if never_arrived(&error) => {
                Ended::Failed("the gateway cannot be reached".to_owned())
            }
            Err(_) => self.unknown("the gateway fell silent".to_owned()),
        }
    }

    /// Nobody knows whether it was sent: a gateway that knows our ids is asked again.
    fn unknown(&self, why: String) -> Ended {
        if self.knows_ids { Ended::Failed(why) } else { Ended::Unsure(why) }
    }
}

fn never_arrived(error: &ureq::Error) -> bool {
    use ureq::{Error, Timeout};
    match error {
        Error::HostNotFound | Error::ConnectionFailed | Error::BadUri(_) => true,
        Error::Timeout(when) => matches!(when, Timeout::Resolve | Timeout::Connect),
        Error::Io(error) => error.kind() == std::io::ErrorKind::ConnectionRefused,
        _ => false,
    }
}
