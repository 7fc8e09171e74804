"""A notification comes before anybody waits for it, and is lost."""
import asyncio
from known import killed, waiting


async def consumer(ready):
    await asyncio.sleep(0)  # it does not look at what is there before it waits
    async with ready:
        await ready.wait()


async def main():
    ready = asyncio.Condition()
    waiter = asyncio.create_task(consumer(ready), name="consumer")
    async with ready:
        ready.notify()
    while not ready._waiters:
        await asyncio.sleep(0)
    killed(waiting=waiting(), on={"consumer": "Condition `ready`"}, done=waiter.done())


asyncio.run(main())
