//! Connections: whoever asks too slowly, too much at once, or never, is let go.
//!
//! `axum::serve` waits for the head of a request for as long as the other side likes. A few thousand connections that send a letter a
//! minute ("slow loris") would then be all that the process may open.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tower::{ServiceExt as _, service_fn};

/// The head of a request, in bytes: cookies of many applications on one host fit in.
const MAX_HEAD: usize = 64 * 1_024;
/// Headers of a request.
const MAX_HEADERS: usize = 100;
/// Requests at once on one connection of HTTP/2.
const MAX_STREAMS: u32 = 100;
/// After a failure to take connections, such as too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// How long others may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the whole head of a request, also of the next one on a connection that is kept.
    pub head: Duration,
    /// From one part of a body to the next.
    pub body: Duration,
}

impl Default for Patience {
    /// Longer than browsers and proxies keep a connection that they do not use (nginx: 60 seconds).
    fn default() -> Self {
        Self { head: Duration::from_secs(75), body: Duration::from_secs(30) }
    }
}

/// Takes connections until `stop` is ready, and returns when the requests that had begun are answered.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let builder = builder(patience);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let service = TowerToHyperService::new(service(router.clone(), peer));
                let connection = builder.serve_connection_with_upgrades(io(stream), service).into_owned();
                let connection = connections.watch(connection);
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        tracing::debug!(error, "a connection ended early");
                    }
                });
            }
            Err(error) => refused(&error).await,
        }
    }
    // Before the wait: whoever comes now is to find another replica.
    drop(listener);
    connections.shutdown().await;
}

fn builder(patience: Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .keep_alive_interval(patience.head)
        .keep_alive_timeout(patience.body);
    builder
}

/// An answer is sent as soon as it is there.
fn io(stream: TcpStream) -> TokioIo<TcpStream> {
    // Only makes it quicker.
    let _ = stream.set_nodelay(true);
    TokioIo::new(stream)
}

/// The router for the requests of one connection, which learn who is at its other end.
fn service(
    router: Router,
    peer: SocketAddr,
) -> impl tower::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone {
    service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    })
}

/// What one connection has ended with concerns nobody else; anything else is waited out, because it would come again at once.
#[expect(
    clippy::disallowed_methods,
    reason = "there is nothing to wait for: the operator, or whoever holds the files, has to do something"
)]
async fn refused(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be taken; the next try is in a second");
        tokio::time::sleep(PAUSE).await;
    }
}
