//! The provided tests of c6. They call `Bank::new`, `transfer` and `total`.

#[path = "paused.rs"]
mod paused;

use super::Bank;
use explorer::Check;
use futures::future::{join, join_all};
use paused::paused;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use testkit::within;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

async fn pay(bank: &Bank, from: usize, to: usize, amount: i64) -> (i64, i64) {
    bank.transfer(from, to, amount, |_, _| sleep(SECOND)).await
}

fn same_total(bank: &Bank, before: i64) {
    let total = bank.total();
    assert_eq!(
        total,
        Some(before),
        "what all accounts have, when no transfer is under way (`None`: one is still locked)"
    );
}

#[test]
fn a_transfer_moves_money() {
    paused("a transfer", || async {
        let bank = Bank::new(&[100, 10, 1]);
        assert_eq!(
            pay(&bank, 0, 2, 30).await,
            (70, 31),
            "what payer and payee have, after 30 of 100 were moved"
        );
        assert_eq!(
            pay(&bank, 2, 1, 11).await,
            (20, 21),
            "what payer and payee have, after 11 of 31 were moved"
        );
        same_total(&bank, 111);
    });
}

#[test]
fn two_transfers_in_opposite_directions() {
    paused("two transfers, from 0 to 1 and from 1 to 0", || async {
        let bank = Bank::new(&[100, 100]);
        join(pay(&bank, 0, 1, 30), pay(&bank, 1, 0, 10)).await;
        same_total(&bank, 200);
    });
}

#[test]
fn transfers_in_a_circle() {
    paused("five transfers in a circle", || async {
        let bank = Bank::new(&[100; 5]);
        join_all((0..5).map(|n| pay(&bank, n, (n + 1) % 5, 10))).await;
        join_all((0..5).map(|n| pay(&bank, (n + 1) % 5, n, 10))).await;
        same_total(&bank, 500);
    });
}

#[test]
fn a_transfer_to_the_same_account() {
    paused("a transfer from an account to itself", || async {
        let bank = Bank::new(&[100, 100]);
        assert_eq!(
            pay(&bank, 1, 1, 30).await,
            (100, 100),
            "what the account has, after it paid itself"
        );
        same_total(&bank, 200);
    });
}

#[test]
fn nothing_changes_during_an_audit() {
    paused("twenty transfers", || async {
        let bank = Bank::new(&[100, 100, 100]);
        let under_audit = RefCell::new(Vec::<usize>::new());
        let pay = |from: usize, to: usize| {
            let (bank, under_audit) = (&bank, &under_audit);
            async move {
                let audit = |_, _| async move {
                    for account in [from, to] {
                        let mut all = under_audit.borrow_mut();
                        assert!(
                            !all.contains(&account),
                            "two audits look at account {account} at the same time"
                        );
                        all.push(account);
                    }
                    sleep(SECOND).await;
                    under_audit
                        .borrow_mut()
                        .retain(|account| ![from, to].contains(account));
                };
                bank.transfer(from, to, 1, audit).await;
            }
        };
        join_all((0..20).map(|n| pay(n % 3, (n + 1) % 3))).await;
        same_total(&bank, 300);
    });
}

#[test]
fn the_audit_sees_what_is_moved() {
    paused("two transfers", || async {
        let bank = Bank::new(&[100, 0]);
        let seen = RefCell::new(Vec::new());
        let pay = |amount| {
            let (bank, seen) = (&bank, &seen);
            async move {
                let audit = |payer, payee| async move {
                    sleep(SECOND).await;
                    seen.borrow_mut().push((payer, payee));
                };
                bank.transfer(0, 1, amount, audit).await
            }
        };
        let after = join(pay(60), pay(1)).await;
        assert_eq!(
            *seen.borrow(),
            [(100, 0), (40, 60)],
            "what the audits of two transfers saw: 60 of 100, and then 1"
        );
        assert_eq!(
            after,
            ((40, 60), (39, 61)),
            "what payer and payee had after each"
        );
    });
}

#[test]
fn transfers_without_a_common_account_run_at_the_same_time() {
    paused("four transfers", || async {
        let (bank, begin) = (Bank::new(&[100; 8]), Instant::now());
        join_all((0..4).map(|n| pay(&bank, 2 * n, 2 * n + 1, 10))).await;
        let took = begin.elapsed();
        assert!(
            took < 2 * SECOND,
            "four transfers with audits of a second, between eight accounts, took {took:?}"
        );
    });
}

#[test]
fn in_every_order_all_transfers_end_and_one_is_dropped_at_any_pause() {
    within(60 * SECOND, "three transfers in every order", || {
        Check::new().check(|world| {
            let bank = Rc::new(Bank::new(&[100; 3]));
            for (name, from, to) in [("a", 0, 1), ("b", 1, 2), ("c", 2, 0)] {
                let (bank, of_task) = (bank.clone(), world.clone());
                let transfer = async move {
                    let audit = |_, _| of_task.yield_now();
                    bank.transfer(from, to, 10, audit).await;
                };
                let task = world.spawn(name, transfer);
                if name == "a" {
                    task.may_cancel();
                }
            }
            world.at_end(move || same_total(&bank, 300));
        });
    });
}
