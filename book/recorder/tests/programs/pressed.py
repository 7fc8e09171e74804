"""Ctrl-C in a loop that runs without `asyncio.run`: nothing is cancelled, and the tasks are destroyed."""
import asyncio
import os
import signal


async def wait():
    await asyncio.Event().wait()


async def main():
    waiter = asyncio.create_task(wait(), name="waiter")
    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
    await waiter


loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda *_: None)  # which would tell of the tasks that are destroyed
loop.run_until_complete(main())
