//! The browsers in which the journeys run: how each is started and ended, and what it can do.
//!
//! A run is for one of them; the variable `BETEKENIS_ENGINE` of the environment says which. What only one can do (a full
//! disk, a database that is closed, a slow processor) is tested in that one.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use thirtyfour::WebDriver;

use crate::tablet::Manner;

mod chromium;
mod firefox;
mod webkit;

/// The file in the folder of a browser with what it has complained of: why a tab crashed, nothing else tells.
pub(crate) const COMPLAINTS: &str = "complaints";

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Of Chrome, Edge, Samsung Internet and most Android tablets.
    Chromium,
    /// Of Firefox.
    Firefox,
    /// Of Safari, and of every browser on an iPad. Here it is `WebKitGTK`, in which a finger arrives as a mouse.
    WebKit,
}

impl Engine {
    /// The one that this run is for: Chromium, unless the environment says otherwise.
    pub fn chosen() -> Self {
        match std::env::var("BETEKENIS_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => {
                panic!("BETEKENIS_ENGINE is {other:?}, but it can only be chromium, firefox or webkit")
            }
        }
    }

    /// Whether fingers are fingers here, also one that the browser takes away from the page.
    pub fn has_fingers(self) -> bool {
        self == Self::Chromium
    }

    /// Starts a browser that keeps its things in `folder`.
    pub(crate) async fn start(self, folder: &Path, manner: Manner) -> Browser {
        match self {
            Self::Chromium => chromium::start(folder, manner).await,
            Self::Firefox => firefox::start(folder, manner).await,
            Self::WebKit => webkit::start(folder, manner).await,
        }
    }
}

/// A browser that runs, and what drives it. It ends when this is dropped, without a warning, as after a crash.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    // They go in this order: the browser first.
    own: Own,
    _others: Vec<Program>,
}

/// The browser itself.
enum Own {
    /// We started it.
    Program(Program),
    /// Its driver did.
    Process(Pid),
}

impl Browser {
    /// Asks it to end as a person does: it writes down what it has to.
    pub(crate) async fn ask_to_end(&self) {
        match &self.own {
            Own::Program(_) => chromium::ask_to_end(&self.driver).await,
            Own::Process(process) => {
                // It may have ended by itself.
                let _ = kill_process(*process, Signal::TERM);
            }
        }
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        match &mut self.own {
            Own::Program(program) => !matches!(program.child.try_wait(), Ok(None)),
            // One that has ended, but whose driver has not noticed, has no command any more.
            Own::Process(process) => {
                let command = fs::read(format!("/proc/{}/cmdline", process.as_raw_nonzero()));
                command.is_ok_and(|command| command.is_empty()) || test_kill_process(*process).is_err()
            }
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Self::Process(process) = self {
            // It may have ended by itself.
            let _ = kill_process(*process, Signal::KILL);
        }
    }
}

/// A program that we started, and end.
struct Program {
    child: Child,
}

impl Program {
    /// Starts `command`.
    fn start(command: &mut Command) -> io::Result<Self> {
        Ok(Self { child: command.stdin(Stdio::null()).stderr(Stdio::null()).spawn()? })
    }

    /// Starts `command`, and keeps in `file` what it complains of.
    fn start_heard(command: &mut Command, file: &Path) -> io::Result<Self> {
        let complaints = File::options().create(true).append(true).open(file)?;
        Ok(Self { child: command.stdin(Stdio::null()).stderr(complaints).spawn()? })
    }

    /// Starts `command` and waits for a line in which `find` finds something; nothing if it ends before.
    fn start_that_says<T>(
        command: &mut Command,
        find: impl Fn(&str) -> Option<T>,
    ) -> io::Result<Option<(Self, T)>> {
        let mut program = Self::start(command.stdout(Stdio::piped()))?;
        let mut words = BufReader::new(program.child.stdout.take().expect("it has a pipe"));
        let mut line = String::new();
        while words.read_line(&mut line)? > 0 {
            if let Some(found) = find(line.trim_end()) {
                // What a program writes to a full pipe, it waits for.
                thread::spawn(move || io::copy(&mut words, &mut io::sink()));
                return Ok(Some((program, found)));
            }
            line.clear();
        }
        Ok(None)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts what drives a browser, and waits until it has said at which port it is, after the words `at`.
fn start_driver(mut command: impl FnMut() -> Command, at: &str, install: &str) -> (Program, u16) {
    let port = |line: &str| {
        let (_, port) = line.split_once(at)?;
        port.trim_end_matches(|end: char| !end.is_ascii_digit()).parse().ok()
    };
    // Two that start at the same moment may want the same free port: then one of them ends at once.
    let started = (0..10).find_map(|_| {
        let mut command = command();
        let name = command.get_program().to_owned();
        Program::start_that_says(&mut command, port)
            .unwrap_or_else(|error| panic!("{} does not start ({error}): {install}.", name.display()))
    });
    started.expect("the browser's driver ended before it said at which port it is")
}

/// The name of a program, or the one that the variable `variable` of the environment names.
fn program(variable: &str, name: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| name.into())
}
