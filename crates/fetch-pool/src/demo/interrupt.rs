//! Ctrl-C: the first ends the run, the second the program.

/// The exit code of a program that Ctrl-C ended: 128 and the signal's number.
pub const EXIT_CODE: u8 = 130;

/// Calls `first` at the first Ctrl-C, in a thread of its own. A second Ctrl-C ends the program at once.
pub fn on_ctrl_c(mut first: impl FnMut() + Send + 'static) {
    let mut before = false;
    let handler = move || {
        if std::mem::replace(&mut before, true) {
            std::process::exit(EXIT_CODE.into());
        }
        first();
    };
    // Where no handler can be set, Ctrl-C ends the program as it always does.
    _ = ctrlc::set_handler(handler);
}
