//! The program `collector`: options, plain words, start and stop.

use std::{
    env,
    ffi::OsString,
    future::Future,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use collector::{
    Collector, DEFAULT_MAX_BODY, Options, TlsFiles,
    reconcile::{Server, reconcile},
    store::backup,
};
use lexopt::{Arg, Parser, ValueExt as _};

const HELP: &str = "\
Serves the app Betekenis and keeps the responses that tablets send, in one SQLite file.

collector --site DIR --data FILE [options]
collector reconcile LEDGER.csv... --data FILE
collector reconcile LEDGER.csv... --ids FILE
collector backup FILE --data FILE

  --site DIR           folder with the built app (made by `make build`)
  --data FILE          the data file; made if it is not there
  --port PORT          port to listen on; 0: any free one (default 8787)
  --host HOST          127.0.0.1: only this computer (default); 0.0.0.0: the whole network
  --tls-cert FILE      certificate for https, PEM, followed by those that vouch for it
  --tls-key FILE       private key of that certificate, PEM
  --read-token TOKEN   what a reader of the responses must show
                       (default: made at first start and kept in the data file)
  --write-token TOKEN  what a tablet must show to send responses (default: nothing)
  --max-body BYTES     largest batch to take (default 5242880)
  --help               this text

A token can also be given as COLLECTOR_READ_TOKEN or COLLECTOR_WRITE_TOKEN in the environment,
where other users of this computer do not see it.

Responses as NDJSON, or with ?format=csv as CSV, of all studies or with ?study=ID of one:
  curl -H 'Authorization: Bearer TOKEN' http://127.0.0.1:8787/api/responses

`collector reconcile` tells whether the server has everything that counts as sent in the ledgers of tablets (each is
downloaded on the tablet, on the coordinator's page). It changes nothing; a collector may be running meanwhile.

  --data FILE          the data file of this collector
  --ids FILE           for any other server: a text with the ids it has, one a line

`collector reconcile` ends with 0 if nothing is missing, with 1 if something is, and with 2 if a file cannot be read.

`collector backup FILE --data FILE` writes everything in the data file into a new file FILE, which is a data file itself. It
changes nothing; a collector may be running meanwhile.
";

/// Ends `collector reconcile`: a file cannot be read. Also the end of a wrong command line.
const UNREADABLE: u8 = 2;

fn main() -> ExitCode {
    let asked = match read_options(Parser::from_env(), |name| env::var_os(name)) {
        Ok(asked) => asked,
        Err(error) => {
            eprintln!("collector: {error}. `collector --help` lists all options.");
            return ExitCode::from(UNREADABLE);
        }
    };
    let options = match asked {
        Command::Help => {
            say(HELP);
            return ExitCode::SUCCESS;
        }
        Command::Reconcile { ledgers, server } => return tell_what_is_missing(&ledgers, &server),
        Command::Backup { data, to } => return back_up(&data, &to),
        Command::Start(options) => options,
    };
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(&options)),
        Err(error) => fail(&format!("cannot start: {error}")),
    }
}

fn tell_what_is_missing(ledgers: &[PathBuf], server: &Server) -> ExitCode {
    match reconcile(ledgers, server) {
        Ok(report) => {
            say(&report.to_string());
            if report.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("collector: {error}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn back_up(data: &Path, to: &Path) -> ExitCode {
    match backup(data, to) {
        Ok(n_responses) => {
            say(&format!("{n_responses} responses are in {}\n", to.display()));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error.to_string()),
    }
}

async fn run(options: &Options) -> ExitCode {
    // Before it listens, so that there is no moment at which a signal ends it in the middle of something.
    let stopped = match stop_signal() {
        Ok(stopped) => stopped,
        Err(error) => return fail(&format!("cannot listen to signals: {error}")),
    };
    let collector = match collector::start(options).await {
        Ok(collector) => collector,
        Err(error) => return fail(&error.to_string()),
    };
    let n_responses = match collector.n_responses().await {
        Ok(n_responses) => n_responses,
        Err(error) => return fail(&error.to_string()),
    };
    say(&welcome(&collector, options, n_responses));
    stopped.await;
    match collector.stop().await {
        Ok(n_responses) => {
            say(&format!("stopped: {n_responses} responses are safe in {}\n", options.data.display()));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("stopped, but {error}; the next start puts that right")),
    }
}

/// What to do, as the command line says.
#[derive(Debug)]
enum Command {
    Help,
    Start(Options),
    Reconcile { ledgers: Vec<PathBuf>, server: Server },
    Backup { data: PathBuf, to: PathBuf },
}

fn read_options(
    mut parser: Parser,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<Command, lexopt::Error> {
    if parser.try_raw_args().is_some_and(|mut args| args.next_if(|arg| arg == "reconcile").is_some()) {
        return read_reconcile_options(parser);
    }
    if parser.try_raw_args().is_some_and(|mut args| args.next_if(|arg| arg == "backup").is_some()) {
        return read_backup_options(parser);
    }
    let [mut site, mut data, mut certificate, mut key] = [const { None::<PathBuf> }; 4];
    let mut read_token = environment("COLLECTOR_READ_TOKEN");
    let mut write_token = environment("COLLECTOR_WRITE_TOKEN");
    let mut host = "127.0.0.1".to_owned();
    let mut port = 8787;
    let mut max_body = DEFAULT_MAX_BODY;

    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Long("site") => site = Some(parser.value()?.into()),
            Arg::Long("data") => data = Some(parser.value()?.into()),
            Arg::Long("host") => host = parser.value()?.string()?,
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("max-body") => max_body = parser.value()?.parse()?,
            Arg::Long("read-token") => read_token = Some(parser.value()?),
            Arg::Long("write-token") => write_token = Some(parser.value()?),
            Arg::Long("tls-cert") => certificate = Some(parser.value()?.into()),
            Arg::Long("tls-key") => key = Some(parser.value()?.into()),
            _ => return Err(arg.unexpected()),
        }
    }

    let tls = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
        (None, None) => None,
        _ => return Err("--tls-cert and --tls-key go together".into()),
    };
    Ok(Command::Start(Options {
        site: site.ok_or("say with --site where the built app is")?,
        data: data.ok_or("say with --data where the data file is, or is to be")?,
        host,
        port,
        read_token: read_token.map(|token| usable_token(token, "read")).transpose()?,
        write_token: write_token.map(|token| usable_token(token, "write")).transpose()?,
        max_body,
        tls,
    }))
}

fn read_reconcile_options(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut ledgers = Vec::new();
    let [mut data, mut ids] = [const { None::<PathBuf> }; 2];

    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Long("data") => data = Some(parser.value()?.into()),
            Arg::Long("ids") => ids = Some(parser.value()?.into()),
            Arg::Value(ledger) => ledgers.push(ledger.into()),
            _ => return Err(arg.unexpected()),
        }
    }

    if ledgers.is_empty() {
        return Err("say which ledgers to look at: collector reconcile LEDGER.csv... --data FILE".into());
    }
    let server = match (data, ids) {
        (Some(data), None) => Server::Data(data),
        (None, Some(ids)) => Server::Ids(ids),
        _ => return Err("say with either --data or --ids what the server has".into()),
    };
    Ok(Command::Reconcile { ledgers, server })
}

fn read_backup_options(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let [mut data, mut to] = [const { None::<PathBuf> }; 2];

    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Long("data") => data = Some(parser.value()?.into()),
            Arg::Value(file) if to.is_none() => to = Some(file.into()),
            _ => return Err(arg.unexpected()),
        }
    }

    let (Some(data), Some(to)) = (data, to) else {
        return Err("say what to copy and where to: collector backup FILE --data FILE".into());
    };
    Ok(Command::Backup { data, to })
}

/// A token that a header can carry. An empty one, as a script with a missing variable gives, would open the door.
fn usable_token(token: OsString, what_for: &str) -> Result<String, lexopt::Error> {
    let token = token.string()?;
    if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(token);
    }
    Err(format!("the {what_for} token must be letters, digits and signs, without spaces").into())
}

/// What a person who starts the collector needs to know.
fn welcome(collector: &Collector, options: &Options, n_responses: u64) -> String {
    let token = match &options.read_token {
        Some(_) => "the one you gave",
        None => collector.read_token(),
    };
    let is_open = !collector.address().ip().is_loopback();
    let tablets = match (&options.tls, is_open) {
        (Some(_), true) => {
            "Tablets in the same network open the app at the name in the certificate, with https:// and this port."
        }
        (Some(_), false) => {
            "Now only this computer can open the app. For tablets in the same network, add --host 0.0.0.0."
        }
        (None, true) => {
            "Tablets can reach this port, but a browser keeps the app for use without a network only over https: \
             give --tls-cert and --tls-key, or put a reverse proxy with https before this port."
        }
        (None, false) => {
            "Now only this computer can open the app. Tablets in the same network need https and a way in: \
             give --host 0.0.0.0 with --tls-cert and --tls-key, or put a reverse proxy with https before this port."
        }
    };
    let file = options.data.display();
    let data = if collector.has_new_data_file() {
        format!(
            "NEW data file: {file} was not there and has been made. If there should be responses in it, look at --data."
        )
    } else {
        format!("data file: {file} holds {n_responses} responses")
    };
    format!("listening on {}\nread token: {token}\n{tablets}\n{data}\n", collector.url())
}

/// Ends when the system or a person asks the program to stop.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when the system or a person asks the program to stop.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    let mut shutdown = tokio::signal::windows::ctrl_shutdown()?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = shutdown.recv() => {}
        }
    })
}

/// Prints at once, also into a pipe. Whoever started the program may have stopped listening: that is no reason to end.
fn say(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

fn fail(reason: &str) -> ExitCode {
    eprintln!("collector: {reason}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str], environment: &[(&str, &str)]) -> Result<Command, String> {
        let environment = |name: &str| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        };
        read_options(Parser::from_args(args), environment).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn check_refused(args: &[&str], expected: &str) {
        assert_eq!(read(args, &[]).unwrap_err(), expected);
    }

    #[test]
    fn site_and_data_are_enough() {
        let Command::Start(options) = read(&["--site", "dist", "--data=d.sqlite"], &[]).unwrap() else {
            panic!("help was not asked for");
        };

        assert_eq!((options.host.as_str(), options.port), ("127.0.0.1", 8787));
        assert_eq!(options.max_body, 5_242_880);
        assert!(options.read_token.is_none() && options.write_token.is_none() && options.tls.is_none());
    }

    #[test]
    fn a_token_on_the_command_line_goes_before_one_in_the_environment() {
        let environment = [("COLLECTOR_READ_TOKEN", "a"), ("COLLECTOR_WRITE_TOKEN", "b")];
        let args = ["--site", "s", "--data", "d", "--read-token", "c"];

        let Command::Start(options) = read(&args, &environment).unwrap() else {
            panic!("help was not asked for");
        };

        assert_eq!(options.read_token.as_deref(), Some("c"));
        assert_eq!(options.write_token.as_deref(), Some("b"));
    }

    #[test]
    fn options_that_cannot_be_meant_are_refused_in_words() {
        check_refused(&["--site", "s"], "say with --data where the data file is, or is to be");
        check_refused(&["--data", "d"], "say with --site where the built app is");
        check_refused(
            &["--site", "s", "--data", "d", "--tls-key", "k"],
            "--tls-cert and --tls-key go together",
        );
        check_refused(
            &["--site", "s", "--data", "d", "--read-token", ""],
            "the read token must be letters, digits and signs, without spaces",
        );
        check_refused(&["--prot", "1"], "invalid option '--prot'");
        check_refused(
            &["reconcile", "--data", "d"],
            "say which ledgers to look at: collector reconcile LEDGER.csv... --data FILE",
        );
        let either = "say with either --data or --ids what the server has";
        check_refused(&["reconcile", "l.csv"], either);
        check_refused(&["reconcile", "l.csv", "--data", "d", "--ids", "i"], either);
        check_refused(&["reconcile", "l.csv", "--data", "d", "--port", "1"], "invalid option '--port'");
        let both = "say what to copy and where to: collector backup FILE --data FILE";
        check_refused(&["backup", "--data", "d"], both);
        check_refused(&["backup", "b.sqlite"], both);
        check_refused(&["backup", "a", "b", "--data", "d"], "unexpected argument \"b\"");
    }

    #[test]
    fn ledgers_may_stand_before_and_after_the_data_file() {
        let Command::Reconcile { ledgers, server } =
            read(&["reconcile", "a.csv", "--data", "d", "b.csv"], &[]).unwrap()
        else {
            panic!("something else was asked for");
        };

        assert_eq!(ledgers, ["a.csv", "b.csv"].map(PathBuf::from));
        assert_eq!(server, Server::Data("d".into()));
    }
}
