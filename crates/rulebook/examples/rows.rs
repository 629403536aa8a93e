//! x
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let mut i = 0;
    loop {
        let Ok(s) = std::fs::read_to_string(format!("{dir}/{i}.toml")) else { break };
        let f = rimessa_rulebook::check(&rimessa_rulebook::Source { toml: &s, texts: &[] });
        println!("== {i}");
        for x in f {
            println!("{x}");
        }
        i += 1;
    }
}
