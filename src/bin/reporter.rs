//! The worker that makes results and files.

fn main() {
    betekenis::browser::reporter::worker::run();
}
