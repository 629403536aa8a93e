//! The page of a kiosk beside the key cabinet: a code, large keys, plain words.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::Frame;

/// What a kiosk shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    /// It waits for a code.
    Code {
        /// What has been typed so far.
        typed: String,
        /// Why the last code opened nothing; empty: none was typed.
        why: String,
    },
    /// The slot with the key is open: how is the vehicle?
    Opened {
        /// The slot.
        slot: Slot,
        /// What was typed of a damage.
        text: String,
        /// Why it was not taken; empty: nothing was typed.
        why: String,
    },
    /// The slot is open for the key: what is still to be done.
    Returning {
        /// The slot.
        slot: Slot,
        /// Why the trip still runs; empty: nothing was tried.
        why: String,
    },
    /// It is over, or the way is free.
    Done {
        /// What is said.
        words: String,
    },
}

/// A slot that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// What is said.
    pub words: String,
    /// The vehicle, by fleet number.
    pub vehicle: String,
    /// The booking.
    pub booking: String,
    /// The number of the slot; empty: it has none.
    pub number: String,
}

/// A kiosk.
#[derive(Debug, Template)]
#[template(path = "kiosk.html")]
pub struct Kiosk {
    /// Words and colours.
    pub frame: Frame,
    /// The address of this kiosk.
    pub address: String,
    /// The station's name.
    pub station: String,
    /// What is shown.
    pub screen: Screen,
    /// What the hardware would report is played by hand.
    pub played: bool,
}

/// The longest code that can be typed.
const LONGEST: usize = 12;

impl Kiosk {
    /// After so many seconds in which nothing was touched, it forgets whoever stood there.
    #[must_use]
    pub fn patience(&self) -> u16 {
        if matches!(self.screen, Screen::Code { .. }) { 30 } else { 60 }
    }

    /// Whether it waits for whoever comes next.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(&self.screen, Screen::Code { typed, why } if typed.is_empty() && why.is_empty())
    }
}

/// What stands there after a key was pressed.
#[must_use]
pub fn pressed(typed: &str, key: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).take(LONGEST).collect();
    match key {
        "back" => digits.chars().take(digits.len().saturating_sub(1)).collect(),
        key if key.len() == 1 && key.bytes().all(|b| b.is_ascii_digit()) => {
            (digits + key).chars().take(LONGEST).collect()
        }
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_add_digits_and_take_the_last_one_away() {
        assert_eq!(pressed("12", "3"), "123");
        assert_eq!(pressed("12", "back"), "1");
        assert_eq!(pressed("", "back"), "");
        assert_eq!(pressed("1a2", "x"), "12");
        assert_eq!(pressed("123456789012", "3"), "123456789012", "no code is longer");
    }
}
