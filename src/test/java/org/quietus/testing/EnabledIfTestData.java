package org.quietus.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test on the data that {@code QUIETUS_TEST_DATA} names; without it the test is skipped with
 * the reason, or, where {@code CI=true}, fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TestDataCondition.class)
public @interface EnabledIfTestData {}
