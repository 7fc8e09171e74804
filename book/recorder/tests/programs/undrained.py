"""Nothing takes from two queues: one is full, and its producer waits; the other grows."""
import asyncio
from known import killed, waiting

PUT = 200


async def produce(full):
    for n in range(10):
        await full.put(n)


async def log(lines):
    for n in range(PUT):
        lines.put_nowait(n)
        await asyncio.sleep(0)


async def main():
    full = asyncio.Queue(maxsize=3)
    lines = asyncio.Queue()
    producer = asyncio.create_task(produce(full), name="producer")
    await asyncio.create_task(log(lines), name="logger")
    killed(
        waiting=waiting(),
        on={"producer": f"Queue `full`: put, {full.qsize()} of 3 items"},
        grown=[f"Queue `lines` holds {n} items" for n in (64, 128)],
        polls={"logger": PUT + 1},
        done=producer.done(),
    )


asyncio.run(main())
