package im.coven.service;

import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The MIX service of one installation.
///
/// @param domains the MIX domains
/// @param accountDomains the domains of Coven's own accounts
/// @param name the name of the service in disco
/// @param searchable whether disco#items lists the channels (default true)
/// @param open whether a channel that was given a name is open to all who are not banned, until its
///   owner says otherwise (default true; H10)
/// @param create who may create channels (default LOCAL)
/// @param archivePageMax messages in one page of an archive at most (default 250)
/// @param listMax channels in one answer of disco#items at most (default 500)
/// @param relays what participants may ask of one another through a channel
/// @param createAt who may create channels of single domains, where that is not as everywhere
/// @param muc where the channels are rooms (default nowhere)
public record MixConfig(
    List<Jid> domains,
    Set<String> accountDomains,
    String name,
    boolean searchable,
    boolean open,
    Creators create,
    int archivePageMax,
    int listMax,
    Relays relays,
    Map<String, Creators> createAt,
    MucConfig muc) {

  /// What a channel relays between participants, besides private messages. See XEP-0403 §4.5, §4.6.
  ///
  /// @param requests requests of all kinds, and their answers (default true)
  /// @param vcardTemp requests for vCards as in XEP-0054 (default true)
  /// @param vcard4 requests for vCards as in XEP-0292 (default true)
  public record Relays(boolean requests, boolean vcardTemp, boolean vcard4) {

    public static final Relays ALL = new Relays(true, true, true);

    boolean allow(Element payload) {
      return requests
          && (vcardTemp || !payload.ns().equals(VcardService.NS_TEMP))
          && (vcard4 || !payload.ns().equals(VcardService.NS_4));
    }
  }

  /// Who may create channels. See XEP-0369 §7.3.
  public enum Creators {
    /// Everybody who can reach the service.
    ANYBODY,
    /// Coven's own accounts.
    LOCAL,
    /// Nobody.
    NOBODY
  }

  public MixConfig {
    domains = List.copyOf(domains);
    accountDomains = Set.copyOf(accountDomains);
    createAt = Map.copyOf(createAt);
  }

  /// The same rule for creating channels everywhere, and channels that are no rooms.
  public MixConfig(
      List<Jid> domains,
      Set<String> accountDomains,
      String name,
      boolean searchable,
      boolean open,
      Creators create,
      int archivePageMax,
      int listMax,
      Relays relays) {
    this(
        domains,
        accountDomains,
        name,
        searchable,
        open,
        create,
        archivePageMax,
        listMax,
        relays,
        Map.of(),
        MucConfig.OFF);
  }

  /// Whether a JID may create channels of a domain.
  boolean mayCreate(Jid domain, Jid asker) {
    return switch (createAt.getOrDefault(domain.domainpart(), create)) {
      case ANYBODY -> true;
      case LOCAL -> accountDomains.contains(asker.domainpart());
      case NOBODY -> false;
    };
  }
}
