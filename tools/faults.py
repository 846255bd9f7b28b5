"""Shortened stories while processes die: every one must end as an undisturbed one does.

    make faults                 200 stories, kill -9 of worker, relay, web and RabbitMQ at random moments
    make faults RUNS=20 SEED=7  fewer; the same seed chooses the same victims at the same pauses
    … --doubled 20              then 20 stories more: every message is published twice, nothing is killed

Each story has a root organisation of its own: a visit sent through the API, two families filed and
approved, condolence money in a batch of three people, approved and paid through the API, a brief signed
through the API and typeset. At its end its ledger, files, register and figures are compared with those
of the first story, which runs undisturbed.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from kombu import Connection  # noqa: E402 -- needs the paths above

from tools.stack import Stack  # noqa: E402

VICTIMS = {"worker-handlers": 4, "worker-documents": 2, "relay": 3, "web": 3, "rabbitmq": 2}
MARK = "x-second-copy"


class Api:
    """The site's API as a stubborn client uses it: sends again until there is an answer."""

    def __init__(self, url: str) -> None:
        self._url = url

    def post(self, key: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        data = json.dumps(body or {}).encode()
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        deadline = time.monotonic() + 120
        while True:
            request = urllib.request.Request(f"{self._url}/api/v1{path}", data, headers)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as refused:
                if refused.code < 500:  # noqa: PLR2004
                    return refused.code, json.load(refused)
            except (OSError, ValueError):
                pass
            if time.monotonic() > deadline:
                raise SystemExit(f"no answer to POST {path} within two minutes")
            time.sleep(0.1)


class Killer(threading.Thread):
    """kill -9 of a random victim after a random pause, again and again; the next when that one is back.

    A victim that is killed faster than it can start shows nothing but that it cannot start.
    """

    def __init__(self, stack: Stack, seed: int) -> None:
        super().__init__(daemon=True)
        self._stack, self._random, self.stop = stack, random.Random(seed), threading.Event()  # noqa: S311
        self._seed = seed
        self.killed = dict.fromkeys(VICTIMS, 0)
        self.slowest = 0.0  # seconds from a kill to the next sign of life

    def told(self) -> str:
        killed = ", ".join(f"{name} {count}×" for name, count in self.killed.items())
        return f"killed {killed}; slowest back after {self.slowest:.0f} s; seed {self._seed}"

    def run(self) -> None:
        names, weights = list(VICTIMS), list(VICTIMS.values())
        while not self.stop.wait(self._random.uniform(0.05, 2.5)):
            victim = self._random.choices(names, weights)[0]
            killed_at = time.time()
            self._stack.kill(victim)
            self.killed[victim] += 1
            while not self.stop.is_set() and not self._stack.is_back(victim, killed_at):
                time.sleep(0.05)
            self.slowest = max(self.slowest, time.time() - killed_at)


class Doubler(threading.Thread):
    """Publishes a second copy of every message that passes the exchange."""

    def __init__(self, stack: Stack, exchange: str) -> None:
        super().__init__(daemon=True)
        self._stack, self._exchange, self.stop = stack, exchange, threading.Event()
        self.doubled = 0

    def told(self) -> str:
        return f"{self.doubled} messages doubled"

    def run(self) -> None:
        with Connection(self._stack.broker_url) as connection:
            channel = connection.channel()
            queue = channel.queue_declare(exclusive=True).queue
            channel.queue_bind(queue, self._exchange, "#")
            while not self.stop.is_set():
                message = channel.basic_get(queue, no_ack=True)
                if message is None:
                    time.sleep(0.005)
                elif MARK not in message.headers:
                    message.properties["application_headers"][MARK] = True
                    routing_key = message.delivery_info["routing_key"]
                    channel.basic_publish(message, self._exchange, routing_key)
                    self.doubled += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--doubled", type=int, default=0, help="stories with every message doubled")
    arguments = parser.parse_args()
    with Stack() as stack:
        for key, value in stack.environment("clock").items():
            if key not in {"PATH", "PYTHONPATH"}:
                os.environ[key] = value
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        import django  # noqa: PLC0415 -- settings read the environment made above

        django.setup()
        return under_fire(stack, arguments.runs, arguments.doubled, arguments.seed)


def under_fire(stack: Stack, runs: int, doubled: int, seed: int) -> int:
    from django.conf import settings  # noqa: PLC0415

    from runtime.story.shortened import outcome, short_story  # noqa: PLC0415

    api = Api(stack.url)
    short_story(0, api.post)
    expected = outcome(0)
    print(f"undisturbed: {expected}", flush=True)
    failed = disturbed(stack, api, range(1, runs + 1), expected, Killer(stack, seed))
    if doubled and not failed:
        numbers = range(runs + 1, runs + doubled + 1)
        stack.wait_for_broker()  # it may just have been killed
        doubler = Doubler(stack, settings.EVENT_EXCHANGE)
        failed = disturbed(stack, api, numbers, expected, doubler)
    return failed


def disturbed(
    stack: Stack, api: Api, runs: range, expected: dict[str, Any], trouble: Killer | Doubler
) -> int:
    """Tell the stories of these numbers while there is trouble; 1 if one ends differently."""
    from runtime.story.shortened import outcome, short_story  # noqa: PLC0415
    from runtime.story.telling import Stuck  # noqa: PLC0415

    trouble.start()
    began, different = time.monotonic(), 0
    for run in runs:
        try:
            short_story(run, api.post)
        except Stuck as stuck:
            print(f"story {run} is stuck: {stuck}\n{stack.logs()}", flush=True)
            return 1
        found = outcome(run)
        if found != expected:
            different += 1
            print(f"story {run} differs: {found}", flush=True)
        elif run % 10 == 0 or run == runs[-1]:
            print(f"story {run}, {time.monotonic() - began:.0f} s", flush=True)
    trouble.stop.set()
    trouble.join()
    print(f"{len(runs)} stories, {different} different; {trouble.told()}")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
