//! Threads for work that would keep the conversation waiting: checks of long texts, and of files that are closed.
//!
//! tokio has threads for that, but they read and write as well, and work wanders over all of them: each keeps as
//! much memory as the longest text has ever taken on it. Here the first thread that is free takes the work, so
//! one alone grows as long as one text is worked on.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::sync::{Semaphore, oneshot};

/// So many long texts are worked on at the same time.
const THREADS: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// The threads, by their numbers. They start when they are first needed.
#[derive(Debug)]
pub(crate) struct LongWork {
    turns: Arc<Semaphore>,
    idle: Idle,
}

/// The threads that have nothing to do.
type Idle = Arc<Mutex<BTreeMap<usize, Option<mpsc::Sender<Job>>>>>;

impl LongWork {
    pub(crate) fn new() -> Self {
        let idle = (0..THREADS).map(|number| (number, None)).collect();
        Self { turns: Arc::new(Semaphore::new(THREADS)), idle: Arc::new(Mutex::new(idle)) }
    }

    /// Does the work on a thread, after what came before it. It is done even if nobody waits for it any more.
    /// `None` when it panics.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let turn = self.turns.clone().acquire_owned().await.ok()?;
        // As many threads are idle as there are turns.
        let (number, thread) = lock(&self.idle).pop_first()?;
        let jobs = thread.unwrap_or_else(start);
        let (send, done) = oneshot::channel();
        let (idle, again) = (self.idle.clone(), jobs.clone());
        let job: Job = Box::new(move || {
            let result = catch_unwind(AssertUnwindSafe(work)).ok();
            lock(&idle).insert(number, Some(again));
            drop(turn);
            // Nobody may wait for it any more.
            let _ = send.send(result);
        });
        // Where the system gives no thread, the work is done here rather than not at all.
        if let Err(mpsc::SendError(job)) = jobs.send(job) {
            job();
        }
        done.await.ok().flatten()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Nothing panics while it holds the lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A thread that does what it is sent, until nobody can send anything.
fn start() -> mpsc::Sender<Job> {
    let (send, jobs) = mpsc::channel::<Job>();
    let work = move || jobs.into_iter().for_each(|job| job());
    // Without the thread the receiver is gone, and whoever sends finds that out.
    let _ = std::thread::Builder::new().name("long texts".to_owned()).spawn(work);
    send
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_thread_does_all_that_comes_one_after_the_other() {
        let threads = LongWork::new();
        let first = threads.run(|| std::thread::current().id()).await;
        for _ in 0..20 {
            assert_eq!(threads.run(|| std::thread::current().id()).await, first);
        }
    }

    #[tokio::test]
    async fn work_that_panics_takes_no_thread_with_it() {
        let threads = LongWork::new();
        for _ in 0..THREADS + 1 {
            assert_eq!(threads.run(|| -> u8 { panic!("as told") }).await, None);
        }
        assert_eq!(threads.run(|| 7).await, Some(7));
    }

    #[tokio::test]
    async fn work_is_done_though_nobody_waits_and_its_turn_comes_back() {
        let threads = LongWork::new();
        for _ in 0..THREADS * 3 {
            let wait = std::time::Duration::ZERO;
            let _ = tokio::time::timeout(wait, threads.run(|| ())).await;
        }
        assert_eq!(threads.run(|| 7).await, Some(7));
    }
}
