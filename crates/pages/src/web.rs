//! What was built of `web/`: islands, which make a page livelier where it is looked at with scripts, and
//! icons. Where nothing was built, pages come without them, and everything works.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::Deserialize;

/// The files, whose names change with what stands in them.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// All addresses of these files begin so.
pub const WEB: &str = "/assets/web/";
/// The list of what was built.
const MANIFEST: &str = "manifest.json";
const ICONS: &str = "src/icons.svg";

/// A file as it is sent.
#[derive(Clone, Debug)]
pub struct WebFile {
    /// Its media type.
    pub kind: &'static str,
    /// It.
    pub bytes: Cow<'static, [u8]>,
    /// The same, packed by gzip.
    pub packed: Option<Cow<'static, [u8]>>,
}

/// The file of that name; `None`: there is none.
#[must_use]
pub fn web_file(name: &str) -> Option<WebFile> {
    let kind = match name.rsplit('.').next()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let bytes = Files::get(name)?.data;
    let packed = Files::get(&format!("{name}.gz")).map(|file| file.data);
    Some(WebFile { kind, bytes, packed })
}

/// What a page with an island takes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Island {
    /// The address of its script.
    pub script: String,
    /// Those of its style sheets.
    pub styles: Vec<String>,
}

/// Where the pictures that a map lies on come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    /// The address of a picture, with `{z}`, `{x}` and `{y}`, and perhaps `{s}` for one of `a`, `b`, `c`.
    pub url: String,
    /// Whose work they are, to be said on the map.
    pub credit: String,
}

impl Tiles {
    /// Where they come from, as a content security policy names it.
    #[must_use]
    pub fn origin(&self) -> String {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("https", &self.url));
        let host = rest.split('/').next().unwrap_or_default();
        format!("{scheme}://{}", host.replace("{s}", "*"))
    }
}

/// A part of the manifest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Chunk {
    file: String,
    css: Vec<String>,
    imports: Vec<String>,
}

static CHUNKS: LazyLock<BTreeMap<String, Chunk>> = LazyLock::new(|| {
    let manifest = Files::get(MANIFEST);
    manifest.and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
});

static SPRITE: LazyLock<Option<String>> =
    LazyLock::new(|| CHUNKS.get(ICONS).map(|icons| format!("{WEB}{}", icons.file)));

/// The address of the icons.
pub(crate) fn sprite() -> Option<&'static str> {
    SPRITE.as_deref()
}

/// The island of that name, with all its style sheets.
#[must_use]
pub fn island(name: &str) -> Option<Island> {
    let chunk = CHUNKS.get(&format!("src/{name}.ts"))?;
    let shared = chunk.imports.iter().filter_map(|name| CHUNKS.get(name));
    let styles = shared.flat_map(|one| &one.css).chain(&chunk.css);
    let styles = styles.map(|file| format!("{WEB}{file}")).collect();
    Some(Island { script: format!("{WEB}{}", chunk.file), styles })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The icons that templates name, below a folder.
    fn named(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let calls = text.split("icon(\"").skip(1);
            found.extend(calls.map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }

    #[test]
    fn every_icon_that_is_named_is_drawn() {
        let mut found = BTreeSet::new();
        named(Path::new("templates"), &mut found);
        found.extend(crate::office::icons().into_iter().map(str::to_owned));
        let drawn = std::fs::read_to_string("../../web/icons.json").unwrap();
        let drawn: BTreeMap<String, String> = serde_json::from_str(&drawn).unwrap();
        found.retain(|name| !drawn.contains_key(name));
        assert!(found.is_empty(), "not in web/icons.json: {found:?}");
    }

    #[test]
    fn tiles_come_from_where_a_policy_can_say() {
        for (url, origin) in [
            ("https://tiles.example.org/{z}/{x}/{y}.png?key=1", "https://tiles.example.org"),
            ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
            ("http://127.0.0.1:9000/{z}/{x}/{y}.png", "http://127.0.0.1:9000"),
        ] {
            let tiles = Tiles { url: url.to_owned(), credit: String::new() };
            assert_eq!(tiles.origin(), origin);
        }
    }

    #[test]
    fn only_what_was_built_is_handed_out() {
        for name in ["", "manifest.json", "../icons.json", "nothing.js", "a.js.gz"] {
            assert!(web_file(name).is_none(), "{name}");
        }
    }
}
