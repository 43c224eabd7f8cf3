package org.quietus.database.postgres;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.database.UrlRules;

/** What URLs of pgJDBC may say. */
final class PostgresUrl {
  private static final Pattern FORM =
      Pattern.compile("(?<server>jdbc:postgresql://[^/?#,@()&=]+/[^/?#@&=]+)(?:\\?(?<query>.*))?");

  /**
   * A text is sent without a type, so that the server takes it for whatever it is compared with or
   * written to: an enum, a UUID, a document; so no statement may be kept prepared for what came
   * before. No error repeats a value.
   */
  private static final Map<String, String> FIXED =
      Map.of(
          "stringtype", "unspecified",
          "prepareThreshold", "0",
          "autosave", "never",
          "logServerErrorDetail", "false",
          "reWriteBatchedInserts", "true",
          "allowEncodingChanges", "false",
          "ApplicationName", "quietus");

  /**
   * A dead peer is noticed in the end, and a long scan is not taken for one. A search path of the
   * role's own would find the control schema first if the role is called quietus.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "connectTimeout", "10",
          "currentSchema", "public",
          "socketTimeout", "3600",
          "tcpKeepAlive", "true",
          "sslmode", "prefer");

  private static final Set<String> ALLOWED =
      Set.of(
          "channelBinding",
          "connectTimeout",
          "currentSchema",
          "gssEncMode",
          "loginTimeout",
          "socketTimeout",
          "sslcert",
          "sslkey",
          "sslmode",
          "sslrootcert",
          "tcpKeepAlive");

  static final UrlRules RULES =
      new UrlRules(
          "jdbc:postgresql:",
          FORM,
          "not the URL of one PostgreSQL server and a database, without credentials in it;"
              + " write jdbc:postgresql://host:5432/database?currentSchema=public",
          "?",
          "&",
          FIXED,
          DEFAULTS,
          ALLOWED,
          Set.of("connectTimeout", "loginTimeout", "socketTimeout"),
          UrlRules.Unit.SECONDS);

  private PostgresUrl() {}
}
