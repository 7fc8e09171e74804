"""Ctrl-C, while a task waits."""
import asyncio
import os
import signal


async def wait():
    await asyncio.Event().wait()


async def main():
    waiter = asyncio.create_task(wait(), name="waiter")
    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
    await waiter


asyncio.run(main())
