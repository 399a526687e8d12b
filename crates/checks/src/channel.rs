//! How a parent and a check's process talk: one question, then records.
//!
//! On Unix over a pair of sockets without a name. The child has its end as standard input, for that is what a launcher
//! between the two hands on, and moves it at once to where safe code cannot reach it: a socket cannot be opened again,
//! not by its number either. What the code under test prints goes elsewhere. On other systems the question comes on
//! standard input, and the records share standard output with what is printed.

use std::io::{self, Read};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A process that was asked.
pub(crate) struct Asked {
    pub child: Child,
    /// What it answers.
    pub answer: Box<dyn Read + Send>,
    /// What it prints where that is another stream.
    pub printed: Option<Box<dyn Read + Send>>,
}

/// Starts `command` and asks it.
pub(crate) fn ask(command: &mut Command, question: String) -> io::Result<Asked> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let (asked, ours) = start(command)?;
    // A child that is gone already will say so by its silence; one that does not read must not keep us waiting.
    thread::spawn(move || {
        let mut ours = ours;
        let _ = ours.write_all(question.as_bytes());
        let _ = ours.end();
    });
    Ok(asked)
}

#[cfg(unix)]
mod sockets {
    use super::{Asked, Child, Command, Read, Stdio, io};
    use std::fs::File;
    use std::io::Write;
    use std::net::Shutdown;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::net::UnixStream;

    pub(super) struct Question(UnixStream);

    impl Question {
        pub(super) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.0.write_all(bytes)
        }

        /// The child's input is at its end then.
        pub(super) fn end(&self) -> io::Result<()> {
            self.0.shutdown(Shutdown::Write)
        }
    }

    pub(super) fn start(command: &mut Command) -> io::Result<(Asked, Question)> {
        let (ours, theirs) = UnixStream::pair()?;
        let child = command.stdin(OwnedFd::from(theirs)).spawn();
        // The command would keep theirs open, and the end of the child would not be the end of what it answers.
        command.stdin(Stdio::null());
        let mut child: Child = child?;
        let printed = child.stdout.take().map(|stdout| Box::new(stdout) as Box<dyn Read + Send>);
        Ok((Asked { child, answer: Box::new(ours.try_clone()?), printed }, Question(ours)))
    }

    /// The child's end.
    pub(crate) struct Channel(File);

    impl Channel {
        /// Takes it from standard input, which gives nothing from then on, and reads the question.
        ///
        /// As a file, for a confined process may read and write, but not `recv` and `send`.
        pub(crate) fn take() -> io::Result<(Self, String)> {
            let mut channel = File::from(io::stdin().as_fd().try_clone_to_owned()?);
            // A pipe that nobody writes to.
            rustix::stdio::dup2_stdin(io::pipe()?.0)?;
            let mut question = String::new();
            channel.read_to_string(&mut question)?;
            Ok((Channel(channel), question))
        }

        /// Writes one line.
        pub(crate) fn write(&mut self, line: &str) -> io::Result<()> {
            self.0.write_all(line.as_bytes())
        }
    }
}

#[cfg(unix)]
pub(crate) use sockets::Channel;
#[cfg(unix)]
use sockets::start;

#[cfg(not(unix))]
mod pipes {
    use super::{Asked, Command, Read, Stdio, io};
    use std::io::Write;
    use std::process::ChildStdin;

    pub(super) struct Question(Option<ChildStdin>);

    impl Question {
        pub(super) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.0.as_mut().map_or(Ok(()), |stdin| stdin.write_all(bytes))
        }

        pub(super) fn end(&mut self) -> io::Result<()> {
            self.0 = None;
            Ok(())
        }
    }

    pub(super) fn start(command: &mut Command) -> io::Result<(Asked, Question)> {
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        let stdin = child.stdin.take();
        let answer = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok((Asked { child, answer: Box::new(answer), printed: None }, Question(stdin)))
    }

    /// The child's end.
    pub(crate) struct Channel;

    impl Channel {
        pub(crate) fn take() -> io::Result<(Self, String)> {
            let mut question = String::new();
            io::stdin().read_to_string(&mut question)?;
            Ok((Channel, question))
        }

        /// A line of its own, whatever was printed before.
        pub(crate) fn write(&mut self, line: &str) -> io::Result<()> {
            let mut stdout = io::stdout().lock();
            write!(stdout, "\n{line}").and_then(|()| stdout.flush())
        }
    }
}

#[cfg(not(unix))]
pub(crate) use pipes::Channel;
#[cfg(not(unix))]
use pipes::start;

/// Whether a line in the answer is nothing but print.
pub(crate) fn is_print(line: &[u8]) -> bool {
    cfg!(not(unix)) && line.first() != Some(&crate::record::MARK)
}
