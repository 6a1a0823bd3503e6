package im.coven.xml;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLInputFactory;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/// The names that streams are full of. A reader begins with them, so that they cost it nothing, and
/// they do not count as names that a peer made up.
///
/// A name that is missing here is counted, no more. See RFC 6120, RFC 6121 and the XEPs of Coven.
final class XmlVocabulary {

  /// Elements and attributes, as they are written: with the prefix, where one is usual.
  private static final Set<String> NAMES =
      Set.copyOf(
          List.of(
              """
              stream:stream stream:features stream:error xml:lang xmlns:stream xmlns xmlns:xml
              message presence iq body subject thread show status priority error text delay x
              to from id type version lang code by stamp
              starttls proceed failure mechanisms mechanism auth challenge response success abort
              required optional bind resource jid session register query username password remove
              instructions registered item group name subscription ask approved ver annotate
              enable enabled resume resumed failed r a h previd max location sm
              feature identity category node var hash c items field value option form title label
              set first last count before after index result fin complete stable queryid forwarded
              start end with prefs default always never flip-page
              pubsub event publish retract configure create delete purge subscribe unsubscribe
              subscriptions affiliations affiliation retracted notify items options publish-options
              mix client-join client-leave join leave setnick nick update-subscription destroy
              channel participant submission-id stanza-id origin-id occupant-id invite invitation
              inviter invitee token allowed banned
              ping pong time tzo utc vCard photo data metadata info bytes width height url
              active composing paused inactive gone request received displayed acknowledged markable
              private carbons sent no-copy no-store store no-permanent-store history maxchars
              maxstanzas seconds since role actor reason continue decline show-jid
              html p span br strong em blockquote ul ol li img href src alt style xhtml
              replace reply fallback reactions reaction apply-to moderate moderated retracted-by
              encrypted header key payload iv rid prekey sid kex keys openpgp encryption namespace
              file-sharing sources size desc media-type file hashes url-data dimensions
              query blocklist block unblock conference autojoin storage extensions command
              sessionid action actions note execute prev next completed csi addresses address
              jingle content description transport candidate ip port protocol generation network
              component foundation crypto ufrag pwd fingerprint setup payload-type parameter
              clockrate channels ssrc rtcp-fb subtype rtcp-mux hdrext senders creator initiator
              responder media reporting security-label displaymarking rule os idle avatar attention
              bad-request conflict feature-not-implemented forbidden item-not-found not-acceptable
              not-allowed not-authorized service-unavailable undefined-condition
              """
                  .split("\\s+")));

  private XmlVocabulary() {}

  static boolean knows(String name) {
    return NAMES.contains(name);
  }

  /// A factory whose readers begin with the vocabulary. Closing a reader merges its symbols into
  /// its factory: here, once, that is wanted.
  static InputFactoryImpl warmFactory() {
    var factory = new InputFactoryImpl();
    AsyncXMLInputFactory asynchronous = factory;
    asynchronous.configureForSpeed();
    // Lazy, as it is by default: else a reference to a character beyond U+FFFF fails when it is
    // split between two feeds. The text is asked for at once anyway.
    factory.setProperty(AsyncXMLInputFactory.P_LAZY_PARSING, true);
    try {
      AsyncXMLStreamReader<AsyncByteArrayFeeder> reader = factory.createAsyncForByteArray();
      byte[] document = document().getBytes(StandardCharsets.UTF_8);
      reader.getInputFeeder().feedInput(document, 0, document.length);
      while (reader.next() != AsyncXMLStreamReader.EVENT_INCOMPLETE) {
        // Reading is all that is wanted.
      }
      reader.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("the vocabulary is no XML", impossible);
    }
    return factory;
  }

  /// A document that has every name as an element and as an attribute.
  private static String document() {
    var document = new StringBuilder("<w xmlns:stream='s'>");
    for (String name : NAMES) {
      if (name.startsWith("xml")) {
        document.append("<w xml:lang=''/>");
      } else {
        document.append('<').append(name).append(' ').append(name).append("=''/>");
      }
    }
    return document.toString();
  }
}
