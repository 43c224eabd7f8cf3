package org.quietus.target;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The way to the control schema, which lives beside the data so that one transaction holds both.
 *
 * @param engine the folder of its migrations below {@code sql/control}
 * @param spelling what the product spells in its own way
 * @param lock makes the lock that tells whether a run's owner lives
 */
public record ControlAccess(
    DataSource dataSource,
    PlatformTransactionManager transactionManager,
    String engine,
    ControlSpelling spelling,
    Supplier<OwnerLock> lock) {}
