//! Today's board.

use askama::Template;
use rimessa_app::board::Board;

use crate::desk::DeskFrame;

/// Today's board.
#[derive(Debug, Template)]
#[template(path = "office/board.html")]
pub struct BoardPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// What is on it.
    pub board: Board,
}

/// The parts of the board alone, for a page that shows it already.
#[derive(Debug, Template)]
#[template(path = "office/board-parts.html")]
pub struct BoardParts {
    /// What stands around the page.
    pub frame: DeskFrame,
    /// What is on the board.
    pub board: Board,
}
