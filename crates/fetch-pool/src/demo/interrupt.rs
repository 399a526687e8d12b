//! Ctrl-C and, on Unix, a request to end (SIGTERM): the first ends the run and shows what there is, the second ends the
//! program.

/// Calls `first` at the first of these signals, in a thread of its own, with the exit code that goes with it: 128 and the
/// signal's number. A second signal ends the program at once.
#[cfg(unix)]
pub fn on_signal(first: impl FnMut(u8) + Send + 'static) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut end = end_at_the_second(first);
    // Where no handler can be set, and where no thread is left to wait in, a signal ends the program as it always does.
    let started = Signals::new([SIGINT, SIGTERM]).and_then(|mut signals| {
        let handle = signals.handle();
        let wait = move || signals.forever().for_each(|signal| end(128 + u8::try_from(signal).unwrap_or(0)));
        std::thread::Builder::new().name("signals".into()).spawn(wait).inspect_err(|_| handle.close())
    });
    if started.is_err() {
        for signal in [SIGINT, SIGTERM] {
            _ = signal_hook::flag::register_conditional_default(signal, std::sync::Arc::new(true.into()));
        }
    }
}

/// As on Unix, for Ctrl-C alone.
#[cfg(not(unix))]
pub fn on_signal(first: impl FnMut(u8) + Send + 'static) {
    let mut end = end_at_the_second(first);
    _ = ctrlc::set_handler(move || end(130));
}

fn end_at_the_second(mut first: impl FnMut(u8) + Send + 'static) -> impl FnMut(u8) + Send + 'static {
    let mut before = false;
    move |code| {
        if std::mem::replace(&mut before, true) {
            std::process::exit(code.into());
        }
        first(code);
    }
}
