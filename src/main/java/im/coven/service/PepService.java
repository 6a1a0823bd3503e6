package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;

import im.coven.account.NodeConfig;
import im.coven.account.PepCodec;
import im.coven.account.PepCodec.Item;
import im.coven.account.PepCodec.Read;
import im.coven.form.DataForm;
import im.coven.jid.Jid;
import im.coven.redis.PepStore;
import im.coven.redis.PepStore.Done;
import im.coven.redis.PepStore.Outcome;
import im.coven.redis.PepStore.Refused;
import im.coven.redis.PepStore.TooMany;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The personal nodes of accounts: what their users publish, and who may read it. See XEP-0163.
final class PepService {

  private final PepStore store;
  private final PepNews news;
  private final AccountSettings.Personal limits;

  PepService(PepStore store, PepNews news, AccountSettings.Personal limits) {
    this.store = store;
    this.news = news;
    this.limits = limits;
  }

  /* ---- for the account ---- */

  /// Answers the user of an account.
  Future<Stanza> own(Jid account, Iq.Request iq) {
    return switch (PepCodec.read(iq, UUID.randomUUID().toString())) {
      case Read.Publish(var node, var item, var options) ->
          publish(account, node, item, options)
              .map(error ->
                  error
                      .<Stanza>map(iq::error)
                      .orElseGet(() -> iq.result(PepCodec.published(node, item.id()))));
      case Read.Items items ->
          store
              .config(account, items.node())
              .compose(config ->
                  config.isEmpty() ? refused(iq, PepCodec.noNode()) : items(account, iq, items));
      case Read.Retract(var node, var id, var tells) ->
          retract(account, node, id, tells).map(error -> answer(iq, error));
      case Read.Configure configure -> configure(account, iq, configure);
      case Read.Configuration(var node) ->
          store
              .config(account, node)
              .map(config ->
                  config
                      .<Stanza>map(found -> iq.result(PepCodec.configuration(node, found)))
                      .orElseGet(() -> iq.error(PepCodec.noNode())));
      case Read.Remove(var node, var purges) -> remove(account, iq, node, purges);
      case Read.Refused(var error) -> refused(iq, error);
    };
  }

  /// Publishes an item and tells of it; answers why it does not, if so. A node that is not as
  /// `options` say takes nothing; one that is not there is made so. See XEP-0060 §7.1.5.
  Future<Optional<StanzaError>> publish(
      Jid account, String node, Item item, Optional<DataForm> options) {
    if (bytes(item) > limits.itemBytesMax()) {
      return refusal(POLICY_VIOLATION.because("The item is too large"));
    }
    return store
        .change(account, node, item, config -> published(config, options))
        .compose(outcome ->
            switch (outcome) {
              case Done(var config) ->
                  news.spread(account, node, config, PepCodec.news(node, item))
                      .map(Optional.<StanzaError>empty());
              case Refused(var error) -> refusal(error);
              case TooMany() -> refusal(NOT_ALLOWED.because("The account has too many nodes"));
            });
  }

  private static int bytes(Item item) {
    return item.payload() == null
        ? 0
        : XmlWriter.toString(item.payload()).getBytes(StandardCharsets.UTF_8).length;
  }

  private Outcome published(@Nullable NodeConfig config, Optional<DataForm> options) {
    NodeConfig before = config == null ? NodeConfig.DEFAULT : config;
    Optional<NodeConfig> wanted =
        options.isEmpty() ? Optional.of(before) : before.with(options.get(), limits.nodeItemsMax());
    if (config == null) {
      return wanted.<Outcome>map(Done::new).orElseGet(() -> new Refused(NOT_ACCEPTABLE.error()));
    }
    return wanted.filter(config::equals).isPresent()
        ? new Done(config)
        : new Refused(PepCodec.unmetPrecondition());
  }

  private Future<Stanza> items(Jid account, Iq.Request iq, Read.Items wanted) {
    return store
        .items(account, wanted.node())
        .map(all -> {
          List<Item> some =
              wanted.ids().isEmpty()
                  ? all.subList(
                      wanted.max() == 0 ? 0 : Math.max(0, all.size() - wanted.max()), all.size())
                  : all.stream().filter(item -> wanted.ids().contains(item.id())).toList();
          return iq.result(PepCodec.items(wanted.node(), some));
        });
  }

  /// Removes an item; its readers are told where the user or the node wants that.
  Future<Optional<StanzaError>> retract(Jid account, String node, String id, boolean tells) {
    return store
        .config(account, node)
        .compose(config ->
            config.isEmpty()
                ? refusal(PepCodec.noNode())
                : store
                    .retract(account, node, id)
                    .compose(removed -> {
                      if (!removed) {
                        return refusal(PepCodec.noNode());
                      }
                      return tells || config.get().tellsRetractions()
                          ? news.spread(account, node, config.get(), PepCodec.retracted(node, id))
                              .map(Optional.<StanzaError>empty())
                          : Future.succeededFuture(Optional.<StanzaError>empty());
                    }));
  }

  private Future<Stanza> configure(Jid account, Iq.Request iq, Read.Configure wanted) {
    return store
        .change(
            account,
            wanted.node(),
            null,
            config -> configured(config, wanted.form(), wanted.makes()))
        .map(outcome ->
            switch (outcome) {
              case Done _ -> iq.result(null);
              case Refused(var error) -> iq.error(error);
              case TooMany() -> iq.error(NOT_ALLOWED.because("The account has too many nodes"));
            });
  }

  private Outcome configured(@Nullable NodeConfig config, Optional<DataForm> form, boolean makes) {
    if (makes && config != null) {
      return new Refused(Condition.CONFLICT.error());
    }
    if (!makes && config == null) {
      return new Refused(PepCodec.noNode());
    }
    NodeConfig before = config == null ? NodeConfig.DEFAULT : config;
    boolean says = form.filter(f -> f.type() == DataForm.Type.SUBMIT).isPresent();
    return (says ? before.with(form.get(), limits.nodeItemsMax()) : Optional.of(before))
        .<Outcome>map(Done::new)
        .orElseGet(() -> new Refused(NOT_ACCEPTABLE.error()));
  }

  private Future<Stanza> remove(Jid account, Iq.Request iq, String node, boolean purges) {
    return (purges
            ? store.config(account, node).compose(config -> store.purge(account, node).map(config))
            : store.remove(account, node))
        .compose(config ->
            config.isEmpty()
                ? refused(iq, PepCodec.noNode())
                : news.spread(account, node, config.get(), PepCodec.removed(node, purges))
                    .map(iq.result(null)));
  }

  /* ---- for others ---- */

  /// Answers somebody else about an account; `sees` is whether it may see the account's presence.
  Future<Stanza> other(Iq.Request iq, boolean sees) {
    Jid account = Objects.requireNonNull(iq.to()).bare();
    if (!(PepCodec.read(iq, "") instanceof Read.Items items)) {
      return refused(iq, FORBIDDEN.error());
    }
    return store
        .config(account, items.node())
        .compose(config -> {
          Optional<StanzaError> refusal =
              config.isEmpty()
                  ? Optional.of(PepCodec.noNode())
                  : PepCodec.refusal(config.get(), sees);
          return refusal.isPresent() ? refused(iq, refusal.get()) : items(account, iq, items);
        });
  }

  private static Stanza answer(Iq.Request iq, Optional<StanzaError> error) {
    return error.<Stanza>map(iq::error).orElseGet(() -> iq.result(null));
  }

  private static Future<Stanza> refused(Iq.Request iq, StanzaError error) {
    return Future.succeededFuture(iq.error(error));
  }

  private static Future<Optional<StanzaError>> refusal(StanzaError error) {
    return Future.succeededFuture(Optional.of(error));
  }
}
