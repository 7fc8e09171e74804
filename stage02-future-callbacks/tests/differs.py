"""What asyncio does, beside this stage. `asyncio.rs` compares each line."""
import asyncio
import os
import selectors
import socket


async def callbacks():
    loop, log = asyncio.get_running_loop(), []
    future = loop.create_future()
    future.add_done_callback(lambda f: log.append("early"))
    future.set_result(1)
    future.add_done_callback(lambda f: log.append("late"))
    print("callbacks that ran inside set_result:", len(log))
    await asyncio.sleep(0)
    print("callbacks that ran in the next turn:", *log)
    try:
        future.set_result(2)
    except asyncio.InvalidStateError:
        print("a second result: InvalidStateError")


async def pending():
    future = asyncio.get_running_loop().create_future()
    try:
        future.result()
    except asyncio.InvalidStateError:
        print("the result of a pending future: InvalidStateError")
    print("cancel:", future.cancel(), future.done())


async def turns():
    loop, log = asyncio.get_running_loop(), []

    def again(n):
        log.append(n)
        if n < 3:
            loop.call_soon(again, n + 1)

    loop.call_soon(again, 1)
    loop.call_soon(log.append, "other")
    await asyncio.sleep(0)
    print("after one turn:", *log)
    await asyncio.sleep(0)
    print("after two turns:", *log)


async def removed():
    loop, log = asyncio.get_running_loop(), []
    pairs = [socket.socketpair() for _ in range(2)]

    def handler(name):
        log.append(name)
        for ours, _ in pairs:
            loop.remove_reader(ours)

    for name, (ours, theirs) in zip("ab", pairs):
        ours.setblocking(False)
        loop.add_reader(ours, handler, name)
        theirs.send(b"!")
    await asyncio.sleep(0.01)
    print("handlers that ran, of which the first removed both:", len(log))
    for pair in pairs:
        for end in pair:
            end.close()


async def replaced():
    loop, log = asyncio.get_running_loop(), []
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    loop.add_reader(ours, log.append, "first")
    loop.add_reader(ours, lambda: log.append("second") or loop.remove_reader(ours))
    theirs.send(b"!")
    await asyncio.sleep(0.01)
    print("two readers for one socket, heard:", *log)
    ours.close(), theirs.close()


def ends():
    """run_forever goes on though nothing is registered and nothing queued."""
    loop, turns = asyncio.new_event_loop(), []
    loop.call_soon(turns.append, 1)
    loop.call_later(0.01, loop.stop)
    loop.run_forever()
    print("run_forever ended when it was told to:", loop.is_running() is False)
    loop.close()


def closed():
    """A socket that is closed while it is registered."""
    selector, (ours, theirs) = selectors.DefaultSelector(), socket.socketpair()
    selector.register(ours, selectors.EVENT_READ)
    theirs.send(b"!")
    number = ours.fileno()
    ours.close()
    print("a closed socket is reported:", len(selector.select(0)))
    other = socket.socket(fileno=os.dup2(theirs.fileno(), number))
    try:
        selector.register(other, selectors.EVENT_READ)
    except KeyError:
        print("the next socket with its number: already registered")
    selector.unregister(ours)
    print("after unregister of the closed one:", bool(selector.register(other, selectors.EVENT_READ)))
    other.close(), theirs.close()


for program in callbacks, pending, turns, removed, replaced:
    asyncio.run(program())
ends()
closed()
