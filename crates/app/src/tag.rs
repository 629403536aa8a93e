//! Tags of things as they are shown: whoever looked at an older state is told so.

use serde::Serialize;

use crate::identity::digest;
use crate::trouble::Trouble;

/// The tag of something as it is shown, as HTTP writes it: `"3f…"`.
#[must_use]
pub fn tag<T: Serialize>(shown: &T) -> String {
    let json = serde_json::to_vec(shown).unwrap_or_default();
    let hex: String = digest(&json)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// Whether one of the tags that a request lists is `current`; `*` is any.
#[must_use]
pub fn matches(listed: &str, current: Option<&str>) -> bool {
    let Some(current) = current else { return false };
    listed.split(',').any(|one| {
        let one = one.trim();
        one == "*" || one.strip_prefix("W/").unwrap_or(one) == current
    })
}

/// Goes on only if what is changed is what was looked at.
pub(crate) fn unchanged<T: Serialize>(
    wanted: Option<&str>,
    current: Option<&T>,
) -> Result<(), Trouble> {
    let current = current.map(tag);
    match wanted {
        Some(wanted) if !matches(wanted, current.as_deref()) => Err(Trouble::Stale),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_as_http_says() {
        let current = tag(&"a");
        assert_eq!(current.len(), 26);
        assert_ne!(current, tag(&"b"));
        for listed in [&current, "*", &format!("\"x\", W/{current}")] {
            assert!(matches(listed, Some(&current)), "{listed}");
            assert!(!matches(listed, None), "{listed}");
        }
        assert!(!matches("\"x\"", Some(&current)) && !matches("", Some(&current)));
        assert_eq!(unchanged(Some("\"x\""), Some(&"a")), Err(Trouble::Stale));
        assert_eq!(unchanged(None, Some(&"a")), Ok(()));
        assert_eq!(unchanged(Some(&current), Some(&"a")), Ok(()));
        assert_eq!(unchanged(Some("*"), None::<&str>.as_ref()), Err(Trouble::Stale));
    }
}
