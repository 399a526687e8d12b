//! Tests fetch-pool against the real httpbin, which is installed in `target/` and runs on this machine.

use crate::cargo::as_typed;
use crate::step;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use xshell::{Shell, cmd};

/// What is installed from PyPI.
const PACKAGES: [&str; 2] = ["httpbin==0.10.4", "gunicorn==27.0.1"];
/// How often to try to connect to the server, and how long to wait in between.
const TRIES: (usize, Duration) = (300, Duration::from_millis(100));

pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("fetch-pool against the real httpbin");
    let environment = "target/httpbin";
    cmd!(shell, "python3 -m venv {environment}").run()?;
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    cmd!(shell, "{environment}/{bin}/pip install --quiet --disable-pip-version-check {PACKAGES...}").run()?;

    // A port that was free a moment ago. If another program takes it meanwhile, the server fails to start, and so does
    // this command.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let address = port.map_or_else(|_| "127.0.0.1:8099".to_string(), |address| address.to_string());
    let server = Command::new(shell.current_dir().join(environment).join(bin).join("gunicorn"))
        .args(["--worker-class", "gthread", "--threads", "64", "--log-level", "error"])
        .args(["--no-control-socket", "--bind", &address])
        .arg("httpbin:app")
        .stdin(Stdio::null())
        .spawn();
    // If it does not start, the test below says that nothing answers.
    let _server = server.map(Stopped);
    for _ in 0..TRIES.0 {
        if TcpStream::connect(&address).is_ok() {
            break;
        }
        sleep(TRIES.1);
    }
    let _url = shell.push_env("HTTPBIN_URL", format!("http://{address}"));
    as_typed(cmd!(shell, "cargo test --quiet --package fetch-pool --test httpbin -- --ignored")).run()
}

/// A process that is stopped when this command ends, however it ends.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
