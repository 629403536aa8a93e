//! Events as the journal keeps them: in the form of a scenario, so that a history can be replayed.

use serde::Serialize;
use serde_json::value::RawValue;

/// All kinds of events that the journal keeps, for whoever puts them into words.
pub const KINDS: [&str; 113] = [
    "ask",
    "assess",
    "book",
    "book-gated",
    "cancel",
    "card",
    "card-begun",
    "card-changed",
    "card-shown",
    "case-close",
    "case-hand-over",
    "case-open",
    "case-reply",
    "case-take",
    "change",
    "change-gated",
    "claim",
    "claim-overdue",
    "claim-pay",
    "claim-refuse",
    "code-sent",
    "command",
    "confirm-mail",
    "consent",
    "correct",
    "device",
    "device-disable",
    "device-key",
    "driver",
    "enable",
    "erase",
    "exchange",
    "exchange-gated",
    "exit",
    "extend",
    "extend-gated",
    "finding",
    "first-login",
    "import",
    "in-service",
    "indemnity-amend",
    "indemnity-due",
    "indemnity-notify",
    "indemnity-object",
    "indemnity-propose",
    "indemnity-uphold",
    "indemnity-waive",
    "invalidate",
    "item-issue",
    "item-lost",
    "item-replace",
    "join",
    "kiosk",
    "late-warned",
    "lift",
    "lift-restriction",
    "log-in",
    "look",
    "member-note",
    "message-retried",
    "move",
    "no-vehicle",
    "odometer",
    "one-way-allowed",
    "one-way-ended",
    "operator",
    "out-of-service",
    "passkey",
    "passkey-removed",
    "passkey-renamed",
    "password-change",
    "password-reset",
    "pin-shown",
    "program",
    "program-revoke",
    "program-token",
    "reconstruct",
    "refund",
    "refuse",
    "reminded",
    "remote-door",
    "report",
    "restrict",
    "return",
    "return-begun",
    "rulebook",
    "second-factor",
    "second-factor-removed",
    "services",
    "settings",
    "sms",
    "staff-disable",
    "staff-enable",
    "staff-grant",
    "staff-hire",
    "staff-password",
    "staff-revoke",
    "station",
    "station-closed",
    "step",
    "stranded",
    "subscribe",
    "taxi",
    "temporary-password",
    "unlock",
    "unlock-gated",
    "unsubscribe",
    "upload",
    "validate",
    "vehicle",
    "vehicle-removed",
    "waive",
    "withdraw",
];

/// An event of a history. Ids are those of the store; moments are in UTC.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Event {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) booking: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) vehicle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pickup: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dropoff: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) station: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) km: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fuel: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) plugged_in: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) procedure: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) checked_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) costs: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "kind")]
    pub(crate) of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) receipt_complete: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) receipt_in_name: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) plan: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contract: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) vehicles: Option<Vec<String>>,
}

/// Millionths as a decimal number: 1500000 is `1.5`.
pub(crate) fn decimal(millionths: i64) -> Option<Box<RawValue>> {
    let (whole, rest) = (millionths / 1_000_000, (millionths % 1_000_000).abs());
    let mut text = format!("{whole}.{rest:06}");
    while text.ends_with('0') {
        text.pop();
    }
    let text = text.trim_end_matches('.').to_owned();
    RawValue::from_string(text).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The kinds that the sources name: in an event, or where something is noted.
    fn written() -> BTreeSet<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let source = text.split("#[cfg(test)]").next().unwrap();
            for begin in
                ["Event { kind: \"", "Event {\n            kind: \"", "Event {\n        kind: \""]
            {
                let rest = source.split(begin).skip(1);
                found.extend(rest.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
            for noted in ["note_claim", "note_case", "keep_case", "keep_proposal", "note_proposal"]
            {
                let begin = format!("{noted}(");
                let calls = source.split(begin.as_str()).skip(1);
                let named = calls.filter_map(|rest| rest.split(')').next()?.split('"').nth(1));
                found.extend(named.map(str::to_owned));
            }
        }
        found
    }

    #[test]
    fn every_kind_that_is_written_is_known() {
        let written = written();
        let unknown: Vec<_> =
            written.iter().filter(|kind| !KINDS.contains(&kind.as_str())).collect();
        assert!(written.len() > 60 && unknown.is_empty(), "{unknown:?}");
        assert!(KINDS.is_sorted());
    }

    #[test]
    fn decimals_are_short() {
        for (millionths, text) in
            [(0, "0"), (1_500_000, "1.5"), (12_000_000, "12"), (1, "0.000001"), (250_000, "0.25")]
        {
            assert_eq!(decimal(millionths).unwrap().get(), text);
        }
    }
}
