"""Counts: steps, wakes, timers, locks, permits."""
import asyncio
from known import tell

TURNS, WORKERS = 20, 5
held = most = 0


async def turns():
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def work(permits):
    global held, most
    for _ in range(3):
        async with permits:
            held += 1
            most = max(most, held)
            await asyncio.sleep(0.001)
            held -= 1


async def main():
    permits = asyncio.Semaphore(2)
    await asyncio.create_task(turns(), name="turns")
    workers = [asyncio.create_task(work(permits), name=f"worker {n}") for n in range(WORKERS)]
    await asyncio.gather(*workers)
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.001)
    except asyncio.TimeoutError:
        pass
    late = asyncio.get_running_loop().call_later(60, print, "never")
    late.cancel()
    tell(polls={"turns": TURNS + 1}, got=3 * WORKERS, most=most, fired=3 * WORKERS + 1, untimed=1)


asyncio.run(main())
