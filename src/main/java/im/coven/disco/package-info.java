/// Service discovery (XEP-0030 v2.5.0) and entity capabilities (XEP-0115 v1.6.0).
///
/// Read {@link im.coven.disco.DiscoInfo} first. Imports `form`, `jid` and `xml`. Values only, for
/// any thread.
@NullMarked
package im.coven.disco;

import org.jspecify.annotations.NullMarked;
