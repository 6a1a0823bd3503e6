// Two clients of xmpp.js, as in a browser: over WebSocket they meet in a channel, and one of them
// loses its connection and resumes its session. Says `passed` at the end.
//
//   node --experimental-websocket browser.js ws://127.0.0.1:PORT/xmpp-websocket MIX PASSWORD ACCOUNT ACCOUNT

import { client, xml, jid } from "@xmpp/client";

const [service, mix, password, ...accounts] = process.argv.slice(2);
const channel = `coven@${mix}`;
const PAM = "urn:xmpp:mix:pam:2";
const CORE = "urn:xmpp:mix:core:1";

setTimeout(() => {
  console.log("took too long");
  process.exit(2);
}, 60_000).unref();

/** A client that is online, with the promise of what it is going to get. */
async function online(account) {
  const { local, domain } = jid(account);
  const xmpp = client({ service, domain, username: local, password, resource: "tab" });
  xmpp.on("error", (error) => console.log(account, error.message));
  if (process.env.TRACE) {
    xmpp.on("element", (element) => console.log(account, "<", element.toString()));
    xmpp.on("send", (element) => console.log(account, ">", element.toString()));
  }
  await xmpp.start();
  console.log(account, "is online");
  await xmpp.send(xml("presence"));
  return xmpp;
}

function said(xmpp, text) {
  return new Promise((resolve) => {
    xmpp.on("stanza", (stanza) => {
      if (stanza.is("message") && stanza.getChildText("body") === text) resolve(stanza);
    });
  });
}

function join(xmpp, nick) {
  const node = "urn:xmpp:mix:nodes:messages";
  return xmpp.iqCaller.set(
    xml("client-join", { xmlns: PAM, channel },
      xml("join", { xmlns: CORE }, xml("nick", {}, nick), xml("subscribe", { node }))));
}

function say(xmpp, body) {
  return xmpp.send(xml("message", { to: channel, type: "groupchat", id: body }, xml("body", {}, body)));
}

const [one, other] = await Promise.all(accounts.map(online));
await one.iqCaller.set(xml("create", { xmlns: CORE, channel: "coven" }), mix);
await join(one, "first witch");
await join(other, "second witch");

const heard = [said(one, "When shall we three meet again?"), said(other, "When shall we three meet again?")];
await say(one, "When shall we three meet again?");
for (const stanza of await Promise.all(heard)) {
  console.log("heard", stanza.getChild("mix", CORE).getChildText("nick"));
}

// The network is gone for a moment; what is said meanwhile is not lost.
const resumed = new Promise((resolve) => other.streamManagement.once("resumed", resolve));
const late = said(other, "In thunder");
other.reconnect.delay = 200;
other.socket.end();
await say(one, "In thunder");
await resumed;
console.log("resumed");
await late;

await Promise.all([one.stop(), other.stop()]);
console.log("passed");
