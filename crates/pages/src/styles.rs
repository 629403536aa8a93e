//! The look: one style sheet for all pages, and the colours of an operator.

/// The style sheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("../styles/tokens.css"),
    include_str!("../styles/base.css"),
    include_str!("../styles/parts.css"),
    include_str!("../styles/desk.css"),
    include_str!("../styles/office.css"),
    include_str!("../styles/on-board.css"),
    include_str!("../styles/icons.css"),
    include_str!("../styles/islands.css"),
);

/// What makes a kiosk ask who is there before it forgets.
pub const KIOSK_SCRIPT: &str = include_str!("../scripts/kiosk.js");

/// What keeps today's board up to date.
pub const OFFICE_SCRIPT: &str = include_str!("../scripts/office.js");

/// What makes a browser keep a worker for an operator's pages.
pub const PAGE_SCRIPT: &str = include_str!("../scripts/page.js");

/// What asks a browser's authenticator for a passkey.
pub const PASSKEY_SCRIPT: &str = include_str!("../scripts/passkey.js");

/// The worker: what is shown when there is no network.
pub const WORKER_SCRIPT: &str = include_str!("../scripts/worker.js");

/// Changes when one of these files does: it is part of their addresses, so that browsers keep them for good.
pub const VERSION: u64 = {
    let (mut hash, mut index) = (START, 0);
    let files = [STYLE, KIOSK_SCRIPT, OFFICE_SCRIPT, PAGE_SCRIPT, PASSKEY_SCRIPT, WORKER_SCRIPT];
    while index < files.len() {
        hash = fingerprint(hash, files[index]);
        index += 1;
    }
    hash
};

pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: nothing here is secret, only different.
pub(crate) const fn fingerprint(before: u64, text: &str) -> u64 {
    let (mut hash, mut index, bytes) = (before, 0, text.as_bytes());
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

/// The colour of an operator: a hue on the wheel, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brand {
    /// 0 to 359.
    pub hue: u16,
}

impl Brand {
    /// The hue of an operator that chose none: always the same one for the same name.
    #[must_use]
    pub fn of_name(slug: &str) -> Self {
        let sum = slug.bytes().fold(7_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
        Self { hue: u16::try_from(sum % 360).unwrap_or(0) }
    }

    /// The colour of what stands out, as a browser's own frame takes it.
    #[must_use]
    pub fn colour(self) -> String {
        format!("oklch(44% .13 {})", self.hue)
    }

    /// The colours as a style sheet.
    #[must_use]
    pub fn style(self) -> String {
        format!(":root{{--hue:{}}}\n", self.hue)
    }
}
