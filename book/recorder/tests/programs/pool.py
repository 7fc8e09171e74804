"""A pool of slots in a queue. A deadline cancels lookups that have a slot, and two of them never put it back."""
import asyncio
from known import killed, line, waiting

at = {}
SLOTS, QUICK = 2, 3


class Pool:
    def __init__(self):
        self.slots = asyncio.LifoQueue()
        for n in range(SLOTS):
            self.slots.put_nowait(n)

    async def ask(self, seconds):
        at["took"] = line() + 1
        slot = await self.slots.get()
        try:
            at["asks"] = line() + 1
            await asyncio.sleep(seconds)
        except OSError:
            return  # a CancelledError is none
        self.slots.put_nowait(slot)


async def lookup(pool, seconds):
    # What `asyncio.timeout` does, which is new in Python 3.11.
    at["deadline"] = line() + 1
    deadline = asyncio.get_running_loop().call_later(0.1, asyncio.current_task().cancel)
    await pool.ask(seconds)
    deadline.cancel()


async def flush(pool):
    at["get"] = line() + 1
    await pool.slots.get()


async def main():
    pool = Pool()
    await asyncio.gather(*[lookup(pool, 0) for n in range(QUICK)])
    slow = [asyncio.create_task(lookup(pool, 60), name=f"slow {n}") for n in (1, 2)]
    await asyncio.wait(slow)
    flusher = asyncio.create_task(flush(pool), name="flusher")
    asyncio.get_running_loop().call_later(0.3, lambda: killed(at=at, quick=QUICK, waiting=waiting(), done=flusher.done()))
    at["main"] = line() + 1
    await flusher


asyncio.run(main())
