//! What all sockets have in common, and what all streams have.

/// The way from std's socket and back, for a tuple struct around a
/// [`Registration`](crate::runtime::io::registration::Registration).
macro_rules! socket {
    ($socket:ident, $std:ty) => {
        impl $socket {
            /// Uses a socket of std's; it becomes nonblocking.
            ///
            /// # Errors
            ///
            /// When it cannot be made nonblocking, or the driver cannot watch it.
            ///
            /// # Panics
            ///
            /// Outside of a runtime.
            pub fn from_std(socket: $std) -> std::io::Result<Self> {
                socket.set_nonblocking(true)?;
                Registration::new(mio::net::$socket::from_std(socket)).map($socket)
            }

            /// Takes it out of the runtime, as a socket of std's; it becomes blocking, as those are.
            ///
            /// # Errors
            ///
            /// When it cannot be made blocking. Then it is closed.
            pub fn into_std(self) -> std::io::Result<$std> {
                let socket = <$std>::from(self.0.into_inner());
                socket.set_nonblocking(false)?;
                Ok(socket)
            }

            /// Takes the error that came for this socket while no task read or wrote.
            ///
            /// # Errors
            ///
            /// When the system does not say.
            pub fn take_error(&self) -> std::io::Result<Option<std::io::Error>> {
                self.0.io().take_error()
            }
        }

        impl std::fmt::Debug for $socket {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.io().fmt(f)
            }
        }

        #[cfg(unix)]
        impl std::os::fd::AsFd for $socket {
            fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
                self.0.io().as_fd()
            }
        }

        #[cfg(windows)]
        impl std::os::windows::io::AsSocket for $socket {
            fn as_socket(&self) -> std::os::windows::io::BorrowedSocket<'_> {
                self.0.io().as_socket()
            }
        }
    };
}

/// Reading and writing, for a stream and for references to it. `$tried` tells what a transfer says about the next
/// one.
macro_rules! stream {
    ($stream:ident, $tried:path) => {
        stream!(impl $stream, $tried);
        stream!(impl &$stream, $tried);

        impl $stream {
            /// Closes one direction, or both: the peer reads the end, or can no longer write.
            ///
            /// # Errors
            ///
            /// As std's: also [`NotConnected`](std::io::ErrorKind::NotConnected), if the connection is gone already.
            pub fn shutdown(&self, how: std::net::Shutdown) -> std::io::Result<()> {
                self.0.io().shutdown(how)
            }

            /// Two halves, for two tasks: each holds the stream, which is closed when both are dropped.
            ///
            /// Two futures of one task need none: `&stream` reads and writes as well.
            pub fn into_split(
                self,
            ) -> (crate::net::split::OwnedReadHalf<Self>, crate::net::split::OwnedWriteHalf<Self>) {
                crate::net::split::split(self)
            }

            /// Waits until a read is worth a try: something is there, or the end, or an error. So a task need not
            /// hold a buffer while nothing comes. It may be a false alarm: the read waits then.
            ///
            /// # Errors
            ///
            /// None.
            pub async fn readable(&self) -> std::io::Result<()> {
                self.0.read(|_| Ok(())).await
            }

            /// Waits until a write is worth a try; as [`readable`](Self::readable).
            ///
            /// # Errors
            ///
            /// None.
            pub async fn writable(&self) -> std::io::Result<()> {
                self.0.write(|_| Ok(())).await
            }
        }
    };

    (impl $stream:ty, $tried:path) => {
        impl AsyncRead for $stream {
            fn poll_read(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                buffer: &mut [u8],
            ) -> Poll<io::Result<usize>> {
                self.0.poll_read(context, |mut io| {
                    let read = io.read(buffer)?;
                    Ok($tried(read, possible([buffer.len()].into_iter())))
                })
            }

            fn poll_read_vectored(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                buffers: &mut [IoSliceMut<'_>],
            ) -> Poll<io::Result<usize>> {
                let possible = possible(buffers.iter().map(|buffer| buffer.len()));
                self.0.poll_read(context, |mut io| {
                    let read = io.read_vectored(buffers)?;
                    Ok($tried(read, possible))
                })
            }
        }

        impl AsyncWrite for $stream {
            fn poll_write(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                bytes: &[u8],
            ) -> Poll<io::Result<usize>> {
                self.0.poll_write(context, |mut io| {
                    let written = io.write(bytes)?;
                    Ok($tried(written, possible([bytes.len()].into_iter())))
                })
            }

            fn poll_write_vectored(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                buffers: &[IoSlice<'_>],
            ) -> Poll<io::Result<usize>> {
                let possible = possible(buffers.iter().map(|buffer| buffer.len()));
                self.0.poll_write(context, |mut io| {
                    let written = io.write_vectored(buffers)?;
                    Ok($tried(written, possible))
                })
            }

            /// Nothing is kept here: what was written is with the system.
            fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                Poll::Ready(Ok(()))
            }

            /// Tells the peer that nothing more will come; it may still send. Closing twice, or after the peer has
            /// reset the connection, is no error: nothing more will come either way.
            fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                match self.shutdown(Shutdown::Write) {
                    Err(error) if error.kind() == ErrorKind::NotConnected => Poll::Ready(Ok(())),
                    result => Poll::Ready(result),
                }
            }
        }
    };
}

pub(super) use socket;
pub(super) use stream;
