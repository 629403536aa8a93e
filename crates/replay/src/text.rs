//! Strings of a scenario, borrowed from its source, so that each knows its place there.

use core::fmt;
use core::ops::Deref;
use std::borrow::Cow;

use rustc_hash::FxHashSet;
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A string of the source; owned only if it had to be unescaped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    /// The byte offset in `source`, if the string stands there as it is.
    #[must_use]
    pub fn offset_in(&self, source: &str) -> Option<usize> {
        let Cow::Borrowed(text) = self.0 else { return None };
        let (start, here) = (source.as_ptr() as usize, text.as_ptr() as usize);
        let offset = here.checked_sub(start)?;
        (offset + text.len() <= source.len()).then_some(offset)
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Strings;

        impl<'de> Visitor<'de> for Strings {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Strings)
    }
}

/// A key that may be left out, but not be `null`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What stands as an object: a list of the same values in its place is an error.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Objects<T>(core::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Objects<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Objects(core::marker::PhantomData))
    }
}

/// A list of objects.
pub(crate) fn objects<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let all = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(all.into_iter().map(|object| object.0).collect())
}

/// An object that may be left out, but not be `null`.
pub(crate) fn given_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Object::deserialize(deserializer).map(|object: Object<T>| Some(object.0))
}

/// Objects by name.
pub(crate) fn objects_by_name<'de: 'a, 'a, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Pairs<'a, T>, D::Error> {
    let all = Pairs::<'a, Object<T>>::deserialize(deserializer)?;
    Ok(Pairs(all.0.into_iter().map(|(name, object)| (name, object.0)).collect()))
}

/// A map in the order of the source; a key that stands twice is an error.
#[derive(Clone, Debug)]
pub struct Pairs<'a, V>(pub Vec<(Text<'a>, V)>);

impl<V> Default for Pairs<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<'a, V>(core::marker::PhantomData<(&'a (), V)>);

        impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for Entries<'a, V> {
            type Value = Pairs<'a, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs: Vec<(Text<'a>, V)> = Vec::new();
                let mut seen = FxHashSet::default();
                while let Some((key, value)) = map.next_entry::<Text<'a>, V>()? {
                    if !seen.insert(key.0.clone()) {
                        return Err(de::Error::custom(format_args!("\"{key}\" stands twice")));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Entries(core::marker::PhantomData))
    }
}

/// A number of the source, as its decimal digits: exact up to 15 significant ones, which is what a
/// float of JSON keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(pub Box<str>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;

        impl Visitor<'_> for Numbers {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Number, E> {
                Ok(Number(n.to_string().into()))
            }

            fn visit_i64<E: de::Error>(self, n: i64) -> Result<Number, E> {
                Ok(Number(n.to_string().into()))
            }

            fn visit_f64<E: de::Error>(self, n: f64) -> Result<Number, E> {
                // The shortest digits that give this float again: those that were written.
                Ok(Number(n.to_string().into()))
            }
        }

        deserializer.deserialize_any(Numbers)
    }
}

impl Number {
    /// The number in units of 10⁻⁶; `None` if it is negative, finer than that, or past 10¹².
    #[must_use]
    pub fn millionths(&self) -> Option<i64> {
        decimal(&self.0, 6)
    }
}

/// A plain decimal in units of 10⁻ᵖˡᵃᶜᵉˢ; `None` if it is signed, finer, or has over 12 digits.
pub(crate) fn decimal(text: &str, places: usize) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let dangling = text.contains('.') && fraction.is_empty();
    let fits = !whole.is_empty() && whole.len() <= 12 && fraction.len() <= places && !dangling;
    if !fits || !digits(whole) || !digits(fraction) {
        return None;
    }
    let mut value: i64 = whole.parse().ok()?;
    for place in 0..places {
        let digit = fraction.as_bytes().get(place).map_or(0, |b| i64::from(b - b'0'));
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for (text, value) in [
            ("11.5", Some(11_500_000)),
            ("0", Some(0)),
            ("1000000", Some(1_000_000_000_000)),
            ("0.0000001", None),
            ("-1", None),
            ("1e9", None),
            ("12,50", None),
            ("1.", None),
            (".5", None),
            ("", None),
            ("9999999999999", None),
        ] {
            assert_eq!(decimal(text, 6), value, "{text}");
        }
    }
}
