//! Exercise c6: two transfers that wait for each other.
//!
//! This is the patient of the page, as it was found. Change it until the docs of `transfer` hold. The tests call `Bank::new`,
//! `transfer` and `total`: all else is yours to design.
//!
//! Run the tests: `cargo test -p clinic --test c6`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use tokio::sync::Mutex;

/// A bank with some accounts.
pub struct Bank {
    accounts: Vec<Mutex<i64>>,
}

impl Bank {
    /// Accounts with so much money each.
    pub fn new(money: &[i64]) -> Self {
        let accounts = money.iter().map(|money| Mutex::new(*money)).collect();
        Bank { accounts }
    }

    /// Moves an amount from one account to another, and gives what both have then: first the one that pays. Before the money is moved,
    /// `audit` looks at both amounts, which takes a while.
    ///
    /// - It ends, whatever other transfers are under way: the other way around, in a circle, from an account to itself.
    /// - While `audit` looks, no other transfer changes the two accounts.
    /// - Transfers that have no account in common run at the same time.
    /// - If it is dropped, the money was moved or was not; none is lost or made.
    /// - It runs on any executor: it waits for locks and for `audit`, not for a time.
    pub async fn transfer<F: Future<Output = ()>>(
        &self,
        from: usize,
        to: usize,
        amount: i64,
        audit: impl FnOnce(i64, i64) -> F,
    ) -> (i64, i64) {
        let mut payer = self.accounts[from].lock().await;
        tokio::task::yield_now().await; // asks the database for the other account
        let mut payee = self.accounts[to].lock().await;
        audit(*payer, *payee).await;
        *payer -= amount;
        *payee += amount;
        (*payer, *payee)
    }

    /// What all accounts have together, while no transfer is under way.
    pub fn total(&self) -> Option<i64> {
        let money = self.accounts.iter().map(|account| account.try_lock());
        money.map(|account| account.ok().map(|money| *money)).sum()
    }
}

#[path = "tests/e6_transfer.rs"]
mod tests;
