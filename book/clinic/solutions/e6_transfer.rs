//! Solution of c6: all transfers lock in one order, that of the accounts' numbers.
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

    // ANCHOR: transfer
    /// Moves an amount from one account to another, and gives what both have then.
    pub async fn transfer<F: Future<Output = ()>>(
        &self,
        from: usize,
        to: usize,
        amount: i64,
        audit: impl FnOnce(i64, i64) -> F,
    ) -> (i64, i64) {
        if from == to {
            let account = self.accounts[from].lock().await;
            audit(*account, *account).await;
            return (*account, *account);
        }
        let mut low = self.accounts[from.min(to)].lock().await;
        tokio::task::yield_now().await; // asks the database for the other account
        let mut high = self.accounts[from.max(to)].lock().await;
        let (payer, payee) = match from < to {
            true => (&mut low, &mut high),
            false => (&mut high, &mut low),
        };
        audit(**payer, **payee).await;
        **payer -= amount;
        **payee += amount;
        (**payer, **payee)
    }
    // ANCHOR_END: transfer

    /// What all accounts have together, while no transfer is under way.
    pub fn total(&self) -> Option<i64> {
        let money = self.accounts.iter().map(|account| account.try_lock());
        money.map(|account| account.ok().map(|money| *money)).sum()
    }
}

#[path = "../exercises/tests/e6_transfer.rs"]
mod tests;
