"""A task awaits another while it holds the lock that the other needs."""
import asyncio
from known import killed, waiting


async def child(lock):
    async with lock:
        pass


async def parent(lock):
    async with lock:
        await asyncio.create_task(child(lock), name="child")


async def main():
    lock = asyncio.Lock()
    task = asyncio.create_task(parent(lock), name="parent")
    while not lock._waiters:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    circle = ["child waits for the Lock `lock`, held by parent.", "parent waits for the result of child."]
    killed(waiting=waiting(), circle=circle, done=task.done())


asyncio.run(main())
