"""Eager tasks take their first step before the loop knows of them (Python 3.12)."""
import asyncio
from known import killed


async def at_once():
    return 1


async def later(event):
    await event.wait()


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    event = asyncio.Event()
    tasks = [asyncio.create_task(at_once(), name="at once"), asyncio.create_task(later(event), name="later")]
    await asyncio.sleep(0)  # what a killed process loses is the record of its last step
    killed(ended={"at once": tasks[0].done()}, on={"later": "Event `event`"})


asyncio.run(main())
