package im.coven.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a test that proves a row of `docs/conformance.csv`; on a class, all its tests together do.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Requirements.class)
public @interface Requirement {

  /// The id of the row, such as `CORE-07-012`.
  String value();
}
