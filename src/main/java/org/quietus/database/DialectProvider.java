package org.quietus.database;

import java.util.Optional;

/**
 * One engine's entrance: {@link java.util.ServiceLoader} finds it, so that nothing here names an
 * engine.
 */
public interface DialectProvider {

  /**
   * The dialect of a server; empty if that is another engine's.
   *
   * @param product what the driver calls the server
   * @param version as the server spells it
   */
  Optional<Dialect> dialect(String product, String version);

  /** What the URLs of its driver may say. */
  UrlRules urlRules();

  /** What is supported, such as "MySQL from 8.0.13". */
  String supported();
}
