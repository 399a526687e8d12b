//! Opens a file in the reader's browser.

use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// A command that still runs by then has found a browser. Some wait until it is closed.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// Opens `file` with the program in `BROWSER`, or else as the system opens such files.
///
/// # Errors
/// If there is no such program, or it says that it failed.
pub fn open(file: &Path) -> Result<(), String> {
    let own = std::env::var("BROWSER").unwrap_or_default();
    // A list of programs, the preferred one first.
    let own = own.split(':').map(|name| vec![name]).filter(|name| !name[0].is_empty());
    let mut why = "there is no browser here".to_string();
    for program in own.chain([usual()]) {
        match started(&program, file) {
            Ok(()) => return Ok(()),
            Err(error) => why = format!("{}: {error}", program[0]),
        }
    }
    Err(why)
}

/// The program that opens a file as the system does.
fn usual() -> Vec<&'static str> {
    if cfg!(windows) {
        vec!["rundll32", "url.dll,FileProtocolHandler"]
    } else if cfg!(target_os = "macos") {
        vec!["open"]
    } else {
        vec!["xdg-open"]
    }
}

fn started(program: &[&str], file: &Path) -> Result<(), String> {
    let mut command = Command::new(program[0]);
    command.args(&program[1..]).arg(file);
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let (ended, has_ended) = channel();
    thread::spawn(move || ended.send(child.wait()));
    let failed = |status: &ExitStatus| !status.success();
    match has_ended.recv_timeout(ANSWERS_WITHIN) {
        Ok(Ok(status)) if failed(&status) => Err(status.to_string()),
        Ok(Err(error)) => Err(error.to_string()),
        _ => Ok(()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_or_is_not_there_opens_nothing() {
        let file = Path::new("page.html");
        assert_eq!(started(&["true"], file), Ok(()));
        assert_eq!(started(&["false"], file), Err("exit status: 1".to_string()));
        assert!(started(&["no-such-browser"], file).is_err());
    }
}
