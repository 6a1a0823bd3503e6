/// Data forms (XEP-0004 v2.13.1), field standardisation (XEP-0068), and of data forms validation
/// (XEP-0122) what says that a list is open.
///
/// Read {@link im.coven.form.DataForm} first. Imports `xml`. Values only, for any thread.
@NullMarked
package im.coven.form;

import org.jspecify.annotations.NullMarked;
