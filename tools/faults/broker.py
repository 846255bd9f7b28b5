"""RabbitMQ: stopped, emptied, cut off, slow, silent."""

import shutil
import signal
import time
from random import Random

from kombu import Connection

from tools.faults.kinds import fault
from tools.faults.processes import kill
from tools.proxy import Proxy
from tools.stack import Stack

QUEUES = ("handlers", "documents", "jobs")


@fault("rabbitmq-killed", "kill -9 of RabbitMQ; it starts with its queues")
def kill_broker(stack: Stack, _: Random) -> None:
    kill(stack, "rabbitmq")
    stack.wait_for_broker()


@fault("rabbitmq-restarted", "RabbitMQ stopped in order and started again")
def restart_broker(stack: Stack, _: Random) -> None:
    with stack.unsupervised():
        stack.process("rabbitmq").send_signal(signal.SIGTERM)
        stack.process("rabbitmq").wait(60)
    stack.wait_for_broker()


@fault("rabbitmq-reset", "RabbitMQ's node emptied: every queue and message is gone")
def reset_broker(stack: Stack, _: Random) -> None:
    with stack.unsupervised():
        stack.kill("rabbitmq")
        shutil.rmtree(stack.dir / "rabbitmq" / "mnesia", ignore_errors=True)
    stack.wait_for_broker()


@fault("queues-deleted", "every queue deleted with what is in it, while all stay connected")
def delete_queues(stack: Stack, _: Random) -> None:
    with Connection(stack.broker_itself) as connection:
        for queue in QUEUES:
            connection.channel().queue_delete(queue)


@fault("rabbitmq-cut", "every connection to RabbitMQ cut, none let in for 3 s")
def cut_broker(stack: Stack, _: Random) -> None:
    cut(stack.proxies["rabbitmq"])


@fault("rabbitmq-slow", "each piece to and from RabbitMQ 0.2 s late, for 10 s")
def slow_broker(stack: Stack, _: Random) -> None:
    slow(stack.proxies["rabbitmq"], 0.2)


@fault("rabbitmq-stalled", "connections to RabbitMQ swallow everything, for 10 s and for good")
def stall_broker(stack: Stack, _: Random) -> None:
    stall(stack.proxies["rabbitmq"])


@fault("rabbitmq-silent", "half-open: no packet of a connection to RabbitMQ is answered any more")
def silence_broker(stack: Stack, _: Random) -> None:
    silence(stack.proxies["rabbitmq"])


def cut(proxy: Proxy) -> None:
    proxy.cut()
    time.sleep(3)
    proxy.heal()


def slow(proxy: Proxy, seconds: float) -> None:
    proxy.delay = seconds
    time.sleep(10)
    proxy.heal()


def stall(proxy: Proxy) -> None:
    """The way is open again after a while; the connections that had stalled stay so."""
    proxy.stall()
    time.sleep(10)
    proxy.heal()


def silence(proxy: Proxy) -> None:
    proxy.silence()
    time.sleep(10)
    proxy.heal()
