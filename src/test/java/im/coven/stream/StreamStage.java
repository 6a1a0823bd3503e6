package im.coven.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.jid.Jid;
import im.coven.sasl.Credentials;
import im.coven.sasl.ScramMechanism;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlStreamParser;
import im.coven.xml.XmlWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A door without sockets: text goes in, text comes out, accounts are kept in a map. What a door
/// does for an effect is done here at once.
final class StreamStage implements XmlSink {

  static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
          + " to='mix.test' version='1.0'>";

  final Map<Jid, Credentials> accounts = new HashMap<>();
  final List<Stanza> delivered = new ArrayList<>();
  StreamState state;
  private final ClientStreamMachine machine;
  private final StringBuilder out = new StringBuilder();
  private XmlStreamParser parser = new XmlStreamParser(XmlLimits.CLIENT, this);
  private boolean unavailable;
  private StanzaError refusal = StanzaError.Condition.UNDEFINED_CONDITION.error();
  private boolean refuses;
  private String resumable = "";
  private long expired = -1;

  StreamStage(StreamPolicy policy, Entry.Security security, Entry.Origin origin) {
    machine = new ClientStreamMachine(policy);
    state = ClientStreamMachine.start(security, origin, 60_000);
  }

  static StreamPolicy policy(StreamPolicy.Tls tls) {
    return new StreamPolicy(
        List.of("mix.test", "other.test"),
        tls,
        true,
        StreamPolicy.Registration.LOOPBACK,
        3,
        10_000,
        262_144,
        360);
  }

  /// A client of this machine, without TLS, where nothing demands it.
  static StreamStage open() {
    return new StreamStage(
        policy(StreamPolicy.Tls.OFFERED), Entry.Security.PLAIN, Entry.Origin.LOOPBACK);
  }

  /// One that has logged in, with an account that is made for it.
  static StreamStage authenticated() {
    StreamStage stage = open();
    stage.account("hag66", "caldron");
    stage.say(HEADER);
    stage.say(plain("hag66", "caldron"));
    stage.say(HEADER);
    return stage;
  }

  /// One that has bound the resource `r`.
  static StreamStage bound() {
    StreamStage stage = authenticated();
    stage.say(
        "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + "<resource>r</resource></bind></iq>");
    return stage;
  }

  static String plain(String user, String password) {
    return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
        + SaslMachine.encode("\0" + user + "\0" + password)
        + "</auth>";
  }

  void account(String name, String password) {
    accounts.put(
        Jid.of(name + "@mix.test"),
        Credentials.derive(
            password,
            Map.of(
                ScramMechanism.SCRAM_SHA_512, new byte[16],
                ScramMechanism.SCRAM_SHA_256, new byte[16],
                ScramMechanism.SCRAM_SHA_1, new byte[16]),
            4096));
  }

  /// From now on the store does not answer.
  StreamStage storeFails() {
    unavailable = true;
    return this;
  }

  /// There is a session to be resumed.
  StreamStage keeps(String id) {
    resumable = id;
    return this;
  }

  /// A session that was asked for is known, but its time is over.
  StreamStage forgets(long h) {
    expired = h;
    return this;
  }

  /// From now on no resource is bound.
  StreamStage refuseBinding(StanzaError error) {
    refuses = true;
    refusal = error;
    return this;
  }

  /// What the door writes when the client says `xml`.
  String say(String xml) {
    out.setLength(0);
    parser.feed(xml.getBytes(UTF_8));
    return out.toString();
  }

  /// What the door writes upon an input that is not of the client.
  String happen(StreamInput input) {
    out.setLength(0);
    take(input);
    return out.toString();
  }

  private void take(StreamInput input) {
    Step step = machine.step(state, input);
    state = step.next();
    step.effects().forEach(this::carryOut);
  }

  private void carryOut(StreamEffect effect) {
    switch (effect) {
      case StreamEffect.Open(var domain, var to) -> out.append(StreamXml.header("ID", domain, to));
      case StreamEffect.Features(var features) -> out.append(StreamXml.features(features));
      case StreamEffect.Send(var element) -> write(element);
      case StreamEffect.Reply(var stanza) -> write(stanza.toElement());
      case StreamEffect.StartTls _ -> {
        out.append(StreamXml.PROCEED);
        take(new StreamInput.Secured());
      }
      case StreamEffect.Restart _ -> parser = new XmlStreamParser(XmlLimits.CLIENT, this);
      case StreamEffect.FindCredentials(var account) ->
          answer(new StreamInput.Found(keys(account), "NONCE"));
      case StreamEffect.CheckPassword(var account, var password) ->
          answer(new StreamInput.PasswordChecked(verdict(keys(account).accepts(password))));
      case StreamEffect.Register(var account, var password) -> {
        boolean free = !accounts.containsKey(account);
        if (free && !unavailable) {
          account(String.valueOf(account.localpart()), password);
        }
        answer(new StreamInput.Registered(verdict(free)));
      }
      case StreamEffect.Bind(var account, var resource) ->
          answer(
              refuses
                  ? new StreamInput.BindRefused(refusal)
                  : new StreamInput.ResourceBound(
                      account.withResource(resource == null ? "made-here" : resource)));
      case StreamEffect.RefuseLogin(var failure) -> write(StreamXml.failure(failure));
      case StreamEffect.Deliver(var stanza) -> delivered.add(stanza);
      case StreamEffect.EnableAcks(var wanted) -> {
        boolean resumable = wanted == StreamEffect.Resumption.WANTED;
        out.append("[counting]");
        write(StreamXml.enabled(resumable ? "ID" : null, 300));
      }
      case StreamEffect.Resume(var account, var id, var h) ->
          answer(
              id.equals(resumable)
                  ? new StreamInput.Resumed(account.withResource("r"), 4)
                  : new StreamInput.NotResumed(expired));
      case StreamEffect.Continue _ -> out.append("[rest]");
      case StreamEffect.AnswerAck _ -> out.append("[h]");
      case StreamEffect.TakeAck(var h) -> out.append("[taken ").append(h).append(']');
      case StreamEffect.Finish(var error) ->
          out.append(error == null ? "" : StreamXml.error(error)).append(StreamXml.END);
    }
  }

  private void answer(StreamInput input) {
    take(unavailable ? new StreamInput.Unavailable() : input);
  }

  private Credentials keys(Jid account) {
    return Optional.ofNullable(accounts.get(account))
        .orElseGet(() -> Credentials.decoy(account.toString(), new byte[32], 4096));
  }

  private static StreamInput.Verdict verdict(boolean accepted) {
    return accepted ? StreamInput.Verdict.ACCEPTED : StreamInput.Verdict.REFUSED;
  }

  private void write(Element element) {
    XmlWriter.write(element, Stanza.NS, out);
  }

  @Override
  public void opened(StreamHeader header) {
    take(new StreamInput.Opened(header));
  }

  @Override
  public void element(Element element) {
    take(new StreamInput.Received(element));
  }

  @Override
  public void closed() {
    take(new StreamInput.Ended());
  }

  @Override
  public void fault(XmlFault fault) {
    take(
        new StreamInput.Stop(
            StreamError.Condition.valueOf(fault.kind().name()).because(fault.text())));
  }
}
