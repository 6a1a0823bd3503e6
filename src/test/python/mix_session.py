"""Plays a whole MIX session with slixmpp: presence (0403), hidden JIDs (0404) and MIX-PAM (0405).

One JID is hidden in a channel whose owner let everybody choose; both clients see each other's
presence, speak, find it in the archive, and leave.

Usage: mix_session.py HOST PORT MIX_DOMAIN OWNER_JID OTHER_JID PASSWORD
Prints a line per step; the exit code is 0 only when every step went as it should.
"""

import asyncio
import sys
import xml.etree.ElementTree as ET

from mix_walkthrough import LIMIT_SECONDS, Witch, check, login
from slixmpp import JID

ADMIN = "urn:xmpp:mix:admin:0"
ANON = "urn:xmpp:mix:anon:0"
CORE = "urn:xmpp:mix:core:1"
PRESENCE = "urn:xmpp:mix:presence:0"
NODES = {
    f"urn:xmpp:mix:nodes:{name}" for name in ("messages", "participants", "info", "presence")
}


class Session(Witch):
    """A client that keeps who is present as well."""

    def __init__(self, jid, password):
        super().__init__(jid, password)
        self.register_plugin("xep_0313")
        self.presences = asyncio.Queue()
        self.add_event_handler("mix_presence", self.presences.put_nowait)
        # An absent participant is told of without the MIX element.
        self.add_event_handler("presence_unavailable", self.presences.put_nowait)

    async def next(self, queue, test):
        """The next thing in a queue that passes a test; what does not is passed over."""
        while True:
            found = await asyncio.wait_for(queue.get(), LIMIT_SECONDS)
            if test(found):
                return found

    @property
    def anon(self):
        return self.plugin["xep_0404"]


async def create(witch, service, name):
    """Creates a channel whose participants choose whether their JID is shown."""
    iq = witch.make_iq_set(ito=service)
    create = ET.SubElement(iq.xml, f"{{{CORE}}}create", channel=name)
    form = ET.SubElement(create, "{jabber:x:data}x", type="submit")
    for var, value in (("FORM_TYPE", ADMIN), ("JID Visibility", "jid-maybe-visible")):
        field = ET.SubElement(form, "{jabber:x:data}field", var=var)
        ET.SubElement(field, "{jabber:x:data}value").text = value
    await iq.send()
    return JID(f"{name}@{service}")


async def prefer(witch, channel, var, value):
    """Reads the preferences, changes one, and answers what holds then."""
    form = await witch.anon.get_preferences(channel)
    check("the preferences are a form", "form", form["type"])
    form["type"] = "submit"
    form.set_values({var: value})
    # slixmpp's own set_preferences sends an empty form (1.8.3).
    iq = witch.make_iq_set(ito=channel)
    iq["user_preference"].append(form)
    kept = await iq.send()
    return kept["user_preference"]["form"].get_values()[var]


def of(participant, channel):
    return lambda presence: str(presence["from"]).startswith(f"{participant}#{channel}/")


async def play(host, port, mix_domain, owner_jid, other_jid, password):
    owner = await login(host, port, owner_jid, password, Session)
    other = await login(host, port, other_jid, password, Session)
    channel = await create(owner, mix_domain, "session-" + JID(owner_jid).user)

    check("nodes refused", set(), await owner.pam.join_channel(channel, "third witch", NODES))
    check("nodes refused", set(), await other.pam.join_channel(channel, "second witch", NODES))
    ids = {nick: id for id, nick, _ in await owner.mix.list_participants(channel)}
    third, second = ids["third witch"], ids["second witch"]
    here = await owner.next(owner.presences, of(second, channel))
    check("who is present", "second witch", here["mix"]["nick"])
    check("presence goes both ways", "third witch",
          (await other.next(other.presences, of(third, channel)))["mix"]["nick"])

    check("the preference", "always", await prefer(owner, channel, "JID Visibility", "always"))
    check("the preference", "never", await prefer(other, channel, "JID Visibility", "never"))
    shown = {nick: jid for _, nick, jid in await other.mix.list_participants(channel)}
    check("a JID is shown", str(owner.boundjid.bare), str(shown["third witch"]))
    check("a JID is hidden", None, shown["second witch"])
    raw = await owner["xep_0060"].get_items(channel, "urn:xmpp:mix:nodes:jidmap")
    real = {item["id"]: str(item["anon_participant"]["jid"]) for item in raw["pubsub"]["items"]}
    check("the owner's map", {third: owner.boundjid.bare, second: other.boundjid.bare}, real)

    bodies = ["Thrice and once the hedge-pig whined.", "Harpier cries: 'tis time, 'tis time."]
    for witch, body in ((other, bodies[0]), (owner, bodies[1])):
        witch.send_message(mto=channel, mbody=body, mtype="groupchat")
        for hearer in (owner, other):
            message = await asyncio.wait_for(hearer.messages.get(), LIMIT_SECONDS)
            check("the message", body, message["body"])
            if witch is other:
                check("its author is hidden", "", str(message["mix"]["jid"]))
            else:
                check("its author is shown", owner.boundjid.bare, str(message["mix"]["jid"]))

    archived = [
        result["mam_result"]["forwarded"]["stanza"]["body"]
        async for result in other["xep_0313"].iterate(jid=channel)
    ]
    check("the channel's archive", bodies, archived)
    archived = [
        result["mam_result"]["forwarded"]["stanza"]["body"]
        async for result in owner["xep_0313"].iterate()
    ]
    check("the account's archive", bodies, archived)

    await other.pam.leave_channel(channel)
    gone = await owner.next(
        owner.presences,
        lambda stanza: of(second, channel)(stanza) and stanza["type"] == "unavailable",
    )
    check("who left is absent", second, JID(gone["from"]).user.split("#")[0])
    left = {nick for _, nick, _ in await owner.mix.list_participants(channel)}
    check("who is left", {"third witch"}, left)
    await owner.pam.leave_channel(channel)
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
