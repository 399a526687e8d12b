//! Which machine this is. Graders on several machines may share a folder, and what they write there for a while is named
//! after their processes; but two machines give the same number to two processes.

use std::sync::OnceLock;

/// Names whatever gives processes their numbers: this machine or, in a container, its namespace of processes.
pub fn name() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let namespace = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        file_name(&host(), &namespace.to_string_lossy())
    })
}

#[cfg(unix)]
fn host() -> String {
    nix::unistd::gethostname().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// A name for a file; `namespace` is such as `pid:[4026531836]`.
fn file_name(host: &str, namespace: &str) -> String {
    let host: String = host.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    let number: String = namespace.chars().filter(char::is_ascii_digit).collect();
    format!("{host}-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_of_a_process_is_another_name_on_another_machine_and_in_a_container() {
        let names =
            [("n1.example", "pid:[1]"), ("n2.example", "pid:[1]"), ("n1.example", "pid:[2]"), ("../n1", "")];
        let names = names.map(|(host, namespace)| file_name(host, namespace));
        assert_eq!(names, ["n1-example-1", "n2-example-1", "n1-example-2", "---n1-"]);
        assert!(!name().is_empty());
    }
}
