//! The program as a whole, on the one row that takes a moment.

use serde_json::Value;
use std::process::{Command, Output};

fn bench(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bench")).args(arguments).output().unwrap()
}

#[test]
fn a_try_of_one_work_prints_its_row_and_writes_it_as_json() {
    let file = std::env::temp_dir().join(format!("bench-{}.json", std::process::id()));
    let output = bench(&["--quick", "--only", "counter", "--json", file.to_str().unwrap()]);
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let row = table.lines().find(|line| line.starts_with("counter    std Mutex<u64>")).expect(&table);
    assert!(row.contains("ns"), "{row}");
    assert!(!table.contains("queue-10"), "{table}");

    let json: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    std::fs::remove_file(file).unwrap();
    let row = &json["rows"][0];
    assert_eq!((&row["work"], &row["count"]), (&"counter".into(), &3.into()), "{json}");
    assert!(row["ours"].as_f64().unwrap() > 0.0 && row["ratio"]["median"].as_f64().unwrap() > 0.0, "{json}");
    assert!(json["machine"]["processors"].as_u64().unwrap() > 0, "{json}");
}

#[test]
fn a_mistake_is_one_line_and_exit_code_2() {
    for (mistake, said) in [
        (&["--only", "pools"][..], "queue-10"),
        (&["--book", "--only", "pool"], "it excludes --only"),
        (&["--fast"], "--fast"),
        (&["--json", "/no/such/folder/file"], "--json: cannot write the file"),
    ] {
        let output = bench(mistake);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(said) && text.lines().count() == 1, "{text}");
    }
}

/// A machine without CPython and curl still has a table.
#[test]
#[cfg(unix)]
fn a_peer_that_is_not_installed_says_how_to_get_it_and_the_rest_is_measured() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bench"));
    let output =
        command.args(["--quick", "--only", "pool", "--only", "fetch-5"]).env("PATH", "/nowhere").output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(table.contains("not installed: apt install python3"), "{table}");
    assert!(table.contains("not installed: apt install curl"), "{table}");
    assert!(
        table.lines().any(|line| line.starts_with("fetch-5    ideal schedule") && line.contains("ms")),
        "{table}"
    );
}
