//! The page that describes the API, made of its own description: no script, nothing from elsewhere.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// How the page looks.
pub(super) const STYLE: &str = include_str!("docs.css");

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
        let mut tags: Vec<&str> = all.iter().map(Operation::tag).collect();
        tags.sort_unstable();
        tags.dedup();
        self.add(format_args!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
            content=\"width=device-width, initial-scale=1\">\n<title>Rimessa: the API</title>\n\
            <link rel=\"stylesheet\" href=\"/api/v1/docs.css\">\n<h1>The API of Rimessa</h1>\n\
            <p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a> (OpenAPI 3.1). Log in \
            with <code>POST …/sessions</code> and show the token with every request: \
            <code>Authorization: Bearer …</code>. A write that carries an <code>idempotency-key</code> \
            has one effect, however often it is sent. What is refused is answered with 409, the code \
            and the clause (RFC 9457).</p>\n<nav><ul>"
        ));
        for tag in &tags {
            self.add(format_args!("<li><a href=\"#{0}\">{0}</a></li>", Shown(tag)));
        }
        self.add(format_args!("</ul></nav>\n"));
        for tag in tags {
            self.add(format_args!("<h2 id=\"{0}\">{0}</h2>\n", Shown(tag)));
            for operation in all.iter().filter(|operation| operation.tag() == tag) {
                self.operation(operation);
            }
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
            "<details><summary><b class=\"{method}\">{}</b> <code>{}</code> <span>{}</span></summary>\n",
            method.to_uppercase(),
            Shown(path),
            Shown(short)
        ));
        if let Some(more) = of["description"].as_str().filter(|more| *more != short) {
            self.add(format_args!("<p>{}</p>\n", Shown(more)));
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
        if let Some(schema) = of.pointer("/requestBody/content/application~1json/schema") {
            self.add(format_args!("<h3>Body</h3>\n"));
            self.schema(schema);
        }
        for (status, answer) in map(&of["responses"]) {
            let what = answer["description"].as_str().unwrap_or_default();
            let schema = answer.pointer("/content/application~1json/schema");
            if status.starts_with('2') {
                self.add(format_args!("<h3>{} {}</h3>\n", Shown(status), Shown(what)));
                if let Some(schema) = schema {
                    self.schema(schema);
                }
            }
        }
        self.add(format_args!("</details>\n"));
    }

    fn parameters(&mut self, all: &Value) {
        let Some(all) = all.as_array().filter(|all| !all.is_empty()) else { return };
        self.add(format_args!("<h3>Parameters</h3>\n<dl>\n"));
        for one in all {
            let (name, place) = (text(one, "name"), text(one, "in"));
            let (name, place, what) = (Shown(name), Shown(place), Shown(text(one, "description")));
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
                Shown(&kind),
                Shown(what)
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
                "responses": { "201": { "description": "Done", "content": { "application/json": {
                    "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Wish" } }
                } } } } } } },
            "components": { "schemas": { "Wish": { "required": ["end"], "properties": {
                "end": { "type": "string", "description": "The end" },
                "note": { "type": ["string", "null"] } } } } }
        });
        let html = page(&document);
        for part in [
            "<h2 id=\"things\">",
            "/a/{x}",
            "Do &lt;it&gt;",
            "member, agent",
            "Which",
            "<dd>The end</dd>",
            "<i>string, optional</i>",
            "A list, each of",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("<script") && !html.contains("http"), "{html}");
    }
}
