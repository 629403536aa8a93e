//! Changing what an operator set that its regulation does not say.

use rimessa_store::operators;
use serde_json::Value;

use crate::event::Event;
use crate::operator::Settings;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// What an operator set, by names, in their order.
#[must_use]
pub fn shown(settings: &Settings) -> Vec<(String, String)> {
    let Ok(Value::Object(all)) = serde_json::to_value(settings) else { return Vec::new() };
    let text = |value: Value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    all.into_iter().map(|(name, value)| (name, text(value))).collect()
}

/// Gives settings of the operator other values, each as it is typed; an empty text takes a number away.
/// Other processes notice it within seconds; who calls must refresh the installation.
///
/// # Errors
/// [`Trouble::Invalid`]: there is no such setting, or the value cannot be one.
pub fn change(
    scene: &mut Scene<'_, '_>,
    changes: &[(String, String)],
) -> Result<Settings, Trouble> {
    let mut all = serde_json::to_value(&scene.operator.settings).unwrap_or_default();
    for (name, typed) in changes {
        let known = all.get_mut(name.as_str());
        let known = known.ok_or_else(|| Trouble::invalid(name, "no-such-setting", name))?;
        *known = match &*known {
            Value::String(_) => Value::String(typed.clone()),
            // A flag or a number, or nothing yet.
            _ if typed.is_empty() => Value::Null,
            _ => serde_json::from_str(typed)
                .map_err(|_| Trouble::invalid(name, "not-a-setting", typed))?,
        };
    }
    let found = changes.first().map_or(("", ""), |(name, typed)| (name.as_str(), typed.as_str()));
    let settings: Settings = serde_json::from_value(all)
        .map_err(|_| Trouble::invalid(found.0, "not-a-setting", found.1))?;
    check(&settings)?;
    let (op, at) = (scene.operator.id, scene.now());
    let json = serde_json::to_string(&settings).unwrap_or_default();
    operators::set(scene.tx, op, &json, at)?;
    let names: Vec<&str> = changes.iter().map(|(name, _)| name.as_str()).collect();
    let event = Event { kind: "settings", of: Some(names.join(" ")), ..Event::default() };
    scene.note(at, &event, None, Concerns::default())?;
    Ok(settings)
}

/// The pages are where browsers reach them safely: passkeys and links depend on it.
fn check(settings: &Settings) -> Result<(), Trouble> {
    let pages = &settings.pages_url;
    let Ok(url) = webauthn_rs::prelude::Url::parse(pages) else {
        let wrong = Trouble::invalid("pages_url", "not-a-site", pages);
        return if pages.is_empty() { Ok(()) } else { Err(wrong) };
    };
    let is_here = url.host_str() == Some("localhost");
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_here => Ok(()),
        _ => Err(Trouble::invalid("pages_url", "not-a-site", pages)),
    }
}
