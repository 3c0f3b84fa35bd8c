//! The worker that sends.

fn main() {
    betekenis::browser::sender::run();
}
