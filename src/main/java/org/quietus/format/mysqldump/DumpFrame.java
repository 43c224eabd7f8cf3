package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.Ending;
import org.quietus.format.Truncated;

/**
 * The first and last lines by which a dump shows that it is whole: {@code -- MySQL dump …} wants
 * {@code -- Dump completed}, and each {@code @OLD_…} variable of the header for its return.
 */
final class DumpFrame {
  private static final Pattern HEADER =
      Pattern.compile("-- (MySQL|MariaDB) dump .*", Pattern.DOTALL);
  private static final Pattern TRAILER =
      Pattern.compile(
          "-- Dump completed( on \\d{4}-\\d\\d-\\d\\d +\\d{1,2}:\\d\\d:\\d\\d)?[ \\t]*\\r?\\n");

  /**
   * What {@code --where} leaves behind the declaration of each table, unless it chooses all rows.
   */
  private static final Pattern FILTER =
      Pattern.compile(
          "-- WHERE: (?! *(1|1 *= *1|true) *\\r?\\n).*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** What stands before the rows of each table, whether or not its declaration does. */
  private static final Pattern ROWS =
      Pattern.compile(
          "-- Dumping data for table (?:`(?<quoted>(?:[^`]|``)+)`|"
              + "\"(?<ansi>(?:[^\"]|\"\")+)\"|(?<plain>\\S+))\\s*");

  /**
   * The line below the first one, which of a dump of several databases names the first one; and
   * that of phpMyAdmin.
   */
  private static final Pattern DATABASE =
      Pattern.compile(
          "-- (?:Host: .*?\\s+Database: (?=.{1,64}\\s*$)(?<plain>[^\\s\\p{Cntrl}]+(?:"
              + " [^\\s\\p{Cntrl}]+)*)|Database: `(?<quoted>(?:[^`]|``){1,64})`)\\s*");

  private static final Pattern USE = Pattern.compile("(?m)^USE `((?:[^`]|``){1,64})`;");
  private static final Pattern TABLE =
      Pattern.compile(
          "(?m)^(?:CREATE TABLE|INSERT|REPLACE)\\b(?: (?:INTO|IF NOT EXISTS))?(?:"
              + " `(?<database>(?:[^`]|``){1,64})`\\.)?");

  /** From where binary logs go on, as a comment; beside words of people it says nothing. */
  private static final Pattern POSITION =
      Pattern.compile(
          "(--|#|/\\*)\\s*(CHANGE\\s+(MASTER|REPLICATION\\s+SOURCE)\\s|"
              + "SET\\s+[@\\w.\\s]*GTID_(PURGED|SLAVE_POS|BINLOG_POS)\\s*=).*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final int LONGEST = 256;

  private boolean open;
  private boolean closed;

  /** Takes note of a comment line, given with its newline; returns whether it begins a dump. */
  boolean comment(byte[] line, long offset) throws Truncated {
    String text = head(line);
    if (HEADER.matcher(text).matches()) {
      requireClosed(offset);
      open = true;
      return true;
    }
    if (TRAILER.matcher(text).matches()) {
      open = false;
      closed = true;
    }
    return false;
  }

  private static String head(byte[] line) {
    return head(line, Charsets.DEFAULT);
  }

  private static String head(byte[] line, Charset charset) {
    return new String(line, 0, Math.min(line.length, LONGEST), charset);
  }

  /**
   * The table whose rows follow, where a comment line says so, in the character set of the names in
   * statements.
   */
  static Optional<String> rows(byte[] line, Charset charset) {
    Matcher rows = ROWS.matcher(head(line, charset));
    if (!rows.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(rows.group("quoted"))
        .map(quoted -> quoted.replace("``", "`"))
        .or(() -> Optional.ofNullable(rows.group("ansi")).map(ansi -> ansi.replace("\"\"", "\"")))
        .or(() -> Optional.of(rows.group("plain")));
  }

  /** The database that a dump is of, where the first such line of a text says so. */
  static Optional<String> database(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(DATABASE::matcher)
        .filter(Matcher::matches)
        .map(
            line ->
                Optional.ofNullable(line.group("quoted"))
                    .map(quoted -> quoted.replace("``", "`"))
                    .orElseGet(() -> line.group("plain")))
        .findFirst();
  }

  /** The database that a dump chooses before its first table, or that this is named with. */
  static Optional<String> chosen(byte[] text) {
    String head = new String(text, StandardCharsets.UTF_8);
    Matcher table = TABLE.matcher(head);
    boolean hasTable = table.find();
    return Optional.ofNullable(hasTable ? table.group("database") : null)
        .or(
            () ->
                USE.matcher(hasTable ? head.substring(0, table.start()) : head)
                    .results()
                    .map(use -> use.group(1))
                    .reduce((one, later) -> later))
        .map(name -> name.replace("``", "`"));
  }

  /** Whether a comment, of which the beginning is given, says from where binary logs go on. */
  static boolean isPosition(byte[] comment) {
    return POSITION.matcher(head(comment)).matches();
  }

  /** Whether a comment line says that chosen rows of a table follow. */
  static boolean isFilter(byte[] line) {
    return FILTER.matcher(head(line)).matches();
  }

  /** Takes note of rows or a table: what was whole until there says nothing of what follows it. */
  void content(Session session) {
    closed = false;
    session.goesOn();
  }

  /** How the end shows; to be asked at the end of the input. */
  Ending ending(Session session, long offset) throws Truncated {
    requireClosed(offset);
    if (session.owesSettings()) {
      throw new Truncated("the dump ends before it restores the session's settings", offset);
    }
    if (closed) {
      return Ending.TRAILER;
    }
    return session.settled() ? Ending.SETTINGS_RESTORED : Ending.UNPROVEN;
  }

  private void requireClosed(long offset) throws Truncated {
    if (open) {
      throw new Truncated("the dump ends without its line '-- Dump completed'", offset);
    }
  }
}
