//! The runtimes, each behind the same traits.

mod bare_mio;
mod local_pool;
mod ours;
mod smol;
mod tokio;

pub(crate) use self::{
    bare_mio::Mio,
    local_pool::Pool,
    ours::{Full, Small},
    smol::Smol,
    tokio::Tokio,
};

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Sends back what a client sends until it ends; for the streams that have the traits of the crate `futures`.
async fn echo(mut client: impl AsyncRead + AsyncWrite + Unpin) -> u64 {
    let mut chunk = vec![0; crate::peer::CHUNK];
    let mut total = 0;
    loop {
        match client.read(&mut chunk).await.expect("the client sends") {
            0 => return total,
            read => {
                let answer = client.write_all(&chunk[..read]).await;
                answer.expect("the client reads");
                total += read as u64;
            }
        }
    }
}
