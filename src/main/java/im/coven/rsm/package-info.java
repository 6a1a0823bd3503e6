/// Result set management (XEP-0059 v1.0): long lists in pages.
///
/// Read {@link im.coven.rsm.Rsm} first. Imports `xml`. Values only, for any thread.
@NullMarked
package im.coven.rsm;

import org.jspecify.annotations.NullMarked;
