package im.coven.load;

import im.coven.load.LoadPlan.Face;
import im.coven.xml.Element;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A member of one channel or room: logs in, joins, perhaps speaks, and keeps the account of what
/// it gets. Belongs to its loop; what it counts may be read when the loop is at rest.
final class Member implements Connection.Listener {

  private static final String SUBSCRIPTIONS =
      "<subscribe node='urn:xmpp:mix:nodes:messages'/>"
          + "<subscribe node='urn:xmpp:mix:nodes:participants'/>";

  /// The key under which the own presence in a room is waited for.
  private static final String ENTRY = "entry";

  private static final String MUC_NS = "http://jabber.org/protocol/muc";

  /// Which member of all it is, in which channel, and the how manieth publisher there; -1 for one
  /// that is none.
  record Role(int index, int channel, String channelName, int publisher) {

    String nick() {
      return "m" + index;
    }
  }

  private final LoopState loop;
  private final LoadPlan plan;
  private final Role role;
  private final Ledger ledger;
  private Optional<Connection> connection = Optional.empty();
  private boolean isIn;
  private int sent;
  private long unsent;
  private long refused;
  private String refusal = "";
  private String end = "";

  Member(LoopState loop, LoadPlan plan, Role role) {
    this.loop = loop;
    this.plan = plan;
    this.role = role;
    ledger = new Ledger(plan.crowd().publishers());
  }

  Context context() {
    return loop.context();
  }

  Role role() {
    return role;
  }

  Ledger ledger() {
    return ledger;
  }

  /// Messages that it wrote.
  int sent() {
    return sent;
  }

  /// Messages that were due after its stream had ended.
  long unsent() {
    return unsent;
  }

  /// Messages that the server sent back.
  long refused() {
    return refused;
  }

  /// Why the first of them came back; empty if none did.
  String refusal() {
    return refusal;
  }

  /// Why its stream ended before it was told to; empty if it did not.
  String end() {
    return end;
  }

  private String channelJid() {
    return role.channelName() + "@" + plan.target().service();
  }

  /* ---- before the run ---- */

  /// Logs in on a socket that is connected, and becomes available.
  Future<Void> enter(NetSocket socket, LogIn.Who who) {
    var fresh = new Connection(loop.vertx(), socket, this);
    connection = Optional.of(fresh);
    return new LogIn(loop.vertx(), fresh, plan.target(), who)
        .run()
        .onSuccess(_ -> {
          isIn = true;
          fresh.send("<presence/>");
        })
        .mapEmpty();
  }

  /// Makes the channel, and joins it; rooms are made by who enters first.
  Future<Void> create() {
    Face face = plan.target().face();
    return face.isMix()
        ? connected()
            .ask(
                plan.target().service(),
                "<create xmlns='%s' channel='%s'/>".formatted(face.core(), role.channelName()))
            .compose(_ -> join())
        : join();
  }

  /// Joins the channel or enters the room.
  Future<Void> join() {
    return plan.target().face().isMix() ? joinChannel() : enterRoom();
  }

  private Future<Void> joinChannel() {
    Face face = plan.target().face();
    String join =
        ("<client-join xmlns='%s' channel='%s'><join xmlns='%s'><nick>%s</nick>%s</join>"
                + "</client-join>")
            .formatted(face.pam(), channelJid(), face.core(), role.nick(), SUBSCRIPTIONS);
    return connected().ask("", join).mapEmpty();
  }

  private Future<Void> enterRoom() {
    String entry =
        "<presence to='%s/%s'><x xmlns='%s'><history maxstanzas='0'/></x></presence>"
            .formatted(channelJid(), role.nick(), MUC_NS);
    return connected()
        .expect(ENTRY, entry)
        .compose(own -> hasStatus(own, "201") ? openRoom() : Future.succeededFuture(own))
        .mapEmpty();
  }

  /// A room is locked until whoever made it is content with how it is set up.
  private Future<Element> openRoom() {
    return connected()
        .ask(
            channelJid(),
            "<query xmlns='%s#owner'><x xmlns='jabber:x:data' type='submit'/></query>"
                .formatted(MUC_NS));
  }

  private static boolean hasStatus(Element presence, String code) {
    return presence
        .child("x", MUC_NS + "#user")
        .filter(x -> x.children().stream().anyMatch(child -> code.equals(child.attr("code"))))
        .isPresent();
  }

  private Connection connected() {
    return connection.orElseThrow(() -> new IllegalStateException("not connected"));
  }

  /* ---- the run ---- */

  /// Says its next message, which was due at a time.
  void publish(long dueMicros) {
    Connection stream = connected();
    if (stream.isEnded()) {
      unsent++;
      return;
    }
    String body = loop.mark().body(role.publisher(), sent, dueMicros);
    if (dueMicros >= TimeUnit.SECONDS.toMicros(plan.traffic().warmupSeconds())) {
      loop.tally().sent(loop.nowMicros() - dueMicros);
    }
    stream.send(
        "<message type='groupchat' id='m%d' to='%s'><body>%s</body></message>"
            .formatted(sent, channelJid(), body));
    sent++;
  }

  @Override
  public boolean isDone(byte[] bytes, int from, int to) {
    loop.heard();
    int at = loop.mark().find(bytes, from, to);
    if (at < 0) {
      return false;
    }
    delivered(bytes, at);
    return true;
  }

  private void delivered(byte[] bytes, int at) {
    Ledger.Entry entry = ledger.enter(Mark.publisher(bytes, at), Mark.number(bytes, at));
    if (entry == Ledger.Entry.IN_ORDER || entry == Ledger.Entry.LATE) {
      loop.delivered(Mark.dueMicros(bytes, at));
    }
  }

  @Override
  public void element(Element element) {
    if (element.name().equals("presence")) {
      presence(element);
    } else if (element.name().equals("message")) {
      message(element);
    }
  }

  private void presence(Element presence) {
    boolean isRoom = presence.attrOr("from", "").startsWith(channelJid());
    if (isRoom && ("error".equals(presence.attr("type")) || hasStatus(presence, "110"))) {
      connected().settle(ENTRY, presence);
    }
  }

  /// A message that has no mark where the search looks for it.
  private void message(Element message) {
    if ("error".equals(message.attr("type"))) {
      refused++;
      refusal = refusal.isEmpty() ? Connection.condition(message) : refusal;
      return;
    }
    byte[] marked = loop.mark().inBody(message.childText("body").orElse(""));
    if (marked.length > 0) {
      delivered(marked, 0);
    }
  }

  @Override
  public void ended(String why) {
    end = why;
  }

  /* ---- after the run ---- */

  /// Removes the channel that it made; rooms go when the last one leaves.
  Future<Void> destroy() {
    Face face = plan.target().face();
    return face.isMix()
        ? connected()
            .ask(
                plan.target().service(),
                "<destroy xmlns='%s' channel='%s'/>".formatted(face.core(), role.channelName()))
            .mapEmpty()
        : Future.succeededFuture();
  }

  /// Removes the account, if it got as far as having one. The server may end the stream before it
  /// answers.
  Future<Void> unregister() {
    if (!isIn) {
      return Future.succeededFuture();
    }
    return connected()
        .ask("", "<query xmlns='jabber:iq:register'><remove/></query>")
        .<Void>mapEmpty()
        .recover(refused ->
            connected().isEnded() ? Future.succeededFuture() : Future.failedFuture(refused));
  }

  void leave() {
    connection.ifPresent(Connection::close);
  }
}
