package im.coven.service;

import im.coven.account.EntityCaps;
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

  private static final String NS_INFO = "http://jabber.org/protocol/disco#info";

  /// How many kinds of client are remembered: far more than there are.
  private static final int KINDS_MAX = 1000;

  private record Question(ClientSession session, Optional<EntityCaps> caps) {}

  private final Map<String, Question> open = new HashMap<>();
  private final Map<EntityCaps, Boolean> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<EntityCaps, Boolean> eldest) {
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
    Optional<EntityCaps> caps = EntityCaps.of(presence);
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
    if (answer instanceof Iq.Result result && result.payload() != null) {
      Element info = result.payload();
      boolean capable = EntityCaps.isMixCapable(info);
      question
          .caps()
          .filter(caps -> caps.vouchesFor(info))
          .ifPresent(caps -> kinds.put(caps, capable));
      settle(session, capable);
    } else {
      settle(session, false);
    }
    return true;
  }

  /// Forgets what was asked of a session.
  void forget(ClientSession session) {
    open.values().removeIf(question -> question.session() == session);
  }

  private void ask(ClientSession session, Optional<EntityCaps> caps) {
    if (session.mixSupport() == MixSupport.UNKNOWN) {
      session.mixSupport(MixSupport.ASKED);
    }
    questions++;
    String id = "caps-" + session.id() + "-" + questions;
    open.put(id, new Question(session, caps));
    Element query =
        Element.builder("query", NS_INFO)
            .attr("node", caps.map(EntityCaps::discoNode).orElse(null))
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
