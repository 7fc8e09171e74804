"""Begins to record in the middle, ends, and begins again."""
import asyncio
import os
import sys
from known import killed, waiting

PATH = os.environ.pop("TRACE")
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
import looprec  # noqa: E402


async def wait(event):
    await event.wait()


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(wait(event), name="waiter")
    await asyncio.sleep(0)
    for _ in range(2):
        looprec.start(PATH)
        await asyncio.sleep(0)
        looprec.stop()
    killed(waiting=waiting(), done=task.done())


asyncio.run(main())
