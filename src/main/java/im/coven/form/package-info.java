/// Data forms (XEP-0004 v2.13.1) and field standardisation (XEP-0068).
///
/// Read {@link im.coven.form.DataForm} first. Imports `xml`. Values only, for any thread.
@NullMarked
package im.coven.form;

import org.jspecify.annotations.NullMarked;
