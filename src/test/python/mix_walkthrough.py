"""Plays the walk-through of MIX with slixmpp (plugins 0369, 0403, 0404, 0405) against a server.

Usage: mix_walkthrough.py HOST PORT MIX_DOMAIN OWNER_JID OTHER_JID PASSWORD
Prints a line per step; the exit code is 0 only when every step went as it should.
"""

import asyncio
import ssl
import sys

import slixmpp
from slixmpp import JID
from slixmpp.exceptions import IqError
from slixmpp.plugins.xep_0369.stanza import Destroy

LIMIT_SECONDS = 20
PLUGINS = ("xep_0030", "xep_0060", "xep_0199", "xep_0369", "xep_0403", "xep_0404", "xep_0405")


class Witch(slixmpp.ClientXMPP):
    """A client that keeps what the channel sends it."""

    def __init__(self, jid, password):
        super().__init__(jid, password)
        # The server under test has a self-signed certificate.
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        for plugin in PLUGINS:
            self.register_plugin(plugin)
        self.messages = asyncio.Queue()
        self.participants = asyncio.Queue()
        self.started = asyncio.get_event_loop().create_future()
        self.add_event_handler("session_start", self._start)
        self.add_event_handler("failed_auth", lambda _: self._fail("not authenticated"))
        self.add_event_handler("mix_message", self.messages.put_nowait)
        self.add_event_handler("mix_participant_info_publish", self.participants.put_nowait)
        self.add_event_handler("mix_participant_info_retract", self.participants.put_nowait)

    async def _start(self, _):
        self.send_presence()
        await self.get_roster()
        if not self.started.done():
            self.started.set_result(True)

    def _fail(self, reason):
        if not self.started.done():
            self.started.set_exception(AssertionError(reason))

    @property
    def pam(self):
        return self.plugin["xep_0405"]

    @property
    def mix(self):
        return self.plugin["xep_0369"]


def check(step, expected, actual):
    print(f"{step}: {actual!r}", flush=True)
    if expected != actual:
        raise AssertionError(f"{step}: expected {expected!r}, got {actual!r}")


async def login(host, port, jid, password, kind=Witch):
    witch = kind(jid, password)
    witch.connect((host, port), force_starttls=True)
    await asyncio.wait_for(witch.started, LIMIT_SECONDS)
    return witch


async def retract_of(witch):
    while True:
        event = await asyncio.wait_for(witch.participants.get(), LIMIT_SECONDS)
        for item in event["pubsub_event"]["items"]:
            if item.name == "retract":
                return item["id"]


async def play(host, port, mix_domain, owner_jid, other_jid, password):
    owner = await login(host, port, owner_jid, password)
    other = await login(host, port, other_jid, password)
    print("two slixmpp clients are logged in over TLS", flush=True)
    service = JID(mix_domain)
    check("the account's server speaks MIX-PAM", True, await owner.pam.check_server_capability())
    check("a channel may be created", True, await owner.mix.can_create_channel(service))
    name = await owner.mix.create_channel(service, "slixmpp-" + JID(owner_jid).user)
    channel = JID(f"{name}@{mix_domain}")
    listed = [str(jid) for jid, _ in await other.mix.list_channels(service)]
    check("the channel is listed", True, str(channel) in listed)
    nodes = await other.mix.list_mix_nodes(channel)
    check("it has a messages node", True, "urn:xmpp:mix:nodes:messages" in nodes)

    check("nodes refused to the owner", set(), await owner.pam.join_channel(channel, "third witch"))
    check("nodes refused to the other", set(), await other.pam.join_channel(channel, "second witch"))
    _, channels = await owner.pam.get_mix_roster()
    check("the roster has the channel", [str(channel)], [str(item["jid"]) for item in channels])
    own_id = channels[0]["channel"]["participant-id"]
    nick = await owner.mix.set_nick(channel, "thirdwitch")
    check("the nick", "thirdwitch", nick)
    check(
        "the participants",
        {("thirdwitch", str(owner.boundjid.bare)), ("second witch", str(other.boundjid.bare))},
        {(nick, str(jid)) for _, nick, jid in await other.mix.list_participants(channel)},
    )

    body = "Harpier cries: 'tis time, 'tis time."
    owner.send_message(mto=channel, mbody=body, mtype="groupchat")
    for witch in (owner, other):
        message = await asyncio.wait_for(witch.messages.get(), LIMIT_SECONDS)
        check("the message", body, message["body"])
        check("its nick", "thirdwitch", message["mix"]["nick"])
        check("its author", str(owner.boundjid.bare), str(message["mix"]["jid"]))
        check("its participant", own_id, JID(message["from"]).resource)

    info = await other.mix.get_channel_info(channel)
    check("the information is dated", True, "modified" in info)
    _, channels = await other.pam.get_mix_roster()
    other_id = channels[0]["channel"]["participant-id"]
    await other.pam.leave_channel(channel)
    check("who left", other_id, await retract_of(owner))
    await owner.pam.leave_channel(channel)
    _, channels = await owner.pam.get_mix_roster()
    check("the roster is empty of channels", [], channels)

    # slixmpp's own destroy_channel sends an IQ without payload (1.8.3).
    try:
        await owner.mix.destroy_channel(channel)
        raise AssertionError("an empty IQ was answered by a result")
    except IqError as error:
        check("an empty IQ is refused", "bad-request", error.condition)
    destroy = Destroy()
    destroy["channel"] = name
    await owner.make_iq_set(ito=service, sub=destroy).send()
    listed = [str(jid) for jid, _ in await other.mix.list_channels(service)]
    check("the channel is gone", False, str(channel) in listed)
    for witch in (owner, other):
        await witch.disconnect()


def main():
    host, port, mix_domain, owner_jid, other_jid, password = sys.argv[1:]
    asyncio.get_event_loop().run_until_complete(
        asyncio.wait_for(
            play(host, int(port), mix_domain, owner_jid, other_jid, password), 5 * LIMIT_SECONDS
        )
    )
    print("passed", flush=True)


if __name__ == "__main__":
    main()
