package org.quietus.backup.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.DumpFormat;
import org.quietus.format.mysqldump.MydumperDump;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.format.mysqldump.ShellDump;
import org.quietus.format.mysqldump.TabDump;
import org.quietus.format.pgdump.PgDump;

/** The formats by the name that a job file's {@code backups.<set>.format} gives them. */
public final class Formats {
  private static final Pattern DATABASE = Pattern.compile("jdbc:[a-z]+://[^/]+/([^?;]+).*");
  private static final Pattern SCHEMA = Pattern.compile(".*[?&]currentSchema=([^&]+).*");

  /** A name, in quotes or without them. */
  private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^\\s,\"]+");

  private Formats() {}

  /**
   * The format of that name; empty when there is none, or none that can be rewritten.
   *
   * @param url of the database that the dumps are of; empty where that is not known
   */
  public static Optional<DumpFormat> named(String name, String url) {
    Optional<String> database = found(DATABASE, url);
    return switch (name) {
      case "mysqldump" -> Optional.of(new Mysqldump(database));
      case "mysqldump-tab" -> Optional.of(new TabDump(database));
      case "mydumper" -> Optional.of(new MydumperDump(database));
      case "mysql-shell" -> Optional.of(new ShellDump(database));
      case "pg_dump" ->
          Optional.of(
              new PgDump(
                  database.map(Formats::decoded),
                  found(SCHEMA, url)
                      .map(Formats::decoded)
                      .flatMap(Formats::firstSchema)
                      .orElse("public")));
      default -> Optional.empty();
    };
  }

  /** What of the address of a database says which tables are meant by the names in its dumps. */
  public static String meant(String url) {
    return found(DATABASE, url).orElse("") + "\n" + found(SCHEMA, url).orElse("");
  }

  private static Optional<String> found(Pattern pattern, String url) {
    Matcher found = pattern.matcher(url);
    return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** The first schema of a search path that does not depend on the user. */
  private static Optional<String> firstSchema(String path) {
    return NAME.matcher(path)
        .results()
        .map(
            name ->
                name.group(1) == null
                    ? name.group().toLowerCase(Locale.ROOT)
                    : name.group(1).replace("\"\"", "\""))
        .filter(name -> !name.equals("$user"))
        .findFirst();
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part, UTF_8);
  }
}
