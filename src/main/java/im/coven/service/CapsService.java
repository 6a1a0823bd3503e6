package im.coven.service;

import im.coven.account.PamCodec;
import im.coven.account.PepCodec;
import im.coven.disco.Caps;
import im.coven.disco.DiscoInfo;
import im.coven.service.ClientSession.MixSupport;
import im.coven.stanza.Iq;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Finds out which clients cope with MIX, and which personal nodes they want news of: by the hash
/// in their presence where it is known, else by asking them once. See XEP-0405 §2.1, XEP-0163 §4.3
/// and XEP-0115 §5.4.
final class CapsService {

  /// How many kinds of client are remembered: far more than there are.
  private static final int KINDS_MAX = 1000;

  private record Question(ClientSession session, Optional<Caps> caps) {}

  private final Map<String, Question> open = new HashMap<>();

  /// What is remembered of a kind of client.
  private record Ability(boolean mix, Set<String> nodes) {

    private static final Ability NONE = new Ability(false, Set.of());

    private static Ability of(DiscoInfo info) {
      return new Ability(PamCodec.isMixCapable(info), Set.copyOf(PepCodec.wanted(info.features())));
    }
  }

  private final Map<Caps, Ability> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Caps, Ability> eldest) {
          return size() > KINDS_MAX;
        }
      };
  private Consumer<ClientSession> learned = session -> {};
  private BiFunction<ClientSession, Set<String>, Future<Void>> wished =
      (_, _) -> Future.succeededFuture();
  private long questions;

  /// Sets who hears that a session's client copes with MIX, or does not any more.
  void onLearned(Consumer<ClientSession> learned) {
    this.learned = learned;
  }

  /// Sets who hears which personal nodes a session's client wants news of.
  void onWished(BiFunction<ClientSession, Set<String>, Future<Void>> wished) {
    this.wished = wished;
  }

  /// Looks at a session that is available. A client that says nothing of itself is asked where it
  /// must be known whether it copes with MIX: where its account takes part in channels.
  void consider(ClientSession session, Presence presence) {
    Optional<Caps> caps = presence.child("c", Caps.NS).flatMap(Caps::read);
    Ability known = caps.map(kinds::get).orElse(null);
    if (known != null) {
      var _ = settle(session, known);
    } else if (caps.isPresent()
        || (session.mixSupport() == MixSupport.UNKNOWN && !session.channels().isEmpty())) {
      ask(session, caps);
    }
  }

  /// Takes an answer of a client, which may be one to a question of ours; complete when everybody
  /// knows what it says.
  Future<Void> answered(ClientSession session, Iq answer) {
    Question question = open.get(answer.id());
    if (question == null || question.session() != session) {
      return Future.succeededFuture();
    }
    open.remove(answer.id());
    Optional<DiscoInfo> info =
        answer instanceof Iq.Result result && result.payload() != null
            ? DiscoInfo.read(result.payload())
            : Optional.empty();
    Ability ability = info.map(Ability::of).orElse(Ability.NONE);
    question
        .caps()
        .filter(caps -> info.map(caps::isProvedBy).orElse(false))
        .ifPresent(caps -> kinds.put(caps, ability));
    return settle(session, ability);
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
  private Future<Void> settle(ClientSession session, Ability ability) {
    if (!session.usedMix()) {
      session.mixSupport(ability.mix() ? MixSupport.CAPABLE : MixSupport.INCAPABLE);
      learned.accept(session);
    }
    return wished.apply(session, ability.nodes());
  }
}
