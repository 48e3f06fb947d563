"""What Front Door takes of the memory when both bots are open and a case is played. Peer: the same without tokens."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path

import psutil

from tests.bot_api.server import Server, serving
from tests.chaos.house import PATIENCE_S, PROGRAM, REPORT, House, Resident

UNIT = "500153001201"  # 螺罐村
LIMIT_MB = 350.0


def measure() -> list[tuple[str, str, str, str, bool]]:
    """Resident megabytes of the process with all roles."""
    both, none = asyncio.run(played())
    return [
        (
            "frontdoor serve, both bots, memory",
            f"{both:.0f} MB",
            f"< {LIMIT_MB:.0f} MB",
            f"the same without tokens {none:.0f} MB (ratio {both / none:.2f})",
            both < LIMIT_MB,
        )
    ]


async def played() -> tuple[float, float]:
    """The memory after a case over Telegram, and after one on the web."""
    with tempfile.TemporaryDirectory() as with_bots, tempfile.TemporaryDirectory() as without:
        async with serving() as server:
            bots = {name: server.bot(name).token for name in ("residents", "staff")}
            tokens = {f"telegram_{name}_token": token for name, token in bots.items()}
            ours = House(Path(with_bots), {**tokens, "telegram_api": server.url})
            peer = House(Path(without), {})
            try:
                both, none = ours.begin(), peer.begin()
                await asyncio.gather(asyncio.to_thread(ours.ready, both), asyncio.to_thread(peer.ready, none))
                await on_telegram(server, ours)
                await on_the_web(peer)
                return memory(both), memory(none)
            finally:
                ours.close()
                peer.close()


async def on_telegram(server: Server, house: House) -> None:
    """A resident reports, and the village's group takes the case."""
    residents, staff = server.bots.values()
    zhang = server.person("张三")
    group = server.group("螺罐村", people=[zhang], bots=[staff]).of(zhang)
    group.say(f"/bind {code(house)}")
    await group.answered(within_s=PATIENCE_S)
    chat = server.person("Lan", language_code="zh-hans").private(residents)
    chat.start()
    await chat.answered(within_s=PATIENCE_S)
    chat.say(REPORT)
    await chat.until(lambda seen: "就这样发" in chat.buttons(), within_s=PATIENCE_S)
    chat.tap("就这样发")
    await group.until(lambda seen: "我来接" in group.buttons(), within_s=PATIENCE_S)
    await group.tap("我来接").answered(PATIENCE_S)
    await group.until(lambda seen: "这件办好了" in group.buttons(), within_s=PATIENCE_S)


def code(house: House) -> str:
    """A code that binds the village's group."""
    command = [str(PROGRAM), "link", "--role", "bind", "--unit", UNIT]
    return subprocess.run(command, env=house.environment, check=True, capture_output=True, text=True).stdout


async def on_the_web(house: House) -> None:
    """A resident reports."""
    lan = Resident(house, "lan")
    await lan.talk(REPORT)
    await lan.close()


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident megabytes."""
    return float(psutil.Process(process.pid).memory_info().rss / 1e6)
