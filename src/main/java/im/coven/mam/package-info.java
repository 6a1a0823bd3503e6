/// Message archive management on the wire (XEP-0313 v1.1, with XEP-0059 and the `node` of
/// XEP-0442): queries, results, metadata. What an archive holds is not decided here.
///
/// Read {@link im.coven.mam.MamQuery} first. Pure. Imports `form`, `rsm`, `stanza` and below.
@NullMarked
package im.coven.mam;

import org.jspecify.annotations.NullMarked;
