//! Connections: how many there are, and what becomes of one whose other end does not read.

use std::{
    future::{Ready, ready},
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

use crate::room::{Place, Room};

/// Connections at a time. Each may have a file of the app open, and a process may have some thousand of both.
const MAX_CONNECTIONS: usize = 400;

/// How long the other end may take nothing of what is sent: on the weakest mobile network a full buffer takes a minute.
const TIME_TO_READ: Duration = Duration::from_mins(2);

/// Takes in connections, and closes others when there are too many.
#[derive(Debug, Clone)]
pub(crate) struct Door(Room);

impl Door {
    pub(crate) fn new() -> Self {
        Self(Room::new(MAX_CONNECTIONS))
    }
}

impl<Service> Accept<TcpStream, Service> for Door {
    type Stream = Connection<TcpStream>;
    type Service = Service;
    type Future = Ready<io::Result<(Self::Stream, Service)>>;

    fn accept(&self, stream: TcpStream, service: Service) -> Self::Future {
        ready(stream.peer_addr().and_then(|peer| {
            let place = self.0.enter(peer.ip());
            if !place.grow(1) {
                return Err(sent_away());
            }
            Ok((Connection { stream, place, stalled: None }, service))
        }))
    }
}

/// A connection that can be closed to make room, and that ends when the other end does not read.
#[derive(Debug)]
pub(crate) struct Connection<Stream> {
    stream: Stream,
    place: Place,
    /// Runs since the other end took the last bytes.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<Stream: Unpin> Connection<Stream> {
    fn poll_send<T>(
        &mut self,
        context: &mut Context<'_>,
        send: impl FnOnce(Pin<&mut Stream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if self.place.poll_leave(context).is_ready() {
            return Poll::Ready(Err(sent_away()));
        }
        let sent = send(Pin::new(&mut self.stream), context);
        if sent.is_ready() {
            self.stalled = None;
            return sent;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(TIME_TO_READ)));
        stalled.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<Stream: AsyncRead + Unpin> AsyncRead for Connection<Stream> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.place.poll_leave(context).is_ready() {
            return Poll::Ready(Err(sent_away()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<Stream: AsyncWrite + Unpin> AsyncWrite for Connection<Stream> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_send(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_send(context, |stream, context| stream.poll_write_vectored(context, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_send(context, Stream::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_send(context, Stream::poll_shutdown)
    }
}

fn sent_away() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "closed to make room for others")
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _, duplex},
        time::Instant,
    };

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_is_left_and_who_reads_slowly_is_not() {
        let (near, mut far) = duplex(1000);
        let place = Room::new(1).enter("192.0.2.8".parse().unwrap());
        let mut connection = Connection { stream: near, place, stalled: None };
        let began = Instant::now();

        let reading = tokio::spawn(async move {
            for _ in 0..4 {
                sleep(TIME_TO_READ / 2).await;
                far.read_exact(&mut [0; 1000]).await.unwrap();
            }
            far
        });
        let error = connection.write_all(&vec![0; 100_000]).await.unwrap_err();

        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(began.elapsed().as_secs(), 3 * TIME_TO_READ.as_secs());
        drop(reading);
    }

    #[tokio::test]
    async fn a_connection_that_has_to_make_room_ends_while_it_waits() {
        let room = Room::new(1);
        let enter = || {
            let place = room.enter("192.0.2.8".parse().unwrap());
            assert!(place.grow(1));
            place
        };
        let (near, _far) = duplex(1000);
        let mut connection = Connection { stream: near, place: enter(), stalled: None };

        let waiting = tokio::spawn(async move { connection.read_u8().await });
        tokio::task::yield_now().await;
        let _newcomer = enter();

        assert_eq!(waiting.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }
}
