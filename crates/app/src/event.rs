//! Events as the journal keeps them: in the form of a scenario, so that a history can be replayed.

use serde::Serialize;
use serde_json::value::RawValue;

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
    use super::*;

    #[test]
    fn decimals_are_short() {
        for (millionths, text) in
            [(0, "0"), (1_500_000, "1.5"), (12_000_000, "12"), (1, "0.000001"), (250_000, "0.25")]
        {
            assert_eq!(decimal(millionths).unwrap().get(), text);
        }
    }
}
