"""asyncio beside many: `step` is a step beside waiting tasks, `timer` a timer that is set and cancelled beside others.

Prints the nanoseconds of one, of the processor's time.
"""

import asyncio
import sys
import time

what, number, operations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


async def step():
    loop = asyncio.get_running_loop()
    never = [loop.create_future() for _ in range(number)]
    async def wait(future):
        await future
    tasks = [asyncio.ensure_future(wait(future)) for future in never]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    start = time.thread_time_ns()
    for _ in range(operations):
        await asyncio.sleep(0)
    took = time.thread_time_ns() - start
    for task in tasks:
        task.cancel()
    return took


async def timer():
    loop = asyncio.get_running_loop()
    waiting = [loop.call_later((1800, 5400)[i % 2] + i / 1e6, print) for i in range(number)]
    start = time.thread_time_ns()
    for _ in range(operations):
        loop.call_later(3600, print).cancel()
    await asyncio.sleep(0)
    took = time.thread_time_ns() - start
    for one in waiting:
        one.cancel()
    return took


print(asyncio.run(step() if what == "step" else timer()) / operations)
