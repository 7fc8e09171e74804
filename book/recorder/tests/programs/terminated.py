"""A program that ends in order when it is told to, as servers do."""
import asyncio
import os
import signal


async def wait():
    await asyncio.Event().wait()


async def main():
    loop, waiter = asyncio.get_running_loop(), asyncio.create_task(wait(), name="waiter")
    loop.add_signal_handler(signal.SIGTERM, waiter.cancel)
    loop.call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.wait([waiter])


asyncio.run(main())
