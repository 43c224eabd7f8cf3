package org.quietus.cli;

import java.sql.Connection;
import java.sql.SQLException;
import org.quietus.catalog.Catalog;
import org.quietus.database.CatalogReader;
import org.quietus.database.DatabaseConnections;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;

/** The catalog of a job's only database, read live. */
final class ShopCatalog {
  private ShopCatalog() {}

  static Catalog of(JobFile job) {
    DatabaseSettings database = job.databases().values().iterator().next();
    try (Connection connection =
        new DatabaseConnections(database.url(), database.credential()).getConnection()) {
      return CatalogReader.read(connection, database.name());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
