package org.quietus.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test on {@link Servers#shared()}; without that server's binaries it is skipped with the
 * reason, or, where {@code CI=true}, fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServerCondition.class)
public @interface EnabledIfServer {

  /** The kinds of server that the test is about; on others it is skipped by name. All if empty. */
  String[] value() default {};

  /** Why it is about these alone. */
  String because() default "about what that product alone has";
}
