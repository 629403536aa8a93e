//! How a regulation is written.
//!
//! A rulebook is data: TOML blocks, each with its clause, and sentences in Fluent. This crate reads
//! them ([`load`]), says what is wrong or suspicious and where ([`check`]), compiles them into the
//! rules that the engine executes, and shows them to people. It knows no file, clock or network,
//! and no operator.

mod check;
mod compile;
mod load;
mod reader;
mod similar;
mod syntax;

pub mod explain;
pub mod finding;
pub mod regulation;
pub mod render;
pub mod rulebook;
pub mod show;
pub mod texts;
pub mod wording;

pub use check::falling::{CurveCase, check_prices};
pub use finding::{Finding, Severity};
pub use load::{Source, check, load, parse, read};
pub use render::{Style, render, render_short};
pub use rulebook::{Entry, Rulebook};
pub use show::show;
