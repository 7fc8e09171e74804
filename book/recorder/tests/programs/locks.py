"""Two tasks take two locks in opposite order, and hang."""
import asyncio
from known import killed, waiting


async def transfer(here, there):
    async with here:
        await asyncio.sleep(0.01)
        async with there:
            print("never")


async def main():
    savings = asyncio.Lock()
    current = asyncio.Lock()
    one = asyncio.create_task(transfer(savings, current), name="one")
    two = asyncio.create_task(transfer(current, savings), name="two")
    while not (savings._waiters and current._waiters):
        await asyncio.sleep(0.001)
    killed(
        waiting=waiting(),
        asked={"one": "Lock `current`", "two": "Lock `savings`"},
        held={"one": ["Lock `savings`"], "two": ["Lock `current`"]},
        others=[one.done(), two.done()],
    )


asyncio.run(main())
