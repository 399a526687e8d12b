//! The channel between a parent and a check's process: one question, then records.
//!
//! On Unix it is a pair of unnamed sockets. The child gets its end as stdin, which a launcher between the two passes
//! on, and at once moves it to where safe code cannot reach it: a socket cannot be reopened, not even by its number.
//! The output of the code under test goes elsewhere. On other systems the question comes on stdin, and the records
//! share stdout with the output.

use std::io::{self, Read};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A process that was asked a question.
pub(crate) struct Asked {
    pub child: Child,
    /// Its answer.
    pub answer: Box<dyn Read + Send>,
    /// Its output, if that is a separate stream.
    pub printed: Option<Box<dyn Read + Send>>,
}

/// Starts `command` and sends it the question.
pub(crate) fn ask(command: &mut Command, question: String) -> io::Result<Asked> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let (asked, ours) = start(command)?;
    // A child that has already ended will not answer; one that does not read must not block us.
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

        /// Closes the child's input.
        pub(super) fn end(&self) -> io::Result<()> {
            self.0.shutdown(Shutdown::Write)
        }
    }

    pub(super) fn start(command: &mut Command) -> io::Result<(Asked, Question)> {
        let (ours, theirs) = UnixStream::pair()?;
        let child = command.stdin(OwnedFd::from(theirs)).spawn();
        // The command would keep the child's end open, and we would not see the end of the answer when the child ends.
        command.stdin(Stdio::null());
        let mut child: Child = child?;
        let printed = child.stdout.take().map(|stdout| Box::new(stdout) as Box<dyn Read + Send>);
        Ok((Asked { child, answer: Box::new(ours.try_clone()?), printed }, Question(ours)))
    }

    /// The child's end.
    pub(crate) struct Channel(File);

    impl Channel {
        /// Takes the channel from stdin, which is empty from then on, and reads the question.
        ///
        /// A file, because a confined process may `read` and `write` but not `recv` and `send`.
        pub(crate) fn take() -> io::Result<(Self, String)> {
            let mut channel = File::from(io::stdin().as_fd().try_clone_to_owned()?);
            // A pipe without a writer.
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

        /// Writes a separate line, whatever was printed before.
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

/// Whether a line in the answer is mere output.
pub(crate) fn is_print(line: &[u8]) -> bool {
    cfg!(not(unix)) && line.first() != Some(&crate::record::MARK)
}
