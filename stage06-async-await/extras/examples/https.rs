//! HTTPS, server and clients on one runtime in one thread. `cargo run -p extras --example https`
//!
//! Above the socket everything is other people's: rustls encrypts, hyper speaks HTTP/1 or HTTP/2. The runtime knows
//! neither.

use extras::tls::{self, Client, HTTP_1, HTTP_2, Identity};
use stage01::{Result, println};
use stage06_full::{Runtime, net::TcpListener, spawn};

fn main() -> Result<()> {
    Runtime::new().block_on(async {
        let identity = Identity::new()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        spawn(tls::serve(listener, identity.acceptor()?));

        // Both clients trust the certificate. The first knows HTTP/1 only, the second both: then the server prefers
        // HTTP/2.
        let trusted = [identity.certificate().clone()];
        for protocols in [&[HTTP_1][..], &[HTTP_1, HTTP_2][..]] {
            let connector = tls::connector(&trusted, protocols)?;
            let mut client = Client::connect(address, &connector).await?;
            println!("the server says: {}", client.get("/hello").await?);
        }

        // This one trusts nobody. It asks nothing, since it ends before there is anything to ask by.
        let stranger = tls::connector(&[], &[HTTP_2])?;
        let refused = Client::connect(address, &stranger).await;
        let told = refused.expect_err("nobody is trusted");
        println!("a client that does not trust the certificate: {told}");
        Ok(())
    })
}
