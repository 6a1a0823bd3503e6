package im.coven.service;

import im.coven.account.PamCodec;
import im.coven.disco.Caps;
import im.coven.disco.DiscoInfo;
import im.coven.service.ClientSession.MixSupport;
import im.coven.stanza.Iq;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds out which clients cope with MIX: by the hash in their presence where it is known, else by
/// asking them once. See XEP-0405 §2.1 and XEP-0115 §5.4.
final class CapsService {

  /// How many kinds of client are remembered: far more than there are.
  private static final int KINDS_MAX = 1000;

  private record Question(ClientSession session, Optional<Caps> caps) {}

  private final Map<String, Question> open = new HashMap<>();
  private final Map<Caps, Boolean> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Caps, Boolean> eldest) {
          return size() > KINDS_MAX;
        }
      };
  private Consumer<ClientSession> learned = session -> {};
  private long questions;

  /// Sets who hears that a session's client copes with MIX, or does not any more.
  void onLearned(Consumer<ClientSession> learned) {
    this.learned = learned;
  }

  /// Looks at a session whose account takes part in channels.
  void consider(ClientSession session, Presence presence) {
    Optional<Caps> caps = presence.child("c", Caps.NS).flatMap(Caps::read);
    Boolean known = caps.map(kinds::get).orElse(null);
    if (known != null) {
      settle(session, known);
    } else if (caps.isPresent() || session.mixSupport() == MixSupport.UNKNOWN) {
      ask(session, caps);
    }
  }

  /// Takes an answer of a client; says whether it was one to a question of ours.
  boolean answered(ClientSession session, Iq answer) {
    Question question = open.get(answer.id());
    if (question == null || question.session() != session) {
      return false;
    }
    open.remove(answer.id());
    Optional<DiscoInfo> info =
        answer instanceof Iq.Result result && result.payload() != null
            ? DiscoInfo.read(result.payload())
            : Optional.empty();
    boolean capable = info.map(PamCodec::isMixCapable).orElse(false);
    question
        .caps()
        .filter(caps -> info.map(caps::isProvedBy).orElse(false))
        .ifPresent(caps -> kinds.put(caps, capable));
    settle(session, capable);
    return true;
  }

  /// Forgets what was asked of a session, so that it can be asked again.
  void forget(ClientSession session) {
    open.values().removeIf(question -> question.session() == session);
    if (session.mixSupport() == MixSupport.ASKED) {
      session.mixSupport(MixSupport.UNKNOWN);
    }
  }

  private void ask(ClientSession session, Optional<Caps> caps) {
    var asked = new Question(session, caps);
    if (open.containsValue(asked)) {
      return;
    }
    if (session.mixSupport() == MixSupport.UNKNOWN) {
      session.mixSupport(MixSupport.ASKED);
    }
    questions++;
    String id = "caps-" + session.id() + "-" + questions;
    open.put(id, asked);
    Element query =
        Element.builder("query", DiscoInfo.NS)
            .attr("node", caps.map(Caps::queryNode).orElse(null))
            .build();
    Stanza question = new Iq.Get(session.account(), session.address(), id, query);
    session.send(question);
  }

  /// A client that used MIX in this session copes with it whatever it says (see XEP-0405 §2.1).
  private void settle(ClientSession session, boolean capable) {
    if (!session.usedMix()) {
      session.mixSupport(capable ? MixSupport.CAPABLE : MixSupport.INCAPABLE);
      learned.accept(session);
    }
  }
}
