//! The page that describes the API, made of its own description: no script, nothing from elsewhere.

use std::fmt::Write as _;

use rimessa_rulebook::texts::{Texts, engine_keys};
use serde_json::{Map, Value};

/// How the page looks.
pub(super) const STYLE: &str = include_str!("docs.css");

/// From nothing to a booking.
const FIRST_TRY: &str = r#"API=http://127.0.0.1:8080/api/v1/anytown
curl "$API/vehicles/free?lat=49.76&lon=4.72&from=2030-03-04T10:00&until=2030-03-04T12:00"
TOKEN=$(curl -s "$API/sessions" -H 'Content-Type: application/json' \
  -d '{"login": "anna", "password": "…"}' | jq -r .token)
curl "$API/bookings" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -H "Idempotency-Key: $(uuidgen)" \
  -d '{"vehicle": "1", "start": "2030-03-04T10:00", "end": "2030-03-04T12:00"}'"#;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page for a description.
pub(super) fn page(document: &Value) -> String {
    let mut page = Page { document, html: String::new() };
    page.whole();
    page.html
}

struct Page<'a> {
    document: &'a Value,
    html: String,
}

/// An operation with its path and method.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    of: &'a Value,
}

impl<'a> Page<'a> {
    fn add(&mut self, html: std::fmt::Arguments<'_>) {
        self.html.write_fmt(html).ok();
    }

    fn whole(&mut self) {
        let all = self.operations();
        let info = &self.document["info"];
        self.add(format_args!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
            content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n\
            <link rel=\"stylesheet\" href=\"/api/v1/docs.css\">\n<h1>{0}</h1>\n",
            Shown(text(info, "title"))
        ));
        for paragraph in text(info, "description").split("\n\n") {
            self.add(format_args!("<p>{}</p>\n", Prose(paragraph)));
        }
        self.add(format_args!(
            "<p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>\n\
            <h2 id=\"first-try\">A first try</h2>\n<pre><code>{}</code></pre>\n",
            Shown(FIRST_TRY)
        ));
        let tags = self.tags(&all);
        self.add(format_args!("<nav><h2>What there is</h2>\n<ul>\n"));
        for (tag, words) in &tags {
            let id = id(tag);
            let (tag, words) = (Shown(tag), Prose(words));
            self.add(format_args!("<li><a href=\"#{id}\">{tag}</a> {words}</li>\n"));
        }
        self.add(format_args!(
            "<li><a href=\"#types\">types</a> What is sent and answered, field by field.</li>\n\
            <li><a href=\"#problems\">problems</a> The codes, and what they say.</li>\n</ul></nav>\n"
        ));
        for (tag, words) in tags {
            let (id, shown, words) = (id(tag), Shown(tag), Prose(words));
            self.add(format_args!("<h2 id=\"{id}\">{shown}</h2>\n<p>{words}</p>\n"));
            for operation in all.iter().filter(|operation| operation.tag() == tag) {
                self.operation(operation);
            }
        }
        self.types();
        self.problems();
    }

    /// What the operations are about, each with a sentence, in the order of the description.
    fn tags(&self, all: &[Operation<'a>]) -> Vec<(&'a str, &'a str)> {
        let described = self.document["tags"].as_array().into_iter().flatten();
        let mut tags: Vec<(&str, &str)> =
            described.map(|tag| (text(tag, "name"), text(tag, "description"))).collect();
        tags.retain(|(tag, _)| all.iter().any(|operation| operation.tag() == *tag));
        for operation in all {
            if !tags.iter().any(|(tag, _)| *tag == operation.tag()) {
                tags.push((operation.tag(), ""));
            }
        }
        tags
    }

    fn types(&mut self) {
        self.add(format_args!("<h2 id=\"types\">types</h2>\n"));
        for (name, schema) in map(&self.document["components"]["schemas"]) {
            let words = text(schema, "description");
            self.add(format_args!(
                "<details id=\"type-{0}\"><summary><b>{0}</b> <span>{1}</span></summary>\n",
                Shown(name),
                Prose(words)
            ));
            self.fields(schema);
            self.add(format_args!("</details>\n"));
        }
    }

    /// The codes of problems with their sentences, as the engine says them.
    fn problems(&mut self) {
        self.add(format_args!(
            "<h2 id=\"problems\">problems</h2>\n<p>What <code>code</code> says, of a problem and of each \
            of its <code>errors</code>. Refusals of the regulation (409) have the codes of the last list; an \
            operator may word them in its own way.</p>\n"
        ));
        let words = Texts::default();
        for (prefix, title) in
            [("problem-", "Problems"), ("invalid-", "Fields"), ("refusal-", "Refusals")]
        {
            self.add(format_args!("<details><summary><b>{title}</b></summary>\n<dl>\n"));
            for key in engine_keys("en") {
                let Some(code) = key.strip_prefix(prefix) else { continue };
                let sentence = words.get("en", key, &[("found", "…".into())]).unwrap_or_default();
                let (code, sentence) = (Shown(code), Shown(&sentence));
                self.add(format_args!("<dt><code>{code}</code></dt><dd>{sentence}</dd>\n"));
            }
            self.add(format_args!("</dl></details>\n"));
        }
    }

    fn operations(&self) -> Vec<Operation<'a>> {
        let mut all = Vec::new();
        for (path, item) in map(&self.document["paths"]) {
            for method in METHODS {
                if let Some(of) = item.get(method) {
                    all.push(Operation { path, method, of });
                }
            }
        }
        all
    }

    fn operation(&mut self, operation: &Operation<'_>) {
        let Operation { path, method, of } = operation;
        let short = of["summary"].as_str().or(of["description"].as_str()).unwrap_or_default();
        self.add(format_args!(
            "<details id=\"{}\"><summary><b class=\"{method}\">{}</b> <code>{}</code> \
            <span>{}</span></summary>\n",
            Shown(text(of, "operationId")),
            method.to_uppercase(),
            Shown(path),
            Prose(short)
        ));
        if let Some(more) = of["description"].as_str().filter(|more| *more != short) {
            self.add(format_args!("<p>{}</p>\n", Prose(more)));
        }
        for (name, value) in map(of).iter().filter(|(name, _)| name.starts_with("x-")) {
            let words = value.as_array().map_or_else(
                || value.to_string(),
                |all| all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            );
            let name = name.trim_start_matches("x-").replace('-', " ");
            self.add(format_args!("<p class=\"who\">{}: {}</p>\n", Shown(&name), Shown(&words)));
        }
        self.parameters(&of["parameters"]);
        for (kind, content) in map(&of["requestBody"]["content"]) {
            self.add(format_args!("<h3>Body <i>{}</i></h3>\n", Shown(kind)));
            self.schema(&content["schema"]);
        }
        let mut others = Vec::new();
        for (status, answer) in map(&of["responses"]) {
            if !status.starts_with('2') {
                others.push(status.as_str());
                continue;
            }
            let what = Prose(text(answer, "description"));
            self.add(format_args!("<h3>{} {what}</h3>\n", Shown(status)));
            for content in map(&answer["content"]).values() {
                self.schema(&content["schema"]);
            }
        }
        let others = others.join(", ");
        self.add(format_args!("<p class=\"who\">also: {}</p>\n</details>\n", Shown(&others)));
    }

    fn parameters(&mut self, all: &Value) {
        let Some(all) = all.as_array().filter(|all| !all.is_empty()) else { return };
        self.add(format_args!("<h3>Parameters</h3>\n<dl>\n"));
        for one in all {
            let (name, place) = (text(one, "name"), text(one, "in"));
            let (name, place, what) = (Shown(name), Shown(place), Prose(text(one, "description")));
            self.add(format_args!("<dt><code>{name}</code> <i>{place}</i></dt><dd>{what}</dd>\n"));
        }
        self.add(format_args!("</dl>\n"));
    }

    /// The fields of a schema, one after the other; those of what it refers to are named only.
    fn schema(&mut self, schema: &Value) {
        let schema = self.resolved(schema);
        if let Some(items) = schema.get("items") {
            self.add(format_args!("<p>A list, each of:</p>\n"));
            return self.fields(self.resolved(items));
        }
        self.fields(schema);
        if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
            let example = serde_json::to_string_pretty(example).unwrap_or_default();
            self.add(format_args!("<pre><code>{}</code></pre>\n", Shown(&example)));
        }
    }

    fn fields(&mut self, schema: &Value) {
        let needed: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fields = map(&schema["properties"]);
        if fields.is_empty() {
            return;
        }
        self.add(format_args!("<dl>\n"));
        for (name, field) in fields {
            let kind = kind(field);
            let optional = if needed.contains(&name.as_str()) { "" } else { ", optional" };
            let what = text(field, "description");
            self.add(format_args!(
                "<dt><code>{}</code> <i>{}{optional}</i></dt><dd>{}</dd>\n",
                Shown(name),
                Linked(&kind),
                Prose(what)
            ));
        }
        self.add(format_args!("</dl>\n"));
    }

    fn resolved<'s>(&self, schema: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        let named = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
        named.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(schema)
    }
}

impl<'a> Operation<'a> {
    fn tag(&self) -> &'a str {
        self.of["tags"][0].as_str().unwrap_or("other")
    }
}

/// What kind of value a field has, in a word or two.
fn kind(field: &Value) -> String {
    if let Some(name) = field["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(all) = field["oneOf"].as_array() {
        let kinds = all.iter().map(kind).filter(|kind| kind != "null");
        return kinds.collect::<Vec<_>>().join(" or ");
    }
    let named = match &field["type"] {
        Value::Array(all) => {
            let all = all.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            all.collect::<Vec<_>>().join(" or ")
        }
        other => other.as_str().unwrap_or("any").to_owned(),
    };
    match field.get("items") {
        Some(items) if named == "array" => format!("list of {}", kind(items)),
        _ => named,
    }
}

fn map(value: &Value) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    value.as_object().unwrap_or(&NONE)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// The name of a place in the page.
fn id(tag: &str) -> String {
    tag.replace(' ', "-")
}

/// The kind of a field; what is a type of ours, with a capital letter, leads there.
struct Linked<'t>(&'t str);

impl std::fmt::Display for Linked<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, word) in self.0.split(' ').enumerate() {
            let blank = if index == 0 { "" } else { " " };
            if word.starts_with(|first: char| first.is_ascii_uppercase()) {
                write!(out, "{blank}<a href=\"#type-{0}\">{0}</a>", Shown(word))?;
            } else {
                write!(out, "{blank}{}", Shown(word))?;
            }
        }
        Ok(())
    }
}

/// Words as they stand in a page, with code between backticks.
struct Prose<'t>(&'t str);

impl std::fmt::Display for Prose<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, part) in self.0.split('`').enumerate() {
            match index % 2 {
                0 => write!(out, "{}", Shown(part))?,
                _ => write!(out, "<code>{}</code>", Shown(part))?,
            }
        }
        Ok(())
    }
}

/// A text as it stands in a page.
struct Shown<'t>(&'t str);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '&' => out.write_str("&amp;")?,
                '"' => out.write_str("&quot;")?,
                c => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_operation_stands_there_with_its_fields() {
        let document = json!({
            "paths": { "/a/{x}": { "post": {
                "tags": ["things"], "summary": "Do <it>", "x-who": ["member", "agent"],
                "parameters": [{ "name": "x", "in": "path", "description": "Which" }],
                "requestBody": { "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Wish" } } } },
                "responses": { "404": {}, "201": { "description": "Done", "content": { "application/json": {
                    "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Wish" } }
                } } } } } } },
            "components": { "schemas": { "Wish": { "required": ["end"], "properties": {
                "end": { "type": "string", "description": "The end" },
                "note": { "type": ["string", "null"], "description": "Its `note`" },
                "again": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Wish" }] } } } } }
        });
        let html = page(&document);
        for part in [
            "<h2 id=\"things\">",
            "/a/{x}",
            "<a href=\"#type-Wish\">Wish</a>",
            "<details id=\"type-Wish\">",
            "Its <code>note</code>",
            "<code>key-used</code>",
            "also: 404",
            "Do &lt;it&gt;",
            "member, agent",
            "Which",
            "<dd>The end</dd>",
            "<i>string, optional</i>",
            "A list, each of",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("<script") && !html.contains("src="), "{html}");
    }
}
