"""What a program knows of itself, without the recorder: printed as JSON, for the test to compare."""
import asyncio
import json
import os
import sys


def line():
    """The line from which it is called."""
    return sys._getframe(1).f_lineno


def waiting():
    """The tasks that have not ended, but for this one: the lines at which they are suspended, by asyncio's own account."""
    here = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not here]
    return {task.get_name(): task.get_stack()[-1].f_lineno for task in tasks}


def tell(**facts):
    print(json.dumps(facts, sort_keys=True), flush=True)


def killed(**facts):
    """Tells, and ends as a process that is killed: nothing is cleaned up."""
    tell(**facts)
    os._exit(3)
