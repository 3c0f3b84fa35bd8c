//! `collector reconcile`: the ledgers of tablets against what the server has.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use crate::support::{BATCH, Place, Running, batch, id, open_data, response};

/// The files of one comparison.
struct Desk {
    place: Place,
}

impl Desk {
    fn new() -> Self {
        Self { place: Place::new() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.place.data().with_file_name(name)
    }

    /// A ledger with a row for each response and its state.
    fn write_ledger(&self, name: &str, rows: &[(usize, &str)]) {
        let mut lines = vec!["id,state,finished,refused,sent,cleared,receipt".to_owned()];
        for (n, state) in rows {
            let rest = match *state {
                "draft" => ",,,,".to_owned(),
                "sent" => format!("2026-11-20,,2026-11-22,,data.example.nl {BATCH}"),
                "refused" => "2026-11-20,2026-11-22,,,".to_owned(),
                "cleared" => ",,,2026-11-22,".to_owned(),
                _ => "2026-11-20,,,,".to_owned(),
            };
            lines.push(format!("{},{state},{rest}", id(*n)));
        }
        fs::write(self.file(name), lines.join("\r\n") + "\r\n").unwrap();
    }

    /// Starts a collector that has the responses.
    fn start_with_stored(&self, ns: &[usize]) -> Running {
        let running = self.place.start();
        let responses: Vec<_> = ns.iter().copied().map(response).collect();
        assert_eq!(running.send(&batch(&responses)).status, 200);
        running
    }

    /// Runs the command beside the files; returns how it ended, and what it printed.
    fn reconcile(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(args);
        assert!(output.stderr.is_empty(), "{output:?}");
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    }

    #[track_caller]
    fn check_unreadable(&self, args: &[&str], words: &[&str]) {
        let output = self.run(args);

        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), [].as_slice()), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        for words in words {
            assert!(said.contains(words), "{said}");
        }
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_collector"))
            .arg("reconcile")
            .args(args)
            .current_dir(self.place.data().parent().unwrap())
            .output()
            .unwrap()
    }
}

#[test]
fn when_the_server_has_all_that_was_sent_it_says_so() {
    let desk = Desk::new();
    let _running = desk.start_with_stored(&[1, 2, 3]);
    desk.write_ledger("hall.csv", &[(1, "sent"), (2, "sent"), (3, "cleared"), (4, "draft"), (5, "waiting")]);

    let (status, words) = desk.reconcile(&["hall.csv", "--data", "data.sqlite"]);

    assert_eq!(
        (status, words),
        (
            0,
            format!(
                "hall.csv: 5 made = 1 draft + 1 waiting + 0 sending + 2 sent + 0 refused + 1 cleared\n\n\
                 Nothing is missing: the server has all 3 that count as sent or cleared.\n\n\
                 Not sent yet: 1.\n\
                 {}  waiting  not on the server  hall.csv\n",
                id(5)
            )
        )
    );
}

#[test]
fn what_was_sent_or_cleared_and_is_not_on_the_server_is_the_alarm() {
    let desk = Desk::new();
    let _running = desk.start_with_stored(&[1]);
    desk.write_ledger("hall.csv", &[(1, "sent"), (2, "sent"), (3, "cleared")]);

    let (status, words) = desk.reconcile(&["hall.csv", "--data", "data.sqlite"]);

    assert_eq!(status, 1);
    let alarm = format!(
        "MISSING on the server: 2 of 3 that count as sent or cleared.\n\
         {}  sent  data.example.nl {BATCH}  hall.csv\n\
         {}  cleared  no receipt  hall.csv\n\
         Look at the host in the receipt",
        id(2),
        id(3)
    );
    assert!(words.contains(&alarm), "{words}");
}

#[test]
fn what_is_not_sent_is_listed_with_whether_the_server_has_it() {
    let desk = Desk::new();
    let _running = desk.start_with_stored(&[1, 3]);
    desk.write_ledger("hall.csv", &[(1, "sending"), (2, "waiting"), (3, "refused"), (4, "refused")]);

    let (status, words) = desk.reconcile(&["hall.csv", "--data", "data.sqlite"]);

    assert_eq!(status, 0);
    let unsent = format!(
        "Not sent yet: 4.\n\
         {}  sending  on the server already  hall.csv\n\
         {}  waiting  not on the server  hall.csv\n\
         {}  refused  on the server already  hall.csv\n\
         {}  refused  not on the server  hall.csv\n\
         On the server already: the tablet has not heard",
        id(1),
        id(2),
        id(3),
        id(4)
    );
    assert!(words.contains(&unsent), "{words}");
}

#[test]
fn a_response_in_two_ledgers_is_counted_once_by_where_it_got_furthest() {
    let desk = Desk::new();
    let _running = desk.start_with_stored(&[1, 2]);
    desk.write_ledger("old.csv", &[(1, "sent"), (2, "waiting"), (3, "draft")]);
    desk.write_ledger("new.csv", &[(1, "waiting"), (2, "sent"), (3, "waiting"), (4, "draft")]);

    let (status, words) = desk.reconcile(&["old.csv", "new.csv", "--data", "data.sqlite"]);

    assert_eq!(status, 0);
    for line in [
        "old.csv: 3 made = 1 draft + 1 waiting + 0 sending + 1 sent + 0 refused + 0 cleared\n",
        "new.csv: 4 made = 1 draft + 2 waiting + 0 sending + 1 sent + 0 refused + 0 cleared\n",
        "Together: 4 made = 1 draft + 1 waiting + 0 sending + 2 sent + 0 refused + 0 cleared\n",
        "In more than one ledger, as after a restore on another tablet: 3.",
        "Nothing is missing: the server has all 2 ",
        "Not sent yet: 1.\n",
    ] {
        assert!(words.contains(line), "{words}");
    }
}

#[test]
fn what_no_ledger_knows_is_counted_and_no_alarm() {
    let desk = Desk::new();
    let _running = desk.start_with_stored(&[1, 2, 3, 4]);
    desk.write_ledger("hall.csv", &[(1, "sent"), (2, "draft")]);

    let (status, words) = desk.reconcile(&["hall.csv", "--data", "data.sqlite"]);

    assert_eq!(status, 0);
    let remark = "On the server and in none of these ledgers: 2. They may come from other tablets.\n";
    assert!(words.ends_with(remark), "{words}");
}

#[test]
fn a_data_file_is_read_while_a_collector_runs_after_it_stopped_and_after_it_was_killed() {
    let desk = Desk::new();
    desk.write_ledger("hall.csv", &[(1, "sent")]);
    let check = || assert_eq!(desk.reconcile(&["hall.csv", "--data", "data.sqlite"]).0, 0);

    let running = desk.start_with_stored(&[1]);
    check();
    // Also in the middle of a batch.
    let writer = open_data(&desk.place.data());
    writer.execute_batch("BEGIN IMMEDIATE; DELETE FROM responses").unwrap();
    check();
    drop(writer);
    running.kill();
    check();

    let running = desk.place.start();
    running.signal("TERM");
    running.end();
    let before = fs::read(desk.place.data()).unwrap();
    check();
    assert_eq!(fs::read(desk.place.data()).unwrap(), before);
    assert_eq!(desk.place.start().stored(), [response(1)]);
}

#[test]
fn a_list_of_ids_stands_for_any_other_server() {
    let desk = Desk::new();
    desk.write_ledger("hall.csv", &[(1, "sent"), (2, "sent")]);
    fs::write(desk.file("all.txt"), format!("id\r\n{}\r\n{}\r\n{}\r\n", id(1), id(2), id(2))).unwrap();
    fs::write(desk.file("some.txt"), format!("{}\n", id(1))).unwrap();

    let (status, words) = desk.reconcile(&["hall.csv", "--ids", "all.txt"]);
    assert_eq!(status, 0);
    assert!(words.contains("More than once on the server: 1."), "{words}");

    let (status, words) = desk.reconcile(&["hall.csv", "--ids", "some.txt"]);
    assert_eq!(status, 1);
    assert!(words.contains(&format!("{}  sent", id(2))), "{words}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_what_is_wrong_and_what_to_do() {
    let desk = Desk::new();
    let data = ["--data", "data.sqlite"];
    drop(desk.place.start());
    desk.write_ledger("hall.csv", &[(1, "sent")]);
    let whole = fs::read_to_string(desk.file("hall.csv")).unwrap();
    fs::write(desk.file("cut.csv"), &whole[..whole.len() - 9]).unwrap();
    fs::write(desk.file("foreign.csv"), "name,town\r\nTruus,Den Haag\r\n").unwrap();
    fs::write(desk.file("list.txt"), "first\n").unwrap();

    let anew = "Download the ledger once more on the tablet";
    let check =
        |ledger, words: &[&str]| desk.check_unreadable(&[&["hall.csv", ledger], &data[..]].concat(), words);
    check("none.csv", &["none.csv cannot be read", "Check its name"]);
    check("cut.csv", &["cut.csv: it is cut off", anew]);
    check("foreign.csv", &["foreign.csv: it is no ledger", "no column \"id\"", anew]);
    desk.check_unreadable(
        &["hall.csv", "--ids", "list.txt"],
        &["list.txt: line 1: found \"first\"", "one id"],
    );
}

#[test]
fn a_data_file_that_cannot_be_read_is_named_and_not_made() {
    let desk = Desk::new();
    desk.write_ledger("hall.csv", &[]);
    fs::write(desk.file("foreign.sqlite"), "no database, but long enough to be taken for one. ".repeat(100))
        .unwrap();

    desk.check_unreadable(
        &["hall.csv", "--data", "none.sqlite"],
        &["the data file none.sqlite cannot be read: check its name"],
    );
    assert!(!desk.file("none.sqlite").exists());
    desk.check_unreadable(
        &["hall.csv", "--data", "foreign.sqlite"],
        &[
            "foreign.sqlite is damaged, or is not a data file of this collector",
            "name another file with --data",
        ],
    );
}
