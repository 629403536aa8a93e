//! x
fn main() {
    for f in std::env::args().skip(1) {
        let s = std::fs::read_to_string(&f).unwrap();
        let dir = std::path::Path::new(&f).parent().unwrap().join("texts");
        let mut texts = vec![];
        if let Ok(d) = std::fs::read_dir(dir) {
            for e in d {
                let p = e.unwrap().path();
                if p.extension().is_some_and(|x| x == "ftl") {
                    texts.push((
                        p.file_stem().unwrap().to_str().unwrap().to_owned(),
                        std::fs::read_to_string(&p).unwrap(),
                    ));
                }
            }
        }
        let t: Vec<(&str, &str)> = texts.iter().map(|(a, b)| (&**a, &**b)).collect();
        let (r, fs) = rimessa_rulebook::read(&rimessa_rulebook::Source { toml: &s, texts: &t });
        println!("{f}: {} findings, rulebook {}", fs.len(), r.is_some());
        print!(
            "{}",
            rimessa_rulebook::render(
                &fs,
                &rimessa_rulebook::Source { toml: &s, texts: &t },
                &f,
                rimessa_rulebook::Style::Plain
            )
        );
        if let (Ok(l), Some(r)) = (std::env::var("SHOW"), r) {
            println!("{}", rimessa_rulebook::show(&r, &l));
        }
    }
}
