//! A service with a pool of two connections. Each request takes one, and writes a line of an audit log, for which it takes another.

use recorder::tokio;
use std::sync::Arc;
use tokio::{
    sync::Semaphore,
    task::JoinSet,
    time::{Duration, sleep},
};

/// Three requests at once. With one or two at a time, all goes well.
pub(crate) async fn serve() {
    let pool = Arc::new(Semaphore::new(2));
    let mut requests = JoinSet::new();
    for _ in 0..3 {
        requests.spawn(request(pool.clone()));
    }
    while requests.join_next().await.is_some() {}
}

// ANCHOR: request
async fn request(pool: Arc<Semaphore>) {
    let _connection = pool.acquire().await;
    sleep(Duration::from_millis(10)).await; // the query
    audit(&pool).await;
}

async fn audit(pool: &Semaphore) {
    let _connection = pool.acquire().await;
    sleep(Duration::from_millis(10)).await; // the line of the log
}
// ANCHOR_END: request
