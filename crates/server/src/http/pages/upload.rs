//! Forms with files: what was typed is read to the end even if a file is too large.

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use rimessa_app::scan::{self, Checked, LARGEST_BYTES};
use rimessa_app::{Trouble, digest};

use crate::http::web::Web;

/// The most that a form with its files may hold.
pub(crate) const LARGEST_FORM: usize = 6 * LARGEST_BYTES;
/// No text of a form is longer, and no form has more of them.
const LONGEST_TEXT: usize = 64 * 1024;
const MOST_TEXTS: usize = 200;

/// A file that was chosen.
pub(crate) struct File {
    /// The field.
    pub(crate) name: String,
    /// What the browser takes it for.
    media_type: Option<String>,
    bytes: Bytes,
}

impl File {
    /// What it holds.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// What tells it from another.
    pub(crate) fn digest(&self) -> [u8; 32] {
        digest(&self.bytes)
    }
}

/// A form that was filled in.
#[derive(Default)]
pub(crate) struct Filled {
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) files: Vec<File>,
    /// The fields whose file is too large.
    pub(crate) errors: Vec<String>,
}

impl Filled {
    /// What was typed into a field; empty: nothing.
    pub(crate) fn text(&self, name: &str) -> String {
        let found = self.texts.iter().find(|(known, _)| known == name);
        found.map_or_else(String::new, |(_, text)| text.clone())
    }
}

/// Reads a form. What breaks off is taken as far as it came: what is missing is told field by field.
pub(crate) async fn fill(parts: Multipart) -> Filled {
    fill_up_to(parts, LONGEST_TEXT).await
}

/// Reads a form into which whole lists are pasted.
pub(crate) async fn fill_lists(parts: Multipart) -> Filled {
    fill_up_to(parts, LARGEST_BYTES).await
}

async fn fill_up_to(mut parts: Multipart, longest_text: usize) -> Filled {
    let mut filled = Filled::default();
    while let Ok(Some(part)) = parts.next_field().await {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        let is_file = part.file_name().is_some();
        let media_type = part.content_type().map(str::to_owned);
        let most = if is_file { LARGEST_BYTES } else { longest_text };
        let (bytes, fits) = read(part, most).await;
        match (is_file, fits) {
            (_, false) => filled.errors.push(name),
            (true, true) if bytes.is_empty() => {}
            (true, true) => filled.files.push(File { name, media_type, bytes: bytes.into() }),
            (false, true) if filled.texts.len() < MOST_TEXTS => {
                filled.texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            (false, true) => {}
        }
    }
    filled
}

/// The bytes of a field, and whether they are all of it: what is too large is read and dropped, so that what
/// was typed behind it is not lost.
async fn read(mut part: Field<'_>, most: usize) -> (Vec<u8>, bool) {
    let (mut bytes, mut fits) = (Vec::new(), true);
    while let Ok(Some(chunk)) = part.chunk().await {
        fits = fits && bytes.len() + chunk.len() <= most;
        if fits {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    (bytes, fits)
}

/// A file as it is kept: a picture is decoded and written anew.
pub(crate) async fn checked(web: &Web, file: File) -> Result<Checked, Trouble> {
    let File { media_type, bytes, .. } = file;
    web.beside(move |_| scan::check(&bytes, media_type.as_deref())).await
}
