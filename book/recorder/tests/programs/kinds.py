"""What a task can wait for: each kind once."""
import asyncio
import sys
from known import killed, waiting


class Account:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def pay(self):
        async with self.lock:
            pass


async def ask(agen):
    async for _ in agen:
        pass


async def numbers(event):
    await event.wait()
    yield 1


async def main():
    account, other = Account(), Account()
    await account.lock.acquire()
    await other.lock.acquire()
    event = asyncio.Event()
    jobs = asyncio.Queue()
    reply = asyncio.get_running_loop().create_future()
    kinds = {
        "sleeps": (asyncio.sleep(60), "sleep 60 s"),
        "first": (account.pay(), "Lock `Account.lock`"),
        "second": (other.pay(), "Lock `Account.lock` #2"),
        "joins": (jobs.join(), "Queue `jobs`: join"),
        "asks": (ask(numbers(event)), "Event `event`"),
    }
    jobs.put_nowait(1)

    async def wait(future):
        await future

    pending = [asyncio.create_task(coro, name=name) for name, (coro, _) in kinds.items()]
    pending.append(asyncio.create_task(wait(reply), name="future"))
    pending.append(asyncio.create_task(wait(pending[0]), name="task"))
    pending.append(asyncio.create_task(wait(asyncio.gather(*pending[:2])), name="gather"))
    on = {name: what for name, (_, what) in kinds.items()}
    on.update(future="Future", task="task sleeps", gather="gather: first, sleeps")
    if sys.version_info >= (3, 11):
        async def group():
            async with asyncio.TaskGroup() as several:
                several.create_task(asyncio.sleep(60), name="member")
        pending.append(asyncio.create_task(group(), name="group"))
        on.update(group="TaskGroup: member", member="sleep 60 s")
    await asyncio.sleep(0.01)
    killed(on=on, names=sorted(waiting()))


asyncio.run(main())
