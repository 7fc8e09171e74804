//! Patient 6: two transfers that wait for each other. After <https://github.com/dfinity/ic/pull/2172>.

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
    /// Moves an amount from one account to another, and gives what both have then: first the one that pays. Before the money is moved,
    /// `audit` looks at both amounts, which takes a while.
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
    // ANCHOR_END: transfer

    /// What all accounts have together, while no transfer is under way.
    pub fn total(&self) -> Option<i64> {
        let money = self.accounts.iter().map(|account| account.try_lock());
        money.map(|account| account.ok().map(|money| *money)).sum()
    }
}
