package org.quietus.database.postgres;

import java.util.Optional;
import org.quietus.database.Dialect;
import org.quietus.database.DialectProvider;
import org.quietus.database.ServerVersion;
import org.quietus.database.UrlRules;

/** PostgreSQL. */
public final class PostgresProvider implements DialectProvider {

  @Override
  public Optional<Dialect> dialect(String product, String version) {
    if (!product.equals("PostgreSQL")) {
      return Optional.empty();
    }
    ServerVersion postgres = ServerVersion.in(version);
    return postgres.atLeast(15, 0, 0)
        ? Optional.of(new PostgresDialect(postgres))
        : Optional.empty();
  }

  @Override
  public UrlRules urlRules() {
    return PostgresUrl.RULES;
  }

  @Override
  public String supported() {
    return "PostgreSQL from 15";
  }
}
