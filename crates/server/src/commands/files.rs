//! Files named on the command line: single ones, folders with all below them, `-` for the input.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Scenarios end so.
const ENDINGS: [&str; 2] = ["json", "jsonl"];

/// Something to read, with the name it has in messages.
pub(crate) struct Input {
    pub(crate) name: String,
    /// The folder against which paths in it are meant.
    pub(crate) folder: PathBuf,
    path: Option<PathBuf>,
}

impl Input {
    /// Opens it.
    pub(crate) fn open(&self) -> io::Result<BufReader<Box<dyn Read + Send>>> {
        let read: Box<dyn Read + Send> = match &self.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        Ok(BufReader::with_capacity(256 * 1024, read))
    }
}

/// What the arguments name, in order; folders by the names of their files.
///
/// # Errors
/// A sentence for each that does not exist.
pub(crate) fn inputs(arguments: &[PathBuf]) -> (Vec<Input>, Vec<String>) {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for argument in arguments {
        if argument.as_os_str() == "-" {
            all.push(Input { name: "-".to_owned(), folder: PathBuf::from("."), path: None });
        } else if argument.is_dir() {
            let before = all.len();
            if let Err(error) = add_folder(argument, &mut all) {
                problems.push(format!("{}: error: {error}", argument.display()));
            } else if all.len() == before {
                let message = "error: no .json or .jsonl file in this folder";
                problems.push(format!("{}: {message}", argument.display()));
            }
        } else {
            all.push(of_file(argument.clone()));
        }
    }
    (all, problems)
}

fn add_folder(folder: &Path, all: &mut Vec<Input>) -> io::Result<()> {
    let entries = std::fs::read_dir(folder)?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_folder(&path, all)?;
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e)) {
            all.push(of_file(path));
        }
    }
    Ok(())
}

fn of_file(path: PathBuf) -> Input {
    let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    Input { name: path.display().to_string(), folder, path: Some(path) }
}
