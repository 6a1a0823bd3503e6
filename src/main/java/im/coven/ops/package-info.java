/// What an operator touches: the configuration, metrics, health, logging.
///
/// Read {@link im.coven.ops.Catalogue} first: it declares every key of the configuration, and
/// {@link im.coven.ops.SettingsReader} how a key gets its value. Imported by the shell only;
/// imports `jid`. Settings are immutable; {@link im.coven.ops.Metrics} and {@link
/// im.coven.ops.Readiness} may be used from any thread.
@NullMarked
package im.coven.ops;

import org.jspecify.annotations.NullMarked;
