"""What asyncio does where this stage does otherwise. `asyncio.rs` compares each line."""
import asyncio


async def waits(future):
    return await future


async def how(task):
    try:
        return await task
    except asyncio.CancelledError:
        return "cancelled"


async def done_already():
    loop, turns = asyncio.get_running_loop(), []
    future = loop.create_future()
    future.set_result(1)
    loop.call_soon(turns.append, 1)
    for _ in range(1000):
        await future
    print("turns that 1000 waits for a done future take:", len(turns))


async def too_early():
    wait = asyncio.get_running_loop().create_future().__await__()
    next(wait)
    try:
        next(wait)
    except RuntimeError:
        print("a wait that is resumed too early: RuntimeError")


async def shared():
    future = asyncio.get_running_loop().create_future()
    first, second = (asyncio.create_task(waits(future)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    print("two tasks wait for one future, the first is cancelled:", await how(first), await how(second))
    try:
        future.set_result(1)
    except asyncio.InvalidStateError:
        print("the future is set after that: InvalidStateError")


async def shielded():
    future = asyncio.get_running_loop().create_future()
    first = asyncio.create_task(waits(asyncio.shield(future)))
    second = asyncio.create_task(waits(future))
    await asyncio.sleep(0)
    first.cancel()
    print("the same with shield, the first:", await how(first))
    future.set_result(1)
    print("the same with shield, the second:", await how(second))


async def parent_and_child():
    child = asyncio.create_task(asyncio.sleep(60))
    parent = asyncio.create_task(waits(child))
    await asyncio.sleep(0)
    parent.cancel()
    print("a parent that waits for a child is cancelled:", await how(parent), await how(child))


async def wake_is_queued():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits(future))
    await asyncio.sleep(0)
    future.set_result(1)
    task.cancel()
    print("the wake is queued, then the task is cancelled:", await how(task), future.result())


async def cancels_itself():
    asyncio.current_task().cancel()
    return 7


async def at_the_end():
    task = asyncio.create_task(cancels_itself())
    print("a task cancels itself, and returns 7:", await how(task))


async def leaves():
    task = asyncio.get_running_loop().create_task(raises())
    await asyncio.sleep(0)
    return task


async def raises():
    raise SystemExit("stop")


for program in done_already, too_early, shared, shielded, parent_and_child, wake_is_queued, at_the_end:
    asyncio.run(program())
try:
    asyncio.run(leaves())
except SystemExit as stop:
    print("a task raises SystemExit, and asyncio.run raises:", stop)
