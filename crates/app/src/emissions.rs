//! What was driven, and what that emitted: by the grams per kilometre that the operator has set, with their
//! source; beside the same kilometres in an average car. Nothing is known here that was not set.

use rimessa_store::figures::Driven;

use crate::operator::Settings;

/// What was driven, and what that emitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
    /// In metres, as far as it is known.
    pub distance_m: i64,
    /// On so many trips that ended the distance is not known.
    pub unknown: i64,
    /// Grams of CO₂; `None`: for some of it no grams are set.
    pub own_g: Option<i64>,
    /// Grams of CO₂ of the same kilometres in an average car; `None`: it is not compared.
    pub average_g: Option<i64>,
}

impl Emitted {
    /// What was saved against an average car, in grams of CO₂; negative: it was more.
    #[must_use]
    pub fn saved_g(&self) -> Option<i64> {
        Some(self.average_g? - self.own_g?)
    }
}

/// The grams per kilometre that an operator has set.
pub(crate) struct Grams<'s>(&'s Settings);

impl<'s> Grams<'s> {
    pub(crate) fn of(settings: &'s Settings) -> Self {
        Self(settings)
    }

    /// Grams per kilometre of a category; one of its own goes before that of all.
    fn per_km(&self, category: Option<&str>) -> Option<i64> {
        let set = &self.0.co2_grams_per_km;
        let own = category.and_then(|name| set.get(name));
        own.or_else(|| set.get("")).map(|grams| i64::from(*grams))
    }

    /// What all of this together emitted: each part is rounded down to the gram.
    pub(crate) fn of_all<'d>(&self, all: impl Iterator<Item = &'d Driven>) -> Emitted {
        let mut sum = Emitted { own_g: Some(0), ..Emitted::default() };
        for driven in all {
            sum.distance_m += driven.distance_m;
            sum.unknown += driven.unknown;
            let grams = self.per_km(driven.category.as_deref());
            sum.own_g = match grams {
                Some(grams) => sum.own_g.map(|own| own + driven.distance_m * grams / 1000),
                None if driven.distance_m == 0 => sum.own_g,
                None => None,
            };
        }
        if self.0.co2_grams_per_km.is_empty() {
            sum.own_g = None;
        }
        let average = self.0.co2_average_car.map(i64::from);
        sum.average_g = average.map(|grams| sum.distance_m * grams / 1000);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driven(category: &str, distance_m: i64) -> Driven {
        let category = Some(category.to_owned()).filter(|category| !category.is_empty());
        Driven { category, distance_m, unknown: 1 }
    }

    #[test]
    fn kilometres_emit_what_was_set_and_nothing_is_made_up() {
        let mut settings = Settings::default();
        let trips = [driven("city", 10_000), driven("electric", 5_000)];
        let nothing = Grams::of(&settings).of_all(trips.iter());
        assert_eq!((nothing.distance_m, nothing.unknown), (15_000, 2));
        assert_eq!((nothing.own_g, nothing.average_g, nothing.saved_g()), (None, None, None));
        settings.co2_grams_per_km.insert("city".to_owned(), 118);
        assert_eq!(
            Grams::of(&settings).of_all(trips.iter()).own_g,
            None,
            "of one part it is unknown"
        );
        settings.co2_grams_per_km.insert(String::new(), 40);
        settings.co2_average_car = Some(150);
        let all = Grams::of(&settings).of_all(trips.iter());
        assert_eq!((all.own_g, all.average_g), (Some(1_180 + 200), Some(2_250)));
        assert_eq!(all.saved_g(), Some(870));
    }
}
