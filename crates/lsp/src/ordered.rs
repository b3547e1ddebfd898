//! The guard round the service: every message takes effect in the order in which it came.
//!
//! tower-lsp queues a handler's future when its message arrives and polls it later, among others. So
//! an edit may overtake a question that was asked before it. The guard polls each future once as
//! soon as it is made: a handler does what must be in order before it first waits (it changes the
//! session, or takes a snapshot of it), and what it does afterwards works on that snapshot alone.
//!
//! Every message is polled, not only notifications: otherwise edits overtake requests that are
//! queued. `initialize` is no exception, so that a client that does not wait for its answer is
//! served as well.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

use crate::errors;
use crate::tolerance;

type Answer<E> = Result<Option<Response>, E>;
type Handling<E> = Pin<Box<dyn Future<Output = Answer<E>> + Send>>;

/// Runs a service's handlers in order, up to their first wait.
pub(crate) struct Ordered<S> {
    inner: S,
    exited: bool,
}

impl<S> Ordered<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, exited: false }
    }
}

impl<S> Service<Request> for Ordered<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Handling<S::Error>;

    /// After `exit` the inner service fails, on which tower-lsp would stop and never end. The guard
    /// stays ready and lets what comes then fall.
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        if self.exited { Poll::Ready(Ok(())) } else { self.inner.poll_ready(cx) }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if self.exited {
            return Box::pin(std::future::ready(Ok(None)));
        }
        self.exited = request.method() == "exit";
        let id = request.id().cloned();
        let request = tolerance::admit(request);
        let mut handling = Guarded { inner: Box::pin(self.inner.call(request)), id };
        match Pin::new(&mut handling).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => Box::pin(std::future::ready(answer)),
            Poll::Pending => {
                debug_assert!(handling.id.is_some(), "a notification's handler never waits");
                Box::pin(handling)
            }
        }
    }
}

/// A handler whose panic costs only its own request, and whose errors name nothing of the draft.
struct Guarded<F> {
    inner: Pin<Box<F>>,
    id: Option<Id>,
}

impl<F, E> Future for Guarded<F>
where
    F: Future<Output = Answer<E>>,
{
    type Output = Answer<E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let inner = &mut self.inner;
        match catch_unwind(AssertUnwindSafe(|| inner.as_mut().poll(cx))) {
            // tower-lsp lets requests fall whose method it does not know and that begins with `$/`; the
            // protocol has each request answered.
            Ok(Poll::Ready(Ok(None))) => {
                let unknown = |id| Response::from_error(id, Error::method_not_found());
                Poll::Ready(Ok(self.id.take().map(unknown)))
            }
            Ok(poll) => poll.map(|answer| answer.map(|answer| answer.map(tolerance::scrub))),
            Err(_) => {
                let answer = self.id.take().map(|id| Response::from_error(id, errors::internal()));
                Poll::Ready(Ok(answer))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// Writes down when a handler starts, waits once, and writes down when it goes on.
    struct Diary(Arc<Mutex<Vec<String>>>);

    impl Service<Request> for Diary {
        type Response = Option<Response>;
        type Error = std::convert::Infallible;
        type Future = Handling<Self::Error>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            let diary = self.0.clone();
            Box::pin(async move {
                let (method, id, _) = request.into_parts();
                diary.lock().unwrap().push(format!("{method} starts"));
                assert_ne!(method, "panics");
                if id.is_some() {
                    tokio::task::yield_now().await;
                    diary.lock().unwrap().push(format!("{method} goes on"));
                }
                Ok(id.map(|id| Response::from_ok(id, true.into())))
            })
        }
    }

    fn request(method: &'static str) -> Request {
        Request::build(method).id(1).finish()
    }

    #[tokio::test]
    async fn handlers_start_when_their_message_comes() {
        let diary = Arc::new(Mutex::new(Vec::new()));
        let mut service = Ordered::new(Diary(diary.clone()));
        let asked = service.call(request("question"));
        let told = service.call(Request::build("edit").finish());
        assert_eq!(*diary.lock().unwrap(), ["question starts", "edit starts"]);
        assert_eq!(told.await, Ok(None));
        assert!(asked.await.unwrap().unwrap().is_ok());
        assert_eq!(diary.lock().unwrap().last().unwrap(), "question goes on");
    }

    #[tokio::test]
    async fn a_panic_costs_its_own_request_only() {
        let mut service = Ordered::new(Diary(Arc::default()));
        let answer = service.call(request("panics")).await.unwrap().unwrap();
        assert_eq!(answer.error(), Some(&errors::internal()));
        assert_eq!(service.call(Request::build("panics").finish()).await, Ok(None));
        assert!(service.call(request("question")).await.unwrap().unwrap().is_ok());
    }

    #[tokio::test]
    async fn nothing_is_handled_after_exit() {
        let diary = Arc::new(Mutex::new(Vec::new()));
        let mut service = Ordered::new(Diary(diary.clone()));
        service.call(Request::build("exit").finish()).await.unwrap();
        assert_eq!(service.call(request("question")).await, Ok(None));
        assert_eq!(*diary.lock().unwrap(), ["exit starts"]);
    }
}
