//! The document's generator server, which parks tasks that wait for a socket; and how long they wait beside a task that never does.

use stage01::{Result, Routine, co, println};
use stage04::{Real, Simulated, Source, Stream};
use stage05::parking::{Look, Parking, Parks};
use std::{
    cell::Cell,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    thread,
};

/// Takes two clients, so that the program ends.
fn server(listener: TcpListener) -> Routine<Parks> {
    Box::new(co(async move |y| {
        listener.set_nonblocking(true)?;
        let listener = Rc::new(listener);
        for _ in 0..2 {
            let () = y.yield_(Parks::Read(Source::from(&listener))).await?;
            let (client, address) = listener.accept()?;
            println!("Connection from {address}");
            y.yield_(Parks::Add(client_gen(client))).await?;
        }
        Ok(())
    }))
}

fn client_gen(client: TcpStream) -> Routine<Parks> {
    Box::new(co(async move |y| {
        client.set_nonblocking(true)?;
        let client = Rc::new(client);
        loop {
            let () = y.yield_(Parks::Read(Source::from(&client))).await?;
            if (&*client).read(&mut [0; 4096])? == 0 {
                println!("Done");
                return Ok(());
            }
            y.yield_(Parks::Write(Source::from(&client))).await?;
            (&*client).write_all(b"Hello world\n")?;
        }
    }))
}

/// What two clients hear that connect, speak and leave in this order.
fn two_clients(server: SocketAddr) -> std::io::Result<Vec<String>> {
    let ask = |mut client: &TcpStream, words: &[u8]| {
        let mut answer = [0; 12];
        client.write_all(words)?;
        client.read_exact(&mut answer)?;
        let text = String::from_utf8_lossy(&answer)
            .escape_default()
            .to_string();
        Ok::<_, std::io::Error>(format!("b'{text}'"))
    };
    let a = TcpStream::connect(server)?;
    let mut lines = vec![format!("A: {}", ask(&a, b"one")?)];
    let b = TcpStream::connect(server)?;
    lines.push(format!("B (while A is open): {}", ask(&b, b"two")?));
    lines.push(format!("A again: {}", ask(&a, b"three")?));
    drop(b);
    lines.push(format!("A after B closed: {}", ask(&a, b"four")?));
    Ok(lines)
}

/// How many steps a task that never waits has taken when a stream, ready at once, is read. It ends after a thousand.
fn steps_before_the_reader(look: Look) -> Result<u32> {
    let (steps, read_at) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let mut parking = Parking::new(Simulated::new(), look);
    let stream = Stream::new("S", 1);
    let (counter, clock, seen) = (steps.clone(), steps, read_at.clone());
    parking.add(co(async move |y| {
        let () = y.yield_(Parks::Read(Source::from(&stream))).await?;
        seen.set(clock.get());
        Ok(())
    }));
    parking.add(co(async move |y| {
        while counter.replace(counter.get() + 1) < 1000 {
            let () = y.yield_(Parks::Yield).await?;
        }
        Ok(())
    }));
    parking.run()?;
    Ok(read_at.get())
}

fn main() -> Result {
    println!("[001e] readers and writers are parked");
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let clients = thread::spawn(move || two_clients(address));
    let mut parking = Parking::new(Real::new()?, Look::EachTurn);
    parking.add(server(listener));
    parking.run()?;
    for line in clients.join().expect("the clients do not panic")? {
        println!("{line}");
    }
    println!();

    println!("beside a task that never waits, a stream that is ready at once is read after");
    for (rule, look) in [
        ("the document's rule", Look::WhenIdle),
        ("ours", Look::EachTurn),
    ] {
        println!(
            "  {} steps of that task, by {rule}",
            steps_before_the_reader(look)?
        );
    }
    Ok(())
}
