//! How fast the participant's page is, against a page written by hand that does the same work (`tests/bench/page`).
//!
//! Both in turn, in a Chromium like an old tablet: its processor four times slower, Slow 4G, 800 by 1280 pixels, and a finger. Each
//! pass has a new profile. The last lines are a table; the same and every single number go to `target/bench/speed.json`. It ends
//! with 1 when a limit is missed. `docs/performance.md` says what the numbers mean.
//!
//! Where to start: [`pass::pass`] is what is done with a page, `probe.js` what is measured in it, [`table`] how far it may go.
//!
//! | Variable | Meaning |
//! |---|---|
//! | `PAIRS` | pairs of passes that have to count: 5 |
//! | `SLOWED_BY` | `line`: our own, for workers as well; `browser`: for the page alone |
//! | `CALM` | `any` counts passes on a busy machine too, for trials |
//! | `PARTICIPANTS` | how many take part for the memory: 500; 0 leaves it out |

mod browser;
mod calm;
mod growth;
mod line;
mod pages;
mod pass;
mod table;
mod waterfall;
mod world;

use std::process::ExitCode;
use std::{env, fs};

use journeys::root;
use serde_json::json;

use crate::growth::{Growth, grow};
use crate::pages::Page;
use crate::pass::{Pass, pass};
use crate::table::Table;
use crate::waterfall::Waterfall;
use crate::world::World;

/// Pairs of passes; fewer and one that was disturbed shows in the medians.
const PAIRS: u64 = 5;

/// So many pairs are tried for each one that has to count.
const TRIES: u64 = 3;

/// Participants whose memory is looked at: some days of a busy centre, on a tablet that nobody switches off.
const PARTICIPANTS: u64 = 500;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match measure().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!(
                "A limit is missed. Run it once more on a quiet machine before you look for the reason."
            );
            ExitCode::FAILURE
        }
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Measures and tells; returns whether every limit holds.
async fn measure() -> Result<bool, String> {
    let (n_pairs, many) = (number("PAIRS", PAIRS)?, number("PARTICIPANTS", PARTICIPANTS)?);
    let world = World::begin()?;
    let (ours, by_hand, waterfall) = pairs(&world, n_pairs).await?;
    let growth = if many > 0 { Some(grow(&world, many).await) } else { None };
    let table = Table::of(&ours, &by_hand, growth.as_ref());
    println!("A start of ours, in the order of time:\n\n{waterfall}\n{table}");
    if let Some(end) = growth.as_ref().and_then(Growth::end) {
        println!("At the end the page held {end:?}.");
    }
    let told = json!({
        "table": table, "ours": ours, "by_hand": by_hand, "waterfall": waterfall, "growth": growth
    });
    let file = root().join("target/bench/speed.json");
    let written = fs::create_dir_all(root().join("target/bench")).and_then(|()| {
        let text = serde_json::to_string_pretty(&told)?;
        fs::write(&file, text)
    });
    written.map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(table.holds())
}

/// Passes of both pages in turn, and what happened at one start of ours.
async fn pairs(world: &World, n_pairs: u64) -> Result<(Vec<Pass>, Vec<Pass>, Waterfall), String> {
    let counts_all = env::var("CALM").is_ok_and(|calm| calm == "any");
    let (mut ours, mut by_hand, mut waterfall) = (Vec::new(), Vec::new(), None);
    let mut n_tries = 0;
    while ours.len() < usize::try_from(n_pairs).unwrap_or_default() {
        if n_tries == n_pairs * TRIES {
            return Err(format!(
                "Of {n_tries} pairs of passes only {} were calm: in the others processes waited for a processor more than a \
                 third of the time. Run it again when this machine does nothing else.",
                ours.len()
            ));
        }
        n_tries += 1;
        let (our_pass, fall) = pass(world, Page::Ours).await?;
        tell(n_tries, Page::Ours, &our_pass);
        let (hand_pass, _) = pass(world, Page::ByHand).await?;
        tell(n_tries, Page::ByHand, &hand_pass);
        if counts_all || our_pass.waited.max(hand_pass.waited) <= calm::MOST {
            ours.push(our_pass);
            by_hand.push(hand_pass);
            waterfall.get_or_insert(fall);
        }
    }
    Ok((ours, by_hand, waterfall.ok_or("PAIRS is 0: there is nothing to tell")?))
}

fn tell(at: u64, page: Page, pass: &Pass) {
    let Pass { first, repeat, offline, long, waited, .. } = pass;
    eprintln!(
        "pair {at}, {:<7}: first paint {:.0} ms, first answer {:.0} ms, repeat {:.0} ms, offline {:.0} ms, {} long tasks; \
         waited {:.0} % of the time",
        page.name(),
        first.first_paint,
        first.first_answer,
        repeat.first_answer,
        offline.first_answer,
        long.len(),
        waited * 100.0
    );
}

/// A number of the environment.
fn number(name: &str, default: u64) -> Result<u64, String> {
    match env::var(name) {
        Err(_) => Ok(default),
        Ok(text) if text.is_empty() => Ok(default),
        Ok(text) => text.parse().map_err(|_| format!("{name} is {text:?}, which is no number")),
    }
}
