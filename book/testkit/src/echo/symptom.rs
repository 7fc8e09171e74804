//! What a client can see of a server that does not conform.

use std::fmt;

/// What was wrong, as a client sees it.
///
/// Carries no numbers, so that it can be compared; what exactly was seen stands beside it in the report. Where the timing of two
/// packets decides between two outcomes (a reset or an orderly end, a refused connection or one that is reset at once), both
/// are one symptom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symptom {
    /// The client sent something, or tried to connect, and nothing came back in time.
    NoAnswer,
    /// Fewer bytes came back than were sent, then no more, while the connection stayed open.
    Missing,
    /// The connection was refused, reset or ended before everything had come back.
    CutOff,
    /// As many bytes came back as were sent, but not the same ones.
    WrongBytes,
    /// Bytes came that no client had sent.
    Unsolicited,
    /// The server should have ended the connection, and did not.
    NoEnd,
    /// A client that never reads could go on sending: the server keeps what it cannot send, without limit.
    Unbounded,
    /// The server was still running when the time to stop had passed.
    DoesNotStop,
    /// The server was told to stop, and returned an error or panicked.
    StopsWithError,
    /// The server returned or panicked before anybody told it to stop.
    Died,
    /// Descriptors stay open after their clients have gone.
    Leaks,
    /// The server uses the CPU although no client says anything.
    Spins,
    /// This machine has no means to look. Neither passes nor fails.
    NotMeasured,
}

impl fmt::Display for Symptom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAnswer => "no answer came",
            Self::Missing => "some bytes never came back",
            Self::CutOff => "the connection ended too early",
            Self::WrongBytes => "other bytes came back than were sent",
            Self::Unsolicited => "bytes came that nobody had sent",
            Self::NoEnd => "the server did not end the connection",
            Self::Unbounded => "the server buffers without limit",
            Self::DoesNotStop => "the server does not stop",
            Self::StopsWithError => "the server stopped with an error",
            Self::Died => "the server ended although nobody had told it to",
            Self::Leaks => "the server keeps descriptors",
            Self::Spins => "the server is busy while all clients are silent",
            Self::NotMeasured => "it could not be measured here",
        })
    }
}

/// Why a check did not pass.
#[derive(Debug)]
pub struct Failure {
    /// What kind of failure it is.
    pub symptom: Symptom,
    /// What was seen, in words and numbers: who, what, how much.
    pub saw: String,
}

/// The outcome of a check, and of each step of it.
pub type Seen<T = ()> = Result<T, Failure>;

impl Symptom {
    /// A failure with this symptom.
    ///
    /// # Errors
    ///
    /// Always: it is one.
    pub fn seen<T>(self, saw: impl Into<String>) -> Seen<T> {
        Err(Failure {
            symptom: self,
            saw: saw.into(),
        })
    }
}

impl Failure {
    /// True if the client saw its connection end.
    pub fn is_an_end(&self) -> bool {
        self.symptom == Symptom::CutOff
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.symptom, self.saw)
    }
}
