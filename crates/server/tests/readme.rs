//! The commands of the README's section on the API, run as they stand there, against a short demo.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const RIMESSA: &str = env!("CARGO_BIN_EXE_rimessa");

/// The demo, served; killed when it goes.
struct Demo {
    address: String,
    server: Child,
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

fn serve(folder: &Path) -> Demo {
    let build = ["demo", "build", "--days", "30", "demo.db"];
    let built = Command::new(RIMESSA).args(build).current_dir(folder).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let arguments = ["serve", "--demo", "--database", "sqlite:demo.db", "--listen", "127.0.0.1:0"];
    let mut server = Command::new(RIMESSA)
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map_while(Result::ok);
    let listens = lines.find(|line| line.starts_with("Rimessa listens on ")).unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    Demo { address: listens.rsplit(' ').next().unwrap().to_owned(), server }
}

/// The blocks of commands under that heading.
fn commands(readme: &str, heading: &str) -> String {
    let section = readme.split(heading).nth(1).unwrap().split("\n## ").next().unwrap();
    let blocks = section.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap()).collect()
}

#[test]
fn the_commands_of_the_readme_do_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let demo = serve(folder.path());
    let readme = include_str!("../../../README.md");
    let script = commands(readme, "\n## The API\n").replace("http://127.0.0.1:8080", &demo.address);
    let path = std::env::var("PATH").unwrap();
    let own = Path::new(RIMESSA).parent().unwrap().display();
    let ran = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .env("PATH", format!("{own}:{path}"))
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    let times = |text: &str| said.matches(text).count();
    // Four bookings that were taken for others, not yet begun, driven, returned and billed; a
    // consent; and five histories that are decided again as they were.
    assert_eq!(times("[409,\"vehicle-taken\",\""), 4, "{said}");
    assert_eq!(times("[409,\"before-start\"]"), 4, "{said}");
    assert_eq!(times("\"driving\""), 4, "{said}");
    assert_eq!(times("\"returned\""), 4, "{said}");
    assert!(times("\"basis\": \"clause ") >= 4, "{said}");
    assert_eq!(times("[409,\"consent-needed\",\""), 1, "{said}");
    assert_eq!(times("1 as expected, 0 differ"), 5, "{said}");
}
