"""A gather is cancelled, and its children with it; one of them goes on."""
import asyncio
from known import line, tell

at = {}


async def wait_for_ever(event):
    at["wait"] = line() + 1
    await event.wait()


async def stubborn():
    try:
        at["sleep"] = line() + 1
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        await asyncio.sleep(0)


async def main():
    never = asyncio.Event()
    a = asyncio.create_task(wait_for_ever(never), name="a")
    b = asyncio.create_task(wait_for_ever(never), name="b")
    c = asyncio.create_task(stubborn(), name="c")
    both = asyncio.gather(a, b, c, return_exceptions=True)
    await asyncio.sleep(0)
    at["cancel"] = line() + 1
    both.cancel()
    try:
        await both
    except asyncio.CancelledError:
        pass
    how = {task.get_name(): "cancelled" if task.cancelled() else "done" for task in (a, b, c)}
    tell(how=how, at=at, drops=3)


asyncio.run(main())
