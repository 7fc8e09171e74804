"""Exceptions: one that main gets, one that nothing retrieves, one that ends the program."""
import asyncio
import gc


async def fail(words):
    raise ValueError(words)


async def main():
    try:
        await asyncio.create_task(fail("retrieved"), name="first")
    except ValueError:
        pass
    lost = asyncio.create_task(fail("lost"), name="second")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del lost
    gc.collect()
    await asyncio.create_task(fail("the end"), name="third")


asyncio.run(main())
